/** One question put to one briefing: its passages in order, and in which tier they answer. */
import type { Briefing } from "../briefing/briefing.ts";
import { articleOf, type Article } from "./article.ts";
import {
  isEnglish,
  isOtherLanguage,
  prepareForeign,
  readForeign,
  type ForeignArticle,
} from "./foreign.ts";
import { passagesOf, type Passage } from "./passages.ts";
import type { Question } from "./question.ts";
import { readArticle, type Tier } from "./rank.ts";
import { wordsOf } from "./words.ts";
import { trained } from "./weights.ts";

export interface Found {
  passage: Passage;
  /** What it says, for telling repetitions. */
  stems: ReadonlySet<string>;
  score: number;
}

export interface Reading {
  briefing: Briefing;
  /** Best first. */
  found: readonly Found[];
  confidence: number;
  tier: Tier;
}

type Prepared = { english: true; article: Article } | { english: false; article: ForeignArticle };

/** Share of a question's letters that has to be found in an article without trained weights. */
const foreignFrom = { middle: 0.42, sure: 0.7 };
/** Each takes a quarter of a megabyte; these are the ones asked last. */
const maxPrepared = 16;
const prepared = new Map<Briefing, Prepared>();

function speaksEnglish({ language }: Briefing, passages: readonly Passage[]): boolean {
  if (language !== undefined) return /^en(?:-|$)/i.test(language);
  return isEnglish(passages.map(({ text }) => text).join(" "));
}

/** Preparing takes longer than asking, and threads ask the same article again and again. */
function prepare(briefing: Briefing): Prepared {
  const ready = prepared.get(briefing) ?? prepareAnew(briefing);
  prepared.delete(briefing);
  prepared.set(briefing, ready);
  const [oldest] = prepared.keys();
  if (prepared.size > maxPrepared && oldest !== undefined) prepared.delete(oldest);
  return ready;
}

function prepareAnew(briefing: Briefing): Prepared {
  const passages = passagesOf(briefing);
  return speaksEnglish(briefing, passages)
    ? { english: true, article: articleOf(briefing.title, passages) }
    : { english: false, article: prepareForeign(passages) };
}

function foreignTier(confidence: number): Tier {
  if (confidence >= foreignFrom.sure) return "sure";
  return confidence >= foreignFrom.middle ? "middle" : "low";
}

/** True when the question is in another language than the article, so that words cannot tell whether it answers. */
export function isAskedOtherwise({ text }: Question, briefing: Briefing): boolean {
  return isOtherLanguage(text, prepare(briefing).english);
}

/** What the article says of itself in short: its summary, or its table of insights. */
export function readShort(
  briefing: Briefing,
  where: "Lazy bag" | "Key Insights Table",
): readonly Found[] {
  return passagesOf(briefing)
    .filter(({ section }) => section === where)
    .map((passage, at) => ({
      passage,
      stems: new Set(wordsOf(passage.text).map(({ stem }) => stem)),
      score: -at,
    }));
}

export function readBriefing(question: Question, briefing: Briefing): Reading {
  const { english, article } = prepare(briefing);
  if (!english) {
    const { ranked, confidence } = readForeign(question.text, article);
    const found = ranked.map(({ passage, stems }, at) => ({ passage, stems, score: -at }));
    return { briefing, found, confidence, tier: foreignTier(confidence) };
  }
  const { ranked, ...verdict } = readArticle(question, article, trained);
  const found = ranked.map(({ sentence: { passage, stems }, score }) => ({
    passage,
    stems,
    score,
  }));
  return { briefing, found, ...verdict };
}
