/** A question and briefings give verbatim quotes, or an honest "the briefing does not say". */
import type { Briefing } from "../briefing/briefing.ts";
import { createArchiveIndex, likelyBriefings, type ArchiveIndex } from "./archive-index.ts";
import type { Section } from "./passages.ts";
import {
  asksForGist,
  asksForInsights,
  parseQuestion,
  topicAsked,
  type Question,
} from "./question.ts";
import { isAskedOtherwise, readBriefing, readShort, type Found, type Reading } from "./reading.ts";
import { sameWords, type Tier } from "./rank.ts";
import { talkIn, withoutMarkup } from "./talk.ts";
import { wordsOf } from "./words.ts";

export interface Quote {
  /** A verbatim piece of the article: a slice of one block, or a whole cell of a table. */
  text: string;
  section: Section;
  /** What it stands under: the aspect of an insights row, or the sub-heading. */
  heading?: string;
  /** The id of the briefing it stands in. */
  briefing: string;
  title: string;
}

export interface Answer {
  /** `sure`: the article says so. `middle`: the closest passages, which may not answer. `low`: it does not say. */
  tier: Tier;
  /** Best first, at most three, no two that say the same words; empty when `low`. */
  quotes: readonly Quote[];
  /** Only when `low`: another briefing that surely answers. */
  elsewhere?: { id: string; title: string };
  /** Only when `low`, and one briefing was asked: it is written in another language than the question. */
  otherLanguage?: true;
}

export interface AnswerOptions {
  /** The earlier questions of this thread, oldest first. */
  previous?: readonly string[];
  /** Where to look for another briefing that answers, and what makes many briefings quick to search. */
  archive?: ArchiveIndex;
  /** Which briefings of the archive may be told of; without it those that are ready and under no embargo. */
  mayTell?: (briefing: Briefing) => boolean;
}

const maxQuotes = 3;
/** At most so many briefings are read for one question: those whose words fit best. */
const maxRead = 3;
/** So much worse may the fuller wording of a passage score and still be quoted in its place. */
const worthTheBody = 1;

/** The preface and the summary say in short what the body says in full: the body is quoted where both do. */
function inFull(one: Found, found: readonly Found[]): Found {
  if (one.passage.section !== "Preface" && one.passage.section !== "Lazy bag") return one;
  const fuller = found.find(
    ({ passage, stems, score }) =>
      passage.section === "Main Body" &&
      score >= one.score - worthTheBody &&
      sameWords(stems, one.stems),
  );
  return fuller ?? one;
}

/** A sentence that ends open, as "The aims are:", says nothing without the list behind it. */
function listBehind(one: Found | undefined, found: readonly Found[]): readonly Found[] {
  if (
    one === undefined ||
    one.passage.item !== undefined ||
    /[.!?…]\P{L}*$/u.test(one.passage.text)
  )
    return [];
  return found
    .filter(
      ({ passage: { section, item, paragraph } }) =>
        section === one.passage.section &&
        item !== undefined &&
        paragraph - item - 1 === one.passage.paragraph,
    )
    .toSorted((a, b) => a.passage.paragraph - b.passage.paragraph);
}

function quotesOf({ briefing, found }: Pick<Reading, "briefing" | "found">): readonly Quote[] {
  const chosen: Found[] = [];
  for (const candidate of found) {
    const full = inFull(candidate, found);
    if (chosen.length === 1) chosen.push(...listBehind(chosen[0], found));
    if (!chosen.some((other) => sameWords(other.stems, full.stems))) chosen.push(full);
    if (chosen.length >= maxQuotes) break;
  }
  return chosen.slice(0, maxQuotes).map(({ passage: { text, section, context, cell } }) => ({
    text,
    section,
    ...(context === "" || cell ? {} : { heading: context }),
    briefing: briefing.id,
    title: briefing.title,
  }));
}

function bestReading(question: Question, briefings: readonly Briefing[]): Reading | undefined {
  return briefings
    .map((briefing) => readBriefing(question, briefing))
    .toSorted((a, b) => b.confidence - a.confidence)[0];
}

function isOpen({ status, embargoUntil }: Briefing): boolean {
  return status === "ready" && embargoUntil === undefined;
}

