/** YAML that remembers where everything stood, so that a mistake can be pointed at. Pure. */
import {
  isCollection,
  isMap,
  isNode,
  isPair,
  LineCounter,
  parseDocument,
  type Document,
} from "yaml";
import type { z } from "zod";
import { hintOf } from "../schedule/rule.ts";
import { nearest } from "../briefing/nearest.ts";
import { inReadingOrder, type Problem } from "../briefing/problems.ts";
import { endSentence } from "../briefing/words.ts";
import { explainYaml } from "../briefing/parse/yaml-error.ts";

export interface Issue {
  path: readonly PropertyKey[];
  message: string;
  hint: string;
}

export interface YamlFile {
  value: unknown;
  /** Syntax errors; `value` is of no use when there are any. */
  problems: readonly Problem[];
  /** Issues of a value as problems at the line and column of that value. */
  explain(issues: readonly Issue[]): readonly Problem[];
}

export function parseYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problem = (
    offset: number,
    kind: "config" | "config-syntax",
    message: string,
    hint: string,
  ): Problem => ({
    file,
    ...at(offset),
    severity: "error",
    kind,
    message,
    hint,
  });
  const syntax = explainYaml(document.errors).map(({ offset, reason }) =>
    problem(
      offset,
      "config-syntax",
      `This is not YAML: ${reason}.`,
      "Check indentation (spaces, never tabs), colons and quotes.",
    ),
  );
  const { value, failure } = syntax.length > 0 ? {} : resolve(document);
  const unresolved =
    failure === undefined
      ? []
      : [problem(0, "config-syntax", failure, "Write the value out where it is used.")];
  return {
    value,
    problems: [...syntax, ...unresolved],
    explain: (issues) =>
      inReadingOrder(
        issues.map(({ path, message, hint }) =>
          problem(offsetOf(document, path), "config", `${label(path)}${message}`, hint),
        ),
      ),
  };
}

/** Aliases are followed only now: one may be unknown, or there may be too many of them. */
function resolve(document: Document): { value?: unknown; failure?: string } {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    return { failure: endSentence(error instanceof Error ? error.message : String(error)) };
  }
}

function label(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "" : `${path.map(String).join(".")}: `;
}

/** Where the key (or the list item) of this path stands; of its nearest ancestor when it is not there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = rangeStart(node) ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((each) => isPair(each) && String(each.key) === String(key));
      if (pair === undefined) break;
      offset = rangeStart(pair.key) ?? offset;
      node = pair.value;
    } else if (isCollection(node)) {
      node = node.items[Number(key)];
      offset = rangeStart(node) ?? offset;
    } else break;
  }
  return offset;
}

function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

const missing = "This setting is missing.";
const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  object: "settings, each as name: value",
  record: "settings, each as name: value",
};
const examples: Readonly<Record<string, string>> = {
  to: "For example web:general, or [web:general, slack:news].",
  at: 'For example "09:00", or ["09:00", "17:00"].',
  days: "For example weekdays, or [mon, thu].",
  perTopic: "For example 2, or { ai: 2, law: 1 }.",
  group: "For example never, or { from: 5, minutes: 10 }.",
  topics: "For example science, or [science, space].",
};
/** What may stand there instead of a text or a list. */
const forms: Readonly<Record<string, string>> = {
  perTopic: "Expected a number, or topics with a number each, from 1 to 100.",
  group: "Expected never, or numbers.",
};
const seeSchema = "See config/bot.schema.json for what goes here.";

/** What zod found, in words for the person who wrote the file. Pure. */
export function explainZod(
  issues: readonly z.core.$ZodIssue[],
  knownKeys: readonly string[],
): readonly Issue[] {
  return issues.flatMap((issue) => explainIssue(issue, knownKeys));
}

function explainIssue(issue: z.core.$ZodIssue, knownKeys: readonly string[]): readonly Issue[] {
  const told = (message: string, hint: string): readonly Issue[] => [
    { path: issue.path, message, hint },
  ];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const meant = nearest(key, knownKeys);
        const hint = meant === undefined ? seeSchema : `Did you mean \`${meant}\`?`;
        return { path: [...issue.path, key], message: "There is no such setting here.", hint };
      });
    case "invalid_union":
      return told(
        issue.input === undefined
          ? missing
          : (forms[String(issue.path.at(-1))] ?? "Expected a text or a list of texts."),
        examples[String(issue.path.at(-1))] ?? seeSchema,
      );
    case "invalid_type":
      if (issue.input === undefined)
        return told(missing, `Add \`${String(issue.path.at(-1))}:\` with its value.`);
      return told(
        `Expected ${kinds[issue.expected] ?? issue.expected}.`,
        issue.expected === "string" ? "Put the value in quotes." : seeSchema,
      );
    case "too_small":
      return told(
        issue.origin === "number" ? `The least is ${issue.minimum}.` : "This is empty.",
        issue.origin === "number" ? seeSchema : "Write something here, or take the setting out.",
      );
    case "too_big":
      return told(
        `The most is ${issue.maximum}${issue.origin === "string" ? " characters" : ""}.`,
        seeSchema,
      );
    case "invalid_value":
      return told(
        "This is none of the known values.",
        `Use one of: ${issue.values.map(String).join(", ")}.`,
      );
    case "invalid_key":
      return issue.issues.flatMap(({ message }) =>
        told(endSentence(message), "Choose another name."),
      );
    case "custom":
      return told(endSentence(issue.message), hintOf(issue) ?? seeSchema);
    default:
      return told(endSentence(issue.message), seeSchema);
  }
}
