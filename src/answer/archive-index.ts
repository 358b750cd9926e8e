/**
 * Every briefing's words, kept current one briefing at a time: which briefings
 * match, and where an answer may stand. Lists of numbers rather than objects,
 * because an archive of ten thousand has to stay within a few dozen megabytes.
 */
import type { Briefing } from "../briefing/briefing.ts";
import { textsOf } from "./passages.ts";
import type { Question } from "./question.ts";
import { wordsOf } from "./words.ts";

/** The briefings that hold one stem, each as its place times 256 plus how often it holds it. */
interface Postings {
  entries: Uint32Array;
  length: number;
}

export interface ArchiveIndex {
  /** By place; a place is left empty when its briefing goes. */
  readonly briefings: (Briefing | undefined)[];
  /** Number of words, by place. */
  readonly lengths: number[];
  readonly places: Map<string, number>;
  readonly postings: Map<string, Postings>;
}

export interface Match {
  id: string;
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
    for (const stem of stemsOf(text)) counts.set(stem, (counts.get(stem) ?? 0) + times);
  };
  count(briefing.title, titleTimes);
  for (const text of textsOf(briefing)) count(text, 1);
  return counts;
}

function append(postings: Map<string, Postings>, stem: string, entry: number): void {
  const list = postings.get(stem) ?? { entries: new Uint32Array(2), length: 0 };
  if (list.length === list.entries.length) {
    const longer = new Uint32Array(Math.ceil(list.length * 1.2) + 1);
    longer.set(list.entries);
    list.entries = longer;
  }
  list.entries[list.length] = entry;
  list.length += 1;
  postings.set(stem, list);
}

/** Adds a briefing, or takes the place of the one with its id. */
export function putBriefing(archive: ArchiveIndex, briefing: Briefing): void {
  removeBriefing(archive, briefing.id);
  const { briefings, lengths, places, postings } = archive;
  const place = briefings.length;
  const counts = countStems(briefing);
  let length = 0;
  for (const [stem, times] of counts) {
    append(postings, stem, place * 256 + Math.min(mostTimes, times));
    length += times;
  }
  briefings.push(briefing);
  lengths.push(length);
  places.set(briefing.id, place);
}

/** Nothing happens when no briefing has this id. */
export function removeBriefing(archive: ArchiveIndex, id: string): void {
  const place = archive.places.get(id);
  if (place === undefined) return;
  archive.briefings[place] = undefined;
  archive.places.delete(id);
  if (archive.briefings.length > 64 && archive.places.size < archive.briefings.length / 2) {
    closeGaps(archive);
  }
}

/** Empty places cost time and memory; when they are more than half, the others move together. */
function closeGaps({ briefings, lengths, places, postings }: ArchiveIndex): void {
  const moved = briefings.map(() => -1);
  let next = 0;
  briefings.forEach((briefing, place) => {
    if (briefing === undefined) return;
    moved[place] = next;
    briefings[next] = briefing;
    lengths[next] = lengths[place] ?? 0;
    places.set(briefing.id, next);
    next += 1;
  });
  briefings.length = next;
  lengths.length = next;
  for (const [stem, list] of postings) {
    const entries = list.entries
      .subarray(0, list.length)
      .filter((entry) => (moved[Math.floor(entry / 256)] ?? -1) !== -1)
      .map((entry) => (moved[Math.floor(entry / 256)] ?? 0) * 256 + (entry % 256));
    if (entries.length === 0) postings.delete(stem);
    else postings.set(stem, { entries, length: entries.length });
  }
}

export function createArchiveIndex(briefings: Iterable<Briefing> = []): ArchiveIndex {
  const archive: ArchiveIndex = {
    briefings: [],
    lengths: [],
    places: new Map(),
    postings: new Map(),
  };
  for (const briefing of briefings) putBriefing(archive, briefing);
  return archive;
}

/** BM25 over whole briefings, by place; 0 where nothing matches. */
function scoresOf(
  { briefings, lengths, postings }: ArchiveIndex,
  stems: Iterable<string>,
): Float64Array {
  const scores = new Float64Array(briefings.length);
  const usual = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  for (const stem of new Set(stems)) {
    const list = postings.get(stem);
    if (list === undefined) continue;
    const worth = Math.log(1 + (briefings.length - list.length + 0.5) / (list.length + 0.5));
    for (let at = 0; at < list.length; at += 1) {
      const entry = list.entries[at] ?? 0;
      const place = Math.floor(entry / 256);
      const times = entry % 256;
      const long = 1 - bm25.b + (bm25.b * (lengths[place] ?? 0)) / usual;
      scores[place] =
        (scores[place] ?? 0) + (worth * times * (bm25.k + 1)) / (times + bm25.k * long);
    }
  }
  return scores;
}

interface Hit {
  briefing: Briefing;
  score: number;
}

function bestHits(
  archive: ArchiveIndex,
  stems: Iterable<string>,
  limit: number,
  keep: (briefing: Briefing) => boolean,
): readonly Hit[] {
  const hits: Hit[] = [];
  scoresOf(archive, stems).forEach((score, place) => {
    const briefing = archive.briefings[place];
    const least = hits.length < limit ? 0 : (hits.at(-1)?.score ?? 0);
    if (score <= least || briefing === undefined || !keep(briefing)) return;
    hits.push({ briefing, score });
    hits.sort((a, b) => b.score - a.score);
    hits.length = Math.min(hits.length, limit);
  });
  return hits;
}

/** Briefings whose words match, best first; word forms and accents do not matter. */
export function searchArchive(
  archive: ArchiveIndex,
  words: string,
  limit: number,
): readonly Match[] {
  const stems = stemsOf(words.slice(0, maxCharacters));
  return bestHits(archive, stems, limit, () => true).map(({ briefing: { id }, score }) => ({
    id,
    score,
  }));
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
