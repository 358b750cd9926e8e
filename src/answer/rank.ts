/** Which passages of an article fit a question best, and how surely they answer it. */
import { rarity, type Article, type Sentence } from "./article.ts";
import type { Question } from "./question.ts";

export interface Ranked {
  sentence: Sentence;
  score: number;
}

export interface Ranking {
  /** Best first. */
  ranked: readonly Ranked[];
  /** From 0 to 1: how likely the best passages hold the answer. */
  confidence: number;
}

function coverage(question: Question, article: Article, sentence: Sentence): number {
  let found = 0;
  let total = 0;
  for (const { stem, weight } of question.terms) {
    const worth = weight * rarity(article, stem);
    total += worth;
    if (sentence.stems.has(stem) || article.titleStems.has(stem)) found += worth;
  }
  return total === 0 ? 0 : found / total;
}

export function rank(question: Question, article: Article): Ranking {
  const query = question.terms.map(({ stem }) => stem).join(" ");
  if (query === "") return { ranked: [], confidence: 0 };
  const ranked = article.index.search(query).flatMap(({ id, score }) => {
    const sentence = typeof id === "number" ? article.sentences[id] : undefined;
    return sentence === undefined ? [] : [{ sentence, score }];
  });
  const best = ranked[0];
  return {
    ranked,
    confidence: best === undefined ? 0 : coverage(question, article, best.sentence),
  };
}
