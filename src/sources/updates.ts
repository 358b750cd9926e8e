/** What files say that they are updates of. */
import { nearest } from "../briefing/nearest.ts";
import { inReadingOrder, type Place, type Problem, quoted } from "../briefing/problems.ts";
import type { SourceFile } from "./scan.ts";

/**
 * Pure. A file that updates one that is neither among the files nor among `around`, or one that is a draft and so known
 * to no reader, gets a warning; files that update each other in a circle all get an error, and lose their briefing.
 */
export function checkUpdates(
  files: readonly SourceFile[],
  around: readonly SourceFile[],
): readonly SourceFile[] {
  const known = [...files, ...around];
  const earlier = new Map<string, string>();
  const ids = new Set<string>();
  const drafts = new Set<string>();
  for (const { claim, briefing } of known) {
    if (claim !== null) ids.add(claim.id);
    if (briefing?.status === "draft") drafts.add(briefing.id);
    if (briefing?.updates !== undefined) earlier.set(briefing.id, briefing.updates);
  }
  return files.map((source) => {
    const { file, briefing, updatesPlace: place = { line: 1, column: 1 } } = source;
    const updates = briefing?.updates;
    if (briefing === null || updates === undefined) return source;
    const circle = circleFrom(briefing.id, earlier);
    if (circle !== null) {
      const problems = inReadingOrder([...source.problems, circular(file, place, circle)]);
      return { ...source, briefing: null, problems };
    }
    const problem = !ids.has(updates)
      ? unknown(file, place, updates, ids)
      : drafts.has(updates) && briefing.status !== "draft"
        ? unread(file, place, updates)
        : null;
    if (problem === null) return source;
    return { ...source, problems: inReadingOrder([...source.problems, problem]) };
  });
}

/** The ids from this one back to itself, or null. */
function circleFrom(id: string, earlier: ReadonlyMap<string, string>): readonly string[] | null {
  const path = [id];
  for (let next = earlier.get(id); next !== undefined; next = earlier.get(next)) {
    if (next === id) return [...path, id];
    if (path.includes(next)) return null;
    path.push(next);
  }
  return null;
}

function circular(file: string, place: Place, circle: readonly string[]): Problem {
  const message = `These briefings are updates of each other: ${circle.join(" → ")}.`;
  const hint = "The earliest of them updates nothing: take its line out.";
  return problemOf(file, "error", place, message, hint);
}

function unknown(file: string, place: Place, id: string, ids: ReadonlySet<string>): Problem {
  const meant = nearest(id, [...ids]);
  const hint =
    meant === undefined
      ? "Write the id of the earlier briefing; without an id of its own that is the name of its file."
      : `Did you mean \`${meant}\`?`;
  const message = `There is no briefing ${quoted(id)} that this one could be an update of.`;
  return problemOf(file, "warning", place, message, hint);
}

function unread(file: string, place: Place, id: string): Problem {
  const message = `The briefing ${quoted(id)} is a draft: no reader knows it, and nobody will be told that this is an update of it.`;
  const hint = "Set its status to ready, or take this line out.";
  return problemOf(file, "warning", place, message, hint);
}

function problemOf(
  file: string,
  severity: Problem["severity"],
  { line, column }: Place,
  message: string,
  hint: string,
): Problem {
  return { file, line, column, severity, kind: "updates", message, hint };
}
