/** Messages that show briefings: one, in several forms, and many as a digest. Pure. */
import type { Paragraph, Span, Table } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import type { Fate } from "../fate.ts";
import {
  askButton,
  card,
  cardFacts,
  facts,
  gist,
  heading,
  makeMessage,
  paragraph,
  prefaceGist,
  openButton,
  readButton,
  section,
  sourceLink,
  story,
  storyButtons,
} from "./parts.ts";
import type { Action, Block, Message } from "../message.ts";
import { type Leaf, leafButtons } from "./pages.ts";
import { dayWords, longDay } from "../days.ts";
import { counted, shorten } from "../words.ts";

export {
  composeHelp,
  composeList,
  composeNoBriefing,
  composeNothing,
  composeSearch,
} from "./lists.ts";
export {
  composeFailure,
  composeMistake,
  composeInThread,
  composeNote,
  composeShared,
} from "./notes.ts";

/** `compact` is what fits a glance, `full` has the whole article, the body in the thread. */
export type BriefingForm = "compact" | "full";

function insightsTable({ insights }: Briefing): readonly Table[] {
  if (insights.rows.length === 0) return [];
  const [aspect, description] = insights.header;
  return [
    {
      type: "table",
      header: [[{ text: aspect }], [{ text: description }]],
      rows: insights.rows.map((row) => [row.aspect, row.description]),
    },
  ];
}

function front(briefing: Briefing, buttons: readonly Action[], fate: Fate = {}): readonly Block[] {
  const actions = [...buttons, ...storyButtons(fate)];
  const links = story(briefing, fate);
  return [
    heading(1, briefing.title),
    { type: "meta", parts: facts(briefing) },
    ...(links.length === 0 ? [] : [{ type: "meta" as const, parts: links }]),
    ...briefing.preface,
    ...section("Lazy bag", briefing.summary),
    ...section("Key insights", insightsTable(briefing)),
    ...(actions.length === 0 ? [] : [{ type: "actions" as const, items: actions }]),
  ];
}

const noBody = paragraph("This briefing has no further text.");

function mainBody({ body }: Briefing): readonly Block[] {
  return body.length === 0 ? [noBody] : section("Main Body", body);
}

/** In place of everything that a withdrawn briefing said. */
function withdrawn(at: string): Paragraph {
  return {
    type: "paragraph",
    spans: [{ text: "This briefing was withdrawn on " }, { at, show: "date" }, { text: "." }],
  };
}

/** A briefing for a channel. */
export function composeBriefing(briefing: Briefing, form: BriefingForm, fate: Fate = {}): Message {
  const { withdrawnAt } = fate;
  if (withdrawnAt !== undefined) {
    const lead = [heading(1, briefing.title), withdrawn(withdrawnAt)];
    return makeMessage(briefing.title, "withdrawn", { lead });
  }
  const message = makeMessage(briefing.title, prefaceGist(briefing), {
    lead: front(
      briefing,
      [{ ...readButton(briefing), primary: true }, askButton(briefing), ...sourceLink(briefing)],
      fate,
    ),
    thread: form === "full" ? mainBody(briefing) : [],
  });
  return { ...message, topics: briefing.topics };
}

/**
 * The body, for the thread under the post; the lead stays empty. It has its title, because a digest's thread may hold
 * several.
 */
export function composeFullText(briefing: Briefing, { withdrawnAt }: Fate = {}): Message {
  const { title, body } = briefing;
  const whole = body.length === 0 ? [noBody] : body;
  const text = withdrawnAt === undefined ? whole : [withdrawn(withdrawnAt)];
  return makeMessage(title, "the full text", { thread: [heading(1, title), ...text] });
}

/** A briefing for somebody who asked alone; they may read on, or post it for all. */
export function composePrivate(briefing: Briefing, fate: Fate = {}): Message {
  const { id } = briefing;
  const buttons: readonly Action[] = [
    { type: "button", id: `full:${id}`, label: "Read in full", primary: true },
    { type: "button", id: `share:${id}`, label: "Post here" },
    askButton(briefing),
    ...sourceLink(briefing),
  ];
  const lead = front(briefing, buttons, fate);
  return makeMessage(briefing.title, prefaceGist(briefing), { lead });
}

