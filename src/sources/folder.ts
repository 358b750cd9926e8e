/** The folder of articles: read once, or watched. */
import { watch } from "chokidar";
import { setImmediate } from "node:timers/promises";
import { listArticles, mayHold, readArticle, shownPath, stampOf } from "./scan.ts";
import type { Listing, ReadFile, Remembered, SourceFile } from "./scan.ts";

export { checkDuplicates } from "./duplicates.ts";
export type { ReadFile, Remembered, SourceFile } from "./scan.ts";

interface FolderOptions {
  /** For dates without an offset; IANA. */
  timeZone: string;
}

interface WatchOptions extends FolderOptions {
  /** Files known from before; those that are not there any more are among the first `removed`. */
  known?: Iterable<string>;
  /** Files as they were read before, by name: those that look as they did then are told of without being read. */
  remembered?: ReadonlyMap<string, Remembered>;
  /** First the whole folder, even when it is empty; then what is new or changed, and the names of files that are gone. */
  onChange(files: readonly ReadFile[], removed: readonly string[]): void | Promise<void>;
  /** The watch goes on after any error. */
  onError?(error: unknown): void;
}

export interface FolderWatch {
  /** How many files of the first look are still to be read. */
  unread(): number;
  /** Reads them, a few at a time, and tells of each few; resolves when all are told of. Changes are told of from then on. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

/** A file counts as written when it did not change for this long. */
const SETTLE_MS = 200;
/** Changes come in swarms; one look is enough for all. */
const GATHER_MS = 50;
/** How often to look when the operating system cannot tell us of changes. */
const POLL_MS = 1_000;
/** Bounds the open files, and for how long parsing keeps others from their turn. */
const READ_AT_ONCE = 8;
const LOOK_AT_ONCE = 64;
/** So many are told of together; bounds the memory of a first look at a large folder. */
const BATCH = 100;
/** So few are read before the watch begins: nobody notices. */
const FEW = 50;

/**
 * All articles (`*.md`, `*.markdown`, `*.txt`, not the README, nothing hidden) in the folder and below. Files are not
 * compared with each other; `checkDuplicates` does. Throws `config` when the folder cannot be read.
 */
export async function loadFolder(
  directory: string,
  { timeZone }: FolderOptions,
): Promise<readonly SourceFile[]> {
  const { paths } = await listArticles(directory);
  return someAtOnce(paths, READ_AT_ONCE, async (path) => {
    const { print: _print, ...source } = await readArticle(path, timeZone);
    return source;
  });
}

async function someAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += atOnce) {
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))));
    await setImmediate();
  }
  return results;
}

/**
 * Looks at the folder, then tells of every change about half a second after its file is written. `onChange` is called
 * the first time before this resolves: with the whole folder, or, when many files have to be read, with those that are
 * known already; `catchUp` reads the others. Throws `config` when the folder cannot be read at the start; later errors
 * do not end it.
 */
