/** Suggestions while somebody types a command. Pure, from memory. */
import type { Briefing } from "../briefing/briefing.ts";
import type { Choice, CommandSpec, CompletionInput } from "../platforms/platform.ts";
import { matching, topicsOf } from "./library.ts";
import { subcommandNamed } from "./read-command.ts";

/** Discord shows at most 25: https://discord.com/developers/docs/interactions/receiving-and-responding */
const mostChoices = 25;

export function complete(
  spec: CommandSpec | undefined,
  input: CompletionInput,
  briefings: readonly Briefing[],
): readonly Choice[] {
  return completeInput(spec, input, briefings).slice(0, mostChoices);
}

function completeInput(
  spec: CommandSpec | undefined,
  input: CompletionInput,
  briefings: readonly Briefing[],
): readonly Choice[] {
  switch (input.kind) {
    case "field":
      return completeOption(input.option, input.text, briefings);
    case "form":
      return completeOption(input.field, input.text, briefings);
    case "line":
      return spec === undefined ? [] : completeLine(spec, input.text, briefings);
  }
}

/** A line without the command's name: first the subcommand, then its option. */
function completeLine(
  spec: CommandSpec,
  line: string,
  briefings: readonly Briefing[],
): readonly Choice[] {
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
    return completeOption(named.name, start, briefings).map(({ label, value }) => ({
      label,
      value: `${sub.name} ${before}${named.name}:${quoted(value)} `,
    }));
  }
  if (!first?.completes) return [];
  return completeOption(first.name, rest, briefings).map(({ label, value }) => ({
    label,
    value: `${sub.name} ${value}`,
  }));
}

function quoted(value: string): string {
  return value.includes(" ") ? `"${value}"` : value;
}

function completeOption(
  option: string,
  typed: string,
  briefings: readonly Briefing[],
): readonly Choice[] {
  if (option === "name" || option === "about") {
    return matching(briefings, typed)
      .slice(0, mostChoices)
      .map(({ id, title }) => ({ label: title, value: id }));
  }
  if (option === "topic") {
    const start = typed.trim().toLowerCase();
    return topicsOf(briefings)
      .filter((topic) => topic.toLowerCase().startsWith(start))
      .map((topic) => ({ label: topic, value: topic }));
  }
  return [];
}
