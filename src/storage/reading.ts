/** What became of posts: read on, asked about, found useful. Counted per briefing and channel; of nobody it is known. */
import { sql } from "kysely";
import type { Channel } from "./deliveries.ts";
import { type Db, toInstant, toMs } from "./store.ts";

export interface Reading {
  briefing: string;
  channel: Channel;
  /** When it was first posted there. */
  postedAt: Temporal.Instant;
  /** Posts of it in the channel, digests among them. */
  posts: number;
  /** Under how many of these posts its full text was asked for. */
  opened: number;
  /** Asked about it in the channel, in its threads or elsewhere. */
  questions: number;
  /** What people said of the answers. */
  useful: number;
  notUseful: number;
}

interface Row {
  briefing: string;
  platform: string;
  workspace: string;
  channel: string;
  postedAt: number;
  posts: number;
  opened: number;
  questions: number;
  useful: number;
  notUseful: number;
}

/**
 * Those first posted after `since`, the newest first; of one channel, or of all. A question about a post of several
 * briefings counts for each of them.
 */
export async function countReading(
  db: Db,
  filter: { channel?: Channel; since: Temporal.Instant; limit?: number },
): Promise<readonly Reading[]> {
  const { channel, since, limit } = filter;
  const most = limit === undefined ? sql`` : sql`limit ${limit}`;
  const here =
    channel === undefined
      ? sql``
      : sql`and b.channel = ${JSON.stringify([channel.platform, channel.workspace, channel.channel])}`;
  const asked = sql`from question q where q.platform = p.platform and q.workspace = p.workspace
    and q.channel = p.channel and q.asked_at >= p.posted_at
    and exists (select 1 from json_each(q.about) where value = p.briefing)`;
  const result = await sql<Row>`
    with p as (
      select b.briefing_id as briefing, d.platform, d.workspace, d.channel, b.channel as place,
        min(d.settled_at) as posted_at, count(*) as posts
      from delivery_briefing b join delivery d on d.id = b.delivery_id
      where d.state = 'sent' and d.thread_root is null and d.root_id is null ${here}
      group by b.channel, b.briefing_id
      having min(d.settled_at) > ${toMs(since)}
      order by posted_at desc, briefing
      ${most}
    )
    select p.briefing, p.platform, p.workspace, p.channel, p.posted_at as "postedAt", p.posts,
      (select count(*) from delivery_briefing b join delivery d on d.id = b.delivery_id
        where b.channel = p.place and b.briefing_id = p.briefing and d.kind = 'full-text') as opened,
      (select count(*) ${asked}) as questions,
      (select count(*) from feedback f where f.useful = 1
        and f.question_id in (select q.id ${asked})) as useful,
      (select count(*) from feedback f where f.useful = 0
        and f.question_id in (select q.id ${asked})) as "notUseful"
    from p order by p.posted_at desc, p.briefing`.execute(db);
  return result.rows.map(({ platform, workspace, channel: name, postedAt, ...counts }) => ({
    ...counts,
    channel: { platform, workspace, channel: name },
    postedAt: toInstant(postedAt),
  }));
}

/**
 * Ids of what the channel was shown and has read since then, the most read first. A full text that was opened in a
 * thread counts once, and so does every question; who it was is known of nobody.
 */
export async function listMostRead(
  db: Db,
  { platform, workspace, channel }: Channel,
  since: Temporal.Instant,
): Promise<readonly string[]> {
  const place = JSON.stringify([platform, workspace, channel]);
  const result = await sql<{ briefing: string }>`
    with reading (briefing) as (
      select b.briefing_id from delivery d join delivery_briefing b on b.delivery_id = d.id
      where d.kind = 'full-text' and d.created_at > ${toMs(since)} and b.channel = ${place}
      union all
      select each.value from question q, json_each(q.about) each
      where q.asked_at > ${toMs(since)} and q.platform = ${platform}
        and q.workspace = ${workspace} and q.channel = ${channel}
    )
    select briefing from reading
    where exists (select 1 from delivery_briefing b join delivery d on d.id = b.delivery_id
      where b.channel = ${place} and b.briefing_id = briefing
        and d.state = 'sent' and d.thread_root is null and d.root_id is null)
    group by briefing order by count(*) desc, briefing`.execute(db);
  return result.rows.map(({ briefing }) => briefing);
}

/** Whether what was most read has been posted again in this channel since then. */
export async function hasMostRead(
  db: Db,
  { platform, workspace, channel }: Channel,
  since: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from delivery where kind = 'most-read' and created_at > ${toMs(since)}
      and platform = ${platform} and workspace = ${workspace} and channel = ${channel}
      and state <> 'failed' limit 1`.execute(db);
  return rows.length > 0;
}
