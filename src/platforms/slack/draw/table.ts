/** Slack's native table, and the list that stands in where a table does not fit. */
import type { Block } from "../../../briefing/message.ts";
import type { ListItem, Span, Table } from "../../../briefing/blocks.ts";
import { plainSpans } from "../../../briefing/plain.ts";
import { slackLimits, type Cell, type SlackBlock } from "../limits.ts";
import { embolden, isBlank, richSection } from "./rich-text.ts";

/** Slack refuses empty cells. */
const emptyCell: Cell = { type: "raw_text", text: "–" };

type Row = readonly (readonly Span[])[];

function columnsOf({ header, rows }: Table): number {
  return Math.max(header.length, ...rows.map((row) => row.length));
}

function hasHeader({ header }: Table): boolean {
  return header.some((cell) => !isBlank(plainSpans(cell)));
}

/** Null where the table breaks a limit of https://docs.slack.dev/reference/block-kit/blocks/table-block. */
export function nativeTable(table: Table): SlackBlock | null {
  const columns = columnsOf(table);
  const header = hasHeader(table) ? [headerRow(table.header, columns)] : [];
  const rows = [...header, ...table.rows.map((row) => bodyRow(row, columns))];
  if (columns === 0 || columns > slackLimits.tableColumns) return null;
  if (rows.length === 0 || rows.length > slackLimits.tableRows) return null;
  return {
    type: "table",
    column_settings: Array.from({ length: columns }, () => ({ is_wrapped: true })),
    rows,
  };
}

function headerRow(cells: Row, columns: number): Cell[] {
  return Array.from({ length: columns }, (_, at) => {
    const spans = cells[at] ?? [];
    const isPlain = spans.every((span) => "text" in span && span.href === undefined);
    const text = plainSpans(spans).toWellFormed();
    if (isBlank(text)) return emptyCell;
    return isPlain ? { type: "raw_text", text } : richCell(spans, false);
  });
}

/** Of two columns the first names what the second describes. */
function bodyRow(cells: Row, columns: number): Cell[] {
  return Array.from({ length: columns }, (_, at) =>
    richCell(cells[at] ?? [], columns === 2 && at === 0),
  );
}

function richCell(spans: readonly Span[], isLabel: boolean): Cell {
  const sections = richSection(spans, isLabel ? { bold: true } : {});
  return sections.length === 0 ? emptyCell : { type: "rich_text", elements: sections };
}

/** The same words as a header line and one list item per row. */
export function tableAsList(table: Table): readonly Block[] {
  const lines = hasHeader(table) ? [headerLine(table.header)] : [];
  const items = table.rows.map((row) => rowItem(row, table.header));
  return items.length === 0 ? lines : [...lines, { type: "list", items }];
}

function headerLine(cells: Row): Block {
  const spans = cells.flatMap((cell, at) => (at === 0 ? cell : [{ text: " · " }, ...cell]));
  return { type: "paragraph", spans: spans.map(embolden) };
}

function rowItem(cells: Row, header: Row): ListItem {
  const [label = [], ...rest] = cells;
  const spans = rest.flatMap((cell, at): readonly Span[] => {
    if (isBlank(plainSpans(cell))) return [];
    if (cells.length === 2) return [{ text: ": " }, ...cell];
    return [{ text: "\n" }, ...(header[at + 1] ?? []), { text: ": " }, ...cell];
  });
  return { depth: 0, ordinal: null, spans: [...label.map(embolden), ...spans] };
}
