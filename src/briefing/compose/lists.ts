/** Messages for somebody who looks for a briefing or for help. For the caller alone. Pure. */
import type { ListItem, Span } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import { entry, gist, heading, makeMessage, paragraph } from "./parts.ts";
import { composeNote } from "./notes.ts";
import type { Block, Message } from "../message.ts";
import { type Leaf, leafButtons } from "./pages.ts";
import { counted, shorten } from "../words.ts";

/** What people typed, said back to them; longer is cut. */
const longestEcho = 80;

function echo(typed: string): string {
  return `“${shorten(typed.replaceAll("`", "'"), longestEcho)}”`;
}

export interface ListOptions {
  /** How many briefings there are in all. */
  total: number;
  /** Only those on this topic are in the list. */
  topic?: string;
  leaf: Leaf;
}

/** One page of all briefings, in the given order. */
export function composeList(
  briefings: readonly Briefing[],
  { total, topic, leaf }: ListOptions,
): Message {
  if (total === 0) return composeNothing(topic);
  const count = counted(total, "briefing");
  const title = topic === undefined ? "Briefings" : `Briefings on ${shorten(topic, longestEcho)}`;
  return makeMessage(title, count, {
    lead: [
      heading(1, title),
      { type: "meta", parts: [[{ text: count }], ...pageOf(leaf)] },
      ...briefings.map((briefing) => entry(briefing)),
      ...leafButtons(leaf),
    ],
  });
}

/** "page 2"; nothing for a list that is whole. */
function pageOf({ page, hasNext }: Leaf): readonly (readonly Span[])[] {
  return page === 1 && !hasNext ? [] : [[{ text: `page ${page}` }]];
}

/** One page of the briefings that have the words, best first. */
export function composeSearch(words: string, hits: readonly Briefing[], leaf: Leaf): Message {
  if (hits.length === 0) {
    return composeNote(
      `No briefing contains ${echo(words)}. \`/briefing list\` shows what there is.`,
    );
  }
  const title = `Search: ${shorten(words, longestEcho)}`;
  const isWhole = leaf.page === 1 && !leaf.hasNext;
  const count = isWhole ? counted(hits.length, "briefing") : `page ${leaf.page}`;
  const buttons = leafButtons(leaf);
  return makeMessage(title, count, {
    lead: [
      heading(1, title),
      { type: "meta", parts: [[{ text: count }], ...(isWhole ? [] : [[{ text: "best first" }]])] },
      ...hits.map((briefing) => entry(briefing, gist(briefing))),
      ...buttons,
      ...(leaf.hasNext && buttons.length === 0
        ? [paragraph("There are more. Fewer or other words find them.")]
        : []),
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
    options?: readonly {
      name: string;
      required: boolean;
      type?: "text" | "flag" | "role" | "choice";
    }[];
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

/** More options than these only hide the others. */
const mostOptions = 3;

function helpItems(command: DescribedCommand): readonly ListItem[] {
  return command.subcommands.map(({ name, description, options = [] }) => ({
    depth: 0,
    ordinal: null,
    spans: [
      {
        text: [
          `/${command.name} ${name}`,
          ...options.map(usage).slice(0, mostOptions),
          ...(options.length > mostOptions ? [" …"] : []),
        ].join(""),
        style: { code: true },
      },
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
