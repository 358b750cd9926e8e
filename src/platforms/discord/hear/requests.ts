/** What all requests of people have in common: who asks, and what becomes of a failure. */
import { InteractionContextType } from "discord.js";
import type { Interaction } from "discord.js";
import { composeNote } from "../../../briefing/compose/notes.ts";
import type { Message } from "../../../briefing/message.ts";
import { BotError } from "../../../errors.ts";
import type { Bot, Caller, Log } from "../../platform.ts";
import { addressOf } from "../api/addresses.ts";
import type { Api } from "../api/api.ts";
import type { Authority } from "../api/authority.ts";
import type { CommandIds } from "../connect/register.ts";
import type { Drafts } from "../forms/drafts.ts";
import { discordCodes, hasCode, reasonOf } from "../errors.ts";

/** What answering people takes. */
export interface Desk {
  bot: Bot;
  api: Api;
  log: Log;
  drafts: Drafts;
  authority: Authority;
  /** None before the commands are registered. */
  commandIds: () => CommandIds;
}

/** Somebody may bring the bot along to where it is no member. https://discord.com/developers/docs/resources/application#installation-context */
function isGuest(interaction: Interaction): boolean {
  return interaction.inGuild()
    ? !interaction.inCachedGuild()
    : interaction.context === InteractionContextType.PrivateChannel;
}

/** Notes what this person may do here, as the signed request says. */
export async function callerOf(interaction: Interaction, { authority }: Desk): Promise<Caller> {
  const { client, guildId, channelId, user, locale, memberPermissions } = interaction;
  const guest = isGuest(interaction);
  // A thread that was archived when the bot started is not one that the gateway told of.
  const isUnknown = interaction.channel === null && channelId !== null && !guest;
  const channel = isUnknown
    ? await client.channels.fetch(channelId).catch(() => null)
    : interaction.channel;
  const address = addressOf(guildId, channelId ?? "", channel);
  const caller: Caller = {
    address,
    person: user.id,
    name: user.displayName,
    locale,
    ...(guest ? { isGuest: true } : {}),
  };
  if (memberPermissions !== null) authority.note(caller, memberPermissions);
  return caller;
}

const failure = composeNote("Something went wrong on my side. Please try again.");

export function describeFailure(error: unknown): { kind: string; error: string } {
  const kind = error instanceof BotError ? error.kind : "internal";
  return { kind, error: reasonOf(error) };
}

/** Whether the bot may go on: not when another process was faster, or the request came too late to be answered. */
export async function isAcknowledged(
  acknowledging: Promise<void>,
  { id }: Interaction,
  log: Log,
): Promise<boolean> {
  try {
    await acknowledging;
    return true;
  } catch (error) {
    const isRepeated = hasCode(error, discordCodes.interactionAcknowledged);
    if (isRepeated) log.info({ request: id }, "This Discord request was answered already.");
    else
      log.warn({ request: id, ...describeFailure(error) }, "A Discord request was not answered.");
    return false;
  }
}

export async function ask<Answer>(
  asking: () => Promise<Answer>,
  { id }: Interaction,
  log: Log,
): Promise<Answer | Message> {
  try {
    return await asking();
  } catch (error) {
    log.error({ request: id, ...describeFailure(error) }, "A Discord request failed.");
    return failure;
  }
}
