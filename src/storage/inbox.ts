/** Requests from people, each taken once however often the platform delivers it. */
import type { Selectable } from "kysely";
import type { Tables } from "./schema.ts";
import { type Db, toMs, unsynced } from "./store.ts";

/**
 * Remembers the request on disk, with what has to be done about it until that is done; false when it was there already.
 * One with nothing to be done later is remembered for its repetition alone, and waits for no disk: what it posts has a key
 * of its own in the outbox.
 */
export async function acceptEvent(
  db: Db,
  eventId: string,
  now: Temporal.Instant,
  call: unknown = null,
): Promise<boolean> {
  const row = { event_id: eventId, received_at: toMs(now) };
  if (call !== null) return insertEvent(db, { ...row, call: JSON.stringify(call) });
  return unsynced(db, (connection) => insertEvent(connection, { ...row, call: null }));
}

async function insertEvent(db: Db, row: Selectable<Tables["inbox"]>): Promise<boolean> {
  const result = await db
    .insertInto("inbox")
    .values(row)
    .onConflict((conflict) => conflict.column("event_id").doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** It is worked off; what the person said is forgotten with it. */
export async function finishEvent(db: Db, eventId: string): Promise<void> {
  await db.updateTable("inbox").set({ call: null }).where("event_id", "=", eventId).execute();
}

/** Accepted and not worked off, the oldest first. `call` is the JSON that was given. */
export async function listUnfinishedEvents(
  db: Db,
  limit: number,
): Promise<readonly { eventId: string; call: string }[]> {
  const rows = await db
    .selectFrom("inbox")
    .select(["event_id", "call"])
    .where("call", "is not", null)
    .orderBy("received_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ eventId: row.event_id, call: row.call ?? "" }));
}

/** Platforms repeat a request within hours; a week is more than enough to remember. */
export async function forgetEvents(db: Db, before: Temporal.Instant): Promise<void> {
  await db.deleteFrom("inbox").where("received_at", "<", toMs(before)).execute();
}
