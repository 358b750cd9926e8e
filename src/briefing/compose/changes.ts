/** What is said in a thread when the story moves: short, and in the article's own words. Pure. */
import type { ListItem, Paragraph, Span } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import type { Change } from "../changes.ts";
import type { Block, Message } from "../message.ts";
import { oneLine, shorten } from "../words.ts";
import { makeMessage, openButton, paragraph } from "./parts.ts";

/** A note is a glance: so many changes, and how many more there are. */
const mostShown = 3;
const longestQuote = 300;

function quote(text: string): Span {
  return { text: `“${shorten(text, longestQuote)}”` };
}

/** Without the backticks of our own words: the title is somebody else's. */
function plain(text: string): Paragraph {
  return { type: "paragraph", spans: [{ text }] };
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
    plain(`What changed in “${oneLine(title)}”:`),
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
      plain(`“${oneLine(title)}” was updated:`),
      { type: "list", items: changes.slice(0, 1).map(itemOf) },
      { type: "actions", items: [openButton(briefing)] },
    ],
  });
}

/**
 * A new part of a story, with only what it adds: for the thread of the earlier part, for its channel, or for both in
 * one message where the platform can.
 */
export function composeFollowUp(
  briefing: Briefing,
  news: readonly string[],
  place: "thread" | "channel" | "both",
): Message {
  const { title } = briefing;
  const shown = news.slice(0, place === "channel" ? 1 : mostShown);
  const more = news.length - shown.length;
  const items = shown.map((text): ListItem => ({ depth: 0, ordinal: null, spans: [quote(text)] }));
  const name: Block = {
    type: "paragraph",
    spans: [{ text: "Update: " }, { text: oneLine(title), style: { bold: true } }],
  };
  const blocks = [
    name,
    ...(items.length === 0 ? [] : [{ type: "list", items } as const]),
    ...(more > 0 && shown.length > 0 ? [paragraph(`And ${more} more.`)] : []),
    { type: "actions", items: [openButton(briefing)] } as const,
  ];
  const message = makeMessage(
    title,
    "an update",
    place === "channel" ? { lead: blocks } : { thread: blocks },
  );
  return place === "both" ? { ...message, broadcast: true } : message;
}
