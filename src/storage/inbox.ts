/** Requests from people, each taken once however often the platform delivers it. */
import { CompiledQuery } from "kysely";
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
  if (call !== null) return insertEvent(db, [eventId, toMs(now), JSON.stringify(call)]);
  return unsynced(db, (connection) => insertEvent(connection, [eventId, toMs(now), null]));
}

/** Written out: somebody waits, and building a statement takes longer than running it. */
const insert =
  "insert into inbox (event_id, received_at, call) values (?, ?, ?) on conflict (event_id) do nothing";

async function insertEvent(
  db: Db,
  row: readonly [id: string, receivedAt: number, call: string | null],
): Promise<boolean> {
  const { numAffectedRows = 0n } = await db.executeQuery(CompiledQuery.raw(insert, [...row]));
  return numAffectedRows > 0n;
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
