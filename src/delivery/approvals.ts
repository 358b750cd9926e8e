/** Shows a digest to its approver before its time, and says at its time whether it may go out. */
import type { Briefing } from "../briefing/briefing.ts";
import type { Address } from "../platforms/platform.ts";
import { nextInstants } from "../schedule/calendar.ts";
import { type KnownBriefing, selectDigest } from "../schedule/digest.ts";
import {
  type AskedApproval,
  insertApproval,
  loadApproval,
  setQuestion,
} from "../storage/approvals.ts";
import { loadHolds } from "../storage/schedule-holds.ts";
import type { ScheduleProgress } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";
import { enqueue, type Outgoing } from "./enqueue.ts";
import { askDigest } from "./outlook.ts";
import type { PlannedSchedule } from "./planner.ts";
import { newsAfter, type Step } from "./steps.ts";

export interface Question {
  to: Address;
  outgoing: Outgoing;
}

export interface Asking<Schedule extends PlannedSchedule> {
  /** Pure: what the approver is shown, and where; null where nobody can be asked. `id` is what the buttons carry. */
  ask?(
    schedule: Schedule,
    slot: Temporal.Instant,
    briefings: readonly Briefing[],
    id: number,
  ): Question | null;
}

interface Options<Schedule extends PlannedSchedule> extends Asking<Schedule> {
  db: Db;
  known(): readonly KnownBriefing[];
}

interface Moment {
  before: ScheduleProgress | null;
  step: Step | null;
  now: Temporal.Instant;
}

interface Sought {
  /** What may be done now; null: nothing, the slot waits where there is one. */
  step: Step | null;
  /** Of these briefings alone; null: of all. */
  only: ReadonlySet<string> | null;
  /** Look again with the next tick. */
  waits: boolean;
  /** So many questions were put into the outbox. */
  asked: number;
}

/** After its time a digest that could not be shown before waits at least this long for a veto. */
const vetoMs = 10 * 60_000;

/** Call it in the transaction of the planner. A slot without anything new needs nobody's approval. */
export async function seekApproval<Schedule extends PlannedSchedule>(
  options: Options<Schedule>,
  schedule: Schedule,
  { before, step, now }: Moment,
): Promise<Sought> {
  const { approval } = schedule;
  const free = { step, only: null, waits: false, asked: 0 };
  if (approval === undefined || "ready" in schedule.rule) return free;
  // Nobody could have approved what comes at once: it comes with the first slot.
  if (before === null) return { ...free, step: step && { ...step, slot: null } };
  if (step !== null && step.slot === null) return free;
  let asked = 0;
  if (step?.slot) {
    const known = await loadApproval(options.db, schedule.key, step.slot);
    const row = known ?? (await ask(options, schedule, step.slot, step.after, now));
    if (row === null) return { ...free, only: new Set() };
    if (known === null) asked += 1;
    if (row.decision?.what === "vetoed") return { ...free, step: { ...step, slot: null }, asked };
    const isOut =
      row.decision?.what === "approved" || (approval.needs === "veto" && isOpen(row, now));
    if (isOut) return { ...free, only: new Set(row.briefings), asked };
  }
  const [next] = nextInstants(schedule.rule, now, 1);
  const isNear =
    next !== undefined && next.epochMilliseconds - approval.leadMs <= now.epochMilliseconds;
  if (isNear && before.paused === null && (await isOpenToAsk(options.db, schedule.key, next))) {
    const after = newsAfter(schedule, before, now);
    if ((await ask(options, schedule, next, after, now)) !== null) asked += 1;
  }
  return { step: null, only: null, waits: isNear || step !== null, asked };
}

/** Nobody has been asked about it yet, and it is not left out. */
async function isOpenToAsk(db: Db, key: string, slot: Temporal.Instant): Promise<boolean> {
  if ((await loadHolds(db)).get(key)?.skipAt?.equals(slot)) return false;
  return (await loadApproval(db, key, slot)) === null;
}

function isOpen({ slotAt, askedAt }: AskedApproval, now: Temporal.Instant): boolean {
  const isInTime = Temporal.Instant.compare(askedAt, slotAt) < 0;
  const from = isInTime ? slotAt : askedAt.add({ milliseconds: vetoMs });
  return Temporal.Instant.compare(from, now) <= 0;
}

/** Null when there is nothing to show. What comes later is for the digest after it. */
async function ask<Schedule extends PlannedSchedule>(
  options: Options<Schedule>,
  schedule: Schedule,
  slotAt: Temporal.Instant,
  after: Temporal.Instant | null,
  now: Temporal.Instant,
): Promise<AskedApproval | null> {
  const { db } = options;
  const briefings = selectDigest(await askDigest(options, schedule, after, now));
  if (briefings.length === 0) return null;
  const { key } = schedule;
  // Composed once before anything is written: what cannot be composed leaves nothing behind.
  options.ask?.(schedule, slotAt, briefings, 0);
  const shown = { schedule: key, slotAt, briefings: briefings.map(({ id }) => id) };
  const row = await insertApproval(db, shown, now);
  const question = options.ask?.(schedule, slotAt, briefings, row.id) ?? null;
  if (question === null) return row;
  const wish = JSON.stringify(["approval", key, slotAt.toString()]);
  const { to, outgoing } = question;
  // Not linked to its briefings: that the approver has them does not mean that a channel does.
  const request = {
    ...outgoing,
    briefings: [],
    key: wish,
    kind: "approval",
    to,
    isRevised: true as const,
  };
  const { ids } = await enqueue(db, request, now);
  const [first] = ids;
  if (first !== undefined) await setQuestion(db, row.id, first);
  return row;
}
