/**
 * Works out what is due and puts it into the outbox, in one transaction with the record that it did: after a
 * crash at any moment it either happened or will happen, once. It may run at any time and as often as one
 * likes; node-cron only wakes it.
 */
import { setImmediate } from "node:timers/promises";
import { BotError } from "../errors.ts";
import type { Address } from "../platforms/platform.ts";
import { nextInstants } from "../schedule/calendar.ts";
import { type KnownBriefing, judgeAll, selectDigest } from "../schedule/digest.ts";
import { isWanted } from "../schedule/filter.ts";
import type { Group } from "../schedule/group.ts";
import type { Approval } from "../schedule/approval.ts";
import type { Rule } from "../schedule/rule.ts";
import type { EmptyDay, Selection } from "../schedule/selection.ts";
import {
  loadSchedules,
  recordOccurrence,
  saveSchedule,
  type ScheduleProgress,
} from "../storage/schedules.ts";
import { type Db, together } from "../storage/store.ts";
import { type Asking, seekApproval } from "./approvals.ts";
import { createArrivals } from "./arrivals.ts";
import { type Occasion, tellEmpty, type Told } from "./empty-slot.ts";
import { enqueue, type Outgoing } from "./enqueue.ts";
import { isHeldBack } from "./held-back.ts";
import { askDigest } from "./outlook.ts";
import { readAhead } from "./read-ahead.ts";
import { reasonOf } from "./retry.ts";
import { horizonMs, nextStep, type Step } from "./steps.ts";

/** One schedule in one channel. */
export interface PlannedSchedule {
  /** Stable over restarts and unique per schedule and channel. */
  key: string;
  address: Address;
  rule: Rule;
  selection: Selection;
  /** When it is met for the first time: wait for its next slot, or post everything known at once. */
  first: "quiet" | "now";
  /** Of a rule that follows the briefings: how many that come close together are one post. */
  group: Group | null;
  /** What is posted when nothing is new: nothing, a line, or what was read most in the last week. */
  empty: EmptyDay;
  /** Somebody sees it before it goes out; absent: nobody is asked. */
  approval?: Approval;
}

export interface PlannerOptions<Schedule extends PlannedSchedule> extends Asking<Schedule> {
  db: Db;
  /** What is there now; drafts and embargoes are sorted out here. The same list as long as nothing has changed. */
  known(): readonly KnownBriefing[];
  /** Pure: the posts of one slot. Without briefings it is that nothing is new. */
  compose(schedule: Schedule, slot: Temporal.Instant, told: Told): readonly Outgoing[];
  /** The newest missed slot is made up for when it is not older than this. */
  catchUpMs: number;
  /** Something new is in the outbox; said while others are still being planned, so that nobody waits for them. */
  onPlanned?: () => void;
}

export interface PlanReport {
  planned: number;
  empty: number;
  missed: number;
  /** Schedules that could not be composed; they are tried again the next time. */
  problems: readonly { schedule: string; reason: string }[];
}

export interface Planner<Schedule extends PlannedSchedule> {
  plan(schedules: readonly Schedule[], now: Temporal.Instant): Promise<PlanReport>;
}

/** Schedules in one transaction; between two of them others get their turn. */
const batch = 100;

interface Tally {
  asked: number;
  planned: number;
  empty: number;
  missed: number;
  problems: { schedule: string; reason: string }[];
}

/** What is known of a schedule between two runs, so that most cost one comparison. */
interface Upcoming<Schedule> {
  schedule: Schedule;
  /** Nothing is due before; null while something waits. */
  atMs: number | null;
  /** The number of the run that has looked at it. */
  run: number;
}

export function createPlanner<Schedule extends PlannedSchedule>(
  options: PlannerOptions<Schedule>,
): Planner<Schedule> {
  const upcoming = new Map<string, Upcoming<Schedule>>();
  const arrivals = createArrivals();
  let run = 0;

  function mayBeDue(
    schedule: Schedule,
    now: Temporal.Instant,
    fresh: readonly KnownBriefing[],
  ): boolean {
    const known = upcoming.get(schedule.key);
    if (
      known === undefined ||
      known.schedule.rule !== schedule.rule ||
      known.schedule.selection !== schedule.selection ||
      known.schedule.approval !== schedule.approval ||
      known.atMs === null ||
      known.atMs <= now.epochMilliseconds
    )
      return true;
    if (!("ready" in schedule.rule)) return false;
    if (known.run !== run - 1) return true;
    known.run = run;
    return fresh.some(({ briefing }) => isWanted(schedule.selection.filter, briefing));
  }

  /** A rule that follows the briefings is due when one comes; until then never. */
  function nextMs({ rule, approval }: Schedule, { watermarkAt, waits }: Planned): number | null {
    if (waits) return null;
    if ("ready" in rule) return Infinity;
    const [next] = nextInstants(rule, watermarkAt, 1);
    return (next?.epochMilliseconds ?? Infinity) - (approval?.leadMs ?? 0);
  }

  return {
    async plan(schedules, now) {
      run += 1;
      const tally: Tally = { asked: 0, planned: 0, empty: 0, missed: 0, problems: [] };
      const horizon = now.subtract({ milliseconds: horizonMs });
      const fresh = arrivals.fresh(options.known(), horizon, now);
      const filters = schedules.map(({ selection }) => selection.filter);
      await readAhead(
        filters,
        fresh.map(({ briefing }) => briefing),
      );
      const due = schedules.filter((schedule) => mayBeDue(schedule, now, fresh));
      // What arrived is said once: those it is for stay due until it is written down.
      for (const { key } of due) upcoming.delete(key);
      for (let start = 0; start < due.length; start += batch) {
        const some = due.slice(start, start + batch);
        const before = tally.planned + tally.asked;
        const reached = await together(options.db, (db) =>
          planSome({ ...options, db }, some, now, tally),
        );
        for (const [schedule, planned] of reached)
          upcoming.set(schedule.key, { schedule, atMs: nextMs(schedule, planned), run });
        if (tally.planned + tally.asked > before) options.onPlanned?.();
        await setImmediate();
      }
      const { asked: _asked, ...report } = tally;
      return report;
    },
  };
}

