/** The rule of silent edits. Pure. */
import { distance } from "fastest-levenshtein";

const wordPattern = /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*|\p{N}+(?:[.,:/]\p{N}+)*/gu;
const figurePattern = /[\p{Sm}\p{Sc}−–-]?\s?\p{N}+(?:[.,:/]\p{N}+)*\s?[\p{Sc}\p{Sm}%‰°]?/gu;
const numberWords = new Set(
  (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million " +
    "millions billion billions trillion trillions first second third fourth fifth half quarter dozen double triple"
  ).split(" "),
);
/** Only where letters make words, one more or less is a slip; elsewhere it is another word. */
const alphabetic = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}'’-]+$/u;
const mostSlips = 2;
/** Shorter words are too near to each other: "now" and "not". */
const shortestSlip = 5;
/** Words of this length may have two letters wrong. */
const longWord = 8;

/** The words and numbers of a text in order. */
export function wordsIn(text: string): readonly string[] {
  return text.match(wordPattern) ?? [];
}

/** The numbers of a text with their signs and units, in order, as one string. */
export function figuresOf(text: string): string {
  return (text.match(figurePattern) ?? []).map((each) => each.replaceAll(/\s/gu, "")).join(" ");
}

/**
 * Whether the second text is the first one with nothing but slips of the pen mended: the same figures, the same names
 * (words with a capital letter), as many words in the same order, and at most two of them written otherwise, each by
 * one letter (two in words of eight letters and more), never the first one, and none shorter than five letters.
 * Punctuation, spaces and the capital of the first word do not count.
 */
export function isTouchUp(before: string, after: string): boolean {
  if (figuresOf(before) !== figuresOf(after)) return false;
  const [old, now] = [wordsIn(before.normalize("NFC")), wordsIn(after.normalize("NFC"))];
  if (old.length !== now.length) return false;
  let slips = 0;
  for (const [index, word] of old.entries()) {
    const other = now[index] ?? "";
    if (word === other || (index === 0 && word.toLowerCase() === other.toLowerCase())) continue;
    if (!isSlip(word, other)) return false;
    slips += 1;
  }
  return slips <= mostSlips;
}

function isSlip(word: string, other: string): boolean {
  if (/^[\p{Lu}\p{N}]/u.test(word) || /^[\p{Lu}\p{N}]/u.test(other)) return false;
  if (numberWords.has(word) || numberWords.has(other) || word[0] !== other[0]) return false;
  if (!alphabetic.test(word) || !alphabetic.test(other)) return false;
  const length = Math.min(word.length, other.length);
  return length >= shortestSlip && distance(word, other) <= (length >= longWord ? 2 : 1);
}
