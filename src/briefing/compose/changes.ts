/** What is said in a thread when the story moves: short, and in the article's own words. Pure. */
import type { Span, ListItem } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import type { Change } from "../changes.ts";
import type { Message } from "../message.ts";
import { oneLine, shorten } from "../words.ts";
import { heading, makeMessage, openButton, paragraph } from "./parts.ts";

/** A note is a glance: so many changes, and how many more there are. */
const mostShown = 3;
const longestQuote = 300;

function quote(text: string): Span {
  return { text: `“${shorten(text, longestQuote)}”` };
}

function itemOf(change: Change): ListItem {
  const label = oneLine(change.label ?? (change.where === "Title" ? "Title" : ""));
  const name: Span[] = label === "" ? [] : [{ text: `${label}: `, style: { bold: true } }];
  if (change.kind !== "changed") {
    const what = change.kind === "added" ? "New: " : "No longer said: ";
    return { depth: 0, ordinal: null, spans: [...name, { text: what }, quote(change.text)] };
  }
  const spans = [
    ...name,
    { text: "was " },
    quote(change.before),
    { text: ", is now " },
    quote(change.after),
  ];
  return { depth: 0, ordinal: null, spans };
}

/** For the thread under the post; in the channel (`inChannel`) it names the briefing and opens it. */
export function composeChanges(
  briefing: Briefing,
  changes: readonly Change[],
  { inChannel = false }: { inChannel?: boolean } = {},
): Message {
  const { title } = briefing;
  const more = changes.length - mostShown;
  const blocks = [
    inChannel ? heading(2, title) : paragraph(`What changed in “${oneLine(title)}”:`),
    { type: "list", items: changes.slice(0, mostShown).map(itemOf) } as const,
    ...(more > 0 ? [paragraph(`And ${more} more.`)] : []),
    ...(inChannel ? [{ type: "actions", items: [openButton(briefing)] } as const] : []),
  ];
  const notice = "what changed in the article";
  return makeMessage(title, notice, inChannel ? { lead: blocks } : { thread: blocks });
}
