/**
 * Every briefing's words, kept current one briefing at a time: which briefings
 * match, and where an answer may stand. Lists of numbers rather than objects,
 * because an archive of ten thousand has to stay within a few dozen megabytes.
 */
import type { Briefing } from "../briefing/briefing.ts";
import { textsOf } from "./passages.ts";
import type { Question } from "./question.ts";
import { wordsOf } from "./words.ts";

/**
 * The briefings that hold one stem, by place, each as its place times 256 plus how often it holds it. Most stems stand in
 * few: a plain list of its exact length takes a quarter of the memory of a typed one.
 */
type Postings = readonly number[] | LongPostings;

interface LongPostings {
  packed: Uint32Array;
  length: number;
}

export interface ArchiveIndex {
  /** By place; a place is empty from when its briefing goes until another one takes it. */
  readonly briefings: (Briefing | undefined)[];
  readonly emptyPlaces: number[];
  /** Number of words, by place. */
  readonly lengths: number[];
  /** Of all together. */
  totalLength: number;
  readonly places: Map<string, number>;
  readonly postings: Map<string, Postings>;
}

export interface Match {
  briefing: Briefing;
  /** Higher fits better; comparable within one search only. */
  score: number;
}

const mostTimes = 255;
/** A word of the title counts as often as this in the text. */
const titleTimes = 3;
const bm25 = { k: 1, b: 0.5 };
const maxCharacters = 1_000;

function stemsOf(text: string): readonly string[] {
  return wordsOf(text)
    .filter(({ stop }) => !stop)
    .map((word) => word.stem);
}

function countStems(briefing: Briefing): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (text: string, times: number): void => {
    for (const { stem, stop } of wordsOf(text))
      if (!stop) counts.set(stem, (counts.get(stem) ?? 0) + times);
  };
  count(briefing.title, titleTimes);
  for (const text of textsOf(briefing)) count(text, 1);
  return counts;
}

const longestPlain = 12;

function entriesOf(list: Postings): ArrayLike<number> {
  return "packed" in list ? list.packed : list;
}

