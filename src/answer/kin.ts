/**
 * Which briefings look like updates, or repeats, of earlier ones. Pure. By words alone: two headlines that say the same
 * in other words are not found.
 */
import type { Briefing } from "../briefing/briefing.ts";
import { findCommon } from "./common.ts";
import { readForKin, type KinText } from "./kin-text.ts";

export interface Kin {
  /** The later one. */
  id: string;
  of: string;
  /** `repeat`: most of its text stands in the other. */
  kind: "repeat" | "update";
}

interface Likest {
  /** The place of the earlier one. */
  of: number;
  kind: Kin["kind"];
  much: number;
}

/** So much of the shorter text in the longer one is a repeat; less than `touch` is another story. */
const repeatFrom = 0.5;
const touch = 0.05;
/** How like two titles have to be: cosine of their stems, rare ones weigh more. */
const titleFrom = 0.45;
/** A name and a figure that nobody else has make two briefings of these days one story. */
const factsWithinMs = 7 * 86_400_000;
/** What stands in more texts than this, and in every twentieth, says nothing about two of them. */
const boilerplateFrom = 50;
/** Sums of the same parts in another order differ by less; then the earlier one counts. */
const rounding = 1e-9;
const none: ReadonlySet<number> = new Set();

/** At most one for each briefing that does not say itself what it updates: the likest earlier one. */
export function findKin(briefings: readonly Briefing[]): readonly Kin[] {
  const texts = readForKin(inOrder(briefings.filter(({ status }) => status !== "withdrawn")));
  const most = Math.max(boilerplateFrom, texts.length / 20);
  const textShares = findCommon(
    texts.map(({ runs }) => runs),
    { most, worth: () => 1, whole: Math.min, least: touch },
  );
  const titleShares = findCommon(
    texts.map(({ title }) => title),
    {
      most,
      worth: (holders) => rarity(holders, texts.length) ** 2,
      whole: (a, b) => Math.sqrt(a * b),
      least: titleFrom,
    },
  );
  const facts = shareFacts(texts);

  function likestOf(place: number): Likest | null {
    const [inText, inTitle] = [textShares(place), titleShares(place)];
    const told = facts.get(place) ?? none;
    let best: Likest | null = null;
    for (const of of [...new Set([...inText.keys(), ...told])].toSorted((a, b) => a - b)) {
      if (texts[of]?.briefing.updates === texts[place]?.briefing.id) continue;
      const text = inText.get(of) ?? 0;
      const title = inTitle.get(of) ?? 0;
      const isUpdate = (text > 0 && title > 0) || told.has(of);
      const much = text >= repeatFrom ? 3 + text : isUpdate ? 1 + title + text : 0;
      if (much <= (best?.much ?? 0) + rounding) continue;
      best = { of, kind: text >= repeatFrom ? "repeat" : "update", much };
    }
    return best;
  }

  return texts.flatMap(({ briefing: { id, updates } }, place) => {
    const best = updates === undefined ? likestOf(place) : null;
    const of = best === null ? undefined : texts[best.of];
    return best === null || of === undefined ? [] : [{ id, of: of.briefing.id, kind: best.kind }];
  });
}

/** Undated ones are the newest: they are being written. */
function inOrder(briefings: readonly Briefing[]): readonly Briefing[] {
  const at = ({ publishedAt }: Briefing): number =>
    publishedAt === undefined ? Infinity : Temporal.Instant.from(publishedAt).epochMilliseconds;
  return briefings
    .map((briefing) => ({ briefing, at: at(briefing) }))
    .toSorted((a, b) => (a.at === b.at ? 0 : a.at - b.at))
    .map(({ briefing }) => briefing);
}

function rarity(holders: number, count: number): number {
  return 1 + Math.log((1 + count) / (1 + holders));
}

/** By place the earlier ones with which it alone has a name and a figure, within a few days. */
function shareFacts(texts: readonly KinText[]): ReadonlyMap<number, ReadonlySet<number>> {
  const names = pairsOf(texts.map((text) => text.names));
  const figures = pairsOf(texts.map((text) => text.figures));
  const facts = new Map<number, Set<number>>();
  for (const [place, others] of names) {
    const both = others.intersection(figures.get(place) ?? new Set());
    const close = [...both].filter((other) => isClose(texts[place], texts[other]));
    if (close.length > 0) facts.set(place, new Set(close));
  }
  return facts;
}

/** By place the earlier ones with which it has something that no third one has. */
function pairsOf(words: readonly ReadonlySet<string>[]): Map<number, Set<number>> {
  const holders = new Map<string, number[]>();
  for (const [place, own] of words.entries()) {
    for (const word of own) {
      const known = holders.get(word);
      if (known === undefined) holders.set(word, [place]);
      else if (known.length < 3) known.push(place);
    }
  }
  const pairs = new Map<number, Set<number>>();
  for (const [earlier, later, third] of holders.values()) {
    if (earlier === undefined || later === undefined || third !== undefined) continue;
    pairs.set(later, (pairs.get(later) ?? new Set()).add(earlier));
  }
  return pairs;
}

function isClose(a: KinText | undefined, b: KinText | undefined): boolean {
  const [from, to] = [a?.briefing.publishedAt, b?.briefing.publishedAt];
  if (from === undefined || to === undefined) return false;
  const between =
    Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds;
  return Math.abs(between) <= factsWithinMs;
}
