/** Finding what may have been posted already. */
import { BotError } from "../../../errors.ts";
import type { ErrorKind } from "../../../errors.ts";
import type { Address, Found } from "../../platform.ts";
import { messageFlags } from "../draw/components.ts";
import { discordCodes, hasCode } from "../errors.ts";
import { isMarked, markerOf } from "./key.ts";
import { channelOf, describeAddress } from "../api/places.ts";
import { readPage } from "../api/history.ts";
import type { Posting } from "./posts.ts";
import { findForumPost } from "./threads.ts";

const mostPages = 10;

/** Whether the bot may read old messages there, or null before the gateway told us. */
type MayRead = boolean | null;

/** What was not found may be there all the same, unless the bot may read all that is there. */
function notFound(mayRead: MayRead): Found {
  if (mayRead === true) return { state: "absent" };
  const reason =
    mayRead === null
      ? "The bot is not connected, so it is not known whether it may read old messages there."
      : "The bot lacks the permission Read Message History there.";
  return { state: "unknown", reason };
}

async function search(
  key: string,
  to: Address,
  since: Temporal.Instant,
  { mayRead, posting }: { mayRead: MayRead; posting: Posting },
): Promise<Found> {
  const marker = markerOf(key);
  const self = await posting.self();
  if (to.thread === undefined && posting.places.isForum(to)) {
    const found = await findForumPost(marker, to, { self, since }, posting.api);
    return found === null ? notFound(mayRead) : describePost(to, found, posting);
  }
  const what = `looking for a message in ${describeAddress(to)}`;
  let before: string | null = null;
  for (let count = 0; count < mostPages; count += 1) {
    const page = await readPage(channelOf(to), { since, before }, what, posting.api);
    const match = page.messages.find(
      ({ author, components }) => author.id === self && isMarked(components, marker),
    );
    if (match !== undefined) return describePost(to, match, posting);
    if (mayRead !== true || page.next === null) return notFound(mayRead);
    before = page.next;
  }
  return { state: "unknown", reason: "There are too many newer messages to look through." };
}

/**
 * All our posts end as components: one that is none yet shows its notification text only. And what stands in an
 * announcement channel ends as published.
 */
function describePost(
  address: Address,
  { id, flags }: { id: string; flags: number },
  { places }: Posting,
): Found {
  const post = { address, message: id };
  const isShown = (flags & messageFlags.componentsV2) !== 0;
  const isPublished = (flags & messageFlags.crossposted) !== 0;
  const isWhole = isShown && (isPublished || !places.isAnnouncement(address));
  return isWhole ? { state: "posted", post } : { state: "posted", post, unfinished: true };
}

/** What may pass by itself, or has to be told to the operator, is thrown; what keeps us from looking at all is `unknown`. */
const thrown: ReadonlySet<ErrorKind> = new Set([
  "unauthorized",
  "rate-limited",
  "unreachable",
  "ambiguous",
]);

export async function find(
  key: string,
  to: Address,
  since: Temporal.Instant,
  mayRead: MayRead,
  posting: Posting,
): Promise<Found> {
  const look = (where: Address): Promise<Found> => search(key, where, since, { mayRead, posting });
  try {
    return await look(await posting.places.reach(to));
  } catch (error) {
    if (!(error instanceof BotError) || thrown.has(error.kind)) throw error;
    if (to.thread !== undefined && hasCode(error, discordCodes.unknownChannel)) {
      return lookBeside(to, look);
    }
    return { state: "unknown", reason: error.message };
  }
}

/** In a thread that was never opened stands nothing; but where the bot may open none, it posts beside it. */
async function lookBeside(
  { thread: _none, ...channel }: Address,
  look: (where: Address) => Promise<Found>,
): Promise<Found> {
  try {
    return await look(channel);
  } catch (error) {
    if (!(error instanceof BotError) || thrown.has(error.kind)) throw error;
    return hasCode(error, discordCodes.unknownChannel)
      ? { state: "absent" }
      : { state: "unknown", reason: error.message };
  }
}
