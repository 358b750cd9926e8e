/** The YAML between the two "---" at the top of a file. Every key is optional; a key that is none is an error. */
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { parseMeta } from "./meta.ts";
import type { ReadMeta } from "./meta.ts";
import type { Place, ProblemLog } from "../problems.ts";
import { explainYaml } from "./yaml-error.ts";

export interface FrontMatter extends ReadMeta {
  /** The article. */
  text: string;
  /** The line of the file on which the article begins. */
  firstLine: number;
}

const FENCE = /^---[ \t]*(?:\n|$)/u;
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/mu;
// Lines that are keys with their values: what stands above the article where nobody closed it.
const UNCLOSED = /^(?:[a-z]\w*:.*\n(?:[ \t]+\S.*\n|- .*\n)*)+/u;
// Enough for every key with a long list of topics; more would only feed a YAML bomb.
const MAX_LENGTH = 20_000;

export function parseFrontMatter(content: string, timeZone: string, log: ProblemLog): FrontMatter {
  const opening = FENCE.exec(content)?.[0];
  if (opening === undefined) return { meta: {}, text: content, firstLine: 1 };
  const inside = content.slice(opening.length);
  const closing = CLOSING.exec(inside);
  if (closing === null) {
    const hint = 'End it with a line "---", or begin the file with the title.';
    log.error("front-matter-open", { line: 1, column: 1 }, "The front matter never ends.", hint);
    const yaml = UNCLOSED.exec(inside)?.[0] ?? "";
    const firstLine = 1 + yaml.split("\n").length;
    const read = parseYaml(yaml, timeZone, log);
    return { ...read, text: inside.slice(yaml.length), firstLine };
  }
  const yaml = inside.slice(0, closing.index);
  const text = inside.slice(closing.index + closing[0].length + 1);
  const firstLine = 2 + yaml.split("\n").length;
  return { ...parseYaml(yaml, timeZone, log), text, firstLine };
}

function parseYaml(yaml: string, timeZone: string, log: ProblemLog): ReadMeta {
  if (yaml.length > MAX_LENGTH) {
    const message = `The front matter is longer than ${MAX_LENGTH} characters.`;
    log.error("front-matter-syntax", { line: 1, column: 1 }, message, "Keep the text below it.");
    return { meta: {} };
  }
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    lineCounter: lines,
    uniqueKeys: false,
    logLevel: "silent",
  });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line) + 1, column: Math.max(1, col) };
  };
  if (reportSyntax(document, place, log)) return { meta: {} };
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { meta: {} };
  if (!isMap(contents)) {
    const hint = "Write one key on each line, such as: topics: [science, space].";
    const at = place(contents.range?.[0] ?? 0);
    log.error(
      "front-matter-syntax",
      at,
      "The front matter is not a list of keys and values.",
      hint,
    );
    return { meta: {} };
  }
  return parseMeta(contents, { place, timeZone, log });
}

function reportSyntax(
  document: Document.Parsed,
  place: (offset: number) => Place,
  log: ProblemLog,
): boolean {
  const hint =
    "Check colons and indentation, and put a text with a colon in it in quotation marks.";
  for (const { offset, reason } of explainYaml(document.errors)) {
    log.error("front-matter-syntax", place(offset), `This is not YAML: ${reason}.`, hint);
  }
  return document.errors.length > 0;
}
