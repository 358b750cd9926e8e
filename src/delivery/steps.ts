/** What a schedule has to do at a moment, given how far it has come. Pure. */
import { instantsBetween, openAt } from "../schedule/calendar.ts";
import { filterFingerprint } from "../schedule/selection.ts";
import type { ScheduleProgress } from "../storage/schedules.ts";
import type { PlannedSchedule } from "./planner.ts";

/**
 * What has waited longer than this, because of limits or because the channel could not be written to, is no news
 * any more. What became ready since the last slot always is.
 */
export const horizonMs = 31 * 86_400_000;
/** Of what was missed no more slots are recorded than this. */
const mostMissed = 100;

export interface Step {
  progress: Omit<ScheduleProgress, "paused">;
  missed: readonly Temporal.Instant[];
  /** The one to post. */
  slot: Temporal.Instant | null;
  /** Nothing that became ready up to here is looked at; null: from the beginning. */
  after: Temporal.Instant | null;
}

/** Null when there is nothing to do. */
export function nextStep(
  schedule: PlannedSchedule,
  before: ScheduleProgress | null,
  now: Temporal.Instant,
  catchUpMs: number,
): Step | null {
  return "ready" in schedule.rule
    ? readyStep(schedule, before, now)
    : timedStep(schedule, before, now, catchUpMs);
}

function timedStep(
  schedule: PlannedSchedule,
  before: ScheduleProgress | null,
  now: Temporal.Instant,
  catchUpMs: number,
): Step | null {
  const { key } = schedule;
  const marks = fingerprints(schedule);
  if (before === null) return firstStep(schedule, now);
  // A new filter does not bring up what the channel was spared before; a new rule does not make up for its past.
  const sinceAt = before.topics === marks.topics ? before.sinceAt : before.watermarkAt;
  if (before.rule !== marks.rule) {
    const progress = { key, watermarkAt: now, sinceAt, ...marks };
    return { progress, missed: [], slot: null, after: null };
  }
  const from = later(before.watermarkAt, now.subtract({ milliseconds: horizonMs }));
  const slots = instantsBetween(schedule.rule, from, now);
  const newest = slots.at(-1);
  if (newest === undefined && before.topics === marks.topics) return null;
  const inTime =
    newest !== undefined && now.epochMilliseconds - newest.epochMilliseconds <= catchUpMs;
  const slot = inTime && before.paused === null ? newest : null;
  return {
    progress: { key, watermarkAt: newest ?? before.watermarkAt, sinceAt, ...marks },
    missed: (slot === null ? slots : slots.slice(0, -1)).slice(-mostMissed),
    slot,
    after: startOf(sinceAt, before.watermarkAt, now),
  };
}

/** Nothing is ever missed here: what waits is posted when it may be. */
function readyStep(
  schedule: PlannedSchedule,
  before: ScheduleProgress | null,
  now: Temporal.Instant,
): Step | null {
  if (before === null) return firstStep(schedule, now);
  const marks = fingerprints(schedule);
  const sinceAt = before.topics === marks.topics ? before.sinceAt : now;
  const isChanged = before.topics !== marks.topics || before.rule !== marks.rule;
  const mayPost = before.paused === null && openAt(schedule.rule, now)?.equals(now) === true;
  if (!mayPost && !isChanged) return null;
  return {
    progress: {
      key: schedule.key,
      watermarkAt: now,
      sinceAt,
      ...marks,
    },
    missed: [],
    slot: mayPost ? now : null,
    after: startOf(sinceAt, now, now),
  };
}

function firstStep(schedule: PlannedSchedule, now: Temporal.Instant): Step {
  const { key, first } = schedule;
  const sinceAt = first === "now" ? null : now;
  const progress = { key, watermarkAt: now, sinceAt, ...fingerprints(schedule) };
  return { progress, missed: [], slot: first === "now" ? now : null, after: sinceAt };
}

/** What was ready at the last slot and left over is looked at again until it is too old. */
function startOf(
  sinceAt: Temporal.Instant | null,
  watermarkAt: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant {
  const horizon = now.subtract({ milliseconds: horizonMs });
  const start = Temporal.Instant.compare(watermarkAt, horizon) < 0 ? watermarkAt : horizon;
  return sinceAt === null ? start : later(sinceAt, start);
}

/** Dates to skip come and go, also from a file; they do not make it another rule. */
function fingerprints({ rule, selection }: PlannedSchedule): { rule: string; topics: string } {
  return {
    rule: JSON.stringify(rule, (name, value: unknown) => (name === "skip" ? undefined : value)),
    topics: filterFingerprint(selection.filter),
  };
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) < 0 ? b : a;
}
