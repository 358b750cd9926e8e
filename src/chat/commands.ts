/** The one command table of all platforms, and the reading of a typed line. */
import { nearest } from "../briefing/nearest.ts";
import type {
  CommandInput,
  CommandOption,
  CommandSpec,
  Subcommand,
} from "../platforms/platform.ts";

const share: CommandOption = {
  name: "share",
  description: "Post it to this channel instead of showing it to you alone",
  type: "flag",
  required: false,
  completes: false,
};

const topic: CommandOption = {
  name: "topic",
  description: "Only briefings on this topic",
  type: "text",
  required: false,
  completes: true,
};

export const briefingCommand = {
  name: "briefing",
  description: "Read briefings, search them, and see the latest digest",
  subcommands: [
    { name: "latest", description: "The newest briefing", options: [topic, share] },
    { name: "list", description: "All briefings, newest first", options: [topic] },
    {
      name: "show",
      description: "One briefing, by its name",
      options: [
        {
          name: "name",
          description: "The name or title of a briefing",
          type: "text",
          required: true,
          completes: true,
        },
        share,
      ],
    },
    {
      name: "search",
      description: "Briefings that contain these words",
      options: [
        {
          name: "words",
          description: "What to look for",
          type: "text",
          required: true,
          completes: false,
        },
      ],
    },
    { name: "digest", description: "The newest briefings in one message", options: [topic, share] },
    {
      name: "status",
      description: "What is posted here next, and what is held or failed and why",
      options: [],
    },
    { name: "help", description: "What I can do, and how", options: [] },
  ],
} as const satisfies CommandSpec;

export type SubcommandName = (typeof briefingCommand.subcommands)[number]["name"];

/** A command understood: which one, and its options by name (a flag is there or not). */
export interface Command {
  sub: SubcommandName;
  options: Readonly<Record<string, string>>;
}

export type ReadCommand =
  | { state: "command"; command: Command }
  | { state: "unknown"; word: string; nearest: string | undefined }
  | { state: "missing"; sub: SubcommandName; option: string };

/** Words people reach for, and what they mean here. */
const synonyms: Readonly<Record<string, SubcommandName>> = {
  newest: "latest",
  last: "latest",
  new: "latest",
  all: "list",
  ls: "list",
  read: "show",
  open: "show",
  get: "show",
  find: "search",
  health: "status",
  state: "status",
  "?": "help",
  usage: "help",
};

const quotes = /^["'“”‘’«»`]+|["'“”‘’«»`]+$/gu;

/** A line or fields as the platform got them, as a command; typed forgivingly. Pure. */
export function readCommand(input: CommandInput): ReadCommand {
  const { word, options } = input.kind === "line" ? readLine(input.text) : readFields(input);
  const sub = subcommandNamed(word);
  if (sub === undefined) {
    return { state: "unknown", word, nearest: nearest(word, subcommandNames()) };
  }
  const given = input.kind === "line" ? readOptions(sub, options["rest"] ?? "") : options;
  const missing = sub.options.find(({ name, required }) => required && !given[name]);
  return missing === undefined
    ? { state: "command", command: { sub: sub.name, options: given } }
    : { state: "missing", sub: sub.name, option: missing.name };
}

export function subcommandNames(): readonly SubcommandName[] {
  return briefingCommand.subcommands.map(({ name }) => name);
}

type TableRow = Subcommand & { name: SubcommandName };

export function subcommandNamed(word: string): TableRow | undefined {
  const lower = word.toLowerCase();
  const name = synonyms[lower] ?? lower;
  return briefingCommand.subcommands.find((each) => each.name === name);
}

function readLine(text: string): { word: string; options: Record<string, string> } {
  const line = text.normalize("NFC").trim().replace(/\s+/gu, " ");
  if (line === "") return { word: "help", options: {} };
  const space = line.indexOf(" ");
  const word = (space < 0 ? line : line.slice(0, space)).replace(quotes, "");
  return { word, options: { rest: space < 0 ? "" : line.slice(space + 1) } };
}

function readFields(input: { sub: string; options: Readonly<Record<string, string>> }): {
  word: string;
  options: Record<string, string>;
} {
  const given = Object.entries(input.options).filter(
    ([, value]) => value !== "" && value !== "false",
  );
  return { word: input.sub, options: Object.fromEntries(given) };
}

/** On a line, a flag is its own name at either end; what is left is the text option. */
function readOptions(sub: TableRow, rest: string): Record<string, string> {
  const options: Record<string, string> = {};
  let words = rest === "" ? [] : rest.split(" ");
  for (const { name } of sub.options.filter(({ type }) => type === "flag")) {
    const isFlag = (word: string | undefined): boolean =>
      word?.toLowerCase().replace(/^--?/u, "") === name;
    if (isFlag(words.at(-1))) words = words.slice(0, -1);
    else if (isFlag(words[0])) words = words.slice(1);
    else continue;
    options[name] = name;
  }
  const text = words.join(" ").replace(quotes, "").trim();
  const option = sub.options.find(({ type }) => type === "text");
  if (option !== undefined && text !== "") options[option.name] = text;
  return options;
}
