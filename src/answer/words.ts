/** Text as words: folded, stemmed, and marked for what they look like. */
import { stem } from "porter2";
import { segmenters } from "../briefing/words.ts";
import { baseForms, numberWords, stopWords } from "./stop-words.ts";

export interface Word {
  /** As written. */
  text: string;
  /** Lower case without accents. */
  folded: string;
  /** What is compared: stem, or digits of a number. */
  stem: string;
  stop: boolean;
  /** Begins with a capital letter. */
  capital: boolean;
  numeric: boolean;
}

const wordPattern =
  /\p{L}[\p{L}\p{M}]*(?:\.\p{L}(?=\.))+|\p{N}+(?:[.,]\p{N}+)*|\p{L}[\p{L}\p{M}\p{N}]*/gu;
/** Scripts that set no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The words of a language are few and come again and again: those of late, and those of before that. */
let recent = new Map<string, Word>();
let earlier = new Map<string, Word>();
const maxRecent = 10_000;
const maxRemembered = 32;

/** Lower case, compatibility forms and accents removed. */
export function fold(text: string): string {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

function stemOf(folded: string): string {
  const base = baseForms.get(folded) ?? folded;
  const number = numberWords.get(base);
  if (number !== undefined) return number;
  const stemmed = stem(base);
  return stem(baseForms.get(stemmed) ?? stemmed);
}

function shapeOf(text: string): Word {
  const numeric = /^\p{N}/u.test(text);
  const folded = fold(text).replaceAll(numeric ? "," : ".", "");
  // "US", "IT" and "WHO" are names although "us", "it" and "who" are not.
  const shouted = text.length > 1 && /^[\p{Lu}.]+$/u.test(text);
  return {
    text,
    folded,
    stem: numeric ? folded : stemOf(folded),
    stop: stopWords.has(folded) && !shouted,
    capital: /^\p{Lu}/u.test(text),
    numeric: numeric || numberWords.has(folded),
  };
}

function wordOf(text: string): Word {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const word = earlier.get(text) ?? shapeOf(text);
  if (text.length > maxRemembered) return word;
  if (recent.size >= maxRecent) [earlier, recent] = [recent, new Map()];
  recent.set(text, word);
  return word;
}

function separate(run: string): readonly string[] {
  if (!unspaced.test(run)) return [run];
  return [...segmenters.word.segment(run)].map(({ segment }) => segment);
}

/** The words of a text in order. */
export function wordsOf(text: string): readonly Word[] {
  const runs: readonly string[] = text.match(wordPattern) ?? [];
  const parts = unspaced.test(text) ? runs.flatMap(separate) : runs;
  return parts.map(wordOf);
}
