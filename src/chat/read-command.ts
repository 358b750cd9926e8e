/** A typed line or filled-in fields as a command, typed forgivingly. Pure. */
import { nearest } from "../briefing/nearest.ts";
import type { CommandInput, CommandSpec, Subcommand } from "../platforms/platform.ts";

/** A command understood: which one, and its options by name (a flag is there or not). */
export interface Command {
  sub: string;
  options: Readonly<Record<string, string>>;
}

export type ReadCommand =
  | { state: "command"; command: Command }
  | { state: "unknown"; word: string; nearest: string | undefined }
  /** `options` are those that were given. */
  | { state: "missing"; sub: string; option: string; options: Readonly<Record<string, string>> };

/** Words people reach for, and what they mean here. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  newest: ["latest"],
  last: ["latest"],
  new: ["latest", "add"],
  create: ["add"],
  subscribe: ["add"],
  all: ["list"],
  ls: ["list"],
  read: ["show"],
  open: ["show"],
  get: ["show"],
  find: ["search"],
  health: ["status"],
  state: ["status"],
  change: ["edit"],
  stop: ["pause"],
  continue: ["resume"],
  start: ["resume"],
  delete: ["remove"],
  rm: ["remove"],
  unsubscribe: ["remove"],
  show: ["preview"],
  post: ["now"],
  run: ["now"],
  "?": ["help"],
  usage: ["help"],
  question: ["ask"],
};

const quotes = /^["'“”‘’«»`]+|["'“”‘’«»`]+$/gu;

export function readCommand(spec: CommandSpec, input: CommandInput): ReadCommand {
  const { word, options } = input.kind === "line" ? readLine(input.text) : readFields(input);
  const sub = subcommandNamed(spec, word);
  if (sub === undefined) {
    const names = spec.subcommands.map(({ name }) => name);
    return { state: "unknown", word, nearest: nearest(word, names) };
  }
  const given = input.kind === "line" ? readOptions(sub, options["rest"] ?? "") : options;
  const missing = sub.options.find(({ name, required }) => required && !given[name]);
  return missing === undefined
    ? { state: "command", command: { sub: sub.name, options: given } }
    : { state: "missing", sub: sub.name, option: missing.name, options: given };
}

export function subcommandNamed(
  { subcommands }: CommandSpec,
  word: string,
): Subcommand | undefined {
  const lower = word.toLowerCase();
  // Words such as "constructor" are not ours.
  const meant = Object.hasOwn(synonyms, lower) ? (synonyms[lower] ?? []) : [];
  return (
    subcommands.find(({ name }) => name === lower) ??
    subcommands.find(({ name }) => meant.includes(name))
  );
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

/** `name:value` or `name:"several words"`; only for names of this subcommand, everything else is text. */
const named = /(?<!\S)([a-z-]+):(?:["“”«]([^"“”»]*)["“”»]|(\S+))/giu;

/** What people say in several words, "when:weekends 11:00", goes on without quotes to the next name or flag. */
const spoken = ["when", "until"];

function quoteSpoken(sub: Subcommand, rest: string): string {
  const flags = sub.options.flatMap(({ name, type }) => (type === "flag" ? [name] : []));
  const end = ["[a-z-]+:", ...flags.map((name) => `(?:--?)?${name}(?!\\S)`)].join("|");
  return spoken
    .filter((name) => sub.options.some((each) => each.name === name))
    .reduce(
      (text, name) =>
        text.replace(
          new RegExp(`(?<!\\S)${name}:([^"“”«»]+?)(?=\\s+(?:${end})|$)`, "iu"),
          `${name}:"$1"`,
        ),
      rest,
    );
}

/** On a line, a flag is its own name at either end; what is left is the first text option. */
function readOptions(sub: Subcommand, rest: string): Record<string, string> {
  const options: Record<string, string> = {};
  const names = new Set(sub.options.filter(({ type }) => type !== "flag").map(({ name }) => name));
  const unnamed = quoteSpoken(sub, rest).replace(
    named,
    (all, word: string, quoted?: string, bare?: string) => {
      const name = word.toLowerCase();
      if (!names.has(name)) return all;
      options[name] = (quoted ?? bare ?? "").trim();
      return "";
    },
  );
  let words = unnamed.split(" ").filter((word) => word !== "");
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
  if (option !== undefined && text !== "" && options[option.name] === undefined) {
    options[option.name] = text;
  }
  return options;
}