/** Where the entry of this place stands, or would stand. New briefings mostly come last. */
function positionOf(list: Postings, place: number): number {
  const entries = entriesOf(list);
  const from = place * 256;
  if (list.length === 0 || (entries[list.length - 1] ?? 0) < from) return list.length;
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function withRoom({ packed, length }: LongPostings): Uint32Array {
  if (length < packed.length) return packed;
  const longer = new Uint32Array(Math.ceil(length * 1.2) + 1);
  longer.set(packed);
  return longer;
}

function insert(postings: Map<string, Postings>, stem: string, place: number, times: number): void {
  const list = postings.get(stem) ?? [];
  const at = positionOf(list, place);
  const entry = place * 256 + Math.min(mostTimes, times);
  if (!("packed" in list) && list.length < longestPlain) {
    postings.set(stem, list.toSpliced(at, 0, entry));
    return;
  }
  const long = "packed" in list ? list : { packed: Uint32Array.from(list), length: list.length };
  long.packed = withRoom(long);
  long.packed.copyWithin(at + 1, at, long.length);
  long.packed[at] = entry;
  long.length += 1;
  postings.set(stem, long);
}

function drop(postings: Map<string, Postings>, stem: string, place: number): void {
  const list = postings.get(stem);
  if (list === undefined) return;
  const at = positionOf(list, place);
  if (at === list.length || Math.floor((entriesOf(list)[at] ?? 0) / 256) !== place) return;
  if (list.length === 1) postings.delete(stem);
  else if ("packed" in list) {
    list.packed.copyWithin(at, at + 1, list.length);
    list.length -= 1;
  } else postings.set(stem, list.toSpliced(at, 1));
}

/** Adds a briefing, or takes the place of the one with its id. */
export function putBriefing(archive: ArchiveIndex, briefing: Briefing): void {
  removeBriefing(archive, briefing.id);
  const { briefings, emptyPlaces, lengths, places, postings } = archive;
  const counts = countStems(briefing);
  const place = emptyPlaces.pop() ?? briefings.length;
  let length = 0;
  for (const [stem, times] of counts) {
    insert(postings, stem, place, times);
    length += times;
  }
  briefings[place] = briefing;
  lengths[place] = length;
  archive.totalLength += length;
  places.set(briefing.id, place);
}

/** Nothing happens when no briefing has this id. What is left is as if it had never been there. */
export function removeBriefing(archive: ArchiveIndex, id: string): void {
  const { briefings, emptyPlaces, lengths, places, postings } = archive;
  const place = places.get(id);
  const briefing = place === undefined ? undefined : briefings[place];
  if (place === undefined || briefing === undefined) return;
  for (const stem of countStems(briefing).keys()) drop(postings, stem, place);
  briefings[place] = undefined;
  archive.totalLength -= lengths[place] ?? 0;
  lengths[place] = 0;
  places.delete(id);
  emptyPlaces.push(place);
}

export function createArchiveIndex(briefings: Iterable<Briefing> = []): ArchiveIndex {
  const archive: ArchiveIndex = {
    briefings: [],
    emptyPlaces: [],
    lengths: [],
    totalLength: 0,
    places: new Map(),
    postings: new Map(),
  };
  for (const briefing of briefings) putBriefing(archive, briefing);
  return archive;
}

/** BM25 over whole briefings, by place; 0 where nothing matches. */
function scoresOf(
  { briefings, lengths, totalLength, places, postings }: ArchiveIndex,
  stems: Iterable<string>,
): Float64Array {
  const scores = new Float64Array(briefings.length);
  const usual = totalLength / Math.max(1, places.size);
  for (const stem of new Set(stems)) {
    const list = postings.get(stem);
    if (list === undefined) continue;
    const worth = Math.log(1 + (places.size - list.length + 0.5) / (list.length + 0.5));
    const entries = entriesOf(list);
    for (let at = 0; at < list.length; at += 1) {
      const entry = entries[at] ?? 0;
      const place = Math.floor(entry / 256);
      const times = entry % 256;
      const long = 1 - bm25.b + (bm25.b * (lengths[place] ?? 0)) / usual;
      scores[place] =
        (scores[place] ?? 0) + (worth * times * (bm25.k + 1)) / (times + bm25.k * long);
    }
  }
  return scores;
}

/** Of two that fit alike the one whose id comes first, so that the order in which they came does not matter. */
function byFit(a: Match, b: Match): number {
  return b.score - a.score || (a.briefing.id < b.briefing.id ? -1 : 1);
}

/**
 * Whether to keep one is asked last, and of those alone that would be among the best: where thousands hold a word, most do
 * not fit better than what was found already.
 */
function bestHits(
  archive: ArchiveIndex,
  stems: Iterable<string>,
  limit: number,
  keep: (briefing: Briefing) => boolean,
): readonly Match[] {
  const hits: Match[] = [];
  const scores = scoresOf(archive, stems);
  let worst: Match | undefined;
  // By number: a function called for each would put every score on the heap.
  for (let place = 0; place < scores.length; place += 1) {
    const score = scores[place] ?? 0;
    if (score === 0 || (worst !== undefined && score < worst.score)) continue;
    const briefing = archive.briefings[place];
    if (briefing === undefined) continue;
    const isLast = worst !== undefined && score === worst.score && worst.briefing.id < briefing.id;
    if (isLast || !keep(briefing)) continue;
    const hit = { briefing, score };
    const better = hits.findLastIndex((each) => byFit(each, hit) < 0);
    hits.splice(better + 1, 0, hit);
    if (hits.length > limit) hits.pop();
    if (hits.length === limit) worst = hits.at(-1);
  }
  return hits;
}

/** Briefings whose words match, best first; word forms and accents do not matter. Only those to `keep` count. */
export function searchArchive(
  archive: ArchiveIndex,
  words: string,
  limit: number,
  keep: (briefing: Briefing) => boolean = () => true,
): readonly Match[] {
  const stems = stemsOf(words.slice(0, maxCharacters));
  return bestHits(archive, stems, limit, keep);
}

/** The briefings most likely to answer, best first. */
export function likelyBriefings(
  archive: ArchiveIndex,
  { terms }: Question,
  limit: number,
  keep: (briefing: Briefing) => boolean,
): readonly Briefing[] {
  const stems = terms.map(({ stem }) => stem);
  return bestHits(archive, stems, limit, keep).map(({ briefing }) => briefing);
}