export interface DigestOptions {
  /** "Morning digest" */
  title: string;
  /** The day it is for, "2026-11-24", where its schedule is at home. */
  date?: string;
  /** Of digests from before they had their day: the instant, ISO 8601 in UTC. */
  at?: string;
  /** It is no news, but what was read most in the last week. */
  occasion?: "most-read";
  /** By id, what became of those that are not as they were. */
  fates?: ReadonlyMap<string, Fate>;
  /** For somebody who asked alone: there is no thread to read in, so a card opens, and it has pages. */
  alone?: Leaf;
}

const mostRead = "This was read most here in the last seven days:";

/** A digest has one date, whoever reads it: near midnight every reader's own would be another. */
function dayOf(date: string | undefined, at: string | undefined): readonly (readonly Span[])[] {
  if (date !== undefined) return [[{ text: longDay(date) }]];
  return at === undefined ? [] : [[{ at, show: "date" }]];
}

/** So many cards stand in the channel, the others in the thread. */
const digestLead = 5;
/** So many have a card; the others are lines of a list, so that very many at once flood no thread either. */
const mostCards = 50;
const longestLine = 150;

function digestCard(briefing: Briefing, fate: Fate, isAlone: boolean): Block {
  const { withdrawnAt } = fate;
  if (withdrawnAt !== undefined) {
    const { spans } = withdrawn(withdrawnAt);
    return { ...card(briefing, { subtitle: [], body: "", actions: [] }), body: spans };
  }
  return card(briefing, {
    subtitle: [...story(briefing, fate), ...cardFacts(briefing)],
    body: gist(briefing),
    // Opened, it has all of them; with one button each, five fit into one answer everywhere.
    actions: isAlone
      ? [openButton(briefing)]
      : [readButton(briefing), askButton(briefing), ...sourceLink(briefing), ...storyButtons(fate)],
  });
}

/** What has no card any more, by name; none, no blocks. */
function digestLines(
  briefings: readonly Briefing[],
  fates: ReadonlyMap<string, Fate> | undefined,
): readonly Block[] {
  if (briefings.length === 0) return [];
  const items = briefings.map(({ id, title }) => {
    const isWithdrawn = fates?.get(id)?.withdrawnAt !== undefined;
    const name: Span = isWithdrawn ? { text: "withdrawn" } : { text: id, style: { code: true } };
    return {
      depth: 0,
      ordinal: null,
      spans: [{ text: `${shorten(title, longestLine)} · ` }, name],
    };
  });
  const lead = `And ${briefings.length} more. \`/briefing show\` with the name opens one:`;
  return [paragraph(lead), { type: "list", items }];
}

/** Several briefings in one post, in the given order. */
export function composeDigest(
  briefings: readonly Briefing[],
  { title, date, at, occasion, alone, fates }: DigestOptions,
): Message {
  const isAgain = occasion === "most-read";
  const count = isAgain
    ? "most read of the week"
    : briefings.length === 0
      ? "nothing new"
      : counted(briefings.length, "briefing");
  const cards = briefings
    .slice(0, mostCards)
    .map((briefing) => digestCard(briefing, fates?.get(briefing.id) ?? {}, alone !== undefined));
  const more = briefings.length - digestLead;
  const lead: Block[] = [
    heading(1, title),
    { type: "meta", parts: [[{ text: count }], ...dayOf(date, at)] },
    ...(isAgain ? [paragraph(`Nothing new since the last digest. ${mostRead}`)] : []),
    ...cards.slice(0, digestLead),
  ];
  if (cards.length === 0) lead.push(paragraph("Nothing new since the last digest."));
  if (more > 0) lead.push({ type: "meta", parts: [[{ text: `${more} more in the thread` }]] });
  if (alone !== undefined) lead.push(...leafButtons(alone));
  const titles = briefings.map((briefing) => briefing.title).join("; ");
  const named = date === undefined ? title : `${title}, ${dayWords(Temporal.PlainDate.from(date))}`;
  const message = makeMessage(named, titles === "" ? count : `${count}: ${titles}`, {
    lead,
    thread: [...cards.slice(digestLead), ...digestLines(briefings.slice(mostCards), fates)],
  });
  return { ...message, topics: [...new Set(briefings.flatMap(({ topics }) => topics))] };
}
