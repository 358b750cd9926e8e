/** Which words of an article are kin to a word of the question. */
import { isKnown, nearnessTo } from "./meanings.ts";

const shortest = 4;
/** Below this two words are company, not kin. */
const nearFrom = 0.45;
const sameLettersFrom = 0.7;

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

/** Share of the pairs of letters that two words have in common. */
function sameLetters(pairs: ReadonlySet<string>, other: string): number {
  const others = letterPairs(other);
  return (2 * pairs.intersection(others).size) / (pairs.size + others.size);
}

/**
 * The word of the vocabulary that was meant, for a word that neither the
 * vocabulary nor the language has: a slip of the pen, or a name spelt otherwise.
 */
export function respelt(stem: string, vocabulary: ReadonlyMap<string, number>): string {
  if (stem.length < 5 || /\P{L}/u.test(stem) || vocabulary.has(stem) || isKnown(stem)) return stem;
  const pairs = letterPairs(stem);
  let meant = stem;
  let most = sameLettersFrom;
  for (const other of vocabulary.keys()) {
    if (other.length < 5 || Math.abs(stem.length - other.length) > 2) continue;
    const much = sameLetters(pairs, other);
    if (much > most) [meant, most] = [other, much];
  }
  return meant;
}

export function likenessOf(
  stem: string,
  vocabulary: ReadonlyMap<string, number>,
  except: ReadonlySet<string>,
): Likeness {
  const kin = new Map<string, number>();
  const near = nearnessTo(stem, vocabulary.keys());
  if (stem.length < 2 || /^\p{N}/u.test(stem)) return { near, kin };
  for (const other of vocabulary.keys()) {
    // What the question says itself stands for itself alone.
    if (except.has(other)) continue;
    const meant = near.get(other) ?? 0;
    const much = Math.max(sameRoot(stem, other), meant >= nearFrom ? 0.9 * meant : 0);
    if (much > 0) kin.set(other, much);
  }
  return { near, kin };
}
