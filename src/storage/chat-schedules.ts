/** The schedules that people made in chat. Every change is one transaction with its audit line. */
import type { Selectable } from "kysely";
import { BotError } from "../errors.ts";
import type { Channel } from "./deliveries.ts";
import { type Actor, recordChange } from "./schedule-changes.ts";
import { resumeSchedule, saveSchedule } from "./schedules.ts";
import type { Tables } from "./schema.ts";
import { type Db, together, toInstant, toMs } from "./store.ts";

/** As in config/bot.yaml, without `to`. */
export type StoredEntry = Readonly<Record<string, unknown>>;

export interface ChatSchedule {
  id: number;
  /** What the planner knows it by. */
  key: string;
  address: Channel;
  name: string;
  entry: StoredEntry;
  createdBy: { person: string; name?: string };
  createdAt: Temporal.Instant;
  changedAt: Temporal.Instant;
}

export interface NewSchedule {
  address: Channel;
  name: string;
  entry: StoredEntry;
}

/** It starts quietly: what is ready by now is no news. Throws `input` when the channel has one of this name. */
export function addChatSchedule(
  db: Db,
  { address, name, entry }: NewSchedule,
  by: Actor,
  now: Temporal.Instant,
): Promise<ChatSchedule> {
  return together(db, async (transaction) => {
    if ((await findChatSchedule(transaction, address, name)) !== undefined) {
      throw new BotError("input", `This channel has a schedule “${name}” already.`, {
        hint: "Choose another name, or change that one with /digest edit.",
      });
    }
    const { id } = await transaction
      .insertInto("chat_schedule")
      .values({
        platform: address.platform,
        workspace: address.workspace,
        channel: address.channel,
        name,
        entry: JSON.stringify(entry),
        created_by: by.kind === "person" ? by.person : by.kind,
        created_by_name: by.kind === "person" ? (by.name ?? null) : null,
        created_at: toMs(now),
        changed_at: toMs(now),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const key = `${name}@${address.platform}:${address.channel}#${id}`;
    await transaction.updateTable("chat_schedule").set({ key }).where("id", "=", id).execute();
    const progress = { key, watermarkAt: now, sinceAt: now, rule: "", topics: "" };
    await saveSchedule(transaction, progress);
    const after = JSON.stringify(entry);
    const change = { at: now, schedule: key, address, by, deed: "added", before: null } as const;
    await recordChange(transaction, { ...change, after });
    return required(await loadChatSchedule(transaction, id), id);
  });
}

/** Throws `input` when it was removed meanwhile. */
export function editChatSchedule(
  db: Db,
  id: number,
  entry: StoredEntry,
  by: Actor,
  now: Temporal.Instant,
): Promise<ChatSchedule> {
  return together(db, async (transaction) => {
    const known = required(await loadChatSchedule(transaction, id), id);
    const [before, after] = [JSON.stringify(known.entry), JSON.stringify(entry)];
    await transaction
      .updateTable("chat_schedule")
      .set({ entry: after, changed_at: toMs(now) })
      .where("id", "=", id)
      .execute();
    const { key: schedule, address } = known;
    await recordChange(transaction, {
      at: now,
      schedule,
      address,
      by,
      deed: "edited",
      before,
      after,
    });
    return required(await loadChatSchedule(transaction, id), id);
  });
}

/** What it posted and every change of it stay known. Throws `input` when it was removed before. */
export function removeChatSchedule(
  db: Db,
  id: number,
  by: Actor,
  now: Temporal.Instant,
): Promise<ChatSchedule> {
  return together(db, async (transaction) => {
    const known = required(await loadChatSchedule(transaction, id), id);
    await transaction
      .updateTable("chat_schedule")
      .set({ removed_at: toMs(now) })
      .where("id", "=", id)
      .execute();
    await transaction.deleteFrom("schedule_hold").where("schedule", "=", known.key).execute();
    await resumeSchedule(transaction, known.key);
    const { key: schedule, address, entry } = known;
    const before = JSON.stringify(entry);
    await recordChange(transaction, {
      at: now,
      schedule,
      address,
      by,
      deed: "removed",
      before,
      after: null,
    });
    return known;
  });
}

/** Undefined when there is none, or it was removed. */
async function loadChatSchedule(db: Db, id: number): Promise<ChatSchedule | undefined> {
  const row = await standing(db).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : scheduleOf(row);
}

async function findChatSchedule(
  db: Db,
  { platform, workspace, channel }: Channel,
  name: string,
): Promise<ChatSchedule | undefined> {
  const row = await standing(db)
    .where("platform", "=", platform)
    .where("workspace", "=", workspace)
    .where("channel", "=", channel)
    .where("name", "=", name)
    .executeTakeFirst();
  return row === undefined ? undefined : scheduleOf(row);
}

/** All, in the order in which they were made. */
export async function listChatSchedules(db: Db): Promise<readonly ChatSchedule[]> {
  return (await standing(db).orderBy("id").execute()).map(scheduleOf);
}

function standing(db: Db) {
  return db.selectFrom("chat_schedule").selectAll().where("removed_at", "is", null);
}

function scheduleOf(row: Selectable<Tables["chat_schedule"]>): ChatSchedule {
  const { id, platform, workspace, channel, name } = row;
  return {
    id,
    key: row.key ?? String(id),
    address: { platform, workspace, channel },
    name,
    entry: entryOf(row.entry),
    createdBy: {
      person: row.created_by,
      ...(row.created_by_name === null ? {} : { name: row.created_by_name }),
    },
    createdAt: toInstant(row.created_at),
    changedAt: toInstant(row.changed_at),
  };
}

export function entryOf(text: string): StoredEntry {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function required(found: ChatSchedule | undefined, id: number): ChatSchedule {
  if (found !== undefined) return found;
  throw new BotError("input", `The schedule ${id} is not there any more.`, {
    hint: "`/digest list` shows what there is.",
  });
}
