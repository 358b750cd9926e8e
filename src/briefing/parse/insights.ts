/** The key insights: a table with two columns, or a list whose items begin in bold. */
import type { List, ListItem, Paragraph, RootContent, Table, TableCell, TableRow } from "mdast";
import type { TextSpan } from "../blocks.ts";
import type { Briefing } from "../briefing.ts";
import { flatten, narrowBlocks } from "./narrow.ts";
import { mergeSpans, narrowSpans, trimSpans } from "./narrow-spans.ts";
import type { Article } from "./narrow-spans.ts";
import type { SectionPart } from "./sections.ts";

type Insights = Briefing["insights"];
type Row = Insights["rows"][number];

const HEADER: Insights["header"] = ["Aspect", "Description"];
const TABLE_HINT = "Write a table: | Aspect | Description | and under it |---|---|, then the rows.";

/** What is not usable is reported and left out. */
export function parseInsights({ heading, nodes }: SectionPart, article: Article): Insights {
  const [first, ...rest] = nodes.filter(({ type }) => type !== "thematicBreak");
  const table = nodes.find((node) => node.type === "table");
  const list = nodes.find((node) => node.type === "list");
  const main = table ?? list;
  if (main === undefined) {
    reportNoTable(first, { heading, nodes }, article);
    return { header: HEADER, rows: [] };
  }
  reportExtra(first === undefined ? [] : [first, ...rest], main, article);
  if (main.type === "list") return { header: HEADER, rows: listRows(main, article) };
  return parseTable(main, article);
}

function parseTable(table: Table, article: Article): Insights {
  const [head, ...body] = table.children;
  const width = head?.children.length ?? 0;
  if (width !== 2) {
    const message = `The header has ${cells(width)}, expected two.`;
    article.log.error("insights-header", article.place(head ?? table), message, TABLE_HINT);
  }
  if (body.length === 0) {
    const hint = "Write at least one row under the header: | aspect | description |.";
    article.log.error("insights-empty", article.place(table), "The table has no rows.", hint);
  }
  const names = head?.children.map((cell) => wordsOf(cell, article)) ?? [];
  const header = [names[0] || HEADER[0], names[1] || HEADER[1]] as const;
  const rows = body.flatMap((row, index) => {
    const count = row.children.length;
    if (count !== 2 && count === width) return [];
    return tableRow(row, index + 1, article);
  });
  return { header, rows };
}

function wordsOf(cell: TableCell, article: Article): string {
  const spans = narrowSpans(cell.children, article);
  return spans.map(({ text }) => text).join("");
}

function tableRow(row: TableRow, number: number, article: Article): Row[] {
  const [aspect, description] = row.children;
  const count = row.children.length;
  if (count !== 2 || aspect === undefined || description === undefined) {
    reportRow(number, count, row, article);
    return [];
  }
  const place = (cell: TableCell): TableCell | TableRow =>
    cell.position === undefined ? row : cell;
  return filledRow(
    { spans: narrowSpans(aspect.children, article), node: place(aspect) },
    { spans: narrowSpans(description.children, article), node: place(description) },
    number,
    article,
  );
}

function reportRow(
  number: number,
  count: number,
  row: TableRow | Paragraph,
  article: Article,
): void {
  const hint =
    count < 2
      ? "Write it as | aspect | description |."
      : "A pipe that belongs to the text is written \\|.";
  const message = `Row ${number} has ${cells(count)}, expected two.`;
  article.log.error("insights-row", article.place(row), message, hint);
}

function cells(count: number): string {
  const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  return `${words[count] ?? count} ${count === 1 ? "cell" : "cells"}`;
}

interface Cell {
  spans: readonly TextSpan[];
  node: TableCell | TableRow | ListItem;
}

