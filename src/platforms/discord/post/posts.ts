/** Posting and editing messages. */
import { Routes } from "discord.js";
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { Address, JsonObject, Payload, Post } from "../../platform.ts";
import { beforehand } from "../api/api.ts";
import type { Api } from "../api/api.ts";
import { isList, messageFlags, textDisplay } from "../draw/components.ts";
import { discordCodes, hasCode, reasonOf } from "../errors.ts";
import { mark, markerOf, nonceOf, requireMessage } from "./key.ts";
import { findFaults } from "../limits.ts";
import type { Publisher, Publishing } from "./publish.ts";
import { filingOf, firstBody, lastBody, secondBody } from "./payload.ts";
import { channelOf, channelOfPost, describeAddress, directMessages } from "../api/places.ts";
import { findForumPost, mayNotOpenThread, openForumPost, openThread } from "./threads.ts";

/** What posting takes. */
export interface Posting extends Publishing {
  publisher: Publisher;
}

const Message = z.object({ id: z.string(), flags: z.int().optional() });
type Message = z.infer<typeof Message>;

/** A forum is searched so far back before something is posted there, in case it was posted just now. */
const justNow = Temporal.Duration.from({ minutes: 10 });

async function send(
  body: JsonObject,
  channel: string,
  to: Address,
  { api }: Posting,
): Promise<Message> {
  return Message.parse(
    await api.send({
      method: "POST",
      route: Routes.channelMessages(channel),
      body,
      what: `posting to ${describeAddress(to)}`,
    }),
  );
}

/**
 * A thread that nobody wrote in for a day is opened again where Discord wants that first
 * (https://docs.discord.com/developers/topics/threads#thread-lifecycle).
 */
async function reopening<T>(thread: string, deed: () => Promise<T>, api: Api): Promise<T> {
  try {
    return await deed();
  } catch (error) {
    if (!hasCode(error, discordCodes.threadArchived)) throw error;
    const opening = api.send({
      method: "PATCH",
      route: Routes.channel(thread),
      body: { archived: false },
      what: `opening thread ${thread} again`,
    });
    await beforehand(opening);
    return deed();
  }
}

/** Says so, because people look for it in a thread. */
function besideThread(body: JsonObject, root: string): JsonObject {
  const components = isList(body["components"]) ? body["components"] : [];
  const why = textDisplay("-# I could not open a thread here, so this stands in the channel.");
  return {
    ...body,
    ...((Number(body["flags"] ?? 0) & messageFlags.componentsV2) === 0
      ? {}
      : { components: [...components, why] }),
    message_reference: { message_id: root, fail_if_not_exists: false },
  };
}

/**
 * Opens the thread where there is none yet; where the bot may not, the message stands in the channel and quotes. What the
 * gateway did not tell of is opened first: nearly always it is not there, and what is there already is opened in vain.
 */
async function sendToThread(
  body: JsonObject,
  to: Address,
  root: Root,
  posting: Posting,
): Promise<Created> {
  const { thread: _below, ...channel } = to;
  const { api, places, log } = posting;
  const inThread = async (): Promise<Created> => {
    const say = (): Promise<Message> => send(body, channelOf(to), to, posting);
    return { message: await reopening(channelOf(to), say, api), address: to };
  };
  if (places.isKnown(root.root) || places.isForum(channel)) {
    const created = await inThread().catch(unlessNotThere);
    if (created !== null) return created;
  }
  const refusal: unknown = await openThread(channel.channel, root, api).then(
    () => null,
    (error: unknown) => error,
  );
  if (refusal === null) return inThread();
  const isGone = refusal instanceof BotError && refusal.kind === "gone";
  if (!isGone && !mayNotOpenThread(refusal)) throw refusal;
  // It may be there all the same: archived, or under a message that was deleted.
  const created = await inThread().catch(unlessNotThere);
  if (created !== null) return created;
  if (isGone) throw refusal;
  const message = await send(besideThread(body, root.root), channel.channel, channel, posting);
  log.warn(
    { channel: channel.channel },
    "Discord let the bot open no thread, so it answered in the channel. `briefing doctor` tells what it lacks.",
  );
  return { message, address: channel };
}

type Root = NonNullable<Address["thread"]>;

