/** A briefing made ready for questions: its passages as words, how rare each word is, and an index. */
import MiniSearch from "minisearch";
import { gist } from "./meanings.ts";
import type { Passage } from "./passages.ts";
import { wordsOf, type Word } from "./words.ts";

export interface Sentence {
  passage: Passage;
  words: readonly Word[];
  /** Content stems in order. */
  said: readonly string[];
  /** Content stems of the passage and of what stands beside it. */
  stems: ReadonlySet<string>;
  index: number;
  /** What it is about, as a direction. */
  gist: Float64Array;
}

export interface Article {
  title: string;
  titleStems: ReadonlySet<string>;
  sentences: readonly Sentence[];
  /** Sentences by the number of their paragraph. */
  paragraphs: ReadonlyMap<number, readonly Sentence[]>;
  /** The article's stems with how much each tells in it. */
  rarities: ReadonlyMap<string, number>;
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
  const index = new MiniSearch<{ id: number; stems: string }>({
    fields: ["stems"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => (term === "" ? null : term),
    searchOptions: { bm25 },
  });
  index.addAll(sentences.map(({ said, index: id }) => ({ id, stems: said.join(" ") })));
  return index;
}

type Frequency = ReadonlyMap<string, number>;

function frequencyOf(sentences: readonly Pick<Sentence, "stems">[]): Frequency {
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

function rarityOf(found: number, count: number): number {
  return Math.log(1 + (count - found + 0.5) / (found + 0.5));
}

/** Prepares the passages of one article for questions. */
export function articleOf(title: string, passages: readonly Passage[]): Article {
  const plain = passages.map((passage, index) => {
    const words = wordsOf(passage.cell ? `${passage.context} ${passage.text}` : passage.text);
    const said = contentStems(words);
    const stems = new Set([...said, ...contentStems(wordsOf(passage.context))]);
    return { passage, words, said, stems, index };
  });
  const frequency = frequencyOf(plain);
  const rarities = new Map(
    [...frequency].map(([stem, found]) => [stem, rarityOf(found, plain.length)]),
  );
  const sentences = plain.map((sentence) => ({
    ...sentence,
    gist: gist(sentence.said.map((stem) => [stem, rarities.get(stem) ?? 0])),
  }));
  return {
    title,
    titleStems: new Set(contentStems(wordsOf(title))),
    sentences,
    paragraphs: Map.groupBy(sentences, ({ passage }) => passage.paragraph),
    rarities,
    names: namesOf(sentences),
    index: indexOf(sentences),
  };
}

/** How much a word tells inside this article; words it lacks tell most. */
export function rarity({ rarities, sentences }: Article, stem: string): number {
  return rarities.get(stem) ?? rarityOf(0, sentences.length);
}
