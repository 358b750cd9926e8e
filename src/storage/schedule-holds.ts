/** What rests because somebody said so, and the runs that are left out. Every change is one transaction with its audit line. */
import type { Selectable } from "kysely";
import { BotError } from "../errors.ts";
import type { Channel } from "./deliveries.ts";
import { type Actor, recordChange } from "./schedule-changes.ts";
import { resumeSchedule, type ScheduleIn } from "./schedules.ts";
import type { Tables } from "./schema.ts";
import { type Db, together, toInstant, toMs } from "./store.ts";

export interface Hold {
  schedule: string;
  /** `by` is a person as they are called, or "the operator"; without `until`, until somebody resumes it. */
  paused: { at: Temporal.Instant; by: string; until: Temporal.Instant | null } | null;
  skipAt: Temporal.Instant | null;
}

/** By the key of the schedule. */
export async function loadHolds(db: Db): Promise<ReadonlyMap<string, Hold>> {
  const rows = await db.selectFrom("schedule_hold").selectAll().execute();
  return new Map(rows.map((row) => [row.schedule, holdOf(row)]));
}

/** One that rests already rests until the new date. */
export function holdSchedule(
  db: Db,
  { key, address }: ScheduleIn,
  until: Temporal.Instant | null,
  by: Actor,
  now: Temporal.Instant,
): Promise<void> {
  return together(db, async (transaction) => {
    const row = {
      paused_at: toMs(now),
      paused_by: nameOf(by),
      paused_until: until === null ? null : toMs(until),
    };
    await transaction
      .insertInto("schedule_hold")
      .values({ schedule: key, ...row })
      .onConflict((conflict) => conflict.column("schedule").doUpdateSet(row))
      .execute();
    const after = until === null ? null : until.toString();
    const change = { at: now, schedule: key, address, by, before: null, after } as const;
    await recordChange(transaction, { ...change, deed: "paused" });
  });
}

/**
 * What was not posted meanwhile is not made up for; what came meanwhile is in the next post. Also for one that rests
 * because its channel was closed. False when it did not rest.
 */
export function unholdSchedule(
  db: Db,
  { key, address }: ScheduleIn,
  by: Actor,
  now: Temporal.Instant,
): Promise<boolean> {
  return together(db, async (transaction) => {
    const result = await transaction
      .updateTable("schedule_hold")
      .set({ paused_at: null, paused_by: null, paused_until: null })
      .where("schedule", "=", key)
      .where("paused_at", "is not", null)
      .executeTakeFirst();
    const wasClosed = await resumeSchedule(transaction, key);
    if (result.numUpdatedRows === 0n && !wasClosed) return false;
    await moveOn(transaction, key, now);
    const change = { at: now, schedule: key, address, by, before: null, after: null } as const;
    await recordChange(transaction, { ...change, deed: "resumed" });
    return true;
  });
}

/** Leaves out the run at this instant, and no other. Throws `input` when that one is left out already. */
export function skipRun(
  db: Db,
  { key, address }: ScheduleIn,
  at: Temporal.Instant,
  by: Actor,
  now: Temporal.Instant,
): Promise<void> {
  return together(db, async (transaction) => {
    const known = (await loadHolds(transaction)).get(key);
    if (known?.skipAt?.equals(at)) {
      throw new BotError("input", "The next run is left out already.", {
        hint: "To leave out more, pause it until a day.",
      });
    }
    const row = { skip_at: toMs(at) };
    await transaction
      .insertInto("schedule_hold")
      .values({ schedule: key, ...row })
      .onConflict((conflict) => conflict.column("schedule").doUpdateSet(row))
      .execute();
    const change = { at: now, schedule: key, address, by, before: null } as const;
    await recordChange(transaction, { ...change, deed: "to skip", after: at.toString() });
  });
}

/** Ends the pauses whose time has come, and passes over the runs that are left out. Call it before planning. */
export function liftDueHolds(
  db: Db,
  now: Temporal.Instant,
  addressOf: (key: string) => Channel | undefined,
): Promise<readonly string[]> {
  return together(db, async (transaction) => {
    const at = toMs(now);
    const rows = await transaction
      .selectFrom("schedule_hold")
      .selectAll()
      .where((its) => its.or([its("paused_until", "<=", at), its("skip_at", "<=", at)]))
      .execute();
    const lifted: string[] = [];
    for (const row of rows) {
      const address = addressOf(row.schedule);
      // Its channel is not known yet; it waits until it is.
      if (address === undefined) continue;
      lifted.push(row.schedule);
      await lift(transaction, holdOf(row), address, now);
    }
    return lifted;
  });
}

async function lift(
  db: Db,
  { schedule, paused, skipAt }: Hold,
  address: Channel,
  now: Temporal.Instant,
): Promise<void> {
  const isDue = (at: Temporal.Instant | null | undefined): at is Temporal.Instant =>
    at !== null && at !== undefined && Temporal.Instant.compare(at, now) <= 0;
  const line = { at: now, schedule, address, by: { kind: "bot" }, before: null } as const;
  if (isDue(paused?.until)) {
    await moveOn(db, schedule, paused.until);
    await db
      .updateTable("schedule_hold")
      .set({ paused_at: null, paused_by: null, paused_until: null })
      .where("schedule", "=", schedule)
      .execute();
    await recordChange(db, { ...line, deed: "resumed", after: null });
  }
  if (isDue(skipAt)) {
    await moveOn(db, schedule, skipAt);
    await db
      .updateTable("schedule_hold")
      .set({ skip_at: null })
      .where("schedule", "=", schedule)
      .execute();
    await recordChange(db, { ...line, deed: "skipped", after: skipAt.toString() });
  }
}

/** Slots up to here are dealt with; never back. */
async function moveOn(db: Db, key: string, to: Temporal.Instant): Promise<void> {
  await db
    .updateTable("schedule")
    .set({ watermark_at: toMs(to) })
    .where("key", "=", key)
    .where("watermark_at", "<", toMs(to))
    .execute();
}

function nameOf(by: Actor): string {
  return by.kind === "person" ? (by.name ?? by.person) : `the ${by.kind}`;
}

function holdOf(row: Selectable<Tables["schedule_hold"]>): Hold {
  return {
    schedule: row.schedule,
    paused:
      row.paused_at === null
        ? null
        : {
            at: toInstant(row.paused_at),
            by: row.paused_by ?? "",
            until: row.paused_until === null ? null : toInstant(row.paused_until),
          },
    skipAt: row.skip_at === null ? null : toInstant(row.skip_at),
  };
}
