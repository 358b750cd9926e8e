/** Two files must not have one id: people could not name either. */
import { createProblemLog } from "../briefing/problems.ts";
import type { Problem } from "../briefing/problems.ts";
import type { SourceFile } from "./scan.ts";

/** Pure. Files that share an id all get an error that names another of them, and lose their briefing. */
export function checkDuplicates(files: readonly SourceFile[]): readonly SourceFile[] {
  const holders = new Map<string, Set<string>>();
  for (const { file, briefing } of files) {
    if (briefing === null) continue;
    const names = holders.get(briefing.id) ?? new Set();
    holders.set(briefing.id, names.add(file));
  }
  return files.map((source) => {
    const { file, briefing, problems } = source;
    const names = briefing === null ? [] : [...(holders.get(briefing.id) ?? [])];
    const other = names.find((name) => name !== file);
    if (briefing === null || other === undefined) return source;
    return { file, briefing: null, problems: [duplicate(file, briefing.id, other), ...problems] };
  });
}

export function duplicate(file: string, id: string, other: string): Problem {
  const log = createProblemLog(file);
  const message = `The id "${id}" is also that of ${other}.`;
  const hint = "Give one of the two another id in its front matter, or another name.";
  log.error("duplicate-id", { line: 1, column: 1 }, message, hint);
  const [problem] = log.sorted();
  if (problem === undefined) throw new Error("a logged problem is gone");
  return problem;
}
