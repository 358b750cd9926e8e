/** Articles in languages other than English: words and runs of three letters, no stems and no trained weights. */
import MiniSearch from "minisearch";
import type { Passage } from "./passages.ts";
import { stopWords } from "./stop-words.ts";
import { fold } from "./words.ts";

export interface ForeignArticle {
  passages: readonly Passage[];
  grams: readonly ReadonlySet<string>[];
  frequency: ReadonlyMap<string, number>;
  index: MiniSearch<{ id: number; grams: string }>;
}

export interface ForeignReading {
  /** Best first. */
  ranked: readonly { passage: Passage; stems: ReadonlySet<string> }[];
  confidence: number;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
const maxCharacters = 1_000;

/** Words that ask or join in the languages most read; rarer ones are told by being everywhere in the article. */
const joining = new Set(
  `wer was wann wo wohin warum wieso weshalb wie welche welcher welches wieviel viele der die das ein eine ist sind
  war wurde wird hat haben und oder nicht mit von für auf dem den des qui que quoi quand où pourquoi comment quel
  quelle quels quelles combien est sont les des une dans pour avec sur pas était quién quiénes qué cuándo dónde cómo
  cuál cuáles cuánto cuántos cuántas por para los las una con fue son del está chi che cosa quando dove perché come
  quale quanti quanto della delle nel gli sono con quem quais onde porque qual não uma com foi кто что когда где
  почему как какой какая какие сколько это для был была было были есть или из на не wie welk waarom wanneer waar hoe
  het een van zijn voor kim ne zaman nerede neden nasıl kaç bir ve bu için ile من ما ماذا متى أين لماذا كيف كم في على
  什么 谁 哪里 什么时候 为什么 怎么 多少 哪 有 个 的 是 了 在 吗 何 誰 いつ どこ なぜ は が の を に で と`
    .split(/\s+/)
    .map(fold),
);

/** True when a text reads as English: a fair part of its words are the small words of English. */
export function isEnglish(text: string): boolean {
  const words = fold(text.slice(0, 1_500)).match(/\p{L}+/gu) ?? [];
  if (words.length === 0) return true;
  const small = words.filter((word) => stopWords.has(word) && !joining.has(word)).length;
  const latin = words.filter((word) => /^\p{Script=Latin}+$/u.test(word)).length;
  return latin >= words.length / 2 && (words.length < 8 || small >= words.length * 0.15);
}

/** True when a question is, by its small words or its letters, in no language of the article's kind. */
export function isOtherLanguage(question: string, english: boolean): boolean {
  const words = fold(question.slice(0, maxCharacters)).match(/\p{L}+/gu) ?? [];
  const latin = words.filter((word) => /^\p{Script=Latin}+$/u.test(word)).length;
  if (words.length > 0 && latin === 0) return english;
  const here = words.filter((word) => stopWords.has(word) && !joining.has(word)).length;
  const elsewhere = words.filter((word) => joining.has(word) && !stopWords.has(word)).length;
  return english ? elsewhere > here : here > elsewhere;
}

/** Single letters of an alphabet, as elisions leave them; and Japanese that is neither written in Chinese signs nor foreign. */
const saysNothing = /^(?:\p{Script=Hiragana}+|[\p{Script=Latin}\p{Script=Cyrillic}])$/u;

function gramsOf(text: string): readonly string[] {
  const grams: string[] = [];
  // Words are told apart before they are folded: without its voiced marks, Japanese falls into other words.
  for (const { segment, isWordLike } of segmenter.segment(
    text.normalize("NFKC").replaceAll(/['’]/g, " "),
  )) {
    const word = fold(segment);
    if (isWordLike !== true || joining.has(word) || saysNothing.test(word)) continue;
    const letters = Array.from(word);
    const size = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word) ? 2 : 3;
    grams.push(word);
    for (let at = 0; at + size <= letters.length; at += 1)
      grams.push(`~${letters.slice(at, at + size).join("")}`);
  }
  return grams;
}

export function prepareForeign(passages: readonly Passage[]): ForeignArticle {
  const texts = passages.map(({ text, context }) => gramsOf(`${text} ${context}`));
  const grams = texts.map((each) => new Set(each));
  const frequency = new Map<string, number>();
  for (const each of grams)
    for (const gram of each) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  const index = new MiniSearch<{ id: number; grams: string }>({
    fields: ["grams"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => (term === "" ? null : term),
    searchOptions: { bm25: { k: 0.4, b: 0.3, d: 0 } },
  });
  index.addAll(texts.map((each, id) => ({ id, grams: each.join(" ") })));
  return { passages, grams, frequency, index };
}

function worthOf({ passages, frequency }: ForeignArticle, gram: string): number {
  const found = frequency.get(gram) ?? 0;
  return Math.log(1 + (passages.length - found + 0.5) / (found + 0.5));
}

export function readForeign(question: string, article: ForeignArticle): ForeignReading {
  const grams = [...new Set(gramsOf(question.slice(0, maxCharacters)))];
  if (grams.length === 0) return { ranked: [], confidence: 0 };
  const ranked = article.index.search(grams.join(" ")).flatMap(({ id }) => {
    const passage = article.passages[Number(id)];
    const stems = article.grams[Number(id)];
    return passage === undefined || stems === undefined ? [] : [{ passage, stems }];
  });
  const best = ranked[0]?.stems;
  const worth = grams.reduce((sum, gram) => sum + worthOf(article, gram), 0);
  const found = grams.reduce(
    (sum, gram) => sum + (best?.has(gram) === true ? worthOf(article, gram) : 0),
    0,
  );
  return { ranked, confidence: worth === 0 ? 0 : found / worth };
}
