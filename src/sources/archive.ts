/**
 * The last good version of every briefing. A file that breaks keeps serving the version before, and a file that takes
 * the id of another waits until the id is free.
 */
import { isDeepStrictEqual } from "node:util";
import type { Briefing } from "../briefing/briefing.ts";
import type { Problem } from "../briefing/problems.ts";
import { duplicate } from "./duplicates.ts";
import type { SourceFile } from "./scan.ts";

export interface Served {
  file: string;
  briefing: Briefing;
}

export interface ArchiveChange {
  /** New ones, and those that differ from before or come from another file now. */
  changed: readonly Served[];
  /** Ids. */
  removed: readonly string[];
}

export class Archive {
  /** As they were found last, by file. */
  readonly #found = new Map<string, SourceFile>();
  /** By file. */
  #served: ReadonlyMap<string, Briefing>;
  #byId: ReadonlyMap<string, Briefing>;
  #duplicates: readonly Problem[] = [];

  /** `known` was good before; it is served until its file is seen, or said to be gone. */
  constructor(known: readonly Served[]) {
    this.#served = new Map(known.map(({ file, briefing }) => [file, briefing]));
    this.#byId = byId(this.#served);
  }

  briefings(): readonly Briefing[] {
    return [...this.#byId.values()];
  }

  get(id: string): Briefing | undefined {
    return this.#byId.get(id);
  }

  /** Of the files as they are now, whatever is served. */
  problems(): readonly Problem[] {
    return [...[...this.#found.values()].flatMap(({ problems }) => problems), ...this.#duplicates];
  }

  /** `files` as read, without `checkDuplicates`: who held an id before matters here. `removed` are files. */
  apply(files: readonly SourceFile[], removed: readonly string[]): ArchiveChange {
    const before = this.#served;
    const kept = new Map(before);
    for (const file of removed) {
      this.#found.delete(file);
      kept.delete(file);
    }
    for (const source of files) this.#found.set(source.file, source);
    const { served, duplicates } = settle(kept, this.#found);
    this.#served = served;
    this.#byId = byId(served);
    this.#duplicates = duplicates;
    return changeOf(before, served);
  }
}

function byId(served: ReadonlyMap<string, Briefing>): ReadonlyMap<string, Briefing> {
  return new Map([...served.values()].map((briefing) => [briefing.id, briefing]));
}

/** Decides who has which id. A file that does not get its new id goes on with the briefing it had. */
function settle(
  kept: ReadonlyMap<string, Briefing>,
  found: ReadonlyMap<string, SourceFile>,
): { served: ReadonlyMap<string, Briefing>; duplicates: readonly Problem[] } {
  const good = [...found.values()].flatMap(({ file, briefing }) =>
    briefing === null ? [] : [{ file, briefing }],
  );
  const waiting = new Map<string, string>();
  let holders: ReadonlyMap<string, string>;
  let losers: readonly Served[];
  // A file that has to wait goes on with its old id, which may make another wait for that one.
  do {
    const active = new Map(good.filter(({ file }) => !waiting.has(file)).map((g) => [g.file, g]));
    const old = [...kept].filter(([file]) => !active.has(file));
    const taken = new Map(old.map(([file, { id }]) => [id, file]));
    const claims = holdersOf([...active.values()], kept, taken);
    holders = claims;
    losers = [...active.values()].filter(({ file, briefing }) => claims.get(briefing.id) !== file);
    for (const { file, briefing } of losers) waiting.set(file, briefing.id);
  } while (losers.length > 0);
  const served = new Map(kept);
  for (const { file, briefing } of good) if (!waiting.has(file)) served.set(file, briefing);
  return { served, duplicates: duplicatesOf(found, waiting, holders) };
}

/** The file that has each id: who served it already, else the only one that asks for it. */
function holdersOf(
  good: readonly Served[],
  kept: ReadonlyMap<string, Briefing>,
  taken: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const holders = new Map(taken);
  for (const [id, claimants] of Map.groupBy(good, ({ briefing }) => briefing.id)) {
    if (taken.has(id)) continue;
    const before = claimants.find(({ file }) => kept.get(file)?.id === id);
    const only = claimants.length === 1 ? claimants[0] : undefined;
    const holder = before ?? only;
    if (holder !== undefined) holders.set(id, holder.file);
  }
  return holders;
}

/** Who waits is told for whom; who is waited for is told, too, because it may be the one that is wrong. */
function duplicatesOf(
  found: ReadonlyMap<string, SourceFile>,
  waiting: ReadonlyMap<string, string>,
  holders: ReadonlyMap<string, string>,
): readonly Problem[] {
  const told = new Map<string, Problem>();
  const tell = (file: string, id: string, other: string): void => {
    const claim = found.get(file)?.claim;
    const place = claim?.id === id ? claim.place : { line: 1, column: 1 };
    told.set(file, duplicate(file, { id, place }, other));
  };
  for (const [file, id] of waiting) {
    const holder = holders.get(id);
    const rival = [...found.values()].find(
      (each) => each.briefing?.id === id && each.file !== file,
    )?.file;
    const other = holder ?? rival;
    if (other !== undefined && other !== file) tell(file, id, other);
    if (holder !== undefined && holder !== file) tell(holder, id, file);
  }
  return [...told.values()];
}

function changeOf(
  before: ReadonlyMap<string, Briefing>,
  after: ReadonlyMap<string, Briefing>,
): ArchiveChange {
  const changed = [...after].flatMap(([file, briefing]) =>
    isDeepStrictEqual(before.get(file), briefing) ? [] : [{ file, briefing }],
  );
  const ids = byId(after);
  const removed = [...byId(before).keys()].filter((id) => !ids.has(id));
  return { changed, removed };
}