export async function watchFolder(directory: string, options: WatchOptions): Promise<FolderWatch> {
  const seen = new Map<string, Seen>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let poll: NodeJS.Timeout | undefined;
  let unread: readonly Ready[] = [];
  let reading: Promise<void> | undefined;
  let work = Promise.resolve();

  function wake(delayMs: number): void {
    // The first look at a file comes before every other.
    if (closed || unread.length > 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      work = work.then(round);
    }, delayMs);
  }

  async function round(): Promise<void> {
    if (closed) return;
    try {
      const { ready, removed, restless } = await look(directory, seen);
      let isRestless = restless;
      for (let start = 0; start === 0 || start < ready.length; start += BATCH) {
        const { files, changing } = await readSettled(ready.slice(start, start + BATCH));
        isRestless ||= changing;
        const gone = start === 0 ? removed : [];
        if (!closed && files.length + gone.length > 0) await options.onChange(files, gone);
      }
      if (isRestless) wake(SETTLE_MS);
    } catch (error) {
      keepLooking(error);
    }
  }

  async function readSettled(
    ready: readonly Ready[],
  ): Promise<{ files: readonly ReadFile[]; changing: boolean }> {
    const read = await someAtOnce(ready, READ_AT_ONCE, async ({ path, stamp }) => {
      const source = await readArticle(path, options.timeZone);
      return { path, stamp, source, now: await stampOf(path) };
    });
    const settled = read.filter(({ stamp, now }) => stamp === now);
    for (const { path, stamp } of settled) seen.set(path, { stamp, readAs: stamp });
    return {
      files: settled.map(({ source }) => source),
      changing: read.some(({ stamp, now }) => now !== null && stamp !== now),
    };
  }

  /** A file that changes meanwhile is told of as it is, and looked at again. */
  async function readFirst(some: readonly Ready[]): Promise<readonly ReadFile[]> {
    const read = await someAtOnce(some, READ_AT_ONCE, async ({ path, stamp }) => {
      const before = options.remembered?.get(shownPath(path));
      const source = await readArticle(path, options.timeZone, before);
      const now = await stampOf(path);
      // One that is gone already is told of as removed at the next look.
      seen.set(path, { stamp: now ?? stamp, readAs: stamp });
      return now === null ? [] : [source];
    });
    return read.flat();
  }

  async function readUnread(): Promise<void> {
    while (unread.length > 0) {
      const files = await readFirst(unread.slice(0, BATCH));
      if (closed) return;
      await options.onChange(files, []);
      unread = unread.slice(BATCH);
    }
    wake(0);
  }

  function keepLooking(error: unknown): void {
    if (closed) return;
    if (poll === undefined) options.onError?.(error);
    poll ??= setInterval(() => wake(0), POLL_MS);
  }

  async function begin(): Promise<void> {
    const { listing, same, changed } = await compare(directory, options.remembered, seen);
    const present = new Set(listing.paths.map(shownPath));
    const gone = [...(options.known ?? [])].filter(
      (file) => !present.has(file) && !mayHold(listing, file),
    );
    const isFew = changed.length <= FEW;
    const read = isFew ? await readFirst(changed) : [];
    if (!isFew) unread = changed;
    await options.onChange([...same, ...read], gone);
  }

  // Every event makes us look at the whole folder, so links need no watch of their own.
  const watcher = watch(directory, { ignoreInitial: true, followSymlinks: false });
  watcher.on("all", () => wake(GATHER_MS));
  const close = async (): Promise<void> => {
    closed = true;
    clearTimeout(timer);
    clearInterval(poll);
    await watcher.close();
    await Promise.all([work, reading]);
  };
  await new Promise<void>((resolve) => {
    watcher.once("ready", resolve);
    watcher.on("error", (error) => {
      keepLooking(error);
      resolve();
    });
  });
  try {
    const first = begin();
    // A change that is told of meanwhile waits for its turn.
    work = first.catch(() => undefined);
    await first;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    unread: () => unread.length,
    catchUp: () => (reading ??= unread.length === 0 ? Promise.resolve() : readUnread()),
    close,
  };
}

/** What we know of a path: how it looked last, and how it looked when it was read. */
interface Seen {
  stamp: string;
  readAs: string | null;
}

interface Ready {
  path: string;
  stamp: string;
}

interface FirstLook {
  listing: Listing;
  /** As they are remembered. */
  same: readonly ReadFile[];
  changed: readonly Ready[];
}

/** Compares the folder with what is remembered of it. */
async function compare(
  directory: string,
  remembered: ReadonlyMap<string, Remembered> | undefined,
  seen: Map<string, Seen>,
): Promise<FirstLook> {
  const listing = await listArticles(directory);
  const { paths } = listing;
  const stamps = await someAtOnce(paths, LOOK_AT_ONCE, stampOf);
  const same: ReadFile[] = [];
  const changed: Ready[] = [];
  for (const [at, path] of paths.entries()) {
    const stamp = stamps[at] ?? null;
    if (stamp === null) continue;
    const before = remembered?.get(shownPath(path));
    if (before?.stamp === stamp) {
      seen.set(path, { stamp, readAs: stamp });
      same.push({ ...before.source, print: null });
    } else changed.push({ path, stamp });
  }
  return { listing, same, changed };
}

interface Found {
  /** Settled, and not read as they are now. */
  ready: readonly Ready[];
  removed: readonly string[];
  /** Something is still being written. */
  restless: boolean;
}

/** Compares the folder with what was seen. */
async function look(directory: string, seen: Map<string, Seen>): Promise<Found> {
  const listing = await listArticles(directory);
  const { paths } = listing;
  const stamps = await someAtOnce(paths, LOOK_AT_ONCE, stampOf);
  const ready: Ready[] = [];
  let restless = false;
  for (const [at, path] of paths.entries()) {
    const stamp = stamps[at] ?? null;
    const known = seen.get(path);
    if (stamp === null || stamp === known?.readAs) continue;
    if (stamp === known?.stamp) ready.push({ path, stamp });
    else restless = true;
    seen.set(path, { stamp, readAs: known?.readAs ?? null });
  }
  return { ready, removed: forget(listing, seen), restless };
}

/** The files that were read once and are gone. */
function forget(listing: Listing, seen: Map<string, Seen>): readonly string[] {
  const present = new Set(listing.paths);
  const gone = [...seen].filter(
    ([path]) => !present.has(path) && !mayHold(listing, shownPath(path)),
  );
  for (const [path] of gone) seen.delete(path);
  return gone.filter(([, { readAs }]) => readAs !== null).map(([path]) => shownPath(path));
}
