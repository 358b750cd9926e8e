/** What is said in a thread when the story moves: short, and in the article's own words. Pure. */
import type { ListItem, Paragraph, Span } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import type { Change, News } from "../changes.ts";
import type { Fate } from "../fate.ts";
import type { Block, Message } from "../message.ts";
import { oneLine } from "../words.ts";
import { contrast, quote } from "./contrast.ts";
import { makeMessage, openButton, paragraph, story } from "./parts.ts";

/** A note is a glance: so many changes, and how many more there are. */
const mostShown = 3;

/** Without the backticks of our own words: the title is somebody else's. */
function plain(text: string): Paragraph {
  return { type: "paragraph", spans: [{ text }] };
}

function nameOf(label: string): readonly Span[] {
  return label === "" ? [] : [{ text: `${oneLine(label)}: `, style: { bold: true } }];
}

function itemOf(change: Change): ListItem {
  const name = nameOf(change.label ?? (change.where === "Title" ? "Title" : ""));
  if (change.kind !== "changed") {
    const what = change.kind === "added" ? "New: " : "No longer said: ";
    return { depth: 0, ordinal: null, spans: [...name, { text: what }, quote(change.text)] };
  }
  const [before, after] = contrast(change.before, change.after);
  const spans = [
    ...name,
    { text: name.length === 0 ? "Was " : "was " },
    ...before,
    { text: ", is now " },
    ...after,
  ];
  return { depth: 0, ordinal: null, spans };
}

/** For the thread under the post; `broadcast` shows it in the channel as well, where the platform can. */
export function composeChanges(
  { title }: Briefing,
  changes: readonly Change[],
  { broadcast = false }: { broadcast?: boolean } = {},
): Message {
  const thread = [
    plain(`What changed in “${oneLine(title)}”:`),
    ...few(changes.map(itemOf), mostShown),
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
      ...few(changes.map(itemOf), 1),
      { type: "actions", items: [openButton(briefing)] },
    ],
  });
}

/** The first so many, and how many more there are. */
function few(items: readonly ListItem[], most: number): readonly Block[] {
  const more = items.length - most;
  return [
    ...(items.length === 0 ? [] : [{ type: "list", items: items.slice(0, most) } as const]),
    ...(more > 0 ? [paragraph(`And ${more} more.`)] : []),
  ];
}

export interface FollowUp {
  briefing: Briefing;
  /** What it is an update of, where that may be named. */
  earlier?: NonNullable<Fate["earlier"]>;
  news: readonly News[];
}

/**
 * A new part of a story, with only what it adds: for the thread of the earlier part, for its channel, or for both in
 * one message where the platform can.
 */
export function composeFollowUp(
  { briefing, earlier, news }: FollowUp,
  place: "thread" | "channel" | "both",
): Message {
  const { title } = briefing;
  const items = news.map(({ label = "", text }): ListItem => ({
    depth: 0,
    ordinal: null,
    spans: [...nameOf(label), quote(text)],
  }));
  const name: Block = {
    type: "paragraph",
    spans: [{ text: "Update: " }, { text: oneLine(title), style: { bold: true } }],
  };
  const blocks: readonly Block[] = [
    name,
    ...(earlier === undefined
      ? []
      : [{ type: "meta" as const, parts: story(briefing, { earlier }) }]),
    ...few(items, place === "channel" ? 1 : mostShown),
    { type: "actions", items: [openButton(briefing)] },
  ];
  const message = makeMessage(
    title,
    "an update",
    place === "channel" ? { lead: blocks } : { thread: blocks },
  );
  return place === "both" ? { ...message, broadcast: true } : message;
}