function filledRow(aspect: Cell, description: Cell, number: number, article: Article): Row[] {
  const named = [
    { name: "aspect", cell: aspect },
    { name: "description", cell: description },
  ];
  const empty = named.filter(({ cell }) => cell.spans.length === 0);
  for (const { name, cell } of empty) {
    const message = `Row ${number} has an empty ${name}.`;
    const hint = `Write the ${name}, or take the row out.`;
    article.log.error("insights-cell", article.place(cell.node), message, hint);
  }
  return empty.length > 0 ? [] : [{ aspect: aspect.spans, description: description.spans }];
}

function listRows(list: List, article: Article): Row[] {
  return list.children.flatMap((item, index) => listRow(item, index + 1, article));
}

function listRow(item: ListItem, number: number, article: Article): Row[] {
  const [first, ...more] = item.children;
  const [label, ...after] = first?.type === "paragraph" ? first.children : [];
  const aspect = label?.type === "strong" ? narrowSpans(label.children, article) : [];
  const spans = narrowSpans(after, article);
  const colonInside = /[:：]$/u.test(aspect.at(-1)?.text ?? "");
  const mark = /^\s*(?:[:：—–]|-(?=\s))\s*/u;
  if (
    label?.type !== "strong" ||
    !(colonInside || spans.length === 0 || mark.test(spans[0]?.text ?? ""))
  ) {
    const message = `Row ${number} does not begin with an aspect in bold and a colon.`;
    const hint = "Write it as - **Aspect**: description.";
    article.log.error("insights-row", article.place(item), message, hint);
    return [];
  }
  const description = flatten(
    [
      { type: "paragraph", spans: colonInside ? spans : cut(spans, mark) },
      ...narrowBlocks(more, article),
    ],
    "\n",
  );
  const name = trimSpans(mergeSpans(cutEnd(aspect, /\s*[:：]$/u)));
  const rest = trimSpans(description);
  return filledRow({ spans: name, node: item }, { spans: rest, node: item }, number, article);
}

function cut([first, ...rest]: readonly TextSpan[], mark: RegExp): TextSpan[] {
  if (first === undefined) return [];
  return trimSpans(mergeSpans([{ ...first, text: first.text.replace(mark, "") }, ...rest]));
}

function cutEnd(spans: readonly TextSpan[], mark: RegExp): TextSpan[] {
  const last = spans.at(-1);
  if (last === undefined) return [];
  return [...spans.slice(0, -1), { ...last, text: last.text.replace(mark, "") }];
}

/** Nothing may be lost, so what an insight cannot hold is an error. */
function reportExtra(nodes: readonly RootContent[], main: Table | List, article: Article): void {
  for (const node of nodes) {
    if (node === main) continue;
    // In plain text a line without a pipe ends the table, but directly under it a row was meant.
    const follows = main.type === "table" && article.place(node).line === lineAfter(main, article);
    if (follows && node.type === "paragraph") {
      reportRow(main.children.length, 1, node, article);
      continue;
    }
    const what = main.type === "table" ? "table" : "list";
    const message = `The section holds more than its ${what}.`;
    const hint = `Move this into the body, or into the ${what}; a blank line ends a ${what}.`;
    article.log.error("insights-extra", article.place(node), message, hint);
  }
}

/** The line of the file after the table. */
function lineAfter(table: Table, article: Article): number {
  const last = table.children.at(-1) ?? table;
  return article.place(last).line + 1;
}

function reportNoTable(first: RootContent | undefined, part: SectionPart, article: Article): void {
  if (first === undefined) return;
  const rows = first.type === "paragraph" && wordsStart(first).startsWith("|");
  if (rows) {
    const message =
      "This is not read as a table: the line under the header is missing or does not fit it.";
    article.log.error("insights-header", article.place(first), message, TABLE_HINT);
  } else {
    const message = "There is neither a table nor a list of insights.";
    const hint = `${TABLE_HINT} Or a list: - **Aspect**: description.`;
    article.log.error("insights-missing", article.place(first) ?? part.heading, message, hint);
  }
}

function wordsStart({ children: [first] }: Paragraph): string {
  return first?.type === "text" ? first.value : "";
}
