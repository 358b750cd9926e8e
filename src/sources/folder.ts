/** The folder of articles: read once, or watched. */
import { watch } from "chokidar";
import { listArticles, readArticle, shownPath, stampOf } from "./scan.ts";
import type { SourceFile } from "./scan.ts";

export { checkDuplicates } from "./duplicates.ts";
export type { SourceFile } from "./scan.ts";

interface FolderOptions {
  /** For dates without an offset; IANA. */
  timeZone: string;
}

interface WatchOptions extends FolderOptions {
  /** Files known from before; those that are not there any more are among the first `removed`. */
  known?: readonly string[];
  /** First the whole folder, even when it is empty; then what is new or changed, and the names of files that are gone. */
  onChange(files: readonly SourceFile[], removed: readonly string[]): void;
  /** The watch goes on after any error. */
  onError?(error: unknown): void;
}

export interface FolderWatch {
  close(): Promise<void>;
}

/** A file counts as written when it did not change for this long. */
const SETTLE_MS = 200;
/** Changes come in swarms; one look is enough for all. */
const GATHER_MS = 50;
/** How often to look when the operating system cannot tell us of changes. */
const POLL_MS = 1_000;
/** Bounds the memory and the open files of a first look at a large folder. */
const READ_AT_ONCE = 32;

/**
 * All articles (`*.md`, `*.markdown`, `*.txt`, not the README, nothing hidden) in the folder and below. Files are not
 * compared with each other; `checkDuplicates` does. Throws `config` when the folder cannot be read.
 */
export async function loadFolder(
  directory: string,
  options: FolderOptions,
): Promise<readonly SourceFile[]> {
  return readAll(await listArticles(directory), options.timeZone);
}

async function readAll(paths: readonly string[], timeZone: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (let start = 0; start < paths.length; start += READ_AT_ONCE) {
    const some = paths.slice(start, start + READ_AT_ONCE);
    files.push(...(await Promise.all(some.map((path) => readArticle(path, timeZone)))));
  }
  return files;
}

/**
 * Reads the folder, then tells of every change about half a second after its file is written. `onChange` is called the
 * first time before this resolves. Throws `config` when the folder cannot be read at the start; later errors do not end it.
 */
export async function watchFolder(directory: string, options: WatchOptions): Promise<FolderWatch> {
  const seen = new Map<string, Seen>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let poll: NodeJS.Timeout | undefined;
  let work = Promise.resolve();

  function wake(delayMs: number): void {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      work = work.then(round);
    }, delayMs);
  }

  async function round(): Promise<void> {
    if (closed) return;
    try {
      const { files, removed, restless } = await look(directory, seen, options.timeZone);
      if (restless) wake(SETTLE_MS);
      if (!closed && files.length + removed.length > 0) options.onChange(files, removed);
    } catch (error) {
      keepLooking(error);
    }
  }

  function keepLooking(error: unknown): void {
    if (closed) return;
    if (poll === undefined) options.onError?.(error);
    poll ??= setInterval(() => wake(0), POLL_MS);
  }

  // Every event makes us look at the whole folder, so links need no watch of their own.
  const watcher = watch(directory, { ignoreInitial: true, followSymlinks: false });
  watcher.on("all", () => wake(GATHER_MS));
  const close = async (): Promise<void> => {
    closed = true;
    clearTimeout(timer);
    clearInterval(poll);
    await watcher.close();
    await work;
  };
  await new Promise<void>((resolve) => {
    watcher.once("ready", resolve);
    watcher.on("error", (error) => {
      keepLooking(error);
      resolve();
    });
  });
  try {
    const first = look(directory, seen, options.timeZone, true);
    // A change that is told of meanwhile waits for its turn.
    work = first.then(
      () => undefined,
      () => undefined,
    );
    const { files } = await first;
    const present = new Set(files.map(({ file }) => file));
    const gone = (options.known ?? []).filter((file) => !present.has(file));
    options.onChange(files, gone);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** What we know of a path: how it looked last, and how it looked when it was read. */
interface Seen {
  stamp: string;
  readAs: string | null;
}

interface Found {
  files: readonly SourceFile[];
  removed: readonly string[];
  /** Something is still being written. */
  restless: boolean;
}

/** Compares the folder with what was seen, and reads what has settled. The first look reads everything. */
async function look(
  directory: string,
  seen: Map<string, Seen>,
  timeZone: string,
  isFirst = false,
): Promise<Found> {
  const paths = await listArticles(directory);
  const ready: { path: string; stamp: string }[] = [];
  let restless = false;
  for (const path of paths) {
    const stamp = await stampOf(path);
    const known = seen.get(path);
    if (stamp === null || stamp === known?.readAs) continue;
    if (isFirst || stamp === known?.stamp) ready.push({ path, stamp });
    else restless = true;
    seen.set(path, { stamp, readAs: known?.readAs ?? null });
  }
  const read = await readAll(
    ready.map(({ path }) => path),
    timeZone,
  );
  const files: SourceFile[] = [];
  for (const [index, { path, stamp }] of ready.entries()) {
    const source = read[index];
    const now = await stampOf(path);
    if (now === null || source === undefined) continue;
    if (now === stamp || isFirst) {
      seen.set(path, { stamp: now, readAs: stamp });
      files.push(source);
    } else restless = true;
  }
  return { files, removed: forget(paths, seen), restless };
}

/** The files that were read once and are gone. */
function forget(paths: readonly string[], seen: Map<string, Seen>): readonly string[] {
  const present = new Set(paths);
  const gone = [...seen].filter(([path]) => !present.has(path));
  for (const [path] of gone) seen.delete(path);
  return gone.filter(([, { readAs }]) => readAs !== null).map(([path]) => shownPath(path));
}
