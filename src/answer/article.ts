/** A briefing made ready for questions: its passages as words, how rare each word is, and an index. */
import MiniSearch from "minisearch";
import type { Passage } from "./passages.ts";
import { wordsOf, type Word } from "./words.ts";

export interface Sentence {
  passage: Passage;
  words: readonly Word[];
  /** Content stems of the passage and of what stands beside it. */
  stems: ReadonlySet<string>;
  index: number;
}

export interface Article {
  title: string;
  titleStems: ReadonlySet<string>;
  sentences: readonly Sentence[];
  /** Sentences by the number of their paragraph. */
  paragraphs: ReadonlyMap<number, readonly Sentence[]>;
  /** Stem → number of sentences that hold it. */
  frequency: ReadonlyMap<string, number>;
  /** Stems written with a capital inside a sentence: names. */
  names: ReadonlySet<string>;
  index: MiniSearch<{ id: number; stems: string }>;
}

/** Measured best on short articles: repetition counts for little, length for some. */
const bm25 = { k: 0.4, b: 0.3, d: 0 };

function contentStems(words: readonly Word[]): readonly string[] {
  return words.filter((word) => !word.stop).map((word) => word.stem);
}

function indexOf(sentences: readonly Sentence[]): Article["index"] {
  const split = (text: string): string[] => text.split(" ");
  const index = new MiniSearch<{ id: number; stems: string }>({
    fields: ["stems"],
    tokenize: split,
    processTerm: (term) => (term === "" ? null : term),
    searchOptions: { bm25 },
  });
  index.addAll(
    sentences.map(({ words, index: id }) => ({ id, stems: contentStems(words).join(" ") })),
  );
  return index;
}

function frequencyOf(sentences: readonly Sentence[]): ReadonlyMap<string, number> {
  const frequency = new Map<string, number>();
  for (const { stems } of sentences)
    for (const stem of stems) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
  return frequency;
}

function namesOf(sentences: readonly Sentence[]): ReadonlySet<string> {
  return new Set(
    sentences.flatMap(({ words }) =>
      words.filter((word, at) => at > 0 && word.capital && !word.stop).map((word) => word.stem),
    ),
  );
}

/** Prepares the passages of one article for questions. */
export function articleOf(title: string, passages: readonly Passage[]): Article {
  const sentences = passages.map((passage, index) => {
    const words = wordsOf(passage.text);
    const beside = wordsOf(passage.context);
    return { passage, words, stems: new Set(contentStems([...words, ...beside])), index };
  });
  return {
    title,
    titleStems: new Set(contentStems(wordsOf(title))),
    sentences,
    paragraphs: Map.groupBy(sentences, ({ passage }) => passage.paragraph),
    frequency: frequencyOf(sentences),
    names: namesOf(sentences),
    index: indexOf(sentences),
  };
}

/** How much a word tells inside this article; words it lacks tell most. */
export function rarity(article: Article, stem: string): number {
  const count = article.sentences.length;
  const found = article.frequency.get(stem) ?? 0;
  return Math.log(1 + (count - found + 0.5) / (found + 0.5));
}
