/** Commands, suggestions and buttons: acknowledged at once, then handed to the bot. */
import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  CommandInteractionOption,
  Interaction,
  MessageContextMenuCommandInteraction,
} from "discord.js";
import { composeNote } from "../../../briefing/compose/notes.ts";
import type { Form } from "../../../briefing/form.ts";
import type { ActionCall, Choice, CommandCall, Json, Opener } from "../../platform.ts";
import { acknowledge, answerBeside, answerDeferred, deferAnswer, offer } from "./answers.ts";
import { parseCustomId, shorten } from "../draw/buttons.ts";
import { askMessageAction } from "../connect/commands.ts";
import { messageFlags } from "../draw/components.ts";
import { mends, onSubmit, openForm, postOf } from "../forms/forms.ts";
import { discordLimits } from "../limits.ts";
import { linkCommands } from "./help.ts";
import { ask, callerOf, describeFailure, isAcknowledged } from "./requests.ts";
import type { Desk } from "./requests.ts";

const unknownButton = composeNote(
  "This button is not one that I know any more. Type /briefing to see what I can do.",
);
const notOurs = composeNote("I can only be asked about briefings that I posted here.");

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

type Opening =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | ButtonInteraction;

async function isFormOpened(
  interaction: Opening,
  opener: Opener,
  form: Form,
  desk: Desk,
): Promise<boolean> {
  const post = opener.kind === "action" ? opener.call.post : undefined;
  try {
    await openForm(interaction, { form, ...(post === undefined ? {} : { post }) }, desk);
    return true;
  } catch (error) {
    desk.log.error({ form: form.id, ...describeFailure(error) }, "A form could not be opened.");
    return false;
  }
}

/** Whether the request is to be answered now: not when it was before, and not when a form was opened for it. */
async function isBegun(
  interaction: Opening,
  opener: Opener,
  desk: Desk,
  { form, acknowledge: tell }: { form: Form | null; acknowledge: () => Promise<void> },
): Promise<boolean> {
  const { bot, log } = desk;
  if (!(await bot.accept(opener))) return false;
  if (form !== null && (await isFormOpened(interaction, opener, form, desk))) return false;
  return isAcknowledged(tell(), interaction, log);
}

async function onCommand(interaction: ChatInputCommandInteraction, desk: Desk): Promise<void> {
  const { bot, api, log } = desk;
  const { id, commandName, options } = interaction;
  const sub = options.getSubcommand(false) ?? "";
  const call: CommandCall = {
    id,
    caller: await callerOf(interaction, desk),
    command: commandName,
    input: { kind: "fields", sub, options: readOptions(options.data) },
  };
  const opener: Opener = { kind: "command", call };
  const form = await bot.formFor(opener);
  const defer = (): Promise<void> => deferAnswer(interaction, api);
  if (!(await isBegun(interaction, opener, desk, { form, acknowledge: defer }))) return;
  const answer = await ask(() => bot.onCommand(call), interaction, log);
  const isHelp = sub === "help";
  await answerDeferred(interaction, answer, api, (body) =>
    isHelp ? linkCommands(body, bot.commands, desk.commandIds()) : body,
  );
}

/** The command in the menu of a message. Messages of others are none that the bot can be asked about. */
async function onMessageCommand(
  interaction: MessageContextMenuCommandInteraction,
  desk: Desk,
): Promise<void> {
  const { bot, api, log } = desk;
  const { id, client, targetMessage } = interaction;
  const caller = await callerOf(interaction, desk);
  const post = targetMessage.author.id === client.user.id ? postOf(targetMessage, caller) : {};
  const call: ActionCall = { id, caller, action: askMessageAction, ...post };
  const isOurs = call.post !== undefined && caller.isGuest !== true;
  const opener: Opener = { kind: "action", call };
  const form = isOurs ? await bot.formFor(opener) : null;
  const defer = (): Promise<void> => deferAnswer(interaction, api);
  if (!(await isBegun(interaction, opener, desk, { form, acknowledge: defer }))) return;
  const answer = isOurs ? await ask(() => bot.onAction(call), interaction, log) : notOurs;
  await answerDeferred(interaction, answer ?? notOurs, api);
}

async function onButton(interaction: ButtonInteraction, desk: Desk): Promise<void> {
  const { bot, api, log } = desk;
  if (await mends(interaction, desk)) return;
  const action = parseCustomId(interaction.customId);
  const caller = await callerOf(interaction, desk);
  const call: ActionCall = {
    id: interaction.id,
    caller,
    action: action ?? "",
    ...postOf(interaction.message, caller),
  };
  const opener: Opener = { kind: "action", call };
  const form = action === null ? null : await bot.formFor(opener);
  const note = (): Promise<void> => acknowledge(interaction, api);
  if (!(await isBegun(interaction, opener, desk, { form, acknowledge: note }))) return;
  const answer =
    action === null ? unknownButton : await ask(() => bot.onAction(call), interaction, log);
  if (answer === null) return;
  const isPrivate = interaction.message.flags.has(messageFlags.ephemeral);
  if (answer.inPlace === true && isPrivate) await answerDeferred(interaction, answer, api);
  else await answerBeside(interaction, answer, api);
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

async function onAutocomplete(interaction: AutocompleteInteraction, desk: Desk): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const sub = interaction.options.getSubcommand(false) ?? "";
  const choices = await desk.bot.onComplete({
    caller: await callerOf(interaction, desk),
    command: interaction.commandName,
    input: { kind: "field", sub, option: name, text: value },
  });
  await offer(interaction, renderChoices(choices), desk.api);
}

/** Never rejects. */
export async function handleInteraction(interaction: Interaction, desk: Desk): Promise<void> {
  try {
    if (interaction.isChatInputCommand()) await onCommand(interaction, desk);
    else if (interaction.isMessageContextMenuCommand()) await onMessageCommand(interaction, desk);
    else if (interaction.isAutocomplete()) await onAutocomplete(interaction, desk);
    else if (interaction.isButton()) await onButton(interaction, desk);
    else if (interaction.isModalSubmit()) await onSubmit(interaction, desk);
  } catch (error) {
    desk.log.warn(
      { request: interaction.id, ...describeFailure(error) },
      "The answer to a Discord request could not be delivered.",
    );
  }
}
