/**
 * What is wrong with a file that people write, told as a good compiler would: where, what, and what to do.
 */
import { z } from "zod";

const ProblemKind = z.enum([
  "file-too-large",
  "file-unreadable",
  "file-empty",
  "invalid-utf8",
  "nul-character",
  "control-character",
  "bidi-control",
  "too-complex",
  "front-matter-open",
  "front-matter-syntax",
  "front-matter-key",
  "front-matter-duplicate",
  "front-matter-value",
  "date",
  "updates",
  "updates-missing",
  "id",
  "duplicate-id",
  "title-missing",
  "title-long",
  "section-missing",
  "section-twice",
  "section-empty",
  "section-unknown",
  "section-near-miss",
  "text-outside",
  "insights-missing",
  "insights-header",
  "insights-empty",
  "insights-row",
  "insights-cell",
  "insights-extra",
  "table-row",
  "link",
  "html",
  "definition-unused",
  "more-problems",
  "config-syntax",
  "config",
]);
export type ProblemKind = z.infer<typeof ProblemKind>;

export const Problem = z.strictObject({
  /** As shown to people: relative, with forward slashes. */
  file: z.string(),
  /** From 1. */
  line: z.int().min(1),
  /** From 1, in UTF-16 code units, as editors count. */
  column: z.int().min(1),
  severity: z.enum(["error", "warning"]),
  kind: ProblemKind,
  /** One sentence: what is wrong. */
  message: z.string().min(1),
  /** One sentence: what to do. */
  hint: z.string().min(1),
});
export type Problem = z.infer<typeof Problem>;

export interface Place {
  line: number;
  column: number;
}

/** Collects the problems of one file. */
export interface ProblemLog {
  error(kind: ProblemKind, place: Place, message: string, hint: string): void;
  warn(kind: ProblemKind, place: Place, message: string, hint: string): void;
  has(kind: ProblemKind): boolean;
  hasErrors(): boolean;
  /** In reading order. */
  sorted(): readonly Problem[];
}

/** A file with more problems than this is not what somebody mends line by line. */
const MAX_PROBLEMS = 500;

export function createProblemLog(file: string): ProblemLog {
  const problems: Problem[] = [];
  let errors = 0;
  let left = 0;
  function add(
    severity: Problem["severity"],
    kind: ProblemKind,
    place: Place,
    message: string,
    hint: string,
  ): void {
    if (severity === "error") errors += 1;
    if (problems.length >= MAX_PROBLEMS) {
      left += 1;
      return;
    }
    problems.push({ file, line: place.line, column: place.column, severity, kind, message, hint });
  }
  return {
    error: (...rest) => add("error", ...rest),
    warn: (...rest) => add("warning", ...rest),
    has: (kind) => problems.some((problem) => problem.kind === kind),
    hasErrors: () => errors > 0,
    sorted() {
      const list = inReadingOrder(problems);
      const last = list.at(-1);
      if (last === undefined || left === 0) return list;
      const message = `${left} more problems are not shown.`;
      const severity = errors > 0 ? "error" : "warning";
      const hint = "Mend these first.";
      return [...list, { ...last, severity, kind: "more-problems", message, hint }];
    },
  };
}

/** Of one file. */
export function inReadingOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** The problem in one line, e.g. `briefings/x.md:12:1  error  insights-row  Row 3 has one cell, expected two. Hint: …`. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, severity, kind, message, hint } = problem;
  return inert(`${file}:${line}:${column}  ${severity}  ${kind}  ${message} Hint: ${hint}`);
}

/** A piece of the article as a problem may repeat it: in quotation marks, on one line, not long. */
export function quoted(text: string): string {
  const line = inert(text.replace(/\s+/gu, " ").trim());
  const characters = Array.from(line);
  return `"${characters.length > 60 ? `${characters.slice(0, 59).join("")}…` : line}"`;
}

/** Articles and file names must not steer the terminal that shows the problem. */
function inert(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
