/** The articles in a folder: which files they are, and what they hold. */
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

/** Paths in order. Throws `config` when the folder cannot be read. */
export async function listArticles(directory: string): Promise<readonly string[]> {
  try {
    const root = await realpath(directory);
    return (await listBelow(directory, root)).toSorted();
  } catch (cause) {
    const message = `The folder ${shownPath(directory)} cannot be read.`;
    const hint = "Create it, or correct the folder of articles in the settings.";
    throw new BotError("config", message, { hint, cause });
  }
}

async function listBelow(directory: string, root: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) found.push(...(await listBelow(path, root).catch(() => [])));
    else if (!isArticleName(entry.name)) continue;
    else if (entry.isFile() || (entry.isSymbolicLink() && (await staysInside(path, root)))) {
      found.push(path);
    }
  }
  return found;
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
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return [ino, size, mtimeMs, ctimeMs].join(":");
  } catch {
    return null;
  }
}

/** Never throws: a file that cannot be read is a problem like others. */
export async function readArticle(path: string, timeZone: string): Promise<SourceFile> {
  const file = shownPath(path);
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) return refused(file, (log) => reportTooLarge(size, log));
    const content = await readFile(path);
    return { file, ...parseBriefing(content, { file, timeZone }) };
  } catch (error) {
    return refused(file, (log) => reportUnreadable(error, log));
  }
}

function refused(file: string, report: (log: ProblemLog) => void): SourceFile {
  const log = createProblemLog(file);
  report(log);
  return { file, briefing: null, claim: null, problems: log.sorted() };
}

function reportUnreadable(error: unknown, log: ProblemLog): void {
  const reason = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  const hint = "Check that the file is there and that the bot may read it.";
  log.error("file-unreadable", { line: 1, column: 1 }, `The file cannot be read${reason}.`, hint);
}

export function shownPath(path: string): string {
  return (relative(process.cwd(), path) || ".").split(sep).join("/");
}
