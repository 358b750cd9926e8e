/**
 * Works out what is due and puts it into the outbox, in one transaction with the record that it did: after a
 * crash at any moment it either happened or will happen, once. It may run at any time and as often as one
 * likes; node-cron only wakes it.
 */
import { setImmediate } from "node:timers/promises";
import type { Briefing } from "../briefing/briefing.ts";
import { BotError } from "../errors.ts";
import type { Address } from "../platforms/platform.ts";
import { instantsBetween, nextInstants } from "../schedule/calendar.ts";
import { type KnownBriefing, selectDigest } from "../schedule/digest.ts";
import type { Rule } from "../schedule/rule.ts";
import { briefingsIn } from "../storage/deliveries.ts";
import {
  loadSchedule,
  recordOccurrence,
  saveSchedule,
  type ScheduleProgress,
} from "../storage/schedules.ts";
import { type Db, together } from "../storage/store.ts";
import { enqueue, type Outgoing } from "./enqueue.ts";
import { reasonOf } from "./retry.ts";

/** One schedule in one channel. */
export interface PlannedSchedule {
  /** Stable over restarts and unique per schedule and channel. */
  key: string;
  address: Address;
  rule: Rule;
  /** Empty: all. */
  topics: readonly string[];
  /** When it is met for the first time: wait for its next slot, or post everything known at once. */
  first: "quiet" | "now";
}

