/** Requests from people, each taken once however often the platform delivers it. */
import { type Db, toMs } from "./store.ts";

/** Remembers the request on disk, with what has to be done about it until that is done; false when it was there already. */
export async function acceptEvent(
  db: Db,
  eventId: string,
  now: Temporal.Instant,
  call: unknown = null,
): Promise<boolean> {
  const result = await db
    .insertInto("inbox")
    .values({
      event_id: eventId,
      received_at: toMs(now),
      call: call === null ? null : JSON.stringify(call),
    })
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
