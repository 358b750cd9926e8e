/** A file's content to a Briefing, or to everything that is wrong with it. */
import type { Nodes, Root } from "mdast";
import type { TextBlock } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import { collect, narrowBlocks, narrowFootnote } from "./narrow.ts";
import type { Article } from "./narrow-spans.ts";
import { parseFrontMatter } from "./front-matter.ts";
import type { FrontMatter } from "./front-matter.ts";
import { sectionName, SECTIONS } from "./headings.ts";
import type { Section } from "./headings.ts";
import { idOfFile } from "./id.ts";
import { parseInsights } from "./insights.ts";
import { layOut } from "./lines.ts";
import type { Layout } from "./lines.ts";
import { parseMarkdown } from "./markdown.ts";
import type { Meta } from "./meta.ts";
import { parseSections } from "./sections.ts";
import type { Parts, SectionPart } from "./sections.ts";
import { isBlank, parseText, placeOf } from "./text.ts";
import { createProblemLog, quoted } from "../problems.ts";
import type { Place, Problem, ProblemLog } from "../problems.ts";

export interface ParseOptions {
  /** As shown in problems; the id comes from its name where the article has none. */
  file: string;
  /** For dates without an offset; IANA. */
  timeZone: string;
}

export interface Parsed {
  /** Null exactly when there is an error among the problems. */
  briefing: Briefing | null;
  /** The id it has, or would have without its errors, and where that is written. Null when there is none to be seen. */
  claim: Claim | null;
  /** Where `updates` stands in the front matter. */
  updatesPlace?: Place;
  problems: readonly Problem[];
}

export interface Claim {
  id: string;
  place: Place;
}

/** Never throws for what the content holds. Throws a RangeError when the time zone does not exist. */
export function parseBriefing(content: Uint8Array | string, options: ParseOptions): Parsed {
  const log = createProblemLog(options.file);
  const text = parseText(content, log);
  if (text === null) return { briefing: null, claim: null, problems: log.sorted() };
  const front = parseFrontMatter(text, options.timeZone, log);
  const id = front.meta.id ?? defaultId(options.file, log);
  const briefing = parseArticle(text, front, id, log);
  const { updatesPlace } = front;
  if (updatesPlace !== undefined && id !== "" && front.meta.updates === id)
    reportSelf(updatesPlace, log);
  const claim = id === "" ? null : { id, place: front.idPlace ?? { line: 1, column: 1 } };
  return {
    briefing: log.hasErrors() ? null : briefing,
    claim,
    ...(updatesPlace === undefined ? {} : { updatesPlace }),
    problems: log.sorted(),
  };
}

function reportSelf(place: Place, log: ProblemLog): void {
  const hint = "Write the id of the earlier briefing, or take the line out.";
  log.error("updates", place, "A briefing cannot be an update of itself.", hint);
}

function parseArticle(
  content: string,
  { meta, text, firstLine }: FrontMatter,
  id: string,
  log: ProblemLog,
): Briefing | null {
  if (isBlank(text)) {
    const hint = "Begin with the title on a line of its own; briefings/README.md shows the form.";
    log.error(
      "file-empty",
      placeOf(content, content.length),
      "There is no article in this file.",
      hint,
    );
    return null;
  }
  const layout = layOut(text, firstLine);
  const root = parseTree(layout, log);
  if (root === null) return null;
  const article = articleOf(root, layout, log);
  const parts = parseSections(root, layout, article, endOf(content));
  return assemble(id, meta, parts, root, article);
}

/** Nothing that somebody writes may stop the bot, so a text that the Markdown parser cannot take is a problem like others. */
function parseTree(layout: Layout, log: ProblemLog): Root | null {
  try {
    return parseMarkdown(layout, log);
  } catch {
    const place = { line: layout.fileLine(1), column: 1 };
    const hint = "Look for marks in unusual numbers or deep nesting, and simplify them.";
    log.error("too-complex", place, "This text cannot be read as Markdown.", hint);
    return null;
  }
}

function defaultId(file: string, log: ProblemLog): string {
  const id = idOfFile(file);
  if (id === "") {
    const message = `The name of the file, ${quoted(file)}, gives no id.`;
    const hint = "Write one between two lines --- at the top of the file: id: my-article.";
    log.error("id", { line: 1, column: 1 }, message, hint);
  }
  return id;
}

/** The last line with text on it. */
function endOf(content: string): Place {
  const text = content.trimEnd();
  return { line: placeOf(text, text.length).line, column: 1 };
}

function articleOf(root: Root, layout: Layout, log: ProblemLog): Article {
  const definitions = collect(root, "definition");
  // Of two definitions with one name, Markdown takes the first.
  const byName = definitions.toReversed().map((each) => [each.identifier, each] as const);
  return {
    log,
    place: (node: Nodes) => ({
      line: layout.fileLine(node.position?.start.line ?? 1),
      column: node.position?.start.column ?? 1,
    }),
    definitions: new Map(byName),
    usedDefinitions: new Set(),
  };
}

function assemble(
  id: string,
  meta: Meta,
  { title, sections }: Parts,
  root: Root,
  article: Article,
): Briefing {
  const blocks = (section: Section): TextBlock[] => {
    const part = sections.get(section);
    return part === undefined
      ? []
      : narrowBlocks(part.nodes, article, section === "body" ? shiftOf(part) : 0);
  };
  const preface = blocks("preface");
  const summary = blocks("summary");
  const footnotes = collect(root, "footnoteDefinition");
  const body = [...blocks("body"), ...footnotes.flatMap((note) => narrowFootnote(note, article))];
  reportEmpty({ preface, summary, body }, sections, article.log);
  const part = sections.get("insights");
  const none: Briefing["insights"] = { header: ["Aspect", "Description"], rows: [] };
  const insights = part === undefined ? none : parseInsights(part, article);
  warnUnused(root, article);
  return { topics: [], status: "ready", ...meta, id, title, preface, summary, body, insights };
}

/** Headings in the body begin at the third level, below the title and the section. */
function shiftOf({ nodes }: SectionPart): number {
  const depths = nodes.map((node) => (node.type === "heading" ? node.depth : 3));
  return 3 - Math.min(3, ...depths);
}

function reportEmpty(
  blocks: Readonly<Record<Exclude<Section, "insights">, readonly TextBlock[]>>,
  sections: ReadonlyMap<Section, SectionPart>,
  log: ProblemLog,
): void {
  for (const section of SECTIONS) {
    const part = sections.get(section);
    if (part === undefined) continue;
    const empty =
      section === "insights"
        ? part.nodes.length === 0
        : blocks[section].every(({ type }) => type === "divider");
    if (!empty) continue;
    const message = `The section ${quoted(sectionName(section))} is empty.`;
    log.error("section-empty", part.heading, message, "Write the text under its heading.");
  }
}

function warnUnused(root: Root, { definitions, usedDefinitions, log, place }: Article): void {
  if (log.hasErrors()) return;
  for (const definition of collect(root, "definition")) {
    if (usedDefinitions.has(definition)) continue;
    const first = definitions.get(definition.identifier) === definition;
    const message = `Nothing ${first ? "refers to" : "can refer to"} ${quoted(`[${definition.label ?? definition.identifier}]`)}, so this line is not shown.`;
    const hint = `Write [words][${definition.label ?? definition.identifier}] where the link belongs, or take the line out.`;
    log.warn("definition-unused", place(definition), message, hint);
  }
}
