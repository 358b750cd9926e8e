/** A question about a digest that is decided or over says so where it was asked, and loses its buttons. */
import { isPublic } from "../briefing/briefing.ts";
import { composeApproval, type Outcome } from "../briefing/compose/approval.ts";
import { composeEmptied } from "../briefing/compose/notes.ts";
import type { Message } from "../briefing/message.ts";
import { nameOfKey } from "../chat/digests/change-words.ts";
import type { ChannelSchedule } from "../chat/digests/desk.ts";
import { fatesAmong } from "../chat/library.ts";
import { knownById } from "../delivery/arrivals.ts";
import { revise } from "../delivery/edits.ts";
import type { Platform } from "../platforms/platform.ts";
import { closeQuestion, type OpenQuestion, openQuestions } from "../storage/approvals.ts";
import { type Db, together } from "../storage/store.ts";
import { askAbout, type Schedules } from "./schedules.ts";
import type { Shelf } from "./shelf.ts";

interface ClosingParts {
  db: Db;
  schedules: Pick<Schedules, "known">;
  platforms: ReadonlyMap<string, Platform>;
  shelf: Pick<Shelf, "known">;
  now(): Temporal.Instant;
  /** Wakes what sends. */
  wake(): void;
}

/** Call it after planning: by then it is clear what went out. */
export function createQuestionClosing(parts: ClosingParts): () => Promise<void> {
  const { db, schedules, platforms, shelf, now, wake } = parts;
  const fateOf = fatesAmong(shelf.known, now);

  function messageFor(
    question: OpenQuestion,
    schedule: ChannelSchedule | undefined,
    outcome: Outcome,
  ): Message {
    const { id, slotAt, briefings } = question;
    const slot = slotAt.toString();
    if (schedule === undefined) {
      const name = nameOfKey(question.schedule);
      return composeApproval({ id, name, needs: "required", slot, outcome }, []);
    }
    const byId = knownById(shelf.known());
    const shown = briefings
      .flatMap((each) => byId.get(each)?.briefing ?? [])
      .filter((briefing) => isPublic(briefing, now()));
    return askAbout(schedule, slotAt, shown, { id, fateOf, outcome });
  }

  return async () => {
    const open = await openQuestions(db);
    if (open.length === 0) return;
    const byKey = new Map(schedules.known().map((schedule) => [schedule.key, schedule]));
    for (const question of open) {
      const schedule = byKey.get(question.schedule);
      const platform = platforms.get(question.platform);
      const outcome = outcomeOf(question, schedule);
      if (outcome === null || platform === undefined) continue;
      const message = messageFor(question, schedule, outcome);
      const [emptied] = platform.render(composeEmptied());
      if (emptied === undefined) continue;
      const revision = {
        head: question.delivery,
        title: message.title,
        rendered: platform.render(message),
        emptied: emptied.payload,
        waitMs: 0,
      };
      await together(db, async (transaction) => {
        await closeQuestion(transaction, question.id, now());
        await revise(transaction, revision, now());
      });
      wake();
    }
  };
}

const waits = "Its briefings wait for the next digest.";

/** Null while it is open. */
function outcomeOf(
  { decision, isOver, isSkipped, isPosted, schedule: key }: OpenQuestion,
  schedule: ChannelSchedule | undefined,
): Outcome | null {
  if (decision !== null) {
    const { what, by, at } = decision;
    const text =
      what === "approved" ? `Approved by ${by}` : `Not posted this time, says ${by}. ${waits}`;
    return { text, at: at.toString() };
  }
  if (isSkipped) return { text: `This run is left out. ${waits}`, at: null };
  if (isOver) {
    const text = isPosted
      ? "Its time came, and it was posted."
      : `Nobody decided in time. ${waits}`;
    return { text, at: null };
  }
  // One of the file may only not be found yet.
  const isGone = schedule === undefined && key.includes("#");
  if (isGone) return { text: "Its schedule is not there any more.", at: null };
  const asksNobody = schedule !== undefined && schedule.approval === undefined;
  return asksNobody ? { text: "Its schedule needs no approval any more.", at: null } : null;
}
