/** What was understood and waits to be confirmed; it outlives the process. */
import { entryOf, type StoredEntry } from "./chat-schedules.ts";
import type { Channel } from "./deliveries.ts";
import { type Db, toMs } from "./store.ts";

export interface Draft {
  address: Channel;
  /** The schedule that would be changed; null for a new one. */
  scheduleId: number | null;
  name: string;
  entry: StoredEntry;
}

/** Gives its number. */
export async function saveDraft(db: Db, draft: Draft, now: Temporal.Instant): Promise<number> {
  const { address, scheduleId, name, entry } = draft;
  const { id } = await db
    .insertInto("schedule_draft")
    .values({
      platform: address.platform,
      workspace: address.workspace,
      channel: address.channel,
      schedule_id: scheduleId,
      name,
      entry: JSON.stringify(entry),
      created_at: toMs(now),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Of this channel alone; undefined when there is none, such as after it was taken. */
export async function loadDraft(
  db: Db,
  { platform, workspace, channel }: Channel,
  id: number,
): Promise<Draft | undefined> {
  const row = await db
    .selectFrom("schedule_draft")
    .selectAll()
    .where("id", "=", id)
    .where("platform", "=", platform)
    .where("workspace", "=", workspace)
    .where("channel", "=", channel)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const address = { platform, workspace, channel };
  return { address, scheduleId: row.schedule_id, name: row.name, entry: entryOf(row.entry) };
}

export async function deleteDraft(db: Db, id: number): Promise<void> {
  await db.deleteFrom("schedule_draft").where("id", "=", id).execute();
}

/** Nobody confirms what they wrote so long ago. */
export async function forgetDrafts(db: Db, before: Temporal.Instant): Promise<void> {
  await db.deleteFrom("schedule_draft").where("created_at", "<", toMs(before)).execute();
}
