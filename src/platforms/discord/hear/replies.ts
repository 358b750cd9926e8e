/** What people say to the bot: mentions, replies to its posts, and words in the threads under them. */
import type { Message } from "discord.js";
import type { ReplyCall } from "../../platform.ts";
import { addressOf } from "../api/addresses.ts";
import { reasonOf } from "../errors.ts";
import type { Desk } from "./requests.ts";

function isPerson({ author, webhookId, system }: Message): boolean {
  return !author.bot && !author.system && webhookId === null && !system;
}

/** A thread is ours when we opened it, or when it hangs on a message of ours. */
async function isOurThread({ channel, client }: Message<true>): Promise<boolean> {
  if (!channel.isThread()) return false;
  if (channel.ownerId === client.user.id) return true;
  const starter = await channel.fetchStarterMessage().catch(() => null);
  return starter?.author.id === client.user.id;
}

/**
 * Without the privileged intent Discord leaves `content` empty, except in direct messages and where the bot is
 * mentioned. https://discord.com/developers/docs/events/gateway#message-content-intent
 */
async function isForUs(message: Message): Promise<boolean> {
  const self = message.client.user.id;
  if (!message.inGuild() || message.mentions.users.has(self)) return true;
  if (message.content === "") return false;
  return message.mentions.repliedUser?.id === self || (await isOurThread(message));
}

/** Heard in a thread of ours by itself. */
function isUnasked({ mentions, client }: Message<true>): boolean {
  const self = client.user.id;
  return !mentions.users.has(self) && mentions.repliedUser?.id !== self;
}

/** Ids are numbers of Discord's, so they need no escaping. */
function withoutMention(text: string, self: string): string {
  return text.replaceAll(new RegExp(`<@!?${self}>`, "g"), "").trim();
}

/** The message whose thread the answer belongs to. */
function rootOf({ id, channel, mentions, reference, client }: Message): string {
  if (channel.isThread()) return channel.id;
  const isReplyToUs = mentions.repliedUser?.id === client.user.id;
  return (isReplyToUs ? reference?.messageId : undefined) ?? id;
}

/** Never rejects. */
export async function handleMessage(message: Message, { bot, log }: Desk): Promise<void> {
  try {
    if (!isPerson(message) || !(await isForUs(message))) return;
    const { id, guildId, channelId, channel, author, content, client } = message;
    const address = addressOf(guildId, channelId, channel);
    const { thread: _inThread, ...place } = address;
    const call: ReplyCall = {
      id,
      caller: { address, person: author.id },
      text: withoutMention(content, client.user.id),
      root: { address: place, message: rootOf(message) },
      ...(message.inGuild() ? {} : { isDirect: true }),
      ...(message.inGuild() && isUnasked(message) ? { isUnasked: true } : {}),
    };
    if (await bot.accept({ kind: "reply", call })) await bot.onReply(call);
  } catch (error) {
    log.error(
      { message: message.id, error: reasonOf(error) },
      "A message on Discord was not answered.",
    );
  }
}
