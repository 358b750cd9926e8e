/** The bot's commands as Discord registers them. Pure. */
import { BotError } from "../../../errors.ts";
import type {
  Choice,
  CommandOption,
  CommandSpec,
  Json,
  JsonObject,
  Subcommand,
} from "../../platform.ts";
import { isList, isObject } from "../draw/components.ts";
import { discordLimits } from "../limits.ts";
import { localized } from "./localized.ts";

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type */
const optionType = { subcommand: 1, text: 3, choice: 3, flag: 5, role: 8 } as const;
/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-types */
const commandType = { chatInput: 1, message: 3 } as const;
/**
 * Servers, direct messages with the bot, and other direct messages; installed for a server, or for one person.
 * Where the bot came along with one person it is no member, and can neither post nor see who decides.
 */
const everywhere = { contexts: [0, 1, 2], integration_types: [0, 1] } as const;
const whereItIsMember = { contexts: [0, 1], integration_types: [0] } as const;
/** Manage Server. Who may do what is checked again when it is done; this only says who is offered it. */
const managers = String(1n << 5n);

/** The action behind the command in the menu of a message. */
export const askMessageAction = "ask-post";
const askMessageName = "Ask about this briefing";
const askMessage: JsonObject = {
  type: commandType.message,
  name: askMessageName,
  name_localizations: { ...localized[askMessageName] },
  ...whereItIsMember,
};

function described(description: string): JsonObject {
  const found = localized[description];
  return found === undefined
    ? { description }
    : { description, description_localizations: { ...found } };
}

function renderChoice({ label, value }: Choice): JsonObject {
  const found = localized[label];
  return {
    name: label,
    value,
    ...(found === undefined ? {} : { name_localizations: { ...found } }),
  };
}

function renderOption(option: CommandOption): JsonObject {
  const { name, description, type, required } = option;
  const common = { type: optionType[type], name, ...described(description), required };
  switch (option.type) {
    case "text":
      return { ...common, autocomplete: option.completes };
    case "flag":
    case "role":
      return common;
    case "choice":
      return {
        ...common,
        choices: option.choices.map(renderChoice),
      };
  }
}

/** Discord wants what is required first. */
function renderSubcommand({ name, description, options }: Subcommand): JsonObject {
  const required = options.filter((option) => option.required);
  const optional = options.filter((option) => !option.required);
  return {
    type: optionType.subcommand,
    name,
    ...described(description),
    options: [...required, ...optional].map(renderOption),
  };
}

function renderCommand({ name, description, access, subcommands }: CommandSpec): JsonObject {
  return {
    type: commandType.chatInput,
    name,
    ...described(description),
    ...(access === "read" ? everywhere : whereItIsMember),
    default_member_permissions: access === "read" ? null : managers,
    options: subcommands.map(renderSubcommand),
  };
}

/** Throws `internal` where the table breaks a rule of Discord. */
export function renderCommands(commands: readonly CommandSpec[]): readonly JsonObject[] {
  const faults = commands.flatMap(findCommandFaults);
  if (faults.length > 0) {
    throw new BotError("internal", `Discord would refuse the commands: ${faults.join("; ")}.`);
  }
  return [...commands.map(renderCommand), askMessage];
}

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming */
const commandName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

interface Named {
  name: string;
  description: string;
}

function findNameFaults({ name, description }: Named, path: string): readonly string[] {
  const faults: string[] = [];
  if (!commandName.test(name) || name !== name.toLowerCase()) faults.push(`${path}: name`);
  if (description === "" || description.length > discordLimits.commandDescription) {
    faults.push(`${path}: description`);
  }
  return faults;
}

function findListFaults(named: readonly Named[], path: string): readonly string[] {
  const isUnique = new Set(named.map(({ name }) => name)).size === named.length;
  return [
    ...(named.length > discordLimits.commandOptions ? [`${path}: too many options`] : []),
    ...(isUnique ? [] : [`${path}: a name twice`]),
    ...named.flatMap((each) => findNameFaults(each, `${path} ${each.name}`)),
  ];
}

/** Of the same text in several languages the longest counts. */
function longest(text: string): number {
  const { de = "", fr = "" } = localized[text] ?? {};
  return Math.max(text.length, de.length, fr.length);
}

function findCommandFaults(command: CommandSpec): readonly string[] {
  const path = `/${command.name}`;
  const named: readonly Named[] = [
    command,
    ...command.subcommands,
    ...command.subcommands.flatMap(({ options }) => options),
  ];
  const text = named.reduce(
    (sum, { name, description }) => sum + name.length + longest(description),
    0,
  );
  return [
    ...findNameFaults(command, path),
    ...findListFaults(command.subcommands, path),
    ...command.subcommands.flatMap(({ name, options }) =>
      findListFaults(options, `${path} ${name}`),
    ),
    ...(text > discordLimits.commandText ? [`${path}: ${text} characters in all`] : []),
  ];
}

/** Discord gives the languages in an order of its own, and null for none. */
function sortKeys(texts: Json | undefined): Json {
  if (!isObject(texts)) return null;
  return Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function normalizeChoice(choice: Json): Json {
  if (!isObject(choice)) return null;
  const { name = null, value = null } = choice;
  return { name, value, localizations: sortKeys(choice["name_localizations"]) };
}

/** What matters of a command; Discord adds ids and leaves defaults out. */
function normalize(command: Json | undefined): Json {
  if (!isObject(command)) return null;
  const sorted = (list: Json | undefined): readonly Json[] =>
    isList(list) ? list.toSorted((a, b) => Number(a) - Number(b)) : [];
  const options = isList(command["options"]) ? command["options"] : [];
  return {
    type: command["type"] ?? commandType.chatInput,
    name: command["name"] ?? null,
    description: command["description"] ?? "",
    localizations: [command["name_localizations"], command["description_localizations"]].map(
      sortKeys,
    ),
    required: command["required"] === true,
    autocomplete: command["autocomplete"] === true,
    contexts: sorted(command["contexts"]),
    integration_types: sorted(command["integration_types"]),
    default_member_permissions: command["default_member_permissions"] ?? null,
    nsfw: command["nsfw"] === true,
    choices: isList(command["choices"]) ? command["choices"].map(normalizeChoice) : [],
    options: options.map(normalize),
  };
}

/** Whether the commands that Discord has are the wanted ones, in any order. */
export function areSameCommands(
  registered: readonly Json[],
  wanted: readonly JsonObject[],
): boolean {
  const canon = (commands: readonly Json[]): string =>
    JSON.stringify(commands.map((command) => JSON.stringify(normalize(command))).toSorted());
  return canon(registered) === canon(wanted);
}
