/**
 * What readers can have: the folder, the database and the search index kept in step. The database remembers
 * the last good version of every briefing, so that a file that is found broken at start still serves it, and
 * how every file was read, so that a start reads only those that changed.
 */
import { isAbsolute, relative, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import {
  createArchiveIndex,
  putBriefing,
  removeBriefing as takeFromIndex,
  type ArchiveIndex,
} from "../answer/archive-index.ts";
import type { Briefing } from "../briefing/briefing.ts";
import type { CatchingUp } from "../briefing/compose/notes.ts";
import type { Problem } from "../briefing/problems.ts";
import { formatProblem } from "../briefing/problems.ts";
import type { Log } from "../platforms/platform.ts";
import type { KnownBriefing } from "../schedule/digest.ts";
import { Archive } from "../sources/archive.ts";
import { watchFolder, type ReadFile, type Remembered } from "../sources/folder.ts";
import { formOf } from "../sources/form.ts";
import {
  forgetArticles,
  loadArticles,
  saveArticles,
  type StoredArticle,
} from "../storage/articles.ts";
import {
  forgetOldTexts,
  loadBriefing,
  loadCards,
  recordBriefing,
  removeBriefing,
  type RecordedBriefing,
} from "../storage/briefings.ts";
import { together, type Db, type Store } from "../storage/store.ts";
import { openTexts, type Texts } from "../storage/texts.ts";

export interface Shelf {
  /** Of the folder. Their texts are read from the disk when somebody asks for them. */
  known(): readonly KnownBriefing[];
  /** Of the folder, or sent from elsewhere: a post of it can be read on and asked about, but no list shows it. */
  find(id: string): Promise<Briefing | undefined>;
  problems(): readonly Problem[];
  readonly index: ArchiveIndex;
  /** Null when everything is read and can be searched. */
  catchingUp(): CatchingUp | null;
  /** Reads and indexes what `openShelf` has left, in turns with everything else; resolves at its end. */
  catchUp(): Promise<void>;
  /** Resolves when the whole folder is read and what was found last is on disk. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface ShelfOptions {
  directory: string;
  timeZone: string;
  store: Store;
  now(): Temporal.Instant;
  log: Log;
  /** What was found is on disk, and something of it is new. */
  onRecorded?(): void;
}

/** So few briefings are indexed, and so few files read, before the shelf is open; of more, `catchUp` has to be asked for. */
const few = 50;
/** For how long others wait while the index is built. */
const turnMs = 10;

/** Nobody deletes everything at once; the database keeps it, and buttons and threads go on. */
const emptied =
  "every article of the folder is gone at once: look whether the folder is there. Nothing is withdrawn";

const missing =
  "the files of these briefings are gone: in five minutes they are withdrawn, unless they come back";

interface Shelved extends KnownBriefing {
  file: string;
  hash: string;
}

/** Opens with everything that was known before and is there still, then follows the folder. */
export async function openShelf(options: ShelfOptions): Promise<Shelf> {
  const { directory, timeZone, store, now, log } = options;
  const { db } = store;
  await forgetOldTexts(db);
  const texts = openTexts(store.path);
  const form = await formOf(timeZone);
  const articles = await loadArticles(db, form);
  const own = await loadOwn({ db, texts, directory, articles, log });
  const known = new Map(own.map((each) => [each.briefing.id, each]));
  const archive = new Archive(own);
  const index = createArchiveIndex();
  let list: readonly KnownBriefing[] | null = null;
  let work = Promise.resolve();
  let isClosed = false;

  async function take(files: readonly ReadFile[], removed: readonly string[]): Promise<void> {
    const change = archive.apply(files, removed);
    const isEmptied = change.removed.length > 1 && archive.briefings().length === 0;
    if (isEmptied) log.warn({ directory }, emptied);
    else if (change.removed.length > 0) log.info({ briefings: change.removed }, missing);
    const recorded = await together(db, async (transaction) => {
      const gone = isEmptied ? [] : change.removed;
      for (const id of gone) await removeBriefing(transaction, id, now());
      const records: RecordedBriefing[] = [];
      for (const each of change.changed)
        records.push(await recordBriefing(transaction, each, now()));
      const hashes = new Map(records.map(({ briefing, hash }) => [briefing.id, hash]));
      const hashOf = (id: string): string | null => hashes.get(id) ?? known.get(id)?.hash ?? null;
      await forgetArticles(transaction, removed);
      await saveArticles(
        transaction,
        form,
        files.flatMap((each) => asStored(each, archive.servedBy(each.file), hashOf)),
      );
      return records;
    });
    for (const id of change.removed) {
      known.delete(id);
      takeFromIndex(index, id);
    }
    for (const { card, file, hash, readyAt } of recorded) {
      const briefing = texts.briefing(card, hash);
      archive.replace(file, briefing);
      known.set(briefing.id, { briefing, file, hash, readyAt });
      putBriefing(index, briefing);
    }
    list = null;
    if (change.removed.length + recorded.length > 0) options.onRecorded?.();
    for (const { file, problems } of files) {
      for (const problem of problems) log.warn({ file }, formatProblem(problem));
    }
  }

  function enqueue(files: readonly ReadFile[], removed: readonly string[]): Promise<void> {
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
    known: new Set([...own, ...articles].map(({ file }) => file)),
    remembered: rememberedBy(articles, known),
    onChange: enqueue,
  });

  async function buildIndex(): Promise<void> {
    let since = performance.now();
    for (const id of known.keys()) {
      // What came or went meanwhile is taken care of by `take`.
      const briefing = known.get(id)?.briefing;
      if (briefing === undefined || index.places.has(id)) continue;
      try {
        putBriefing(index, briefing);
      } catch (error) {
        log.error({ err: error, id }, "a briefing cannot be searched");
      }
      if (performance.now() - since < turnMs) continue;
      await setImmediate();
      if (isClosed) return;
      since = performance.now();
    }
  }

  let catchingUp: Promise<void> | undefined;
  const catchUp = (): Promise<void> =>
    (catchingUp ??= Promise.all([watcher.catchUp(), buildIndex()]).then(() => undefined));
  if (watcher.unread() === 0 && known.size - index.places.size <= few) await catchUp();

  return {
    known: () => (list ??= [...known.values()]),
    find: async (id) => known.get(id)?.briefing ?? (await loadBriefing(db, id)),
    problems: () => archive.problems(),
    index,
    catchingUp: () => {
      const unread = watcher.unread();
      const unindexed = known.size - index.places.size;
      return unread + unindexed === 0 ? null : { unread, unindexed };
    },
    catchUp,
    settled: async () => {
      await watcher.catchUp();
      await work;
    },
    close: async () => {
      isClosed = true;
      await watcher.close();
      await catchingUp;
      await work;
      texts.close();
    },
  };
}