export interface PlannerOptions<Schedule extends PlannedSchedule> {
  db: Db;
  /** What is there now; drafts and embargoes are sorted out here. */
  known(): readonly KnownBriefing[];
  /** Pure: the posts of one slot. None means that there is nothing to say. */
  compose(
    schedule: Schedule,
    slot: Temporal.Instant,
    briefings: readonly Briefing[],
  ): readonly Outgoing[];
  /** The newest missed slot is made up for when it is not older than this. */
  catchUpMs: number;
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

/** Further back nothing is worked out, and of what was missed no more slots are recorded than this. */
const horizonMs = 31 * 86_400_000;
const mostMissed = 100;
/** Schedules in one transaction; between two of them others get their turn. */
const batch = 100;

interface Tally {
  planned: number;
  empty: number;
  missed: number;
  problems: { schedule: string; reason: string }[];
}

export function createPlanner<Schedule extends PlannedSchedule>(
  options: PlannerOptions<Schedule>,
): Planner<Schedule> {
  /** When each is due next, so that most cost one comparison; as long as rule and topics are the same objects. */
  const upcoming = new Map<string, { schedule: Schedule; atMs: number }>();

  function mayBeDue(schedule: Schedule, now: Temporal.Instant): boolean {
    const known = upcoming.get(schedule.key);
    return (
      known === undefined ||
      known.schedule.rule !== schedule.rule ||
      known.schedule.topics !== schedule.topics ||
      known.atMs <= now.epochMilliseconds
    );
  }

  return {
    async plan(schedules, now) {
      const tally: Tally = { planned: 0, empty: 0, missed: 0, problems: [] };
      const due = schedules.filter((schedule) => mayBeDue(schedule, now));
      for (let start = 0; start < due.length; start += batch) {
        const some = due.slice(start, start + batch);
        const watermarks = await together(options.db, async (transaction) => {
          const reached: (Temporal.Instant | null)[] = [];
          for (const schedule of some) {
            reached.push(await planOne({ ...options, db: transaction }, schedule, now, tally));
          }
          return reached;
        });
        for (const [index, schedule] of some.entries()) {
          const watermark = watermarks[index];
          if (watermark === null || watermark === undefined) continue;
          const [next] = nextInstants(schedule.rule, watermark, 1);
          upcoming.set(schedule.key, { schedule, atMs: next?.epochMilliseconds ?? Infinity });
        }
        await setImmediate();
      }
      return tally;
    },
  };
}

/** Gives the new watermark, or null when it could not be composed and nothing was written. */
async function planOne<Schedule extends PlannedSchedule>(
  options: PlannerOptions<Schedule>,
  schedule: Schedule,
  now: Temporal.Instant,
  tally: Tally,
): Promise<Temporal.Instant | null> {
  const before = await loadSchedule(options.db, schedule.key);
  const step = nextStep(schedule, before, now, options.catchUpMs);
  if (step === null) return before?.watermarkAt ?? null;
  const { progress, missed, slot } = step;
  let posts: readonly Outgoing[] = [];
  if (slot !== null) {
    try {
      posts = await composeSlot(options, schedule, slot, progress.sinceAt, now);
    } catch (error) {
      if (error instanceof BotError && error.kind === "storage") throw error;
      tally.problems.push({ schedule: schedule.key, reason: reasonOf(error).text });
      return null;
    }
  }
  await saveSchedule(options.db, progress);
  for (const slotAt of missed) {
    await recordOccurrence(options.db, { schedule: schedule.key, slotAt, state: "missed" }, now);
  }
  tally.missed += missed.length;
  if (slot !== null) await fillSlot(options.db, schedule, slot, posts, now, tally);
  return progress.watermarkAt;
}

interface Step {
  progress: Omit<ScheduleProgress, "paused">;
  missed: readonly Temporal.Instant[];
  /** The one to post. */
  slot: Temporal.Instant | null;
}

/** Pure; null when there is nothing to do. */
function nextStep(
  schedule: PlannedSchedule,
  before: ScheduleProgress | null,
  now: Temporal.Instant,
  catchUpMs: number,
): Step | null {
  const { key, first } = schedule;
  const rule = JSON.stringify(schedule.rule);
  const topics = JSON.stringify(schedule.topics.toSorted());
  if (before === null) {
    const sinceAt = first === "now" ? null : now;
    const progress = { key, watermarkAt: now, sinceAt, rule, topics };
    return { progress, missed: [], slot: first === "now" ? now : null };
  }
  // New topics do not bring up what the channel was spared before; a new rule does not make up for its past.
  const sinceAt = before.topics === topics ? before.sinceAt : before.watermarkAt;
  if (before.rule !== rule) {
    return { progress: { key, watermarkAt: now, sinceAt, rule, topics }, missed: [], slot: null };
  }
  const from = later(before.watermarkAt, now.subtract({ milliseconds: horizonMs }));
  const slots = instantsBetween(schedule.rule, from, now);
  const newest = slots.at(-1);
  if (newest === undefined && before.topics === topics) return null;
  const inTime =
    newest !== undefined && now.epochMilliseconds - newest.epochMilliseconds <= catchUpMs;
  const slot = inTime && before.paused === null ? newest : null;
  return {
    progress: { key, watermarkAt: newest ?? before.watermarkAt, sinceAt, rule, topics },
    missed: (slot === null ? slots : slots.slice(0, -1)).slice(-mostMissed),
    slot,
  };
}

async function composeSlot<Schedule extends PlannedSchedule>(
  options: PlannerOptions<Schedule>,
  schedule: Schedule,
  slot: Temporal.Instant,
  since: Temporal.Instant | null,
  now: Temporal.Instant,
): Promise<readonly Outgoing[]> {
  const posted = await briefingsIn(options.db, schedule.address);
  const known = options.known();
  const { topics } = schedule;
  // Up to now and not to the slot: what a late post can tell already, it tells.
  const briefings = selectDigest({ known, posted, topics, since, until: now });
  return briefings.length === 0 ? [] : options.compose(schedule, slot, briefings);
}

async function fillSlot(
  db: Db,
  schedule: PlannedSchedule,
  slotAt: Temporal.Instant,
  posts: readonly Outgoing[],
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
    await enqueue(db, { ...post, key, kind: "digest", to, schedule: schedule.key }, now);
  }
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) < 0 ? b : a;
}
