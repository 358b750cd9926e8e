/**
 * The two ways of writing an article made one. In plain text every line is a paragraph; in Markdown a blank line ends one.
 * Here plain text gets the blank lines that make it Markdown, and remembers where each line came from.
 */
import { sectionOf } from "./headings.ts";
import type { Section } from "./headings.ts";

type LineKind =
  | "blank"
  | "text"
  | "heading"
  | "underline"
  | "list"
  | "indented"
  | "quote"
  | "table"
  | "rule"
  | "fence"
  | "code";

interface Line {
  text: string;
  /** In the file, from 1. */
  number: number;
  kind: LineKind;
}

/** A line that could begin a section because it says nothing but the name of one. */
interface BareHeading {
  section: Section;
  index: number;
}

export interface Layout {
  dialect: "plain" | "markdown";
  /** Markdown. */
  text: string;
  /** The line of the file for each line of `text`; both from 1. */
  fileLine(line: number): number;
  /** Lines of `text` that begin a section without being a Markdown heading. */
  bareHeadings: ReadonlyMap<number, Section>;
  /** The line of the file where a block of code begins that never ends. */
  openFence: number | undefined;
}

const FENCE = /^\s*(?:(?:[-+*]|\d{1,9}[.)])\s+)*(?:(`{3,})[^`]*|(~{3,}).*)$/u;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#*)?[ \t]*$/u;
const LIST_ITEM = /^\s*(?:[-+*]|\d{1,9}[.)])(?:\s|$)/u;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/u;
const UNDERLINE = /^ {0,3}-+[ \t]*$/u;
const DELIMITER_ROW = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/u;

/** `firstLine` is the number of the first line in the file. */
export function layOut(text: string, firstLine: number): Layout {
  const { lines, openFence } = readLines(text.split("\n"), firstLine);
  const bare = bareHeadingsOf(lines);
  const dialect = dialectOf(lines, bare);
  const accepted = dialect === "plain" ? bare : standingAlone(lines, bare);
  const title = lines.findIndex((line) => line.kind !== "blank");
  return { ...write(lines, dialect, accepted, title), dialect, openFence };
}

function readLines(
  texts: readonly string[],
  firstLine: number,
): { lines: readonly Line[]; openFence: number | undefined } {
  const lines: Line[] = [];
  let fence: { mark: string; number: number } | undefined;
  for (const [index, text] of texts.entries()) {
    const number = firstLine + index;
    if (fence !== undefined) {
      const closes = closesFence(text, fence.mark);
      lines.push({ text, number, kind: closes ? "fence" : "code" });
      if (closes) fence = undefined;
      continue;
    }
    const mark = FENCE.exec(text);
    const kind = mark === null ? kindOf(text, texts[index + 1], lines.at(-1)) : "fence";
    if (mark !== null) fence = { mark: mark[1] ?? mark[2] ?? "", number };
    lines.push({ text, number, kind });
  }
  return { lines, openFence: fence?.number };
}

function closesFence(text: string, mark: string): boolean {
  const line = text.trim();
  return line.length >= mark.length && line === (mark[0] ?? "").repeat(line.length);
}

function kindOf(text: string, next: string | undefined, before: Line | undefined): LineKind {
  if (text.trim() === "") return "blank";
  const afterText = before?.kind === "text" || before?.kind === "underline";
  if (/^ {0,3}=+[ \t]*$/u.test(text) && afterText) return "underline";
  if (isTableLine(text, next, before)) return "table";
  if (RULE.test(text)) return "rule";
  if (HEADING.test(text)) return "heading";
  if (LIST_ITEM.test(text)) return "list";
  if (/^ {0,3}>/u.test(text)) return "quote";
  const inList = before?.kind === "list" || before?.kind === "indented";
  return inList && /^(?:\t| {2})/u.test(text) ? "indented" : "text";
}

function isTableLine(text: string, next: string | undefined, before: Line | undefined): boolean {
  if (/^ {0,3}\|/u.test(text)) return !/^ {0,3}\|\|/u.test(text) || before?.kind === "table";
  if (!text.includes("|"))
    return before?.kind === "table" && DELIMITER_ROW.test(text) && text.includes("-");
  return (
    before?.kind === "table" ||
    (next !== undefined && next.includes("-") && DELIMITER_ROW.test(next))
  );
}

