/** The articles in a folder: which files they are, and what they hold. */
import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { MAX_FILE_BYTES, reportTooLarge } from "../briefing/parse/text.ts";
import { parseBriefing } from "../briefing/parse/parse.ts";
import type { Parsed } from "../briefing/parse/parse.ts";
import { createProblemLog } from "../briefing/problems.ts";
import type { ProblemLog } from "../briefing/problems.ts";
import { BotError } from "../errors.ts";

export interface SourceFile extends Parsed {
  /** As problems show it: relative to where the bot was started, with forward slashes. */
  file: string;
}

/** By what a file is known again. */
export interface Print {
  /** How it looked when it was read; null when it was so new that another change need not show in that. */
  stamp: string | null;
  /** Of its bytes. */
  hash: string;
}

/** A file as it was read before. */
export interface Remembered extends Print {
  source: SourceFile;
}

export interface ReadFile extends SourceFile {
  /** Null when its content could not be taken in, or when it is known already. */
  print: Print | null;
}

/** Two changes within this time may leave the same time on a file, as coarse as some file systems are. */
const doubtfulMs = 2_000;

export interface Listing {
  /** In order. */
  paths: readonly string[];
  /** Folders below that are there and cannot be read: what they hold is not known. */
  closed: readonly string[];
}

/** Throws `config` when the folder cannot be read. */
export async function listArticles(directory: string): Promise<Listing> {
  try {
    const { paths, closed } = await listBelow(directory, await realpath(directory));
    return { paths: paths.toSorted(), closed };
  } catch (cause) {
    const message = `The folder ${shownPath(directory)} cannot be read.`;
    const hint = "Create it, or correct the folder of articles in the settings.";
    throw new BotError("config", message, { hint, cause });
  }
}

async function listBelow(directory: string, root: string): Promise<Listing> {
  const paths: string[] = [];
  const closed: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) {
      const below = await listBelow(path, root).catch((error: unknown) => unread(path, error));
      paths.push(...below.paths);
      closed.push(...below.closed);
    } else if (!isArticleName(entry.name)) continue;
    else if (entry.isFile() || (entry.isSymbolicLink() && (await staysInside(path, root)))) {
      paths.push(path);
    }
  }
  return { paths, closed };
}

/** What was deleted in this moment holds nothing. */
function unread(path: string, error: unknown): Listing {
  const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
  return { paths: [], closed: isGone ? [] : [path] };
}

/** Whether a file, as it is shown, may still be there. */
export function mayHold({ closed }: Listing, file: string): boolean {
  return closed.some((folder) => file.startsWith(`${shownPath(folder)}/`));
}

function isArticleName(name: string): boolean {
  return /\.(?:md|markdown|txt)$/iu.test(name) && !/^readme\./iu.test(name);
}

/** A link out of the folder could publish any file of the machine. */
async function staysInside(path: string, root: string): Promise<boolean> {
  try {
    const target = await realpath(path);
    return target.startsWith(root + sep) && (await stat(target)).isFile();
  } catch {
    return false;
  }
}

/** Changes whenever the file does. Null when it is not there. */
export async function stampOf(path: string): Promise<string | null> {
  try {
    return stampIn(await stat(path));
  } catch {
    return null;
  }
}

function stampIn({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [ino, size, mtimeMs, ctimeMs].join(":");
}

/**
 * Never throws: a file that cannot be read is a problem like others. One that holds the same bytes as `before` is not
 * parsed again.
 */
export async function readArticle(
  path: string,
  timeZone: string,
  before?: Remembered,
): Promise<ReadFile> {
  const file = shownPath(path);
  try {
    const stats = await stat(path);
    if (stats.size > MAX_FILE_BYTES) return refused(file, (log) => reportTooLarge(stats.size, log));
    const readAtMs = Date.now();
    const content = await readFile(path);
    const isDoubtful = readAtMs - Math.max(stats.mtimeMs, stats.ctimeMs) < doubtfulMs;
    const hash = createHash("sha256").update(content).digest("base64url");
    const print = { stamp: isDoubtful ? null : stampIn(stats), hash };
    if (before?.hash === hash) return { ...before.source, print };
    return { file, ...parseBriefing(content, { file, timeZone }), print };
  } catch (error) {
    return refused(file, (log) => reportUnreadable(error, log));
  }
}

function refused(file: string, report: (log: ProblemLog) => void): ReadFile {
  const log = createProblemLog(file);
  report(log);
  return { file, briefing: null, claim: null, problems: log.sorted(), print: null };
}

function reportUnreadable(error: unknown, log: ProblemLog): void {
  const reason = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  const hint = "Check that the file is there and that the bot may read it.";
  log.error("file-unreadable", { line: 1, column: 1 }, `The file cannot be read${reason}.`, hint);
}

export function shownPath(path: string): string {
  return (relative(process.cwd(), path) || ".").split(sep).join("/");
}
