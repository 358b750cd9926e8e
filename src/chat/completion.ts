/** Suggestions while somebody types a command. Pure, from memory. */
import type { Briefing } from "../briefing/briefing.ts";
import type { Choice, CommandSpec, CompletionInput } from "../platforms/platform.ts";
import { matching, topicsOf } from "./library.ts";
import { subcommandNamed } from "./read-command.ts";

/** Discord shows at most 25: https://discord.com/developers/docs/interactions/receiving-and-responding */
const mostChoices = 25;

/** What there is to suggest. */
export interface Sources {
  briefings: readonly Briefing[];
  /** Of the channel, by name. */
  schedules: readonly { name: string; title: string }[];
  /** The person's own. */
  timeZone: string | undefined;
}

export function complete(
  spec: CommandSpec | undefined,
  input: CompletionInput,
  sources: Sources,
): readonly Choice[] {
  return completeInput(spec, input, sources).slice(0, mostChoices);
}

function completeInput(
  spec: CommandSpec | undefined,
  input: CompletionInput,
  sources: Sources,
): readonly Choice[] {
  switch (input.kind) {
    case "field":
      return completeOption(input.option, input.text, sources);
    case "form":
      return completeOption(input.field, input.text, sources);
    case "line":
      return spec === undefined ? [] : completeLine(spec, input.text, sources);
  }
}

/** A line without the command's name: first the subcommand, then its option. */
function completeLine(spec: CommandSpec, line: string, sources: Sources): readonly Choice[] {
  const [, word = "", gap = "", rest = ""] = /^\s*(\S*)(\s*)(.*)$/u.exec(line) ?? [];
  const typed = word.toLowerCase();
  if (gap === "") {
    return spec.subcommands
      .filter(({ name }) => name.startsWith(typed))
      .map(({ name, description, options }) => ({
        label: `${name} — ${description}`,
        value: options.some(({ type }) => type === "text") ? `${name} ` : name,
      }));
  }
  const sub = subcommandNamed(spec, typed);
  if (sub === undefined) return [];
  const texts = sub.options.filter((each) => each.type === "text");
  const [first] = texts;
  const [, before = "", name = "", start = ""] = /^(.*?)(?<!\S)([a-z-]+):(\S*)$/iu.exec(rest) ?? [];
  const named = texts.find((each) => each.name === name.toLowerCase() && each.completes);
  if (named !== undefined) {
    return completeOption(named.name, start, sources).map(({ label, value }) => ({
      label,
      value: `${sub.name} ${before}${named.name}:${quoted(value)} `,
    }));
  }
  if (!first?.completes) return [];
  return completeOption(first.name, rest, sources).map(({ label, value }) => ({
    label,
    value: `${sub.name} ${value}`,
  }));
}

function quoted(value: string): string {
  return value.includes(" ") ? `"${value}"` : value;
}

function completeOption(option: string, typed: string, sources: Sources): readonly Choice[] {
  const { briefings } = sources;
  switch (option) {
    case "name":
    case "about":
      return matching(briefings, typed)
        .slice(0, mostChoices)
        .map(({ id, title }) => ({ label: title, value: id }));
    case "topic":
      return beginning(topicsOf(briefings), typed);
    case "topics":
      return completeList(topicsOf(briefings), typed);
    case "schedule":
      return sources.schedules
        .filter(({ name, title }) => contains(name, typed) || contains(title, typed))
        .map(({ name, title }) => ({ label: `${name} — ${title}`, value: name }));
    case "timezone":
      return completeZone(typed, sources.timeZone);
    case "until":
      return beginning(["tomorrow", "monday", "next week", "3 days", "2 weeks"], typed);
    default:
      return [];
  }
}

function contains(text: string, typed: string): boolean {
  return text.toLowerCase().includes(typed.trim().toLowerCase());
}

function beginning(words: readonly string[], typed: string): readonly Choice[] {
  const start = typed.trim().toLowerCase();
  return words
    .filter((word) => word.toLowerCase().startsWith(start))
    .map((word) => ({ label: word, value: word }));
}

/** "space, he": the last one is being typed. */
function completeList(words: readonly string[], typed: string): readonly Choice[] {
  const comma = typed.lastIndexOf(",");
  const before = typed
    .slice(0, comma + 1)
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const rest = words.filter((word) => !before.includes(word));
  return beginning(rest, typed.slice(comma + 1)).map(({ value }) => {
    const all = [...before, value].join(",");
    return { label: all, value: all };
  });
}

const zones = Intl.supportedValuesOf("timeZone");

/** By any part of the name, the person's own first. */
function completeZone(typed: string, own: string | undefined): readonly Choice[] {
  const sought = typed.trim().replaceAll(" ", "_");
  return [...new Set([...(own === undefined ? [] : [own]), "UTC", ...zones])]
    .filter((zone) => contains(zone, sought))
    .map((zone) => ({ label: zone, value: zone }));
}
