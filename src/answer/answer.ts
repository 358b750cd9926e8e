/** A question and briefings give verbatim quotes, or an honest "the briefing does not say". */
import type { Briefing } from "../briefing/briefing.ts";
import { candidatesFor, type ArchiveIndex } from "./archive-index.ts";
import { prepareArticle, type Article } from "./article.ts";
import type { Section } from "./passages.ts";
import { isSmallTalk, parseQuestion, type Question } from "./question.ts";
import { rank, type Ranked, type Ranking } from "./rank.ts";

export interface Quote {
  /** A verbatim piece of the article: a slice of one block, or a whole cell of a table. */
  text: string;
  section: Section;
  /** The id of the briefing it stands in. */
  briefing: string;
  title: string;
}

export interface Answer {
  /** `sure`: the article says so. `middle`: the closest passages, which may not answer. `low`: it does not say. */
  tier: "sure" | "middle" | "low";
  /** Best first, at most three, no two alike; empty when `low`. */
  quotes: readonly Quote[];
  /** Only when `low`: another briefing that surely answers. */
  elsewhere?: { id: string; title: string };
}

export interface AnswerOptions {
  /** The earlier questions of this thread, oldest first. */
  previous?: readonly string[];
  /** Where to look for another briefing that answers, and what makes many briefings quick to search. */
  archive?: ArchiveIndex;
}

const maxQuotes = 3;
/** More briefings than this are narrowed down by the words of the question first. */
const maxRead = 6;
const sureFrom = 0.75;
const middleFrom = 0.5;
const maxPrepared = 128;
const prepared = new Map<Briefing, Article>();

function articleFor(briefing: Briefing): Article {
  const known = prepared.get(briefing);
  if (known !== undefined) return known;
  const article = prepareArticle(briefing);
  const [oldest] = prepared.keys();
  if (prepared.size >= maxPrepared && oldest !== undefined) prepared.delete(oldest);
  prepared.set(briefing, article);
  return article;
}

function tierOf(confidence: number): Answer["tier"] {
  if (confidence >= sureFrom) return "sure";
  return confidence >= middleFrom ? "middle" : "low";
}

interface Read {
  briefing: Briefing;
  ranking: Ranking;
}

function readOf(question: Question, briefings: readonly Briefing[]): readonly Read[] {
  return briefings
    .map((briefing) => ({ briefing, ranking: rank(question, articleFor(briefing)) }))
    .toSorted((a, b) => b.ranking.confidence - a.ranking.confidence);
}

/** True when one says hardly anything the other does not. */
function alike(a: Ranked, b: Ranked): boolean {
  const [small, large] =
    a.sentence.stems.size <= b.sentence.stems.size
      ? [a.sentence, b.sentence]
      : [b.sentence, a.sentence];
  return small.stems.size > 0 && small.stems.difference(large.stems).size <= 0.2 * small.stems.size;
}

function quotesOf({ briefing, ranking }: Read): readonly Quote[] {
  const chosen: Ranked[] = [];
  for (const candidate of ranking.ranked) {
    if (chosen.length === maxQuotes) break;
    if (!chosen.some((other) => alike(other, candidate))) chosen.push(candidate);
  }
  return chosen.map(({ sentence: { passage } }) => ({
    text: passage.text,
    section: passage.section,
    briefing: briefing.id,
    title: briefing.title,
  }));
}

function elsewhere(
  question: Question,
  read: readonly Briefing[],
  archive: ArchiveIndex | undefined,
): { elsewhere?: { id: string; title: string } } {
  if (archive === undefined) return {};
  const ids = new Set(read.map(({ id }) => id));
  const others = candidatesFor(archive, question, maxRead, (id) => !ids.has(id));
  const [best] = readOf(question, others);
  if (best === undefined || tierOf(best.ranking.confidence) !== "sure") return {};
  return { elsewhere: { id: best.briefing.id, title: best.briefing.title } };
}

/**
 * Answers from `briefings` alone; `archive` may hold more, of which at most the
 * title is told. Pure and bounded: a question is cut after 1,000 characters.
 */
export function answerFrom(
  asked: string,
  briefings: readonly Briefing[],
  options: AnswerOptions = {},
): Answer {
  const { previous = [], archive } = options;
  const question = parseQuestion(asked, previous);
  if (isSmallTalk(asked) || question.terms.length === 0) return { tier: "low", quotes: [] };
  const near = nearest(question, briefings, archive);
  const [best] = readOf(question, near);
  const tier = best === undefined ? "low" : tierOf(best.ranking.confidence);
  if (best === undefined || tier === "low") {
    return { tier: "low", quotes: [], ...elsewhere(question, briefings, archive) };
  }
  return { tier, quotes: quotesOf(best) };
}

function nearest(
  question: Question,
  briefings: readonly Briefing[],
  archive: ArchiveIndex | undefined,
): readonly Briefing[] {
  if (briefings.length <= maxRead || archive === undefined) return briefings;
  const ids = new Set(briefings.map(({ id }) => id));
  return candidatesFor(archive, question, maxRead, (id) => ids.has(id));
}
