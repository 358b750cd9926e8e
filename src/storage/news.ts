/** What readers are still to be told of. A row is there until it was told, whatever happens to the process. */
import { sql } from "kysely";
import { Briefing } from "../briefing/briefing.ts";
import { parseJson } from "./json.ts";
import type { StoredAddress } from "./deliveries.ts";
import type { Tables } from "./schema.ts";
import { type Db, toInstant, toMs } from "./store.ts";

/** After the last edit it is quiet for so long before readers are told; somebody who never stops is told of now and then. */
const quietMs = 60_000;
const longestMs = 600_000;

/** A briefing that was posted has another text now; `hash` is the text that readers know. */
export async function noteChange(
  db: Db,
  id: string,
  hash: string,
  now: Temporal.Instant,
): Promise<void> {
  const at = toMs(now);
  await sql`
    insert into news (briefing_id, kind, platform, before, first_at, due_at)
    select ${id}, 'changed', '', content, ${at}, ${at + quietMs} from briefing_text
    where hash = ${hash} and exists (select 1 from delivery_briefing where briefing_id = ${id})
    on conflict (briefing_id, kind, platform) do update
      set due_at = min(excluded.due_at, first_at + ${longestMs})`.execute(db);
}

/** A briefing says that it is an update of another one; readers hear of it when they may see it. */
export async function noteFollowUp(
  db: Db,
  id: string,
  readyAt: Temporal.Instant,
  now: Temporal.Instant,
): Promise<void> {
  const row = { first_at: toMs(now), due_at: Math.max(toMs(now) + quietMs, toMs(readyAt)) };
  await db
    .insertInto("news")
    .values({ briefing_id: id, kind: "follow-up", platform: "", before: null, ...row })
    .onConflict((conflict) =>
      conflict.columns(["briefing_id", "kind", "platform"]).doUpdateSet(row),
    )
    .execute();
}

export type NewsKind = "changed" | "follow-up";

export interface News {
  id: string;
  kind: NewsKind;
  /** The one that was away when the others were told; empty: nobody was told yet. */
  platform: string;
  /** What readers know. */
  before: Briefing | null;
  firstAt: Temporal.Instant;
}

/** What is due, the oldest first. What is late waits for what is to come: both are told at once. */
export async function listNews(
  db: Db,
  kind: NewsKind,
  now: Temporal.Instant,
): Promise<readonly News[]> {
  const result = await sql<Tables["news"]>`
    select * from news
    where kind = ${kind} and due_at <= ${toMs(now)} and (platform = '' or not exists (
      select 1 from news later
      where later.briefing_id = news.briefing_id and later.kind = news.kind and later.platform = ''))
    order by due_at`.execute(db);
  return result.rows.map(({ briefing_id: id, platform, before, first_at }) => {
    const parsed = Briefing.safeParse(parseJson(before ?? ""));
    const known = parsed.success ? parsed.data : null;
    return { id, kind, platform, before: known, firstAt: toInstant(first_at) };
  });
}

/** The platforms that are still to be told of something older about this briefing. */
export async function listLate(
  db: Db,
  { id, kind }: Pick<News, "id" | "kind">,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("news")
    .select("platform")
    .where("briefing_id", "=", id)
    .where("kind", "=", kind)
    .where("platform", "!=", "")
    .execute();
  return new Set(rows.map(({ platform }) => platform));
}

/** It was told, but for platforms that are away: for them it waits, unless something older waits already. */
export async function settleNews(
  db: Db,
  { id, kind, platform }: News,
  away: ReadonlySet<string>,
): Promise<void> {
  const row = sql`briefing_id = ${id} and kind = ${kind} and platform = ${platform}`;
  for (const each of away) {
    await sql`
      insert into news (briefing_id, kind, platform, before, first_at, due_at)
      select briefing_id, kind, ${each}, before, first_at, due_at from news where ${row}
      on conflict do nothing`.execute(db);
  }
  if (!away.has(platform)) await sql`delete from news where ${row}`.execute(db);
}

/** Where a briefing is talked about. */
export interface Place {
  /** The delivery whose message starts the thread; null in a thread that others started. */
  root: number | null;
  to: StoredAddress;
}

/**
 * One thread in every channel that was given the briefing in that time: under the newest post that shows it, or the
 * newest thread that holds it. A post of which an edit told that somebody had deleted it is none.
 */
export async function listPlaces(
  db: Db,
  briefing: string,
  { since, until }: { since: Temporal.Instant; until: Temporal.Instant },
): Promise<readonly Place[]> {
  const rows = await db
    .selectFrom("delivery_briefing as link")
    .innerJoin("delivery", "delivery.id", "link.delivery_id")
    .selectAll("delivery")
    .where("link.briefing_id", "=", briefing)
    .where("delivery.created_at", ">=", toMs(since))
    .where("delivery.created_at", "<=", toMs(until))
    .where("delivery.state", "not in", ["failed", "dropped"])
    .where("delivery.root_id", "is", null)
    .where(
      sql<boolean>`not exists (select 1 from delivery edit
        where edit.edits_id = delivery.id and edit.state = 'dropped' and edit.error_kind = 'gone')`,
    )
    .orderBy(sql`delivery.thread_root is not null`)
    .orderBy("delivery.id", "desc")
    .execute();
  const places = new Map<string, Place>();
  for (const { id, platform, workspace, channel, thread_root: root, thread_title: title } of rows) {
    const key = JSON.stringify([platform, workspace, channel]);
    const to = { platform, workspace, channel };
    if (places.has(key)) continue;
    places.set(
      key,
      root === null ? { root: id, to } : { root: null, to: { ...to, thread: { root, title } } },
    );
  }
  return [...places.values()];
}
