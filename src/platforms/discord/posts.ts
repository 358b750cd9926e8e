/** Posting, editing and finding messages. */
import { ChannelType, Routes } from "discord.js";
import { z } from "zod";
import { BotError } from "../../errors.ts";
import type { ErrorKind } from "../../errors.ts";
import type { Address, Found, JsonObject, Payload, Post } from "../platform.ts";
import type { Api } from "./api.ts";
import { shorten } from "./buttons.ts";
import { isObject, messageFlags } from "./components.ts";
import { discordCodes, hasCode } from "./errors.ts";
import { isMarked, mark, markerOf, nonceOf } from "./key.ts";
import { discordLimits, findFaults } from "./limits.ts";

/** The workspace of direct messages, which belong to no server. */
export const directMessages = "dm";

const Id = z.object({ id: z.string() });
const Channel = z.object({ id: z.string(), type: z.int(), guild_id: z.string().nullish() });
const Messages = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    components: z.json().optional(),
    flags: z.int().optional(),
  }),
);

/** https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
const withoutMessages: ReadonlySet<number> = new Set([
  ChannelType.GuildCategory,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
  ChannelType.GuildDirectory,
]);

/** https://discord.com/developers/docs/reference#snowflakes */
const discordEpochMs = 1_420_070_400_000;
const pageSize = 100;
const mostPages = 10;
/** Minutes until a thread without messages leaves the list of channels. */
const archiveAfterMinutes = 1_440;

function describeAddress({ channel, thread }: Address): string {
  return thread === undefined ? `channel ${channel}` : `the thread under message ${thread.root}`;
}

/** The id of a thread is the id of the message it hangs on; direct messages have no threads. */
function channelOf({ workspace, channel, thread }: Address): string {
  return thread === undefined || workspace === directMessages ? channel : thread.root;
}

export async function locate(channel: string, api: Api): Promise<Address> {
  if (!/^\d{15,21}$/.test(channel)) {
    throw new BotError("config", `"${channel}" is not the id of a Discord channel.`, {
      hint: "Switch on Developer Mode in Discord (Settings, Advanced), right-click the channel, Copy Channel ID.",
    });
  }
  const found = Channel.parse(await api.get(Routes.channel(channel), `finding channel ${channel}`));
  if (withoutMessages.has(found.type)) {
    throw new BotError("refused", `Discord channel ${channel} holds no messages of its own.`, {
      hint: "Choose a text or announcement channel; categories and forums do not take messages.",
    });
  }
  return { platform: "discord", workspace: found.guild_id ?? directMessages, channel };
}

/** Opens the thread under a message, if it is not open already. */
async function openThread({ channel, thread }: Address, api: Api): Promise<void> {
  if (thread === undefined) return;
  const title = shorten(thread.title.replaceAll(/\s+/g, " ").trim(), discordLimits.threadName);
  try {
    await api.send({
      method: "POST",
      route: Routes.threads(channel, thread.root),
      body: { name: title === "" ? "…" : title, auto_archive_duration: archiveAfterMinutes },
      what: `opening a thread under message ${thread.root}`,
    });
  } catch (error) {
    if (hasCode(error, discordCodes.threadExists)) return;
    if (!(error instanceof BotError) || error.kind !== "ambiguous") throw error;
    // Opening it twice does no harm, and nothing was posted yet.
    throw new BotError("unreachable", error.message);
  }
}

async function create(body: JsonObject, to: Address, api: Api): Promise<string> {
  const route = Routes.channelMessages(channelOf(to));
  const sending = {
    method: "POST",
    route,
    body,
    what: `posting to ${describeAddress(to)}`,
  } as const;
  try {
    return Id.parse(await api.send(sending)).id;
  } catch (error) {
    const hasNoThread = to.thread !== undefined && to.workspace !== directMessages;
    if (!hasNoThread || !hasCode(error, discordCodes.unknownChannel)) throw error;
    await openThread(to, api);
    return Id.parse(await api.send(sending)).id;
  }
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
): Promise<void> {
  await api.send({
    method: "PATCH",
    route: Routes.channelMessage(channel, message),
    body,
    what: `editing message ${message}`,
  });
}

