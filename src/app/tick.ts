/** What the bot does every minute, and whenever something may be due. */
import type { ChannelSchedule } from "../chat/digests/desk.ts";
import { fatesAmong } from "../chat/library.ts";
import type { Config } from "../config/config.ts";
import { createPlanner, type PlanReport } from "../delivery/planner.ts";
import { createQuestionClosing } from "./closed-questions.ts";
import { refreshPages } from "./connections.ts";
import { createOwnerNotices } from "./owner-notices.ts";
import { createRecovery } from "./recovery.ts";
import { askAbout, composeSlot, type Schedules } from "./schedules.ts";
import { type Parts, rendererOf } from "./speaker.ts";
import type { Stories } from "./stories.ts";
import { createTidying } from "./tidying.ts";

interface TickParts extends Parts {
  stories: Stories;
  config: Config;
  schedules: Schedules;
  workOff(): Promise<void>;
}

/** One tick at a time: a tick that is asked for while one runs is the one that follows it. */
export function createTick(parts: TickParts): () => Promise<PlanReport> {
  const { config, store, shelf, platforms, dispatcher, stories, schedules } = parts;
  const { now, log, workOff } = parts;
  const { db } = store;
  const tidy = createTidying(store, now);
  const recover = createRecovery({ db, schedules, platforms, now, log });
  const wake = (): void => dispatcher.wake();
  const tellOwners = createOwnerNotices({ db, schedules, platforms, now, wake });
  const closeQuestions = createQuestionClosing({ db, schedules, platforms, shelf, now, wake });
  const fateOf = fatesAmong(shelf.known, now);
  const planner = createPlanner<ChannelSchedule>({
    db,
    known: () => shelf.known(),
    compose: (schedule, slot, told) =>
      composeSlot(schedule, slot, told, {
        render: rendererOf(platforms, schedule.address.platform),
        fateOf,
      }),
    ask: (schedule, slot, briefings, id) => {
      const to = schedules.placeToAsk(schedule);
      if (to === null || !platforms.has(to.platform)) {
        const { key } = schedule;
        const what =
          "nobody can be asked to approve a digest: its approver's channel was not found; /digest list has the buttons, too";
        if (id > 0) log.error({ schedule: key, slot: slot.toString() }, what);
        return null;
      }
      const message = askAbout(schedule, slot, briefings, { id, fateOf });
      const rendered = rendererOf(platforms, to.platform)(message);
      return { to, outgoing: { title: message.title, rendered, briefings: [] } };
    },
    catchUpMs: config.catchUpMs,
    onPlanned: () => dispatcher.wake(),
  });
  let last: Promise<unknown> = Promise.resolve();
  async function run(): Promise<PlanReport> {
    await shelf.settled();
    const located = await schedules.located(now());
    await recover();
    await tellOwners();
    const report = await planner.plan(located, now());
    // What is next has moved on.
    if (report.planned + report.empty + report.missed > 0) refreshPages(platforms);
    for (const problem of report.problems)
      log.error(problem, "a schedule could not be composed; it is tried again");
    await closeQuestions();
    await stories.tell();
    await workOff();
    await tidy();
    return report;
  }
  let isFailing = false;
  async function report(planning: Promise<unknown>): Promise<void> {
    try {
      await planning;
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.error({ err: error }, "planning failed; it is tried again every minute");
      isFailing = true;
    }
  }
  return () => {
    const next = last.then(run);
    last = report(next);
    return next;
  };
}
