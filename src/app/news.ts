/** Tells readers what changed: one note in a channel, after a while of quiet. */
import { isPublic } from "../briefing/briefing.ts";
import { findChanges, findNews } from "../briefing/changes.ts";
import { composeChanges, composeFollowUp, composeMoved } from "../briefing/compose/changes.ts";
import type { Message } from "../briefing/message.ts";
import type { ThreadMode } from "../config/config.ts";
import { enqueue } from "../delivery/enqueue.ts";
import type { Address, Log, Platform } from "../platforms/platform.ts";
import { forgetNews, listNews, listPlaces, type News, type Place } from "../storage/news.ts";
import { loadCurrent, setUpdatedBy } from "../storage/fates.ts";
import { type Db, together } from "../storage/store.ts";

export interface StoryParts {
  db: Db;
  platforms: ReadonlyMap<string, Platform>;
  /** Platforms that can show a message of a thread in the channel as well. */
  broadcasting: ReadonlySet<string>;
  modeOf(address: Address): Promise<ThreadMode>;
  /** Whether the folder of articles holds any. */
  hasArticles(): boolean;
  /** There is something new in the outbox. */
  wake(): void;
  now(): Temporal.Instant;
  log: Log;
}

/** Older posts stay as they are, and nothing is said under them. */
export const horizon = { hours: 30 * 24 };
/** For a platform that is not connected a note waits no longer. */
const patience = { hours: 24 };

export async function tellChanges(parts: StoryParts): Promise<void> {
  const { db, now } = parts;
  for (const news of await listNews(db, "changed", now())) {
    const [current] = await loadCurrent(db, [news.id]);
    if (current !== undefined && !isPublic(current.briefing, now())) continue;
    const changes =
      current === undefined || news.before === null
        ? []
        : findChanges(news.before, current.briefing);
    const isTold =
      current === undefined ||
      changes.length === 0 ||
      (await announce(parts, {
        key: ["note", news.id, news.firstAt.toString()],
        kind: "note",
        about: news.id,
        until: news.firstAt,
        thread: (broadcast) => composeChanges(current.briefing, changes, { broadcast }),
        channel: () => composeMoved(current.briefing, changes),
      }));
    if (isTold || isOld(news, now())) await forgetNews(db, "changed", news.id);
  }
}

/** The earlier post hears what is new, and says from then on what it was updated by. */
export async function tellFollowUps(parts: StoryParts): Promise<void> {
  const { db, now } = parts;
  for (const news of await listNews(db, "follow-up", now())) {
    const [current] = await loadCurrent(db, [news.id]);
    if (current !== undefined && !isPublic(current.briefing, now())) continue;
    const earlierId = current?.briefing.updates;
    const [earlier] = earlierId === undefined ? [] : await loadCurrent(db, [earlierId]);
    if (current === undefined || earlier === undefined) {
      await forgetNews(db, "follow-up", news.id);
      continue;
    }
    const { briefing } = current;
    const sentences = findNews(earlier.briefing, briefing);
    await setUpdatedBy(db, earlier.briefing.id, briefing.id);
    const isTold = await announce(parts, {
      key: ["follow-up", briefing.id, earlier.briefing.id],
      kind: "update",
      about: earlier.briefing.id,
      until: now(),
      thread: (broadcast) => composeFollowUp(briefing, sentences, broadcast ? "both" : "thread"),
      channel: () => composeFollowUp(briefing, sentences, "channel"),
    });
    if (isTold || isOld(news, now())) await forgetNews(db, "follow-up", news.id);
  }
}

function isOld({ firstAt }: News, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(firstAt.add(patience), now) < 0;
}

interface Announcement {
  /** The briefing whose posts it belongs under, when they were made until then. */
  about: string;
  until: Temporal.Instant;
  key: readonly string[];
  kind: string;
  thread(broadcast: boolean): Message;
  /** For a channel that wants to hear of it and cannot show what stands in a thread. */
  channel(): Message;
}

/** In every channel that had the briefing before; false when some of them could not be told yet. */
async function announce(parts: StoryParts, announcement: Announcement): Promise<boolean> {
  const { db, platforms, wake, now, log } = parts;
  const { about, until } = announcement;
  const places = await listPlaces(db, about, { since: now().subtract(horizon), until });
  let isTold = true;
  for (const place of places) {
    const platform = platforms.get(place.to.platform);
    const mode = await parts.modeOf(place.to);
    if (mode === "quiet") continue;
    if (platform === undefined) {
      isTold = false;
      continue;
    }
    await announceIn(parts, place, platform, mode === "broadcast", announcement);
    const { platform: name, channel } = place.to;
    log.info({ briefing: about, platform: name, channel }, "readers are told of what is new");
    wake();
  }
  return isTold;
}

function announceIn(
  { db, broadcasting, now }: StoryParts,
  { root, to }: Place,
  platform: Platform,
  isBroadcast: boolean,
  { key, kind, thread, channel }: Announcement,
): Promise<void> {
  const place = [...key, to.platform, to.workspace, to.channel];
  return together(db, async (transaction) => {
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
  });
}
