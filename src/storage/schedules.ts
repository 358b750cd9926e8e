/** How far each schedule has come, what became of its slots, and which are paused. */
import type { Selectable } from "kysely";
import type { Channel } from "./deliveries.ts";
import { recordChange } from "./schedule-changes.ts";
import type { OccurrenceState, Tables } from "./schema.ts";
import { type Db, together, toInstant, toMs } from "./store.ts";

export interface ScheduleProgress {
  key: string;
  /** Slots up to here are dealt with. */
  watermarkAt: Temporal.Instant;
  /** Briefings that became ready up to here are not news; null when all are. */
  sinceAt: Temporal.Instant | null;
  /** The rule and the topics it was last planned with, in a form that can be compared. */
  rule: string;
  topics: string;
  paused: { at: Temporal.Instant; reason: string } | null;
}

export interface Occurrence {
  schedule: string;
  slotAt: Temporal.Instant;
  state: OccurrenceState;
  recordedAt: Temporal.Instant;
}

export async function loadSchedule(db: Db, key: string): Promise<ScheduleProgress | null> {
  const row = await db.selectFrom("schedule").selectAll().where("key", "=", key).executeTakeFirst();
  return row === undefined ? null : progressOf(row);
}

/** By key; those that were never met are not among them. */
export async function loadSchedules(
  db: Db,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ScheduleProgress>> {
  if (keys.length === 0) return new Map();
  const rows = await db.selectFrom("schedule").selectAll().where("key", "in", keys).execute();
  return new Map(rows.map((row) => [row.key, progressOf(row)]));
}

/** Adds it, or moves it on; whether it is paused stays as it is. */
export async function saveSchedule(
  db: Db,
  progress: Omit<ScheduleProgress, "paused">,
): Promise<void> {
  const row = {
    watermark_at: toMs(progress.watermarkAt),
    since_at: progress.sinceAt === null ? null : toMs(progress.sinceAt),
    rule: progress.rule,
    topics: progress.topics,
  };
  await db
    .insertInto("schedule")
    .values({ key: progress.key, ...row, paused_at: null, pause_reason: null })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}

/** False when this slot was recorded before. */
export async function recordOccurrence(
  db: Db,
  occurrence: { schedule: string; slotAt: Temporal.Instant; state: OccurrenceState },
  now: Temporal.Instant,
): Promise<boolean> {
  const result = await db
    .insertInto("occurrence")
    .values({
      schedule: occurrence.schedule,
      slot_at: toMs(occurrence.slotAt),
      state: occurrence.state,
      recorded_at: toMs(now),
    })
    .onConflict((conflict) => conflict.columns(["schedule", "slot_at"]).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The latest first. */
export async function listOccurrences(
  db: Db,
  filter: { schedule?: string; state?: OccurrenceState; limit: number },
): Promise<readonly Occurrence[]> {
  let query = db.selectFrom("occurrence").selectAll();
  if (filter.schedule !== undefined) query = query.where("schedule", "=", filter.schedule);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  const rows = await query.orderBy("slot_at", "desc").limit(filter.limit).execute();
  return rows.map((row) => ({
    schedule: row.schedule,
    slotAt: toInstant(row.slot_at),
    state: row.state,
    recordedAt: toInstant(row.recorded_at),
  }));
}

/** One schedule in one channel. */
export interface ScheduleIn {
  key: string;
  address: Channel;
}

/**
 * For a channel that cannot be written to. Its slots are recorded as missed from now on. One that is paused already
 * keeps its first reason.
 */
export function pauseSchedule(
  db: Db,
  { key, address }: ScheduleIn,
  reason: string,
  now: Temporal.Instant,
): Promise<void> {
  return together(db, async (transaction) => {
    const result = await transaction
      .updateTable("schedule")
      .set({ paused_at: toMs(now), pause_reason: reason })
      .where("key", "=", key)
      .where("paused_at", "is", null)
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) return;
    const line = { at: now, schedule: key, address, by: bot, before: null } as const;
    await recordChange(transaction, { ...line, deed: "closed", after: reason });
  });
}

const bot = { kind: "bot" } as const;

/** For when the channel can be written to again. False when it was not paused. */
export function reopenSchedule(
  db: Db,
  { key, address }: ScheduleIn,
  now: Temporal.Instant,
): Promise<boolean> {
  return together(db, async (transaction) => {
    if (!(await resumeSchedule(transaction, key))) return false;
    const line = { at: now, schedule: key, address, by: bot, before: null } as const;
    await recordChange(transaction, { ...line, deed: "opened", after: null });
    return true;
  });
}

/** Without a line of its own: whoever calls it writes down why. False when it was not paused. */
export async function resumeSchedule(db: Db, key: string): Promise<boolean> {
  const result = await db
    .updateTable("schedule")
    .set({ paused_at: null, pause_reason: null })
    .where("key", "=", key)
    .where("paused_at", "is not", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** All, or those that have posted or tried to in this workspace. */
export async function listPausedSchedules(
  db: Db,
  workspace?: { platform: string; workspace: string },
): Promise<readonly ScheduleProgress[]> {
  let query = db.selectFrom("schedule").selectAll().where("paused_at", "is not", null);
  if (workspace !== undefined) {
    query = query.where((its) =>
      its.exists(
        its
          .selectFrom("delivery")
          .select("delivery.id")
          .whereRef("delivery.schedule", "=", "schedule.key")
          .where("delivery.platform", "=", workspace.platform)
          .where("delivery.workspace", "=", workspace.workspace),
      ),
    );
  }
  const rows = await query.orderBy("key").execute();
  return rows.map(progressOf);
}

function progressOf(row: Selectable<Tables["schedule"]>): ScheduleProgress {
  return {
    key: row.key,
    watermarkAt: toInstant(row.watermark_at),
    sinceAt: row.since_at === null ? null : toInstant(row.since_at),
    rule: row.rule,
    topics: row.topics,
    paused:
      row.paused_at === null
        ? null
        : { at: toInstant(row.paused_at), reason: row.pause_reason ?? "" },
  };
}
