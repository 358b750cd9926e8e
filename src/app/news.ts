/** Tells readers what changed: one note in a channel, after a while of quiet. */
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import { findChanges, findNews } from "../briefing/changes.ts";
import { composeChanges, composeFollowUp, composeMoved } from "../briefing/compose/changes.ts";
import type { Message } from "../briefing/message.ts";
import type { BotParts } from "../chat/feature.ts";
import type { ThreadMode } from "../config/config.ts";
import { enqueue } from "../delivery/enqueue.ts";
import type { Address, Log, Platform } from "../platforms/platform.ts";
import {
  listLate,
  listNews,
  listPlaces,
  type News,
  type Place,
  settleNews,
} from "../storage/news.ts";
import { briefingsAmong } from "../storage/posted.ts";
import { isCircular, loadCurrent, setUpdatedBy } from "../storage/fates.ts";
import { type Db, together } from "../storage/store.ts";

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
const patience = { hours: 24 };
/** A circle waits until somebody takes one of its lines out; the log has it once or twice, and not every minute. */
const oneLook = { minutes: 2 };
const circular =
  "a briefing is an update of itself by way of others, so readers are not told; `briefing check` shows the circle";

export async function tellChanges(parts: StoryParts): Promise<void> {
  const { db, now } = parts;
  for (const news of await listNews(db, "changed", now())) {
    const { id, before, firstAt } = news;
    await tell(parts, news, { about: id, until: firstAt }, async (transaction) => {
      const [current] = await loadCurrent(transaction, [id], now());
      if (current === undefined || before === null || isPast(firstAt, horizon, now())) return null;
      const { briefing } = current;
      // While nobody may see it there is nothing to tell; it may come back.
      if (current.isGone || !isPublic(briefing, now())) return "later";
      const changes = findChanges(before, briefing);
      if (changes.length === 0) return null;
      return {
        key: ["note", id, firstAt.toString()],
        kind: "note",
        thread: (broadcast) => composeChanges(briefing, changes, { broadcast }),
        channel: () => composeMoved(briefing, changes),
      };
    });
  }
}

/** The earlier post hears what is new, and says from then on what it was updated by. */
export async function tellFollowUps(parts: StoryParts): Promise<void> {
  const { db, now, log } = parts;
  for (const news of await listNews(db, "follow-up", now())) {
    const { id } = news;
    const [known] = await loadCurrent(db, [id], now());
    const about = known?.briefing.updates ?? "";
    await tell(parts, news, { about, until: now() }, async (transaction) => {
      const [current, earlier] = await loadCurrent(transaction, [id, about], now());
      if (current === undefined || current.briefing.updates !== about || earlier === undefined)
        return null;
      const { briefing } = current;
      if (current.isGone || !isPublic(briefing, now())) return "later";
      if (await isCircular(transaction, id)) {
        if (!isPast(news.firstAt, oneLook, now())) log.warn({ briefing: id }, circular);
        return isPast(news.firstAt, patience, now()) ? null : "later";
      }
      const followUp = {
        briefing,
        news: findNews(earlier.briefing, briefing),
        ...(current.fate.earlier === undefined ? {} : { earlier: current.fate.earlier }),
      };
      await setUpdatedBy(transaction, about, id);
      return {
        key: ["follow-up", id, about],
        kind: "update",
        of: briefing,
        thread: (broadcast) => composeFollowUp(followUp, broadcast ? "both" : "thread"),
        channel: () => composeFollowUp(followUp, "channel"),
      };
    });
  }
}

function isPast(
  since: Temporal.Instant,
  after: Temporal.DurationLike,
  now: Temporal.Instant,
): boolean {
  return Temporal.Instant.compare(since.add(after), now) < 0;
}

interface Words {
  key: readonly string[];
  kind: string;
  /** Told of only where it may be seen. */
  of?: Briefing;
  thread(broadcast: boolean): Message;
  /** For a channel that wants to hear of it and cannot show what stands in a thread. */
  channel(): Message;
}

interface Subject {
  /** The briefing whose posts it belongs under, when they were made until then. */
  about: string;
  until: Temporal.Instant;
}

/**
 * In every channel that had the briefing before. All of it, or nothing: what the words are made of is read in the
 * transaction that puts them into the outbox, so that an edit that comes meanwhile is neither lost nor told twice.
 */
async function tell(
  parts: StoryParts,
  news: News,
  { about, until }: Subject,
  compose: (transaction: Db) => Promise<Words | "later" | null>,
): Promise<void> {
  const { db, wake, now, log } = parts;
  const since = now().subtract(horizon);
  const places = await listPlaces(db, about, { since, until });
  const { reached, away } = await reach(parts, news, places);
  const done = await together(db, async (transaction) => {
    const words = await compose(transaction);
    if (words === "later") return [];
    const isWaitedFor = words !== null && !isPast(news.firstAt, patience, now());
    await settleNews(transaction, news, isWaitedFor ? away : new Set());
    if (words === null) return [];
    const { of } = words;
    const told = reached.filter(({ mayTell }) => of === undefined || mayTell(of));
    for (const each of told) await announceIn(parts, transaction, each, words);
    return told;
  });
  for (const { place } of done) {
    const { platform, channel } = place.to;
    log.info({ briefing: about, platform, channel }, "readers are told of what is new");
  }
  if (done.length > 0) wake();
}

interface Reached {
  place: Place;
  platform: Platform;
  isBroadcast: boolean;
  mayTell: (briefing: Briefing) => boolean;
}

/** Which of the places want to hear of it, and the platforms that cannot be told now. */
async function reach(
  { db, platforms, modeOf, visibleIn }: StoryParts,
  news: News,
  places: readonly Place[],
): Promise<{ reached: readonly Reached[]; away: ReadonlySet<string> }> {
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
  return { reached, away };
}

/** Puts it into the outbox. */
async function announceIn(
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
