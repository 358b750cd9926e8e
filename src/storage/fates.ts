/** Where briefings stand: withdrawn, updated by another one, and what their posts should show because of that. */
import { sql } from "kysely";
import { Briefing, isPublic } from "../briefing/briefing.ts";
import type { Fate, Standing } from "../briefing/fate.ts";
import { parseJson } from "./json.ts";
import { type Db, toInstant, toMs } from "./store.ts";

export interface CurrentBriefing extends Standing {
  /** What its posts should show. */
  version: string;
  /** Its file is gone; it may come back. */
  isGone: boolean;
}

/**
 * As they are on disk, also when the file is gone; what this version cannot read is left out. `now` decides whether
 * the briefings that they are linked with may be named.
 */
export async function loadCurrent(
  db: Db,
  ids: readonly string[],
  now: Temporal.Instant,
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
    const earlier = await loadEarlier(db, parsed.data.updates, now);
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

const Named = Briefing.pick({
  title: true,
  updates: true,
  status: true,
  embargoUntil: true,
}).strip();

/** Of updates of updates. */
const longestChain = 10_000;

/** The earlier one, as long as readers may see it. */
export async function loadEarlier(
  db: Db,
  id: string | undefined,
  now: Temporal.Instant,
): Promise<NonNullable<Fate["earlier"]> | null> {
  if (id === undefined) return null;
  const row = await db
    .selectFrom("briefing")
    .select("card")
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .executeTakeFirst();
  const card = Named.safeParse(parseJson(row?.card ?? ""));
  return card.success && isPublic(card.data, now) ? { id, title: card.data.title } : null;
}

/** The update, as long as it is there, is no draft again, and says that it is one. */
async function loadFollower(db: Db, id: string, of: string) {
  const row = await db
    .selectFrom("briefing")
    .select(["card", "hash"])
    .where("id", "=", id)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  const card = Named.safeParse(parseJson(row?.card ?? ""));
  if (row === undefined || !card.success) return null;
  if (card.data.updates !== of || card.data.status !== "ready") return null;
  return { id, title: card.data.title, hash: row.hash };
}

/** Whether a briefing is an update of itself, by way of others. */
export async function isCircular(db: Db, id: string): Promise<boolean> {
  const result = await sql`
    with recursive chain (id) as (
      select ${id}
      union all
      select json_extract(b.card, '$.updates') from briefing b join chain on b.id = chain.id
      where b.removed_at is null
      limit ${longestChain}
    )
    select id from chain where id = ${id} limit 2`.execute(db);
  return result.rows.length > 1;
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
