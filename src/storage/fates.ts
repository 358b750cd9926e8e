/** Where briefings stand: withdrawn, updated by another one, and what their posts should show because of that. */
import { sql } from "kysely";
import { z } from "zod";
import { Briefing } from "../briefing/briefing.ts";
import type { Fate, Standing } from "../briefing/fate.ts";
import { parseJson } from "./json.ts";
import { type Db, toInstant, toMs } from "./store.ts";

export interface CurrentBriefing extends Standing {
  /** What its posts should show. */
  version: string;
  /** Its file is gone; it may come back. */
  isGone: boolean;
}

/** As they are on disk, also when the file is gone; what this version cannot read is left out. */
export async function loadCurrent(
  db: Db,
  ids: readonly string[],
): Promise<readonly CurrentBriefing[]> {
  const current: CurrentBriefing[] = [];
  for (const id of new Set(ids)) {
    const row = await db
      .selectFrom("briefing")
      .innerJoin("briefing_text", "briefing_text.hash", "briefing.hash")
      .select(["content", "shown", "removed_at", "withdrawn_at", "updated_by"])
      .where("id", "=", id)
      .executeTakeFirst();
    const parsed = Briefing.safeParse(parseJson(row?.content ?? ""));
    if (row === undefined || !parsed.success) continue;
    const { shown, withdrawn_at: withdrawnAt, updated_by: updatedBy } = row;
    const earlier = await nameOf(db, parsed.data.updates);
    const follower = updatedBy === null ? null : await loadFollower(db, updatedBy, id);
    const fate: Fate = {
      ...(withdrawnAt === null ? {} : { withdrawnAt: toInstant(withdrawnAt).toString() }),
      ...(earlier === null ? {} : { earlier }),
      ...(follower === null ? {} : { updatedBy: { id: follower.id, title: follower.title } }),
    };
    const isGone = row.removed_at !== null;
    current.push({ briefing: parsed.data, fate, version: shown ?? "", isGone });
  }
  return current;
}

const Named = z.object({ title: z.string(), updates: z.string().optional() });

async function nameOf(db: Db, id: string | undefined) {
  if (id === undefined) return null;
  const row = await db
    .selectFrom("briefing")
    .select("card")
    .where("id", "=", id)
    .executeTakeFirst();
  const card = Named.safeParse(parseJson(row?.card ?? ""));
  return card.success ? { id, title: card.data.title } : null;
}

/** The update, as long as it is there and says that it is one. */
async function loadFollower(db: Db, id: string, of: string) {
  const row = await db
    .selectFrom("briefing")
    .select(["card", "hash"])
    .where("id", "=", id)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  const card = Named.safeParse(parseJson(row?.card ?? ""));
  if (row === undefined || !card.success || card.data.updates !== of) return null;
  return { id, title: card.data.title, hash: row.hash };
}

/** Readers were told that the one is updated by the other. */
export async function setUpdatedBy(db: Db, id: string, follower: string): Promise<void> {
  await db.updateTable("briefing").set({ updated_by: follower }).where("id", "=", id).execute();
  await restand(db, id);
}

/** After a change of a briefing: what its posts should show, and those of what it is an update of. */
export async function restandWith(db: Db, id: string): Promise<void> {
  await restand(db, id);
  const named = await sql<{
    id: string;
  }>`select id from briefing where updated_by = ${id}`.execute(db);
  for (const each of named.rows) await restand(db, each.id);
}

async function restand(db: Db, id: string): Promise<void> {
  const row = await db
    .selectFrom("briefing")
    .select(["hash", "withdrawn_at", "updated_by"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return;
  const { hash, withdrawn_at: withdrawnAt, updated_by: updatedBy } = row;
  const follower = updatedBy === null ? null : await loadFollower(db, updatedBy, id);
  const shown = [
    hash,
    ...(withdrawnAt === null ? [] : [`withdrawn ${withdrawnAt}`]),
    ...(follower === null ? [] : [`updated by ${follower.id} ${follower.hash}`]),
  ].join(" ");
  await db.updateTable("briefing").set({ shown }).where("id", "=", id).execute();
}

/**
 * Files that were gone before this instant and did not come back are withdrawn, as of the moment they went. Gives
 * their ids.
 */
export async function withdrawRemoved(
  db: Db,
  before: Temporal.Instant,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("briefing")
    .select(["id", "removed_at"])
    .where("removed_at", "<=", toMs(before))
    .where("withdrawn_at", "is", null)
    .execute();
  for (const { id, removed_at } of rows) {
    await db
      .updateTable("briefing")
      .set({ withdrawn_at: removed_at })
      .where("id", "=", id)
      .execute();
    await restandWith(db, id);
  }
  return rows.map(({ id }) => id);
}
