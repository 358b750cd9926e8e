/** What a schedule has to do at a moment, given how far it has come. Pure. */
import { instantsBetween, openAt } from "../schedule/calendar.ts";
import { filterFingerprint } from "../schedule/selection.ts";
import type { Rule } from "../schedule/rule.ts";
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
  const { key, rule } = schedule;
  const marks = fingerprints(schedule);
  if (before === null) return firstStep(schedule, now);
  const sinceAt = sinceOf(schedule, before, now);
  // A new rule does not make up for its past.
  if (before.rule !== marks.rule) {
    const progress = { key, watermarkAt: now, sinceAt, ...marks };
    return { progress, missed: [], slot: null, after: null };
  }
  const from = later(before.watermarkAt, now.subtract({ milliseconds: horizonMs }));
  const slots = instantsBetween(rule, from, now);
  const newest = slots.at(-1);
  if (newest === undefined && before.topics === marks.topics) return null;
  const isWanted = newest !== undefined && before.paused === null;
  const slot = isWanted && isInTime(rule, newest, now, catchUpMs) ? newest : null;
  // What is made up for waits for the end of quiet hours, too.
  if (slot !== null && !isOpen(rule, now)) return null;
  return {
    progress: { key, watermarkAt: newest ?? before.watermarkAt, sinceAt, ...marks },
    missed: (slot === null ? slots : slots.slice(0, -1)).slice(-mostMissed),
    slot,
    after: newsAfter(schedule, before, now),
  };
}

/** For who has waited through quiet hours there is no more than this after their end. */
const graceMs = 10 * 60_000;

function isInTime(
  rule: Rule,
  slot: Temporal.Instant,
  now: Temporal.Instant,
  catchUpMs: number,
): boolean {
  const latest = slot.add({ milliseconds: catchUpMs });
  const nowMs = now.epochMilliseconds;
  if (nowMs <= latest.epochMilliseconds) return true;
  const open = openAt(rule, latest);
  return open !== null && !open.equals(latest) && nowMs <= open.epochMilliseconds + graceMs;
}

function isOpen(rule: Rule, now: Temporal.Instant): boolean {
  // Clocks are finer than the milliseconds in which rules are worked out.
  return openAt(rule, now)?.epochMilliseconds === now.epochMilliseconds;
}

/** Nothing is ever missed here: what waits is posted when it may be. */
function readyStep(
  schedule: PlannedSchedule,
  before: ScheduleProgress | null,
  now: Temporal.Instant,
): Step | null {
  if (before === null) return firstStep(schedule, now);
  const marks = fingerprints(schedule);
  const isChanged = before.topics !== marks.topics || before.rule !== marks.rule;
  const mayPost = before.paused === null && isOpen(schedule.rule, now);
  if (!mayPost && !isChanged) return null;
  const sinceAt = sinceOf(schedule, before, now);
  return {
    progress: { key: schedule.key, watermarkAt: now, sinceAt, ...marks },
    missed: [],
    slot: mayPost ? now : null,
    after: newsAfter(schedule, before, now),
  };
}

/** In quiet hours even a schedule that wants to begin at once waits; then it begins with everything. */
function firstStep(schedule: PlannedSchedule, now: Temporal.Instant): Step {
  const { key, first, rule } = schedule;
  const sinceAt = first === "now" ? null : now;
  const progress = { key, watermarkAt: now, sinceAt, ...fingerprints(schedule) };
  const slot = first === "now" && isOpen(rule, now) ? now : null;
  return { progress, missed: [], slot, after: sinceAt };
}

/** Nothing that became ready up to here is news for the schedule; null: everything is. */
export function newsAfter(
  schedule: PlannedSchedule,
  before: ScheduleProgress | null,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (before === null) return schedule.first === "now" ? null : now;
  const dealtWithAt = "ready" in schedule.rule ? now : before.watermarkAt;
  return startOf(sinceOf(schedule, before, now), dealtWithAt, now);
}

/** A new filter does not bring up what the channel was spared before. */
function sinceOf(
  schedule: PlannedSchedule,
  before: ScheduleProgress,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (before.topics === fingerprints(schedule).topics) return before.sinceAt;
  return "ready" in schedule.rule ? now : before.watermarkAt;
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
