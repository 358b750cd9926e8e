/** What is looked at to tell which briefings are kin. Pure. */
import type { Briefing } from "../briefing/briefing.ts";
import { plainSpans, plainText } from "../briefing/plain.ts";
import { wordsOf, type Word } from "./words.ts";

export interface KinText {
  briefing: Briefing;
  /** Numbers that stand for the stems of the title, without those of stop words. */
  title: Uint32Array;
  /** Numbers that stand for each three words in a row. */
  runs: Uint32Array;
  names: ReadonlySet<string>;
  figures: ReadonlySet<string>;
}

const calendar = new Set(
  (
    "january february march april may june july august september october november december " +
    "monday tuesday wednesday thursday friday saturday sunday"
  ).split(" "),
);

/** Equal words have equal numbers in texts that are read together. */
export function readForKin(briefings: readonly Briefing[]): readonly KinText[] {
  const numbers = new Map<string, number>();
  const numberOf = ({ stem }: Word): number => {
    const known = numbers.get(stem);
    if (known !== undefined) return known;
    numbers.set(stem, numbers.size);
    return numbers.size - 1;
  };
  return briefings.map((briefing) => {
    const words = textOf(briefing);
    const title = wordsOf(briefing.title).filter(({ stop }) => !stop);
    return {
      briefing,
      title: Uint32Array.from(title, numberOf),
      runs: runsOf(Uint32Array.from(words, numberOf)),
      names: namesOf(words),
      figures: new Set(words.filter(isTelling).map(({ folded }) => folded)),
    };
  });
}

function textOf({ preface, summary, body, insights }: Briefing): readonly Word[] {
  const rows = insights.rows.map(({ description }) => plainSpans(description));
  return wordsOf([plainText([...preface, ...summary, ...body]), ...rows].join("\n"));
}

function runsOf(numbers: Uint32Array): Uint32Array {
  const runs = new Uint32Array(Math.max(0, numbers.length - 2));
  for (let at = 0; at < runs.length; at += 1)
    runs[at] = mix(mix(numbers[at] ?? 0, numbers[at + 1] ?? 0), numbers[at + 2] ?? 0);
  return runs;
}

/** https://github.com/aappleby/smhasher/wiki/MurmurHash3: one round of the 32 bits, and its end. */
function mix(hash: number, next: number): number {
  const scattered = Math.imul(next + 1, 0xcc9e2d51);
  let mixed = hash ^ Math.imul((scattered << 15) | (scattered >>> 17), 0x1b873593);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A word that also stands in small letters is no name, it began a sentence. */
function namesOf(words: readonly Word[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { capital, stop, numeric, text, folded } of words)
    if (capital && !stop && !numeric && text.length > 2 && !calendar.has(folded)) names.add(folded);
  for (const { capital, folded } of words) if (!capital) names.delete(folded);
  return names;
}

/** Days of a month and years stand in every article. */
function isTelling({ text, folded }: Word): boolean {
  if (!/^\p{N}/u.test(text)) return false;
  const value = Number(folded);
  const isYear = /^(?:19|20)\d\d$/.test(folded);
  return !isYear && (!Number.isInteger(value) || value > 31);
}
