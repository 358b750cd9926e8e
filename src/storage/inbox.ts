/** Requests from people, each taken once however often the platform delivers it. */
import { type Db, toMs } from "./store.ts";

/** Remembers the request on disk; false when it was there already. */
export async function acceptEvent(
  db: Db,
  eventId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const result = await db
    .insertInto("inbox")
    .values({ event_id: eventId, received_at: toMs(now) })
    .onConflict((conflict) => conflict.column("event_id").doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Platforms repeat a request within hours; a week is more than enough to remember. */
export async function forgetEvents(db: Db, before: Temporal.Instant): Promise<void> {
  await db.deleteFrom("inbox").where("received_at", "<", toMs(before)).execute();
}
