/** Messages for somebody who looks for a briefing or for help. For the caller alone. Pure. */
import type { ListItem } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import { entry, gist, heading, makeMessage, paragraph } from "./parts.ts";
import { composeNote } from "./notes.ts";
import type { Block, Message } from "../message.ts";
import { counted, shorten } from "../words.ts";

/** What people typed, said back to them; longer is cut. */
const longestEcho = 80;

function echo(typed: string): string {
  return `“${shorten(typed.replaceAll("`", "'"), longestEcho)}”`;
}

export interface ListOptions {
  /** How many briefings there are in all. */
  total: number;
  /** Counts from 1, which is the default. */
  page?: number;
}

/** One page of all briefings, in the given order. */
export function composeList(
  briefings: readonly Briefing[],
  { total, page = 1 }: ListOptions,
): Message {
  if (total === 0) return composeNothing();
  const count = counted(total, "briefing");
  const isWhole = page === 1 && briefings.length >= total;
  const shown = page === 1 ? `the first ${briefings.length}` : `page ${page}`;
  const lead: Block[] = [
    heading(1, "Briefings"),
    { type: "meta", parts: isWhole ? [[{ text: count }]] : [[{ text: count }], [{ text: shown }]] },
    ...briefings.map((briefing) => entry(briefing)),
  ];
  if (briefings.length === 0) lead.push(paragraph(`There is nothing on page ${page}.`));
  if (!isWhole) lead.push(paragraph("`/briefing search` finds the others."));
  return makeMessage("Briefings", count, { lead });
}

/** The briefings that have the words, best first. */
export function composeSearch(words: string, hits: readonly Briefing[]): Message {
  if (hits.length === 0) {
    return composeNote(
      `No briefing contains ${echo(words)}. \`/briefing list\` shows what there is.`,
    );
  }
  const title = `Search: ${shorten(words, longestEcho)}`;
  const count = counted(hits.length, "briefing");
  return makeMessage(title, count, {
    lead: [
      heading(1, title),
      { type: "meta", parts: [[{ text: count }]] },
      ...hits.map((briefing) => entry(briefing, gist(briefing))),
    ],
  });
}

/** A command as the help names it; `CommandSpec` of the platform port is one. */
export interface DescribedCommand {
  name: string;
  description: string;
  subcommands: readonly {
    name: string;
    description: string;
    options?: readonly { name: string; required: boolean; type?: "text" | "flag" | "choice" }[];
  }[];
}

type DescribedOption = NonNullable<DescribedCommand["subcommands"][number]["options"]>[number];

/** The first text is what follows; every other one is written with its name. */
function usage(
  { name, required, type }: DescribedOption,
  index: number,
  options: readonly DescribedOption[],
): string {
  const isFirst = options.findIndex((each) => each.type !== "flag") === index;
  const word = type === "flag" ? name : isFirst ? `<${name}>` : `${name}:…`;
  return required ? ` ${word}` : ` [${word}]`;
}

function helpItems(command: DescribedCommand): readonly ListItem[] {
  return command.subcommands.map(({ name, description, options = [] }) => ({
    depth: 0,
    ordinal: null,
    spans: [
      { text: `/${command.name} ${name}${options.map(usage).join("")}`, style: { code: true } },
      { text: ` — ${description}` },
    ],
  }));
}

/** Every command with what it does. `note` stands first: what was not understood, with commands in backticks. */
export function composeHelp(commands: readonly DescribedCommand[], note?: string): Message {
  const title = "What I can do";
  return makeMessage(
    note?.replaceAll("`", "") ?? title,
    commands.map(({ name }) => `/${name}`).join(", "),
    {
      lead: [
        ...(note === undefined ? [] : [paragraph(note)]),
        heading(1, title),
        ...commands.map((command): Block => ({ type: "list", items: helpItems(command) })),
        paragraph(
          "Press Ask under a briefing, or mention me in its thread and ask: I answer with the article's own words, or say that it does not say.",
        ),
      ],
    },
  );
}

/** Nothing is called so; `near` is what may have been meant. */
export function composeNoBriefing(name: string, near: readonly Briefing[]): Message {
  const unknown = `I know no briefing called ${echo(name)}.`;
  if (near.length === 0) return composeNote(`${unknown} \`/briefing list\` shows what there is.`);
  const text = `${unknown} Did you mean ${near.length === 1 ? "this one" : "one of these"}?`;
  return makeMessage("No such briefing", text, {
    lead: [paragraph(text), ...near.map((briefing) => entry(briefing))],
  });
}

/** There are no briefings at all, or none on a topic. */
export function composeNothing(topic?: string): Message {
  if (topic !== undefined) {
    return composeNote(
      `There are no briefings on ${echo(topic)}. \`/briefing list\` shows what there is.`,
    );
  }
  return composeNote(
    "There are no briefings yet. Put an article into the folder `briefings/` and it is here in a moment; `briefings/README.md` shows how to write one.",
  );
}