function unlessNotThere(error: unknown): null {
  if (hasCode(error, discordCodes.unknownChannel)) return null;
  throw error;
}

interface Created {
  message: Message;
  address: Address;
}

async function sendToForum(
  body: JsonObject,
  to: Address,
  payload: Payload,
  { marker, posting }: { marker: number; posting: Posting },
): Promise<Created> {
  const { api, self, now } = posting;
  const sight = { self: await self(), since: now().subtract(justNow) };
  const made = await beforehand(findForumPost(marker, to, sight, api));
  const filing = filingOf(payload);
  const message = made ?? { id: await openForumPost(body, to.channel, filing, api) };
  return { message, address: to };
}

/** In direct messages an answer quotes what it answers, because there are no threads. */
function referenceOf({ workspace, thread }: Address): JsonObject {
  return thread === undefined || workspace !== directMessages
    ? {}
    : { message_reference: { message_id: thread.root, fail_if_not_exists: false } };
}

function proveSendable(payload: Payload): void {
  const faults = findFaults(payload);
  if (faults.length === 0) return;
  throw new BotError("refused", `Discord would refuse this message: ${faults.join("; ")}.`, {
    hint: "This is a defect of the bot; please report it.",
  });
}

async function editMessage(
  body: JsonObject,
  channel: string,
  message: string,
  api: Api,
): Promise<Message> {
  return Message.parse(
    await api.send({
      method: "PATCH",
      route: Routes.channelMessage(channel, message),
      body,
      what: `editing message ${message}`,
    }),
  );
}

/** The second half of a post. Deleted in between means that it was posted. */
async function finish(
  edit: JsonObject,
  channel: string,
  message: string,
  api: Api,
): Promise<Message | null> {
  try {
    return await editMessage(edit, channel, message, api);
  } catch (error) {
    if (hasCode(error, discordCodes.unknownMessage)) return null;
    throw new BotError(
      "ambiguous",
      `Message ${message} was posted, but shows its notification text only. ${reasonOf(error)}`,
      { hint: "Posting it again within minutes finishes it; so does editing it." },
    );
  }
}

async function create(
  payload: Payload,
  to: Address,
  key: string,
  posting: Posting,
): Promise<Created> {
  const marker = markerOf(key);
  const body = { ...mark(firstBody(payload), marker), ...referenceOf(to) };
  const isPlain = to.thread === undefined || to.workspace === directMessages;
  if (isPlain && posting.places.isForum(to)) {
    return sendToForum(body, to, payload, { marker, posting });
  }
  const once = { ...body, nonce: nonceOf(key), enforce_nonce: true };
  if (!isPlain && to.thread !== undefined) return sendToThread(once, to, to.thread, posting);
  return { message: await send(once, channelOf(to), to, posting), address: to };
}

export async function post(
  payload: Payload,
  to: Address,
  key: string,
  posting: Posting,
): Promise<Post> {
  proveSendable(payload);
  const second = secondBody(payload);
  const place = await posting.places.reach(to);
  try {
    const { message, address } = await create(payload, place, key, posting);
    const made: Post = { address, message: message.id };
    if (second === null) {
      await posting.publisher.publish(message, address);
      return made;
    }
    const channel = channelOfPost(made, posting.places);
    const whole = await finish(mark(second, markerOf(key)), channel, message.id, posting.api);
    if (whole !== null) await posting.publisher.publish(whole, address);
    return made;
  } catch (error) {
    // A repeated nonce whose message was deleted: https://github.com/discord/discord-api-docs/issues/6647
    if (hasCode(error, discordCodes.unknownMessage))
      return { address: place, message: nonceOf(key) };
    throw error;
  }
}

export async function edit(
  payload: Payload,
  post: Post,
  key: string,
  posting: Posting,
): Promise<void> {
  proveSendable(payload);
  requireMessage(post.message);
  const address = await posting.places.reach(post.address);
  const channel = channelOfPost({ ...post, address }, posting.places);
  const body = mark(lastBody(payload), markerOf(key));
  const { api } = posting;
  const change = (): Promise<Message> => editMessage(body, channel, post.message, api);
  const message = await reopening(channel, change, api);
  // What was cut off between its two halves was not published either.
  await posting.publisher.publish(message, address);
}
