/**
 * Which briefings look like updates, or repeats, of earlier ones. Pure. By words alone: two headlines that say the same
 * in other words are not found.
 */
import type { Briefing } from "../briefing/briefing.ts";
import { plainSpans, plainText } from "../briefing/plain.ts";
import { wordsOf } from "./words.ts";

export interface Kin {
  /** The later one. */
  id: string;
  of: string;
  /** `repeat`: most of its text stands in the other. */
  kind: "repeat" | "update";
}

/** So much of the shorter text in the longer one is a repeat; less than `touch` is another story. */
const repeatFrom = 0.5;
const touch = 0.05;
/** How like two titles have to be: cosine of their stems, rare ones weigh more. */
const titleFrom = 0.45;
/** A name and a figure that nobody else has make two briefings of these days one story. */
const factsWithinMs = 7 * 86_400_000;
const rare = 2;
/** Every so many runs of words is looked up to find what may be a repeat; all of them are compared then. */
const sampled = 8;
const mostHolders = 50;

const calendar = new Set(
  (
    "january february march april may june july august september october november december " +
    "monday tuesday wednesday thursday friday saturday sunday"
  ).split(" "),
);

interface Text {
  briefing: Briefing;
  order: number;
  title: ReadonlyMap<string, number>;
  titleLength: number;
  names: ReadonlySet<string>;
  figures: ReadonlySet<string>;
  /** Of three words each, hashed; ascending, each once. */
  runs: Uint32Array;
}

/** At most one for each briefing that does not say itself what it updates: the likest earlier one. */
export function findKin(briefings: readonly Briefing[]): readonly Kin[] {
  const texts = weigh(inOrder(briefings.filter(({ status }) => status !== "withdrawn")));
  const likeTitles = indexBy(texts, ({ title }) => title.keys());
  const likeRuns = indexBy(texts, ({ runs }) => runs.filter((run) => run % sampled === 0));
  const likeNames = indexBy(texts, ({ names }) => names);
  const likeFigures = indexBy(texts, ({ figures }) => figures);
  // What stands in every twentieth title says nothing about two of them.
  const mostTitles = Math.max(mostHolders, texts.length / 20);
  const isRareName = (name: string): boolean => (likeNames.get(name)?.length ?? 0) <= rare;
  const isRareFigure = (figure: string): boolean => (likeFigures.get(figure)?.length ?? 0) <= rare;

  /** A name and a figure that stand in these two alone, within a few days. */
  function sharesFacts(a: Text, b: Text): boolean {
    return (
      isClose(a, b) &&
      [...a.names.intersection(b.names)].some(isRareName) &&
      [...a.figures.intersection(b.figures)].some(isRareFigure)
    );
  }

  function likestOf(text: Text): { of: Text; kind: Kin["kind"]; much: number } | null {
    const sharesRuns = new Set(holders(likeRuns, text.runs, mostHolders));
    const sharesNames = new Set(holders(likeNames, text.names, rare));
    const sharesTitle = new Set(holders(likeTitles, text.title.keys(), mostTitles));
    let best: { of: Text; kind: Kin["kind"]; much: number } | null = null;
    for (const other of sharesRuns.union(sharesNames).union(sharesTitle)) {
      if (other.order >= text.order || other.briefing.updates === text.briefing.id) continue;
      const title = cosine(text, other);
      const isTitle = title >= titleFrom;
      const shared = isTitle || sharesRuns.has(other) ? containment(text.runs, other.runs) : 0;
      const isUpdate =
        (isTitle && shared >= touch) || (sharesNames.has(other) && sharesFacts(text, other));
      const much = shared >= repeatFrom ? 2 + shared : isUpdate ? title + shared : -1;
      if (much < 0 || (best !== null && much <= best.much)) continue;
      best = { of: other, kind: shared >= repeatFrom ? "repeat" : "update", much };
    }
    return best;
  }

  return texts.flatMap((text) => {
    const best = text.briefing.updates === undefined ? likestOf(text) : null;
    return best === null
      ? []
      : [{ id: text.briefing.id, of: best.of.briefing.id, kind: best.kind }];
  });
}