interface Opening {
  db: Db;
  texts: Texts;
  directory: string;
  articles: readonly StoredArticle[];
  log: Log;
}

/** The briefings of the folder as they were before. */
async function loadOwn(opening: Opening): Promise<readonly Shelved[]> {
  const { db, texts, directory, articles, log } = opening;
  const { cards, unreadable } = await loadCards(db);
  const writtenByThis = new Set(articles.map(({ briefingHash }) => briefingHash));
  const own = cards.filter(({ file }) => !isGuest(file, directory));
  const { readable = [], outdated = [] } = Object.groupBy(own, ({ hash }) =>
    writtenByThis.has(hash) || texts.isReadable(hash) ? "readable" : "outdated",
  );
  const ids = [...unreadable, ...outdated.map(({ card }) => card.id)];
  if (ids.length > 0) {
    log.warn({ ids }, "briefings of an older version are read again from their files");
  }
  return readable.map(({ card, file, hash, readyAt }) => ({
    briefing: texts.briefing(card, hash),
    file,
    hash,
    readyAt,
  }));
}

/** The files whose meaning is known: they are good and serve a briefing, or they have errors. */
function rememberedBy(
  articles: readonly StoredArticle[],
  known: ReadonlyMap<string, Shelved>,
): ReadonlyMap<string, Remembered> {
  const remembered = new Map<string, Remembered>();
  for (const { file, stamp, hash, claim, problems, briefingHash } of articles) {
    const served = claim === null ? undefined : known.get(claim.id);
    const isServed = served?.file === file && served.hash === briefingHash;
    const isBroken = problems.some(({ severity }) => severity === "error");
    if (!isServed && !isBroken) continue;
    const briefing = isBroken ? null : (served?.briefing ?? null);
    remembered.set(file, { stamp, hash, source: { file, briefing, claim, problems } });
  }
  return remembered;
}

/** What to remember of a file; nothing when there is nothing new. */
function asStored(
  { file, briefing, claim, problems, print }: ReadFile,
  served: Briefing | undefined,
  hashOf: (id: string) => string | null,
): readonly StoredArticle[] {
  if (print === null) return [];
  // A file that waits for its id serves what it held before; it is read anew at the next start.
  const isServed = briefing !== null && briefing.id === served?.id;
  const briefingHash = isServed ? hashOf(briefing.id) : null;
  return [{ file, ...print, claim, problems, briefingHash }];
}

/** Whether a file lies outside the folder of articles. */
export function isGuest(file: string, directory: string): boolean {
  const path = relative(resolve(directory), resolve(file));
  return path.startsWith("..") || isAbsolute(path);
}
