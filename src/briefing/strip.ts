/**
 * A block laid out as one line of text with marked places, so that one way of
 * cutting serves paragraphs, lists, tables and code alike.
 */
import type { ListItem, Span } from "./blocks.ts";
import type { Block } from "./message.ts";

/** Where a cut may fall, best first. `unit` is the end of a list item, a table row or a line of code. */
export type Level = "unit" | "sentence" | "space" | "word" | "grapheme";

/** What the first block of a part goes on with; see `Part.seam`. */
export type Seam = "item" | "header";

export interface Range {
  start: number;
  end: number;
}

/** One list item, table row or whole text; its cells are as many as the columns of a table, else one. */
interface Row extends Range {
  cells: readonly Range[];
}

interface Run extends Range {
  span: Span;
}

export interface Strip {
  text: string;
  levels: readonly Level[];
  rows: readonly Row[];
  /** Links, code spans and times: never cut while there is another way. */
  whole: readonly Range[];
  /** The first place of the last visible character; what stays behind a cut includes it. */
  lastVisible: number;
  piece(from: number, to: number): Block;
  /** How a piece that starts here goes on with the piece before. */
  seam(from: number): Seam | undefined;
}

/** Ends every cell in the strip. It breaks words, sentences and graphemes, whatever stands around it. */
const cellEnd = "\u2029";
/** Stands for a time in the strip. */
const timeMark = "\uFFFC";

type Cells = readonly (readonly Span[])[];

