/** What is said in a thread when the story moves: short, and in the article's own words. Pure. */
import type { ListItem, Paragraph, Span } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import type { Change, News } from "../changes.ts";
import type { Fate } from "../fate.ts";
import type { Block, Message } from "../message.ts";
import { counted, oneLine, shorten } from "../words.ts";
import { contrast, quote } from "./contrast.ts";
import { makeMessage, openButton, paragraph, story } from "./parts.ts";

/** A note is a glance: so many changes, and how many more there are. */
const mostShown = 3;
/** Of several briefings in one note. */
const mostTogether = 5;
const longestLabel = 40;

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

/** A briefing as it is now, and what is not as it was; the most important first. */
export interface Edited {
  briefing: Briefing;
  changes: readonly Change[];
}

const titleOf = ({ briefing }: Edited): string => oneLine(briefing.title);

/** Of several briefings the first change of each, by the title. */
function changesIn(edits: readonly Edited[], most: number): readonly Block[] {
  const [first, ...others] = edits;
  if (first !== undefined && others.length === 0) return few(first.changes.map(itemOf), most);
  const items = edits.flatMap((edited) =>
    edited.changes.slice(0, 1).map((change): ListItem => {
      const { spans, ...item } = itemOf(change);
      return { ...item, spans: [...nameOf(titleOf(edited)), ...spans] };
    }),
  );
  return few(items, mostTogether);
}

/** For the thread under the post; `broadcast` shows it in the channel as well, where the platform can. */
export function composeNews(
  edits: readonly Edited[],
  { broadcast = false }: { broadcast?: boolean } = {},
): Message {
  const [first] = edits;
  const isOne = first !== undefined && edits.length === 1;
  const what = isOne ? `“${titleOf(first)}”` : counted(edits.length, "briefing");
  const thread = [plain(`What changed in ${what}:`), ...changesIn(edits, mostShown)];
  const message = isOne
    ? makeMessage(first.briefing.title, "what changed in the article", { thread })
    : makeMessage(`What changed in ${what}`, "", { thread });
  return broadcast ? { ...message, broadcast } : message;
}

/** For the channel, where it cannot show what stands in a thread: short, with the way in. */
export function composeMoved(edits: readonly Edited[]): Message {
  const [first] = edits;
  const isOne = first !== undefined && edits.length === 1;
  const what = isOne ? `“${titleOf(first)}” was` : `${counted(edits.length, "briefing")} were`;
  const buttons = edits.slice(0, mostTogether).map((edited) => {
    const button = openButton(edited.briefing);
    return isOne ? button : { ...button, label: shorten(titleOf(edited), longestLabel) };
  });
  const lead: readonly Block[] = [
    plain(`${what} updated:`),
    ...changesIn(edits, 1),
    { type: "actions", items: buttons },
  ];
  return isOne
    ? makeMessage(first.briefing.title, "what changed in the article", { lead })
    : makeMessage(`${what} updated`, "", { lead });
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
