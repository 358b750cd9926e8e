/** Every briefing's words, kept current one briefing at a time: what matches, and where an answer may stand. */
import MiniSearch from "minisearch";
import type { Briefing } from "../briefing/briefing.ts";
import { passagesOf } from "./passages.ts";
import type { Question } from "./question.ts";
import { wordsOf } from "./words.ts";

interface Entry {
  id: string;
  title: string;
  text: string;
}

export interface ArchiveIndex {
  readonly index: MiniSearch<Entry>;
  readonly briefings: Map<string, Briefing>;
}

export interface Match {
  id: string;
  score: number;
}

function stemsOf(text: string): string {
  return wordsOf(text)
    .filter((word) => !word.stop)
    .map((word) => word.stem)
    .join(" ");
}

function entryOf(briefing: Briefing): Entry {
  const text = passagesOf(briefing)
    .map((passage) => `${passage.text} ${passage.context}`)
    .join("\n");
  return { id: briefing.id, title: stemsOf(briefing.title), text: stemsOf(text) };
}

/** Adds a briefing, or takes the place of the one with its id. */
export function putBriefing(archive: ArchiveIndex, briefing: Briefing): void {
  removeBriefing(archive, briefing.id);
  archive.briefings.set(briefing.id, briefing);
  archive.index.add(entryOf(briefing));
}

/** Nothing happens when no briefing has this id. */
export function removeBriefing(archive: ArchiveIndex, id: string): void {
  if (archive.briefings.delete(id)) archive.index.discard(id);
}

export function createArchiveIndex(briefings: Iterable<Briefing> = []): ArchiveIndex {
  const index = new MiniSearch<Entry>({
    fields: ["title", "text"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => (term === "" ? null : term),
    searchOptions: { boost: { title: 2 } },
  });
  const archive = { index, briefings: new Map<string, Briefing>() };
  for (const briefing of briefings) putBriefing(archive, briefing);
  return archive;
}

function matchesOf(
  archive: ArchiveIndex,
  stems: string,
  keep: (id: string) => boolean,
): readonly Match[] {
  if (stems === "") return [];
  return archive.index
    .search(stems, { filter: ({ id }) => typeof id === "string" && keep(id) })
    .map(({ id, score }) => ({ id: String(id), score }));
}

/** Briefings whose words match, best first; word forms and accents do not matter. */
export function searchArchive(
  archive: ArchiveIndex,
  words: string,
  limit: number,
): readonly Match[] {
  return matchesOf(archive, stemsOf(words.slice(0, 1_000)), () => true).slice(0, limit);
}

/** The briefings most likely to answer, best first. */
export function likelyBriefings(
  archive: ArchiveIndex,
  question: Question,
  limit: number,
  keep: (id: string) => boolean,
): readonly Briefing[] {
  const stems = question.terms.map(({ stem }) => stem).join(" ");
  return matchesOf(archive, stems, keep)
    .slice(0, limit)
    .flatMap(({ id }) => archive.briefings.get(id) ?? []);
}
