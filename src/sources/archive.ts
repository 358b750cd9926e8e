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
  readonly #served = new Map<string, Briefing>();
  readonly #byId = new Map<string, Briefing>();
  /** The files that serve an id or ask for it. */
  readonly #filesOf = new Map<string, Set<string>>();
  /** By file. */
  readonly #duplicates = new Map<string, Problem>();

  /** `known` was good before; it is served until its file is seen, or said to be gone. */
  constructor(known: readonly Served[]) {
    for (const { file, briefing } of known) {
      this.#served.set(file, briefing);
      this.#byId.set(briefing.id, briefing);
      this.#register(file);
    }
  }

  briefings(): readonly Briefing[] {
    return [...this.#byId.values()];
  }

  get(id: string): Briefing | undefined {
    return this.#byId.get(id);
  }

  /** What a file serves. */
  servedBy(file: string): Briefing | undefined {
    return this.#served.get(file);
  }

  /** Puts an equal briefing in the place of the one that a file serves, such as one that takes less memory. */
  replace(file: string, briefing: Briefing): void {
    this.#served.set(file, briefing);
    this.#byId.set(briefing.id, briefing);
    this.#adopt(file, briefing);
  }

  /** Of the files as they are now, whatever is served. */
  problems(): readonly Problem[] {
    const own = [...this.#found.values()].flatMap(({ problems }) => problems);
    return [...own, ...this.#duplicates.values()];
  }

  /**
   * `files` as read, without `checkDuplicates`: who held an id before matters here. `removed` are files. Takes time
   * for the files told of and for those that share an id with them, however many others there are.
   */
  apply(files: readonly SourceFile[], removed: readonly string[]): ArchiveChange {
    const told = [...removed, ...files.map(({ file }) => file)];
    const left = this.#sharing(told);
    for (const file of told) this.#forget(file);
    for (const file of removed) this.#found.delete(file);
    for (const source of files) this.#found.set(source.file, source);
    for (const { file } of files) this.#register(file);
    const touched = new Set([...left, ...this.#sharing(told)]);
    const before = pick(this.#served, touched);
    const gone = new Set(removed);
    const kept = new Map([...before].filter(([file]) => !gone.has(file)));
    const { served, duplicates } = settle(kept, pick(this.#found, touched));
    this.#take(touched, before, served);
    for (const file of touched) this.#duplicates.delete(file);
    for (const problem of duplicates) this.#duplicates.set(problem.file, problem);
    return changeOf(before, served);
  }

  #take(
    touched: ReadonlySet<string>,
    before: ReadonlyMap<string, Briefing>,
    after: ReadonlyMap<string, Briefing>,
  ): void {
    for (const file of touched) this.#forget(file);
    for (const [file, { id }] of before) {
      this.#served.delete(file);
      this.#byId.delete(id);
    }
    for (const [file, briefing] of after) {
      this.#served.set(file, briefing);
      this.#byId.set(briefing.id, briefing);
      this.#adopt(file, briefing);
    }
    for (const file of touched) this.#register(file);
  }

  /** What was found is what is served where they are equal: two of each would take twice the memory. */
  #adopt(file: string, briefing: Briefing): void {
    const source = this.#found.get(file);
    if (source?.briefing?.id === briefing.id) this.#found.set(file, { ...source, briefing });
  }

  #idsOf(file: string): readonly string[] {
    const ids = [this.#served.get(file)?.id, this.#found.get(file)?.briefing?.id];
    return ids.filter((id) => id !== undefined);
  }

  #register(file: string): void {
    for (const id of this.#idsOf(file)) {
      const files = this.#filesOf.get(id) ?? new Set();
      this.#filesOf.set(id, files.add(file));
    }
  }

  #forget(file: string): void {
    for (const id of this.#idsOf(file)) {
      const files = this.#filesOf.get(id);
      files?.delete(file);
      if (files?.size === 0) this.#filesOf.delete(id);
    }
  }

  /** The files, those that share an id with one of them, those that share one with these, and so on. */
  #sharing(files: Iterable<string>): ReadonlySet<string> {
    const all = new Set(files);
    for (const file of all) {
      for (const id of this.#idsOf(file))
        for (const other of this.#filesOf.get(id) ?? []) all.add(other);
    }
    return all;
  }
}

function byId(served: ReadonlyMap<string, Briefing>): ReadonlyMap<string, Briefing> {
  return new Map([...served.values()].map((briefing) => [briefing.id, briefing]));
}

/** Some of a map, in the order of their names, so that it does not matter in which order the files came. */
function pick<Value>(
  from: ReadonlyMap<string, Value>,
  keys: ReadonlySet<string>,
): ReadonlyMap<string, Value> {
  const some = new Map<string, Value>();
  for (const key of [...keys].toSorted()) {
    const value = from.get(key);
    if (value !== undefined) some.set(key, value);
  }
  return some;
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
  for (const { file, briefing } of good) {
    if (!waiting.has(file) && !isSame(kept.get(file), briefing)) served.set(file, briefing);
  }
  return { served, duplicates: duplicatesOf(found, waiting, holders) };
}

/** A text that cannot be read from the disk any more is never the same as one that was just read from its file. */
function isSame(kept: Briefing | undefined, found: Briefing): boolean {
  try {
    return isDeepStrictEqual(kept, found);
  } catch {
    return false;
  }
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
    before.get(file) === briefing ? [] : [{ file, briefing }],
  );
  const ids = byId(after);
  const removed = [...byId(before).keys()].filter((id) => !ids.has(id));
  return { changed, removed };
}
