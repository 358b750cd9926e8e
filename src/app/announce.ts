/** Where readers are told, and how it gets into the outbox. */
import type { Briefing } from "../briefing/briefing.ts";
import type { Message } from "../briefing/message.ts";
import type { BotParts } from "../chat/feature.ts";
import type { ThreadMode } from "../config/config.ts";
import { enqueue } from "../delivery/enqueue.ts";
import type { Address, Log, Platform } from "../platforms/platform.ts";
import { listLate, listPlaces, type News, type Place, settleNews } from "../storage/news.ts";
import { briefingsAmong } from "../storage/posted.ts";
import type { Db } from "../storage/store.ts";

export interface StoryParts {
  db: Db;
  platforms: ReadonlyMap<string, Platform>;
  /** Platforms that can show a message of a thread in the channel as well. */
  broadcasting: ReadonlySet<string>;
  modeOf(address: Address): Promise<ThreadMode>;
  visibleIn: BotParts["visibleIn"];
  /** Whether what is missing in the folder is deleted: all of it was read, and it holds something. */
  knowsFolder(): boolean;
  /** There is something new in the outbox. */
  wake(): void;
  now(): Temporal.Instant;
  log: Log;
}

/** Older posts stay as they are, and nothing is said under them. */
export const horizon = { hours: 30 * 24 };
/** For a platform that is not connected a note waits no longer. */
export const patience = { hours: 24 };

export function isPast(
  since: Temporal.Instant,
  after: Temporal.DurationLike,
  now: Temporal.Instant,
): boolean {
  return Temporal.Instant.compare(since.add(after), now) < 0;
}

/** One place that wants to hear of something. */
export interface Reached {
  place: Place;
  platform: Platform;
  isBroadcast: boolean;
  mayTell: (briefing: Briefing) => boolean;
}

/** Something new, and who is to hear of it. */
export interface Audience {
  news: News;
  reached: readonly Reached[];
  /** Platforms that cannot be told now. */
  away: ReadonlySet<string>;
}

/** In every channel that was given the briefing `about` until then. */
export async function findAudience(
  { db, platforms, modeOf, visibleIn, now }: StoryParts,
  news: News,
  { about, until }: { about: string; until: Temporal.Instant },
): Promise<Audience> {
  const places = await listPlaces(db, about, { since: now().subtract(horizon), until });
  const late = news.platform === "" ? await listLate(db, news) : new Set<string>();
  const reached: Reached[] = [];
  const away = new Set<string>();
  for (const place of places) {
    const { platform: name } = place.to;
    if (late.has(name) || (news.platform !== "" && news.platform !== name)) continue;
    const platform = platforms.get(name);
    if (platform === undefined) away.add(name);
    const mode = await modeOf(place.to);
    if (platform === undefined || mode === "quiet") continue;
    const mayTell = await visibleIn(place.to);
    // What stands in the channel itself is not told of there once more.
    const isBroadcast =
      mode === "broadcast" &&
      (news.kind === "changed" || (await briefingsAmong(db, place.to, [news.id])).size === 0);
    reached.push({ place, platform, isBroadcast, mayTell });
  }
  return { news, reached, away };
}

/** It is told now, or there is nothing to tell. */
export function settleAudience(
  { now }: StoryParts,
  transaction: Db,
  { news, away }: Audience,
  isTold: boolean,
): Promise<void> {
  const isWaitedFor = isTold && !isPast(news.firstAt, patience, now());
  return settleNews(transaction, news, isWaitedFor ? away : new Set());
}

export interface Words {
  key: readonly string[];
  kind: string;
  thread(broadcast: boolean): Message;
  /** For a channel that wants to hear of it and cannot show what stands in a thread. */
  channel(): Message;
}

/** Puts it into the outbox. */
export async function announceIn(
  { broadcasting, now }: StoryParts,
  transaction: Db,
  { place: { root, to }, platform, isBroadcast }: Reached,
  { key, kind, thread, channel }: Words,
): Promise<void> {
  const place = [...key, to.platform, to.workspace, to.channel];
  const note = thread(isBroadcast);
  const request = { kind, briefings: [] };
  await enqueue(
    transaction,
    {
      ...request,
      key: JSON.stringify(place),
      to,
      title: note.title,
      rendered: platform.render(note),
      ...(root === null ? {} : { under: root }),
    },
    now(),
  );
  if (!isBroadcast || broadcasting.has(platform.name)) return;
  const message = channel();
  const { thread: _thread, ...inChannel } = to;
  await enqueue(
    transaction,
    {
      ...request,
      key: JSON.stringify([...place, "channel"]),
      to: inChannel,
      title: message.title,
      rendered: platform.render(message),
    },
    now(),
  );
}
