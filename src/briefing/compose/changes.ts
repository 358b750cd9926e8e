/** What is said in a thread when the story moves: short, and in the article's own words. Pure. */
import type { Span, ListItem } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import type { Change } from "../changes.ts";
import type { Message } from "../message.ts";
import { oneLine, shorten } from "../words.ts";
import { makeMessage, openButton, paragraph } from "./parts.ts";

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

/** For the thread under the post; `broadcast` shows it in the channel as well, where the platform can. */
export function composeChanges(
  { title }: Briefing,
  changes: readonly Change[],
  { broadcast = false }: { broadcast?: boolean } = {},
): Message {
  const more = changes.length - mostShown;
  const thread = [
    paragraph(`What changed in “${oneLine(title)}”:`),
    { type: "list", items: changes.slice(0, mostShown).map(itemOf) } as const,
    ...(more > 0 ? [paragraph(`And ${more} more.`)] : []),
  ];
  const message = makeMessage(title, "what changed in the article", { thread });
  return broadcast ? { ...message, broadcast } : message;
}

/** For the channel, where it cannot show what stands in a thread: short, with the way in. */
export function composeMoved(briefing: Briefing, changes: readonly Change[]): Message {
  const { title } = briefing;
  return makeMessage(title, "what changed in the article", {
    lead: [
      paragraph(`“${oneLine(title)}” was updated:`),
      { type: "list", items: changes.slice(0, 1).map(itemOf) },
      { type: "actions", items: [openButton(briefing)] },
    ],
  });
}
