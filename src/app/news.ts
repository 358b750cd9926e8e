/** Tells readers what changed: one note in a thread, after a while of quiet. */
import { isPublic } from "../briefing/briefing.ts";
import { findChanges, findNews } from "../briefing/changes.ts";
import {
  composeFollowUp,
  composeMoved,
  composeNews,
  type Edited,
} from "../briefing/compose/changes.ts";
import { listNews, type News } from "../storage/news.ts";
import { isCircular, loadCurrent, setUpdatedBy } from "../storage/fates.ts";
import { type Db, together } from "../storage/store.ts";
import {
  announceIn,
  type Audience,
  findAudience,
  horizon,
  isPast,
  patience,
  type Reached,
  settleAudience,
  type StoryParts,
  type Words,
} from "./announce.ts";

/** A circle waits until somebody takes one of its lines out; the log has it once or twice, and not every minute. */
const oneLook = { minutes: 2 };
const circular =
  "a briefing is an update of itself by way of others, so readers are not told; `briefing check` shows the circle";
/** Comparing takes a few milliseconds each, in which nobody else can write. */
const atOnce = 20;

/** What is due at once in one thread makes one note. */
export async function tellChanges(parts: StoryParts): Promise<void> {
  const { db, now } = parts;
  const due = await listNews(db, "changed", now());
  for (let from = 0; from < due.length; from += atOnce) {
    const audiences: Audience[] = [];
    for (const news of due.slice(from, from + atOnce)) {
      const { id: about, firstAt: until } = news;
      audiences.push(await findAudience(parts, news, { about, until }));
    }
    const told = await together(db, (transaction) => putNotes(parts, transaction, audiences));
    report(parts, told);
  }
}

interface Heard extends Reached {
  news: News;
  edited: Edited;
}

/**
 * What the words are made of is read in the transaction that puts them into the outbox, so that an edit that comes
 * meanwhile is neither lost nor told twice.
 */
async function putNotes(
  parts: StoryParts,
  transaction: Db,
  audiences: readonly Audience[],
): Promise<readonly Reached[]> {
  const heard: Heard[] = [];
  for (const audience of audiences) {
    const { news, reached } = audience;
    const edited = await readEdit(parts, transaction, news);
    if (edited === "later") continue;
    await settleAudience(parts, transaction, audience, edited !== null);
    if (edited !== null) heard.push(...reached.map((each) => ({ ...each, news, edited })));
  }
  const threads = Map.groupBy(heard, ({ place }) => JSON.stringify(place)).values();
  const told: Reached[] = [];
  for (const together of threads) {
    const [first] = together;
    if (first === undefined) continue;
    await announceIn(parts, transaction, first, noteOf(together));
    told.push(first);
  }
  return told;
}

/** Null when readers need not hear of it. */
async function readEdit(
  { now }: StoryParts,
  transaction: Db,
  { id, before, firstAt }: News,
): Promise<Edited | "later" | null> {
  const [current] = await loadCurrent(transaction, [id], now());
  if (current === undefined || before === null || isPast(firstAt, horizon, now())) return null;
  const { briefing } = current;
  // While nobody may see it there is nothing to tell; it may come back.
  if (current.isGone || !isPublic(briefing, now())) return "later";
  const changes = findChanges(before, briefing);
  return changes.length === 0 ? null : { briefing, changes };
}

function noteOf(heard: readonly Heard[]): Words {
  const edits = heard.map(({ edited }) => edited);
  return {
    key: ["note", ...heard.flatMap(({ news }) => [news.id, news.firstAt.toString()])],
    kind: "note",
    thread: (broadcast) => composeNews(edits, { broadcast }),
    channel: () => composeMoved(edits),
  };
}

/** The earlier post hears what is new, and says from then on what it was updated by. */
export async function tellFollowUps(parts: StoryParts): Promise<void> {
  const { db, now } = parts;
  for (const news of await listNews(db, "follow-up", now())) {
    const [known] = await loadCurrent(db, [news.id], now());
    const about = known?.briefing.updates ?? "";
    const audience = await findAudience(parts, news, { about, until: now() });
    const told = await together(db, (transaction) =>
      putFollowUp(parts, transaction, audience, about),
    );
    report(parts, told);
  }
}

async function putFollowUp(
  parts: StoryParts,
  transaction: Db,
  audience: Audience,
  about: string,
): Promise<readonly Reached[]> {
  const { news, reached } = audience;
  const words = await readFollowUp(parts, transaction, news, about);
  if (words === "later") return [];
  await settleAudience(parts, transaction, audience, words !== null);
  if (words === null) return [];
  // A channel that may not see it does not hear of it.
  const told = reached.filter(({ mayTell }) => mayTell(words.of));
  for (const each of told) await announceIn(parts, transaction, each, words);
  return told;
}

async function readFollowUp(
  { now, log }: StoryParts,
  transaction: Db,
  { id, firstAt }: News,
  about: string,
) {
  const [current, earlier] = await loadCurrent(transaction, [id, about], now());
  if (current?.briefing.updates !== about || earlier === undefined) return null;
  const { briefing, fate } = current;
  if (current.isGone || !isPublic(briefing, now())) return "later";
  if (await isCircular(transaction, id)) {
    if (!isPast(firstAt, oneLook, now())) log.warn({ briefing: id }, circular);
    return isPast(firstAt, patience, now()) ? null : "later";
  }
  const followUp = {
    briefing,
    news: findNews(earlier.briefing, briefing),
    ...(fate.earlier === undefined ? {} : { earlier: fate.earlier }),
  };
  await setUpdatedBy(transaction, about, id);
  return {
    of: briefing,
    key: ["follow-up", id, about],
    kind: "update",
    thread: (broadcast: boolean) => composeFollowUp(followUp, broadcast ? "both" : "thread"),
    channel: () => composeFollowUp(followUp, "channel"),
  };
}

function report({ wake, log }: StoryParts, told: readonly Reached[]): void {
  for (const { place } of told) {
    const { platform, channel } = place.to;
    log.info({ platform, channel }, "readers are told of what is new");
  }
  if (told.length > 0) wake();
}
