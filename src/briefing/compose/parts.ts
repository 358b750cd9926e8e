/** What several messages are made of. */
import type { Heading, ListItem, Paragraph, Span, TextBlock, TextSpan } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import type { Fate } from "../fate.ts";
import type { Action, Block, Button, Card, LinkButton, Message } from "../message.ts";
import { plainSpans, plainText } from "../plain.ts";
import { firstSentences, oneLine, readMinutes, shorten } from "../words.ts";

/** A push notification shows about this much. */
const longestNotice = 200;
/** A card is a glance. */
const longestCardText = 200;

export function heading(level: 1 | 2, text: string): Heading {
  return { type: "heading", level, spans: [{ text }] };
}

/** A paragraph of our own words, in which `backticks` mark what is typed. */
export function paragraph(text: string): Paragraph {
  return { type: "paragraph", spans: spansOf(text) };
}

/** Day and time, in the reader's own zone where the platform can. `at` is ISO 8601 in UTC. */
export function time(at: string): Span {
  return { at, show: "datetime" };
}

/** Of a list without levels and numbers. */
export function item(...spans: readonly Span[]): ListItem {
  return { depth: 0, ordinal: null, spans };
}

function spansOf(text: string): readonly TextSpan[] {
  return text
    .split(/`([^`]+)`/u)
    .map((piece, index) =>
      index % 2 === 1 ? { text: piece, style: { code: true as const } } : { text: piece },
    )
    .filter((span) => span.text !== "");
}

/** `more` says in a sentence what the title does not. */
export function makeMessage(
  title: string,
  more: string,
  { lead = [], thread = [] }: Partial<Pick<Message, "lead" | "thread">>,
): Message {
  const line = oneLine(title) || "Briefing";
  const rest = shorten(more, longestNotice);
  return { title: line, notice: rest === "" ? line : `${line} — ${rest}`, lead, thread };
}

/** The summary as running text, its items and paragraphs set apart. */
function teaser(blocks: readonly TextBlock[]): string {
  return blocks
    .flatMap((block) => {
      if (block.type === "list") return block.items.map(({ spans }) => plainSpans(spans));
      return block.type === "heading" ? [] : [plainText([block])];
    })
    .map(oneLine)
    .filter((text) => text !== "")
    .reduce((all, text) => {
      if (all === "") return text;
      return /[.!?…:。！？]["'”’»)]*$/u.test(all) ? `${all} ${text}` : `${all} · ${text}`;
    }, "");
}

/** The first sentences of what a briefing is about. */
export function gist({ summary, preface }: Briefing): string {
  return firstSentences(teaser(summary) || teaser(preface), longestCardText);
}

export function prefaceGist({ preface, summary }: Briefing): string {
  return firstSentences(teaser(preface) || teaser(summary), longestNotice);
}

type Parts = readonly (readonly Span[])[];

/** Where it comes from, how long it takes and from when it is. */
export function facts(briefing: Briefing): Parts {
  const { source, author, body, publishedAt, updatedAt } = briefing;
  const parts: (readonly Span[])[] = [];
  if (source !== undefined) {
    const { name, url } = source;
    parts.push([url === undefined ? { text: name } : { text: name, href: url }]);
  }
  if (author !== undefined) parts.push([{ text: author }]);
  parts.push([{ text: `${readMinutes(plainText(body))} min read` }]);
  if (publishedAt !== undefined) parts.push([{ at: publishedAt, show: "date" }]);
  if (updatedAt !== undefined) parts.push([{ text: "Updated " }, { at: updatedAt, show: "date" }]);
  return parts;
}

/** The part of `facts` that fits on a card. */
export function cardFacts({ source, body, publishedAt }: Briefing): Parts {
  const parts: (readonly Span[])[] = [];
  if (source !== undefined) parts.push([{ text: source.name }]);
  parts.push([{ text: `${readMinutes(plainText(body))} min read` }]);
  if (publishedAt !== undefined) parts.push([{ at: publishedAt, show: "date" }]);
  return parts;
}

export function readButton({ id }: Briefing): Button {
  return { type: "button", id: `read:${id}`, label: "Read in thread" };
}

export function askButton({ id }: Briefing): Button {
  return { type: "button", id: `ask:${id}`, label: "Ask" };
}

export function openButton({ id }: Pick<Briefing, "id">): Button {
  return { type: "button", id: `show:${id}`, label: "Open" };
}

/** How a briefing stands to others of its story, in small print. */
export function story({ updates }: Briefing, { earlier, updatedBy }: Fate): Parts {
  const parts: (readonly Span[])[] = [];
  if (earlier !== undefined) parts.push([{ text: `Update of “${oneLine(earlier.title)}”` }]);
  else if (updates !== undefined) parts.push([{ text: "Update of an earlier briefing" }]);
  if (updatedBy !== undefined) parts.push([{ text: `Updated by “${oneLine(updatedBy.title)}”` }]);
  return parts;
}

/** The ways to the others, as far as they lead somewhere. */
export function storyButtons({ earlier, updatedBy }: Fate): readonly Button[] {
  return [
    ...(updatedBy === undefined ? [] : [{ ...openButton(updatedBy), label: "Open the update" }]),
    ...(earlier === undefined ? [] : [{ ...openButton(earlier), label: "Earlier briefing" }]),
  ];
}

/** Empty when the briefing names no address. */
export function sourceLink({ source }: Briefing): readonly LinkButton[] {
  return source?.url === undefined ? [] : [{ type: "link", label: "Source", href: source.url }];
}

interface CardParts {
  subtitle: Parts;
  body: string;
  actions: readonly Action[];
}

export function card(briefing: Briefing, { subtitle, body, actions }: CardParts): Card {
  return {
    type: "card",
    title: [{ text: oneLine(briefing.title) }],
    subtitle,
    body: body === "" ? [] : [{ text: body }],
    actions,
  };
}

/** For somebody who looks for a briefing: its name, its date, and a button to open it. */
export function entry(briefing: Briefing, body = ""): Card {
  const { id, publishedAt } = briefing;
  const name: readonly Span[] = [{ text: id, style: { code: true } }];
  return card(briefing, {
    subtitle: publishedAt === undefined ? [name] : [name, [{ at: publishedAt, show: "date" }]],
    body,
    actions: [openButton(briefing)],
  });
}

/** A section with its heading; nothing when there is nothing in it. */
export function section(title: string, blocks: readonly Block[]): readonly Block[] {
  return blocks.length === 0 ? [] : [heading(2, title), ...blocks];
}