/** Undated ones are the newest: they are being written. */
function inOrder(briefings: readonly Briefing[]): readonly Briefing[] {
  const at = ({ publishedAt }: Briefing): number =>
    publishedAt === undefined ? Infinity : Temporal.Instant.from(publishedAt).epochMilliseconds;
  return briefings.toSorted((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)));
}

function weigh(briefings: readonly Briefing[]): readonly Text[] {
  const titles = briefings.map(({ title }) => stemsOf(title));
  const holdersOf = new Map<string, number>();
  for (const stem of titles.flatMap((stems) => [...new Set(stems)]))
    holdersOf.set(stem, (holdersOf.get(stem) ?? 0) + 1);
  const rarity = (stem: string): number =>
    1 + Math.log((1 + briefings.length) / (1 + (holdersOf.get(stem) ?? 0)));
  return briefings.map((briefing, order) => {
    const title = new Map((titles[order] ?? []).map((stem) => [stem, rarity(stem)]));
    const titleLength = Math.hypot(...title.values());
    return { briefing, order, title, titleLength, ...readText(briefing) };
  });
}

function stemsOf(text: string): readonly string[] {
  return wordsOf(text).flatMap(({ stem, stop }) => (stop ? [] : [stem]));
}

function readText({ preface, summary, body, insights }: Briefing) {
  const rows = insights.rows.map(({ description }) => plainSpans(description));
  const words = wordsOf([plainText([...preface, ...summary, ...body]), ...rows].join("\n"));
  const names = new Set<string>();
  const figures = new Set<string>();
  const runs = new Set<number>();
  for (const [at, { stem, folded, capital, stop, numeric, text }] of words.entries()) {
    const isName = capital && !stop && !numeric && text.length > 2 && !calendar.has(folded);
    if (isName) names.add(folded);
    if (/^\p{N}/u.test(text) && isTelling(folded)) figures.add(folded);
    const [second, third] = [words[at + 1], words[at + 2]];
    if (second !== undefined && third !== undefined)
      runs.add(hash(`${stem} ${second.stem} ${third.stem}`));
  }
  // A word that also stands in small letters is no name, it began a sentence.
  for (const { folded, capital } of words) if (!capital) names.delete(folded);
  return { names, figures, runs: Uint32Array.from(runs).toSorted() };
}

/** Days of a month and years stand in every article. */
function isTelling(figure: string): boolean {
  const value = Number(figure);
  const isYear = /^(?:19|20)\d\d$/.test(figure);
  return !isYear && (!Number.isInteger(value) || value > 31);
}

/** https://datatracker.ietf.org/doc/html/draft-eastlake-fnv: FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

function indexBy<Key>(
  texts: readonly Text[],
  keysOf: (text: Text) => Iterable<Key>,
): ReadonlyMap<Key, readonly Text[]> {
  const index = new Map<Key, Text[]>();
  for (const text of texts) {
    for (const key of keysOf(text)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [text]);
      else known.push(text);
    }
  }
  return index;
}

function* holders<Key>(
  index: ReadonlyMap<Key, readonly Text[]>,
  keys: Iterable<Key>,
  most: number,
): Iterable<Text> {
  for (const key of keys) {
    const texts = index.get(key) ?? [];
    if (texts.length <= most) yield* texts;
  }
}

function cosine(a: Text, b: Text): number {
  let product = 0;
  for (const [stem, weight] of a.title) product += weight * (b.title.get(stem) ?? 0);
  return product === 0 ? 0 : product / (a.titleLength * b.titleLength);
}

/** The share of the smaller one that stands in the other. */
function containment(a: Uint32Array, b: Uint32Array): number {
  let [at, other, shared] = [0, 0, 0];
  while (at < a.length && other < b.length) {
    const difference = (a[at] ?? 0) - (b[other] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) at += 1;
    if (difference >= 0) other += 1;
  }
  const least = Math.min(a.length, b.length);
  return least === 0 ? 0 : shared / least;
}

function isClose({ briefing: a }: Text, { briefing: b }: Text): boolean {
  if (a.publishedAt === undefined || b.publishedAt === undefined) return false;
  const [from, to] = [a.publishedAt, b.publishedAt].map(
    (at) => Temporal.Instant.from(at).epochMilliseconds,
  );
  return Math.abs((from ?? 0) - (to ?? 0)) <= factsWithinMs;
}
