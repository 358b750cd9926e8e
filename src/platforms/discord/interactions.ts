/** Commands, suggestions and buttons: acknowledged at once, then handed to the bot. */
import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  CommandInteractionOption,
  Interaction,
} from "discord.js";
import type { Message } from "../../briefing/message.ts";
import { BotError } from "../../errors.ts";
import type { ActionCall, Bot, Caller, Choice, Json, Log, Post } from "../platform.ts";
import { addressOf } from "./addresses.ts";
import { acknowledge, answerBeside, answerDeferred, deferAnswer, offer } from "./answers.ts";
import type { Request } from "./answers.ts";
import type { Api } from "./api.ts";
import { parseCustomId, shorten } from "./buttons.ts";
import { messageFlags } from "./components.ts";
import { discordCodes, hasCode } from "./errors.ts";
import { discordLimits } from "./limits.ts";

export interface Desk {
  bot: Bot;
  api: Api;
  log: Log;
}

function callerOf(interaction: Interaction): Caller {
  const { guildId, channelId, channel, user, locale } = interaction;
  return { address: addressOf(guildId, channelId ?? "", channel), person: user.id, locale };
}

function note(text: string): Message {
  return {
    title: text,
    notice: text,
    lead: [{ type: "paragraph", spans: [{ text }] }],
    thread: [],
  };
}

const failure = note("Something went wrong on my side. Please try again.");
const unknownButton = note(
  "This button is not one that I know any more. Type /briefing to see what I can do.",
);

function describeFailure(error: unknown): { kind: string; error: string } {
  if (error instanceof BotError) return { kind: error.kind, error: error.message };
  return { kind: "internal", error: error instanceof Error ? error.message : String(error) };
}

/** Whether the bot may go on: not when another process was faster, or the request came too late to be answered. */
async function isAcknowledged(
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

async function ask<Answer>(
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

/** Words as they are, a flag only where it is set. */
function readOption({ value }: CommandInteractionOption): string | null {
  if (value === undefined || value === false) return null;
  return String(value);
}

function readOptions(data: readonly CommandInteractionOption[]): Record<string, string> {
  const options: Record<string, string> = {};
  for (const option of data) {
    if (option.options !== undefined) Object.assign(options, readOptions(option.options));
    const value = readOption(option);
    if (value !== null) options[option.name] = value;
  }
  return options;
}

async function onCommand(
  interaction: ChatInputCommandInteraction,
  { bot, api, log }: Desk,
): Promise<void> {
  const request: Request = interaction;
  const { id, commandName, options } = interaction;
  const sub = options.getSubcommand(false) ?? "";
  const call = {
    id,
    caller: callerOf(interaction),
    command: commandName,
    input: { kind: "fields", sub, options: readOptions(options.data) },
  } as const;
  if (!(await bot.accept({ kind: "command", call }))) return;
  if (!(await isAcknowledged(deferAnswer(request, api), interaction, log))) return;
  const answer = await ask(() => bot.onCommand(call), interaction, log);
  await answerDeferred(request, answer, api);
}

/** The post of a button; absent where only the caller sees the message. */
function postOf({ message }: ButtonInteraction, { address }: Caller): { post?: Post } {
  if (message.flags.has(messageFlags.ephemeral)) return {};
  return { post: { address, message: message.id } };
}

async function onButton(interaction: ButtonInteraction, { bot, api, log }: Desk): Promise<void> {
  const request: Request = interaction;
  const action = parseCustomId(interaction.customId);
  const caller = callerOf(interaction);
  const call: ActionCall = {
    id: interaction.id,
    caller,
    action: action ?? "",
    ...postOf(interaction, caller),
  };
  if (!(await bot.accept({ kind: "action", call }))) return;
  if (!(await isAcknowledged(acknowledge(request, api), interaction, log))) return;
  if (action === null) {
    await answerBeside(request, unknownButton, api);
    return;
  }
  const answer = await ask(() => bot.onAction(call), interaction, log);
  if (answer !== null) await answerBeside(request, answer, api);
}

/** Longer values would come back cut. */
function renderChoices(choices: readonly Choice[]): readonly Json[] {
  return choices
    .filter(({ value }) => value !== "" && value.length <= discordLimits.choiceValue)
    .slice(0, discordLimits.choices)
    .map(({ label, value }) => {
      const name = shorten(label.trim(), discordLimits.choiceName);
      return { name: name === "" ? value : name, value };
    });
}

async function onAutocomplete(
  interaction: AutocompleteInteraction,
  { bot, api }: Desk,
): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const sub = interaction.options.getSubcommand(false) ?? "";
  const choices = await bot.onComplete({
    caller: callerOf(interaction),
    command: interaction.commandName,
    input: { kind: "field", sub, option: name, text: value },
  });
  await offer(interaction, renderChoices(choices), api);
}

/** Never rejects. */
export async function handleInteraction(interaction: Interaction, desk: Desk): Promise<void> {
  try {
    if (interaction.isChatInputCommand()) await onCommand(interaction, desk);
    else if (interaction.isAutocomplete()) await onAutocomplete(interaction, desk);
    else if (interaction.isButton()) await onButton(interaction, desk);
  } catch (error) {
    desk.log.warn(
      { request: interaction.id, ...describeFailure(error) },
      "The answer to a Discord request could not be delivered.",
    );
  }
}