function elsewhere(
  question: Question,
  read: readonly Briefing[],
  { archive, mayTell = isOpen }: AnswerOptions,
): { elsewhere?: { id: string; title: string } } {
  if (archive === undefined) return {};
  const ids = new Set(read.map(({ id }) => id));
  const others = likelyBriefings(
    archive,
    question,
    maxRead,
    (briefing) => !ids.has(briefing.id) && mayTell(briefing),
  );
  const best = bestReading(question, others);
  if (best?.tier !== "sure") return {};
  return { elsewhere: { id: best.briefing.id, title: best.briefing.title } };
}

/** A question goes through ten thousand more than once, and the next one through the same. */
const byIds = new WeakMap<readonly Briefing[], ReadonlyMap<string, Briefing>>();

function byIdOf(briefings: readonly Briefing[]): ReadonlyMap<string, Briefing> {
  const known = byIds.get(briefings);
  if (known !== undefined) return known;
  const byId = new Map(briefings.map((briefing) => [briefing.id, briefing]));
  byIds.set(briefings, byId);
  return byId;
}

/** Those worth reading; the archive knows which words stand where. */
function likely(
  question: Question,
  briefings: readonly Briefing[],
  archive: ArchiveIndex | undefined,
): readonly Briefing[] {
  if (briefings.length <= maxRead) return briefings;
  const byId = byIdOf(briefings);
  const index = archive ?? createArchiveIndex(briefings);
  return likelyBriefings(index, question, maxRead, ({ id }) => byId.has(id)).flatMap(
    ({ id }) => byId.get(id) ?? [],
  );
}

/** The article that answered what this question leans on; it is talked of, however else the question is meant. */
function talkedOf(
  { about }: Question,
  briefings: readonly Briefing[],
  archive: ArchiveIndex | undefined,
): readonly Briefing[] {
  if (about === undefined) return briefings;
  const best = bestReading(about, likely(about, briefings, archive));
  return best === undefined || best.tier === "low" ? briefings : [best.briefing];
}

/** What the one article of many says in short that has all of what is asked about in its title. */
function onTopic(
  asked: string,
  briefings: readonly Briefing[],
  archive: ArchiveIndex | undefined,
): Answer | undefined {
  const topic = topicAsked(asked);
  if (topic.length === 0) return undefined;
  const [question] = parseQuestion(asked);
  const briefing = likely(question, briefings, archive).find(({ title }) => {
    const stems = new Set(wordsOf(title).map(({ stem }) => stem));
    return topic.every((stem) => stems.has(stem));
  });
  const found = briefing === undefined ? [] : readShort(briefing, "Lazy bag");
  if (briefing === undefined || found.length === 0) return undefined;
  return { tier: "sure", quotes: quotesOf({ briefing, found }) };
}

/**
 * Answers from `briefings` alone; of what else the archive holds at most a
 * title is told. Time is bounded: a question is cut after 1,000 characters and
 * few briefings are read closely. Hand in the archive with many briefings:
 * without it their words are gathered anew for every question.
 */
export function answerFrom(
  question: string,
  briefings: readonly Briefing[],
  options: AnswerOptions = {},
): Answer {
  const asked = withoutMarkup(question);
  if (talkIn(asked) !== undefined) return { tier: "low", quotes: [] };
  const [only, another] = briefings;
  const isGist = asksForGist(asked);
  if (only !== undefined && another === undefined && (isGist || asksForInsights(asked))) {
    const found = readShort(only, isGist ? "Lazy bag" : "Key Insights Table");
    if (found.length > 0) return { tier: "sure", quotes: quotesOf({ briefing: only, found }) };
  }
  const told = another === undefined ? undefined : onTopic(asked, briefings, options.archive);
  if (told !== undefined) return told;
  const ways = parseQuestion(asked, options.previous?.map(withoutMarkup));
  let among = briefings;
  for (const way of ways) {
    if (among.length > 1) among = talkedOf(way, among, options.archive);
    const best = bestReading(way, likely(way, among, options.archive));
    if (best !== undefined && best.tier !== "low")
      return { tier: best.tier, quotes: quotesOf(best) };
  }
  const isOther = only !== undefined && another === undefined && isAskedOtherwise(ways[0], only);
  return {
    tier: "low",
    quotes: [],
    ...(isOther ? { otherLanguage: true } : {}),
    ...elsewhere(ways[0], briefings, options),
  };
}