/** The second half of a post. Deleted in between means that it was posted. */
async function finish(edit: JsonObject, to: Address, message: string, api: Api): Promise<void> {
  try {
    await editMessage(edit, channelOf(to), message, api);
  } catch (error) {
    if (hasCode(error, discordCodes.unknownMessage)) return;
    const why = error instanceof BotError ? error.message : String(error);
    throw new BotError(
      "ambiguous",
      `Message ${message} was posted, but shows its notification text only. ${why}`,
      { hint: "Posting it again within minutes finishes it; so does editing it." },
    );
  }
}

export async function post(payload: Payload, to: Address, key: string, api: Api): Promise<Post> {
  proveSendable(payload);
  const marker = markerOf(key);
  const nonce = nonceOf(key);
  const edit = isObject(payload["edit"]) ? mark(payload["edit"], marker) : null;
  const first = isObject(payload["create"]) ? payload["create"] : payload;
  const body = { ...mark(first, marker), ...referenceOf(to), nonce, enforce_nonce: true };
  try {
    const message = await create(body, to, api);
    if (edit !== null) await finish(edit, to, message, api);
    return { address: to, message };
  } catch (error) {
    // A repeated nonce whose message was deleted: https://github.com/discord/discord-api-docs/issues/6647
    if (hasCode(error, discordCodes.unknownMessage)) return { address: to, message: nonce };
    throw error;
  }
}

export async function edit(
  payload: Payload,
  { address, message }: Post,
  key: string,
  api: Api,
): Promise<void> {
  proveSendable(payload);
  const body = isObject(payload["edit"]) ? payload["edit"] : payload;
  await editMessage(mark(body, markerOf(key)), channelOf(address), message, api);
}

/** What `find` needs to know besides what it reads. */
export interface Sight {
  /** Gives the bot's own id. */
  self: () => Promise<string>;
  /**
   * Whether the bot may read old messages there, or null before the gateway told us. Without that permission Discord
   * gives an empty list: https://discord.com/developers/docs/resources/message#get-channel-messages
   */
  canReadHistory: boolean | null;
}

function blindness({ canReadHistory }: Sight): string {
  return canReadHistory === null
    ? "The bot is not connected, so it is not known whether it may read old messages there."
    : "The bot lacks the permission Read Message History there.";
}

async function search(
  key: string,
  to: Address,
  since: Temporal.Instant,
  sight: Sight,
  api: Api,
): Promise<Found> {
  const marker = markerOf(key);
  const self = await sight.self();
  const oldest = BigInt(Math.max(0, since.epochMilliseconds - discordEpochMs)) << 22n;
  let before: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const messages = Messages.parse(
      await api.get(
        Routes.channelMessages(channelOf(to)),
        `looking for a message in ${describeAddress(to)}`,
        { limit: String(pageSize), ...(before === undefined ? {} : { before }) },
      ),
    );
    const match = messages.find(
      ({ author, components }) => author.id === self && isMarked(components, marker),
    );
    if (match !== undefined) {
      const post = { address: to, message: match.id };
      return isWhole(match.flags)
        ? { state: "posted", post }
        : { state: "posted", post, unfinished: true };
    }
    if (sight.canReadHistory !== true) return { state: "unknown", reason: blindness(sight) };
    const last = messages.at(-1);
    if (messages.length < pageSize || last === undefined) return { state: "absent" };
    if (BigInt(last.id) < oldest) return { state: "absent" };
    before = last.id;
  }
  return { state: "unknown", reason: "There are too many newer messages to look through." };
}

/** All our posts end as components; one that is none yet shows its notification text only. */
function isWhole(flags = 0): boolean {
  return (flags & messageFlags.componentsV2) !== 0;
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
  sight: Sight,
  api: Api,
): Promise<Found> {
  try {
    return await search(key, to, since, sight, api);
  } catch (error) {
    if (!(error instanceof BotError) || thrown.has(error.kind)) throw error;
    // Nothing can stand in a thread that was never opened.
    if (to.thread !== undefined && hasCode(error, discordCodes.unknownChannel)) {
      return { state: "absent" };
    }
    return { state: "unknown", reason: error.message };
  }
}
