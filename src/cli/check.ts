/** `briefing check`: every problem of every file in one run. */
import { stat, readFile } from "node:fs/promises";
import { formatProblem, type Problem } from "../briefing/problems.ts";
import { parseBriefing } from "../briefing/parse.ts";
import { checkDuplicates, loadFolder, type SourceFile } from "../sources/folder.ts";

async function loadPath(path: string, timeZone: string): Promise<readonly SourceFile[]> {
  try {
    if ((await stat(path)).isDirectory()) return await loadFolder(path, { timeZone });
    return [{ file: path, ...parseBriefing(await readFile(path), { file: path, timeZone }) }];
  } catch (error) {
    return [{ file: path, briefing: null, problems: [unreadable(path, error)] }];
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

/** All files at these paths, and what is wrong with each; never throws for a bad file. */
export async function checkPaths(
  paths: readonly string[],
  timeZone: string,
): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = [];
  for (const path of paths) files.push(...(await loadPath(path, timeZone)));
  return checkDuplicates(files);
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
