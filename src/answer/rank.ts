/** Which passages of an article fit a question best, and how surely they answer it. */
import { ask, type Asked } from "./asked.ts";
import type { Article, Sentence } from "./article.ts";
import { featuresOf, type Features } from "./features.ts";
import { cueOf, gateFeaturesOf, type GateFeatures } from "./gate.ts";
import type { Question } from "./question.ts";

export type Tier = "sure" | "middle" | "low";

type Weights<T> = Readonly<Record<keyof T, number>>;

/** What `npm run train:answers` learns. */
export interface Model {
  rank: Weights<Features>;
  gate: Weights<GateFeatures>;
  gateBias: number;
  /** Confidence from which an answer is given at all, and from which it is given as sure. */
  middleFrom: number;
  sureFrom: number;
}

export interface Ranked {
  sentence: Sentence;
  features: Features;
  score: number;
}

/** Best first; at least one. */
export type Ranking = readonly [Ranked, ...Ranked[]];

/** Of a long article, as many passages are looked at closely. */
const maxPassages = 64;

function weigh<T extends Readonly<Record<keyof T, number>>>(
  features: T,
  weights: Weights<T>,
): number {
  let sum = 0;
  for (const name in features) sum += features[name] * weights[name];
  return sum;
}

/** The sentences worth a closer look: those that hold most of the question, and their neighbours. */
function candidatesOf({ article, shares }: Asked): readonly Sentence[] {
  if (article.sentences.length <= maxPassages) return article.sentences;
  const promise = shares.map(
    (share, at) => share + 0.5 * Math.max(shares[at - 1] ?? 0, shares[at + 1] ?? 0),
  );
  return article.sentences
    .toSorted((a, b) => (promise[b.index] ?? 0) - (promise[a.index] ?? 0))
    .slice(0, maxPassages);
}

/** Undefined when there is nothing to put in order. */
export function inOrder(
  passages: readonly Omit<Ranked, "score">[],
  weights: Model["rank"],
): Ranking | undefined {
  const [best, ...rest] = passages
    .map(({ sentence, features }) => ({ sentence, features, score: weigh(features, weights) }))
    .toSorted((a, b) => b.score - a.score || a.sentence.index - b.sentence.index);
  return best === undefined ? undefined : [best, ...rest];
}

/** True when the shorter one says hardly anything that the longer one does not. */
export function sameWords(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  return small.difference(large).size <= 0.2 * small.size;
}

/**
 * Without the passages that say again what a better one says: a summary that
 * repeats the body must not make the best passage look less certain.
 */
export function withoutRepetition([best, ...rest]: Ranking): Ranking {
  const kept: [Ranked, ...Ranked[]] = [best];
  for (const one of rest) {
    const said = kept
      .slice(0, 3)
      .some(({ sentence }) => sameWords(sentence.stems, one.sentence.stems));
    if (!said) kept.push(one);
  }
  return kept;
}

export interface Verdict {
  /** From 0 to 1: how likely the best passages hold the answer. */
  confidence: number;
  tier: Tier;
}

const shortQuestion = 3;

/** A short question whose every word stands beside the kind of thing it asks for has found its subject at least. */
function heldWhole(asked: Asked, [{ sentence, features }]: Ranking): boolean {
  const held = asked.held[sentence.index] ?? [];
  const full = asked.terms.flatMap(({ framing }, at) => (framing ? [] : [held[at] ?? 0]));
  const short = full.length > 0 && full.length <= shortQuestion;
  return short && full.every((much) => much === 1) && cueOf(asked, features) === 1;
}

export function judge(asked: Asked, ranking: Ranking, model: Model): Verdict {
  const features = gateFeaturesOf(asked, withoutRepetition(ranking));
  const confidence = 1 / (1 + Math.exp(-(weigh(features, model.gate) + model.gateBias)));
  if (confidence >= model.sureFrom) return { confidence, tier: "sure" };
  const middle = confidence >= model.middleFrom || heldWhole(asked, ranking);
  return { confidence, tier: middle ? "middle" : "low" };
}

export interface ArticleReading extends Verdict {
  ranked: readonly Ranked[];
}

export function readArticle(question: Question, article: Article, model: Model): ArticleReading {
  const asked = ask(question, article);
  const passages = asked.worth === 0 ? [] : candidatesOf(asked);
  const ranking = inOrder(
    passages.map((sentence) => ({ sentence, features: featuresOf(asked, sentence) })),
    model.rank,
  );
  if (ranking === undefined) return { ranked: [], confidence: 0, tier: "low" };
  return { ranked: ranking, ...judge(asked, ranking, model) };
}
