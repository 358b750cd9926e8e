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
  const option = sub?.options.find((each) => each.type === "text" && each.completes);
  if (sub === undefined || option === undefined) return [];
  return completeOption(option.name, rest, briefings).map(({ label, value }) => ({
    label,
    value: `${sub.name} ${value}`,
  }));
}

function completeOption(
  option: string,
  typed: string,
  briefings: readonly Briefing[],
): readonly Choice[] {
  if (option === "name") {
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
