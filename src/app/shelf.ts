/**
 * What readers can have: the folder, the database and the search index kept in step. The database remembers
 * the last good version of every briefing, so that a file that is found broken at start still serves it.
 */
import { isAbsolute, relative, resolve } from "node:path";
import {
  createArchiveIndex,
  putBriefing,
  removeBriefing as takeFromIndex,
  type ArchiveIndex,
} from "../answer/archive-index.ts";
import type { Briefing } from "../briefing/briefing.ts";
import type { Problem } from "../briefing/problems.ts";
import { formatProblem } from "../briefing/problems.ts";
import type { Log } from "../platforms/platform.ts";
import type { KnownBriefing } from "../schedule/digest.ts";
import { Archive } from "../sources/archive.ts";
import { watchFolder, type SourceFile } from "../sources/folder.ts";
import {
  loadBriefing,
  loadBriefings,
  recordBriefing,
  removeBriefing,
} from "../storage/briefings.ts";
import { together, type Store } from "../storage/store.ts";

export interface Shelf {
  /** Of the folder. */
  known(): readonly KnownBriefing[];
  /** Of the folder, or sent from elsewhere: a post of it can be read on and asked about, but no list shows it. */
  find(id: string): Promise<Briefing | undefined>;
  problems(): readonly Problem[];
  readonly index: ArchiveIndex;
  /** Resolves when what was found last is on disk. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface ShelfOptions {
  directory: string;
  timeZone: string;
  store: Store;
  now(): Temporal.Instant;
  log: Log;
}

/** Reads the folder, then watches it. */
export async function openShelf(options: ShelfOptions): Promise<Shelf> {
  const { directory, timeZone, store, now, log } = options;
  const stored = await loadBriefings(store.db);
  if (stored.unreadable.length > 0) {
    log.warn(
      { ids: stored.unreadable },
      "briefings of an older version are read again from their files",
    );
  }
  const own = stored.briefings.filter(({ file }) => !isGuest(file, directory));
  const archive = new Archive(own);
  const index = createArchiveIndex(archive.briefings());
  const known = new Map<string, KnownBriefing>(own.map((each) => [each.briefing.id, each]));
  let list: readonly KnownBriefing[] | null = null;
  let work = Promise.resolve();

  async function take(files: readonly SourceFile[], removed: readonly string[]): Promise<void> {
    const change = archive.apply(files, removed);
    const recorded = await together(store.db, async (db) => {
      for (const id of change.removed) await removeBriefing(db, id, now());
      const records = [];
      for (const each of change.changed) records.push(await recordBriefing(db, each, now()));
      return records;
    });
    for (const id of change.removed) {
      known.delete(id);
      takeFromIndex(index, id);
    }
    for (const each of recorded) {
      known.set(each.briefing.id, each);
      putBriefing(index, each.briefing);
    }
    list = null;
    for (const { file, problems } of files) {
      for (const problem of problems) log.warn({ file }, formatProblem(problem));
    }
  }

  function enqueue(files: readonly SourceFile[], removed: readonly string[]): Promise<void> {
    work = work
      .then(() => take(files, removed))
      .catch((error: unknown) => {
        log.error(
          { err: error },
          "the folder of articles could not be taken over; it is tried again at its next change",
        );
      });
    return work;
  }

  const watcher = await watchFolder(directory, {
    timeZone,
    known: own.map(({ file }) => file),
    onChange: (files, removed) => void enqueue(files, removed),
  });
  return {
    known: () => (list ??= [...known.values()]),
    find: async (id) => known.get(id)?.briefing ?? (await loadBriefing(store.db, id)),
    problems: () => archive.problems(),
    index,
    settled: () => work,
    close: async () => {
      await watcher.close();
      await work;
    },
  };
}

/** Whether a file lies outside the folder of articles. */
export function isGuest(file: string, directory: string): boolean {
  const path = relative(resolve(directory), resolve(file));
  return path.startsWith("..") || isAbsolute(path);
}