/** Lines that say nothing but the name of a section. */
function bareHeadingsOf(lines: readonly Line[]): readonly BareHeading[] {
  return lines.flatMap(({ text, kind }, index) => {
    if (kind !== "text" || !/^ {0,3}\S/u.test(text)) return [];
    const section = sectionOf(text);
    return section === undefined ? [] : [{ section, index }];
  });
}

function markedSections(lines: readonly Line[]): ReadonlySet<Section> {
  const found = lines.flatMap(({ text, kind }) => {
    const [, marks = "", heading = ""] = (kind === "heading" ? HEADING.exec(text) : null) ?? [];
    return marks.length > 2 ? undefined : sectionOf(heading);
  });
  return new Set(found.filter((section) => section !== undefined));
}

/** One marked section makes it Markdown; without any, bare names make it plain text. */
function dialectOf(lines: readonly Line[], bare: readonly BareHeading[]): Layout["dialect"] {
  if (markedSections(lines).size > 0) return "markdown";
  const underlined = bare.some(
    ({ index }) =>
      lines[index + 1]?.kind === "rule" && (lines[index - 1]?.kind ?? "blank") === "blank",
  );
  if (underlined) return "markdown";
  if (bare.length > 0) return "plain";
  return lines.some(({ kind }) => kind === "heading") ? "markdown" : "plain";
}

/** In Markdown a bare name counts only where nothing else can be meant. */
function standingAlone(
  lines: readonly Line[],
  bare: readonly BareHeading[],
): readonly BareHeading[] {
  const marked = markedSections(lines);
  return bare.filter(({ section, index }) => {
    const before = lines[index - 1]?.kind ?? "blank";
    const after = lines[index + 1]?.kind ?? "blank";
    const alone = (before === "blank" || before === "heading") && after === "blank";
    return alone && !marked.has(section);
  });
}

function write(
  lines: readonly Line[],
  dialect: Layout["dialect"],
  bare: readonly BareHeading[],
  title: number,
): Pick<Layout, "text" | "fileLine" | "bareHeadings"> {
  const sections = new Map(bare.map(({ index, section }) => [index, section]));
  const bareHeadings = new Map<number, Section>();
  const written: string[] = [];
  const numbers: number[] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    const parted =
      before !== undefined &&
      (index - 1 === title
        ? endsTitle(line)
        : dialect === "plain" && arePartedInPlain(before, line));
    if (parted) {
      written.push("");
      numbers.push(line.number);
    }
    written.push(index === title && dialect === "plain" ? titleLine(line) : line.text);
    numbers.push(line.number);
    const section = sections.get(index);
    if (section !== undefined) bareHeadings.set(written.length, section);
  }
  const last = numbers.at(-1) ?? 1;
  return { text: written.join("\n"), fileLine: (line) => numbers[line - 1] ?? last, bareHeadings };
}

/** The first line is the title, even when it looks like the item of a list ("1. FC Köln …"). */
function titleLine({ text, kind }: Line): string {
  return kind === "list" || kind === "quote" ? `# ${text.trim()} #` : text;
}

function endsTitle(next: Line): boolean {
  return next.kind !== "underline" && !UNDERLINE.test(next.text);
}

/** Whether two lines of plain text belong to different blocks. */
function arePartedInPlain(before: Line, line: Line): boolean {
  if (before.kind === "blank" || line.kind === "blank") return false;
  if (before.kind === "code" || line.kind === "code" || line.kind === "underline") return false;
  if (UNDERLINE.test(line.text) && sectionOf(before.text) !== undefined) return false;
  const indented = /^\s{2}/u.test(line.text);
  if (before.kind === "list" || before.kind === "indented") {
    const continues = line.kind === "list" || line.kind === "indented" || line.kind === "fence";
    return !(continues && (line.kind === "list" || indented));
  }
  if (before.kind === "fence") return true;
  if (before.kind === "text" && line.kind === "text")
    return !/(?<!\\)(?:\\\\)*\\$/u.test(before.text);
  return before.kind !== line.kind || before.kind === "heading";
}