interface Planned {
  watermarkAt: Temporal.Instant;
  /** Something is ready that could not go out yet. */
  waits: boolean;
}

/** Without those that could not be composed, of which nothing was written. */
async function planSome<Schedule extends PlannedSchedule>(
  options: PlannerOptions<Schedule>,
  schedules: readonly Schedule[],
  now: Temporal.Instant,
  tally: Tally,
): Promise<ReadonlyMap<Schedule, Planned>> {
  const progress = await loadSchedules(
    options.db,
    schedules.map(({ key }) => key),
  );
  const reached = new Map<Schedule, Planned>();
  for (const schedule of schedules) {
    const before = progress.get(schedule.key) ?? null;
    const planned = await planOne(options, schedule, before, now, tally);
    if (planned !== null) reached.set(schedule, planned);
  }
  return reached;
}

async function planOne<Schedule extends PlannedSchedule>(
  options: PlannerOptions<Schedule>,
  schedule: Schedule,
  before: ScheduleProgress | null,
  now: Temporal.Instant,
  tally: Tally,
): Promise<Planned | null> {
  const follows = "ready" in schedule.rule;
  let step = nextStep(schedule, before, now, options.catchUpMs);
  let filling: Filling | "later" = silent;
  if (step !== null || schedule.approval !== undefined) {
    try {
      const {
        step: allowed,
        only,
        waits,
        asked,
      } = await seekApproval(options, schedule, { before, step, now });
      tally.asked += asked;
      step = allowed;
      if (step === null && waits) return before && { watermarkAt: before.watermarkAt, waits };
      if (step !== null && step.slot !== null)
        filling = await composeSlot(options, schedule, { ...step, only }, step.slot, now);
    } catch (error) {
      if (error instanceof BotError && error.kind === "storage") throw error;
      tally.problems.push({ schedule: schedule.key, reason: reasonOf(error).text });
      return null;
    }
  }
  if (step === null) return before && { watermarkAt: before.watermarkAt, waits: follows };
  const { progress, missed, slot } = step;
  const planned = {
    watermarkAt: progress.watermarkAt,
    waits: follows && (slot === null || filling === "later"),
  };
  const isIdle = follows && (filling === "later" || filling.posts.length === 0);
  if (isIdle && isUnchanged(before, step)) return planned;
  await saveSchedule(options.db, progress);
  for (const slotAt of missed) {
    await recordOccurrence(options.db, { schedule: schedule.key, slotAt, state: "missed" }, now);
  }
  tally.missed += missed.length;
  if (slot !== null && !isIdle && filling !== "later")
    await fillSlot(options.db, schedule, slot, filling, now, tally);
  return planned;
}

function isUnchanged(before: ScheduleProgress | null, { progress }: Step): boolean {
  return before !== null && before.rule === progress.rule && before.topics === progress.topics;
}

interface Filling {
  posts: readonly Outgoing[];
  occasion: Occasion;
}

const silent: Filling = { posts: [], occasion: "news" };

/** "later": something is ready, and waits for more. */
async function composeSlot<Schedule extends PlannedSchedule>(
  options: PlannerOptions<Schedule>,
  schedule: Schedule,
  { after, only }: Step & { only: ReadonlySet<string> | null },
  slot: Temporal.Instant,
  now: Temporal.Instant,
): Promise<Filling | "later"> {
  const question = await askDigest(options, schedule, after, now);
  const known = question.known.filter(({ briefing }) => only?.has(briefing.id) ?? true);
  const briefings = selectDigest({ ...question, known });
  const follows = "ready" in schedule.rule;
  if (briefings.length === 0) {
    // Where some wait, for others or for an approval, that there is nothing would not be true.
    const someWait = judgeAll(question).some(({ stop }) => stop === null || stop.stage === "least");
    const told = follows || someWait ? null : await tellEmpty(options, schedule, now);
    if (told === null) return silent;
    return { posts: options.compose(schedule, slot, told), occasion: told.occasion };
  }
  if (follows && (await isHeldBack(options.db, schedule, briefings, now))) return "later";
  const occasion = "news";
  return { posts: options.compose(schedule, slot, { briefings, occasion }), occasion };
}

async function fillSlot(
  db: Db,
  schedule: PlannedSchedule,
  slotAt: Temporal.Instant,
  { posts, occasion }: Filling,
  now: Temporal.Instant,
  tally: Tally,
): Promise<void> {
  const state = posts.length === 0 ? "empty" : "planned";
  const isNew = await recordOccurrence(db, { schedule: schedule.key, slotAt, state }, now);
  if (!isNew) return;
  tally[state] += 1;
  for (const [index, post] of posts.entries()) {
    const key = JSON.stringify(["schedule", schedule.key, slotAt.toString(), index]);
    const to = schedule.address;
    const kind = occasion === "news" ? "digest" : occasion;
    await enqueue(db, { ...post, key, kind, to, schedule: schedule.key }, now);
  }
}