/** Index of the last range that starts at or before the place, or -1. */
export function lastStartingBy(ranges: readonly Range[], place: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range !== undefined && range.start <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function spanText(span: Span): string {
  return "at" in span ? timeMark : span.text;
}

function isWhole(span: Span): boolean {
  return "at" in span || span.href !== undefined || span.style?.code === true;
}

/** Whether two neighbours are one link or one code span in two styles. */
function isSameWhole(a: Span, b: Span): boolean {
  if ("at" in a || "at" in b) return false;
  if (a.href !== undefined || b.href !== undefined) return a.href === b.href;
  return a.style?.code === true && b.style?.code === true;
}

interface Layout {
  text: string;
  rows: readonly Row[];
  runs: readonly Run[];
  whole: readonly Range[];
}

function layOut(lines: readonly Cells[]): Layout {
  const texts: string[] = [];
  const rows: Row[] = [];
  const runs: Run[] = [];
  const whole: Range[] = [];
  let place = 0;
  for (const line of lines) {
    const start = place;
    const cells: Range[] = [];
    for (const spans of line) {
      const cell = { start: place, end: place };
      let before: Span | undefined;
      for (const span of spans) {
        const text = spanText(span);
        if (text === "") continue;
        const end = place + text.length;
        const last = whole.at(-1);
        if (isWhole(span)) {
          if (last !== undefined && before !== undefined && isSameWhole(before, span))
            last.end = end;
          else whole.push({ start: place, end });
        }
        runs.push({ start: place, end, span });
        texts.push(text);
        before = span;
        place = end;
      }
      cell.end = place;
      cells.push(cell);
      texts.push(cellEnd);
      place += 1;
    }
    if (line.length === 0) {
      texts.push(cellEnd);
      place += 1;
    }
    rows.push({ start, end: place, cells });
  }
  return { text: texts.join(""), rows, runs, whole };
}

/** The spans between two places of one cell, the outer ones cut. */
function spansBetween(runs: readonly Run[], from: number, to: number): readonly Span[] {
  const spans: Span[] = [];
  for (let index = Math.max(0, lastStartingBy(runs, from)); index < runs.length; index += 1) {
    const run = runs[index];
    if (run === undefined || run.start >= to) break;
    if (run.end <= from) continue;
    const { span } = run;
    if ("at" in span || (from <= run.start && run.end <= to)) spans.push(span);
    else
      spans.push({ ...span, text: span.text.slice(Math.max(0, from - run.start), to - run.start) });
  }
  return spans;
}

function cellsBetween(runs: readonly Run[], row: Row, from: number, to: number): Cells {
  return row.cells.map(({ start, end }) =>
    spansBetween(runs, Math.max(from, start), Math.min(to, end)),
  );
}

/** The rows that have a place between the two, with their index. */
function rowsBetween(rows: readonly Row[], from: number, to: number): readonly [number, Row][] {
  const found: [number, Row][] = [];
  for (let index = Math.max(0, lastStartingBy(rows, from)); index < rows.length; index += 1) {
    const row = rows[index];
    if (row === undefined || row.start >= to) break;
    found.push([index, row]);
  }
  return found;
}

type Shape = Pick<Strip, "levels" | "piece"> & { layout: Layout; header: Range };
const noHeader: Range = { start: 0, end: 0 };
const textLevels: readonly Level[] = ["sentence", "space", "word", "grapheme"];

function shapeText(spans: readonly Span[], make: (spans: readonly Span[]) => Block): Shape {
  const layout = layOut([[spans]]);
  const end = layout.text.length - 1;
  const piece = (from: number, to: number) =>
    make(spansBetween(layout.runs, from, Math.min(to, end)));
  return { layout, levels: textLevels, header: noHeader, piece };
}

function shapeList(items: readonly ListItem[]): Shape {
  const layout = layOut(items.map((item) => [item.spans]));
  const piece = (from: number, to: number): Block => ({
    type: "list",
    items: rowsBetween(layout.rows, from, to).flatMap(([index, row]) => {
      const item = items[index];
      const spans = cellsBetween(layout.runs, row, from, to)[0] ?? [];
      return item === undefined ? [] : [{ ...item, spans }];
    }),
  });
  return { layout, levels: ["unit", ...textLevels], header: noHeader, piece };
}

/** With `repeat` every piece has the header; without it, a header too long for that is cut like a row. */
function shapeTable(header: Cells, rows: readonly Cells[], repeat: boolean): Shape {
  const layout = layOut(repeat ? rows : [header, ...rows]);
  const headerRow = repeat ? undefined : layout.rows[0];
  const piece = (from: number, to: number): Block => {
    const within = rowsBetween(layout.rows, from, to).filter(([, row]) => row !== headerRow);
    return {
      type: "table",
      header:
        headerRow === undefined
          ? header
          : cellsBetween(
              layout.runs,
              headerRow,
              Math.min(from, headerRow.end),
              Math.min(to, headerRow.end),
            ),
      rows: within.map(([, row]) => cellsBetween(layout.runs, row, from, to)),
    };
  };
  return { layout, levels: ["unit", ...textLevels], header: headerRow ?? noHeader, piece };
}

function shapeOf(block: Block, repeatHeader: boolean): Shape | undefined {
  switch (block.type) {
    case "heading":
    case "paragraph":
    case "quote":
      return shapeText(block.spans, (spans) => ({ ...block, spans }));
    case "code": {
      const plain = (spans: readonly Span[]) => spans.map(spanText).join("");
      const shape = shapeText([{ text: block.text }], (spans) => ({
        ...block,
        text: plain(spans),
      }));
      return { ...shape, levels: ["unit", "space", "grapheme"] };
    }
    case "list":
      return shapeList(block.items);
    case "table":
      return shapeTable(block.header, block.rows, repeatHeader);
    case "divider":
    case "meta":
    case "actions":
    case "card":
      return undefined;
  }
}

/** Undefined for a block that is never broken. */
export function stripOf(block: Block, repeatHeader: boolean): Strip | undefined {
  const shape = shapeOf(block, repeatHeader);
  if (shape === undefined) return undefined;
  const { layout, levels, header, piece } = shape;
  return {
    text: layout.text,
    rows: layout.rows,
    whole: layout.whole,
    levels,
    piece,
    lastVisible: layout.text.trimEnd().length - 1,
    seam: (from) => {
      if (block.type !== "list" && block.type !== "table") return undefined;
      const row = layout.rows[lastStartingBy(layout.rows, from)];
      if (row === undefined || row.start === from) return undefined;
      return row.start < header.end ? "header" : "item";
    },
  };
}
