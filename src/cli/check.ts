/** `briefing check`: every problem of every file in one run. */
import { stat, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { findKin, type Kin } from "../answer/kin.ts";
import { formatProblem, type Problem, quoted } from "../briefing/problems.ts";
import { parseBriefing } from "../briefing/parse/parse.ts";
import { checkDuplicates, loadFolder, type SourceFile } from "../sources/folder.ts";
import { listArticles } from "../sources/scan.ts";
import { checkUpdates } from "../sources/updates.ts";

async function loadPath(path: string, timeZone: string): Promise<readonly SourceFile[]> {
  try {
    if ((await stat(path)).isDirectory()) return await loadFolder(path, { timeZone });
    return [{ file: path, ...parseBriefing(await readFile(path), { file: path, timeZone }) }];
  } catch (error) {
    return [{ file: path, briefing: null, claim: null, problems: [unreadable(path, error)] }];
  }
}

function unreadable(file: string, error: unknown): Problem {
  const absent = error instanceof Error && "code" in error && error.code === "ENOENT";
  return {
    file,
    line: 1,
    column: 1,
    severity: "error",
    kind: "file-unreadable",
    message: absent ? "There is no such file or folder." : "The file cannot be read.",
    hint: absent ? "Check the spelling of the path." : "Check the permissions of the file.",
  };
}

/** All files at these paths, each once, and what is wrong with it; never throws for a bad file. */
export async function checkPaths(
  paths: readonly string[],
  timeZone: string,
  around: readonly SourceFile[] = [],
): Promise<readonly SourceFile[]> {
  const files = new Map<string, SourceFile>();
  for (const path of paths) {
    for (const source of await loadPath(path, timeZone)) {
      const place = resolve(source.file);
      if (!files.has(place)) files.set(place, source);
    }
  }
  // What is checked is the newer version of what the folder holds under the same id.
  const ids = new Set([...files.values()].map(({ claim }) => claim?.id));
  const others = around.filter(
    ({ file, claim }) => !files.has(resolve(file)) && !ids.has(claim?.id),
  );
  return suggestUpdates(checkUpdates(checkDuplicates([...files.values()]), others), others);
}

/** The folder of articles, for files that are checked alone; without it when it is not there or very large. */
export async function loadAround(
  directory: string,
  timeZone: string,
): Promise<readonly SourceFile[]> {
  try {
    const { paths } = await listArticles(directory);
    return paths.length > mostAround ? [] : await loadFolder(directory, { timeZone });
  } catch {
    return [];
  }
}

/** Reading more would take seconds. */
const mostAround = 2_000;

function suggestUpdates(
  files: readonly SourceFile[],
  around: readonly SourceFile[],
): readonly SourceFile[] {
  const briefings = [...around, ...files].flatMap(({ briefing }) => briefing ?? []);
  const kin = new Map(findKin(briefings).map((each) => [each.id, each]));
  return files.map((source) => {
    const found = source.briefing === null ? undefined : kin.get(source.briefing.id);
    if (found === undefined) return source;
    return { ...source, problems: [suggestion(source.file, found), ...source.problems] };
  });
}

function suggestion(file: string, { of, kind }: Kin): Problem {
  const message =
    kind === "repeat"
      ? `Most of this article stands in ${quoted(of)} already.`
      : `This looks like an update of ${quoted(of)}.`;
  const hint = `If it is an update, write \`updates: ${of}\` in its front matter: readers of the earlier briefing then hear what is new.`;
  return { file, line: 1, column: 1, severity: "warning", kind: "updates-missing", message, hint };
}

/** The report for people, its last line a count. */
export function formatReport(problems: readonly Problem[], fileCount: number): string {
  const count = (severity: Problem["severity"], word: string): string => {
    const number = problems.filter((problem) => problem.severity === severity).length;
    return `${number} ${word}${number === 1 ? "" : "s"}`;
  };
  const files = `${fileCount} ${fileCount === 1 ? "file" : "files"}`;
  return [
    ...problems.map(formatProblem),
    `${files}: ${count("error", "error")}, ${count("warning", "warning")}`,
  ].join("\n");
}
