/** `briefing check`: every problem of every file in one run. */
import { stat, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { formatProblem, type Problem } from "../briefing/problems.ts";
import { parseBriefing } from "../briefing/parse/parse.ts";
import { checkDuplicates, loadFolder, type SourceFile } from "../sources/folder.ts";

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
): Promise<readonly SourceFile[]> {
  const files = new Map<string, SourceFile>();
  for (const path of paths) {
    for (const source of await loadPath(path, timeZone)) {
      const place = resolve(source.file);
      if (!files.has(place)) files.set(place, source);
    }
  }
  return checkDuplicates([...files.values()]);
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
