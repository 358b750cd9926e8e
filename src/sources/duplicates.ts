/** Two files must not have one id: people could not name either. */
import type { Claim } from "../briefing/parse/parse.ts";
import { inReadingOrder, type Problem } from "../briefing/problems.ts";
import type { SourceFile } from "./scan.ts";

/** Pure. Files that share an id, broken or not, all get an error that names another of them, and lose their briefing. */
export function checkDuplicates(files: readonly SourceFile[]): readonly SourceFile[] {
  const holders = new Map<string, Set<string>>();
  for (const { file, claim } of files) {
    if (claim === null) continue;
    const names = holders.get(claim.id) ?? new Set();
    holders.set(claim.id, names.add(file));
  }
  return files.map((source) => {
    const { file, claim } = source;
    const names = claim === null ? [] : [...(holders.get(claim.id) ?? [])];
    const other = names.find((name) => name !== file);
    if (claim === null || other === undefined) return source;
    const problems = inReadingOrder([duplicate(file, claim, other), ...source.problems]);
    return { ...source, briefing: null, problems };
  });
}

export function duplicate(file: string, { id, place }: Claim, other: string): Problem {
  const message = `The id "${id}" is also used by ${other}.`;
  const hint = "Give one of the two another id in its front matter, or another name.";
  const { line, column } = place;
  return { file, line, column, severity: "error", kind: "duplicate-id", message, hint };
}
