/** Which words of an article are kin to a word of the question. */
import { nearnessTo } from "./meanings.ts";

const shortest = 4;
/** Below this two words are company, not kin. */
const nearFrom = 0.45;
const sameLettersFrom = 0.6;

export interface Likeness {
  /** How near in meaning, from -1 to 1, for every known stem of the vocabulary. */
  near: ReadonlyMap<string, number>;
  /** Stems that can stand for the word, with how well, above 0 and below 1. */
  kin: ReadonlyMap<string, number>;
}

function commonStart(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at += 1;
  return at;
}

/** From 0 to 1: how much of two stems is one beginning ("normandi" and "norman"). */
function sameRoot(a: string, b: string): number {
  if (a[0] !== b[0]) return 0;
  const start = commonStart(a, b);
  if (start < shortest) return 0;
  const part = start / Math.max(a.length, b.length);
  return part >= 0.6 ? 0.8 * part : 0;
}

function letterPairs(stem: string): ReadonlySet<string> {
  return new Set(Array.from({ length: stem.length - 1 }, (_, at) => stem.slice(at, at + 2)));
}

/** For words nobody else has: a slip of the pen shares most pairs of letters with what was meant. */
function sameLetters(pairs: ReadonlySet<string>, stem: string, other: string): number {
  if (stem.length < 5 || other.length < 5 || Math.abs(stem.length - other.length) > 2) return 0;
  const others = letterPairs(other);
  const both = pairs.intersection(others).size;
  const part = (2 * both) / (pairs.size + others.size);
  return part >= sameLettersFrom ? 0.8 * part : 0;
}

export function likenessOf(stem: string, vocabulary: ReadonlyMap<string, number>): Likeness {
  const kin = new Map<string, number>();
  const near = nearnessTo(stem, vocabulary.keys());
  if (stem.length < 2 || /^\p{N}/u.test(stem)) return { near, kin };
  const slip = near.size === 0 && !vocabulary.has(stem);
  const pairs = slip ? letterPairs(stem) : new Set<string>();
  for (const other of vocabulary.keys()) {
    if (other === stem) continue;
    const meant = near.get(other) ?? 0;
    const spelt = slip ? sameLetters(pairs, stem, other) : 0;
    const much = Math.max(sameRoot(stem, other), spelt, meant >= nearFrom ? 0.9 * meant : 0);
    if (much > 0) kin.set(other, much);
  }
  return { near, kin };
}
