/** Text as words: folded, stemmed, and marked for what they look like. */
import { stem } from "porter2";
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
  /** Nothing but spaces stands between this word and the one before. */
  joined: boolean;
}

const wordPattern = /\p{L}[\p{L}\p{M}]*(?:\.\p{L}(?=\.))+|\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}]+/gu;
const stems = new Map<string, string>();
const maxRemembered = 50_000;

/** Lower case, compatibility forms and accents removed. */
export function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

function stemOf(folded: string): string {
  const known = stems.get(folded);
  if (known !== undefined) return known;
  const base = baseForms.get(folded) ?? folded;
  const stemmed = numberWords.get(base) ?? baseForms.get(stem(base)) ?? base;
  const result = stemmed === base ? stem(base) : stem(stemmed);
  if (stems.size >= maxRemembered) stems.clear();
  stems.set(folded, result);
  return result;
}

function wordAt(text: string, joined: boolean): Word {
  const numeric = /^\p{N}/u.test(text);
  const folded = numeric ? fold(text).replaceAll(",", "") : fold(text).replaceAll(".", "");
  const capital = /^\p{Lu}/u.test(text);
  // "US", "IT" and "WHO" are names although "us", "it" and "who" are not.
  const shouted = text.length > 1 && /^[\p{Lu}.]+$/u.test(text);
  return {
    text,
    folded,
    stem: numeric ? folded : stemOf(folded),
    stop: stopWords.has(folded) && !shouted,
    capital,
    numeric: numeric || numberWords.has(folded),
    joined,
  };
}

/** English words of a text in order. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(wordPattern)) {
    words.push(wordAt(match[0], text.slice(end, match.index).trim() === ""));
    end = match.index + match[0].length;
  }
  return words;
}
