/** Blocks of text as Discord's Markdown, which knows no tables and three levels of heading. */
import type {
  Code,
  Heading,
  List,
  Quote,
  Span,
  Table,
  TextBlock,
} from "../../../briefing/blocks.ts";
import type { Meta } from "../../../briefing/message.ts";
import { plainSpans } from "../../../briefing/plain.ts";
import { renderSpans } from "./spans.ts";

type Spans = readonly Span[];

/** Deeper lists look the same as this. */
const deepestList = 8;

function isBlank(spans: Spans): boolean {
  return plainSpans(spans).trim() === "";
}

function bold(spans: Spans): Spans {
  return spans.map((span) =>
    "at" in span ? span : { ...span, style: { ...span.style, bold: true } },
  );
}

function renderHeading({ level, spans }: Heading): string {
  if (isBlank(spans)) return "";
  if (level === 1) return `## ${renderSpans(spans, " ").trim()}`;
  if (level === 2) return `### ${renderSpans(spans, " ").trim()}`;
  return renderSpans(bold(spans), " ").trim();
}

function renderList({ items }: List): string {
  return items
    .filter(({ spans }) => !isBlank(spans))
    .map(({ depth, ordinal, spans }) => {
      const indent = "  ".repeat(Math.min(depth, deepestList));
      const mark = ordinal === null ? "-" : `${ordinal}.`;
      return `${indent}${mark} ${renderSpans(spans, `\n${indent}  `).trim()}`;
    })
    .join("\n");
}

function renderQuote({ spans }: Quote): string {
  return isBlank(spans) ? "" : `> ${renderSpans(spans, "\n> ").trim()}`;
}

/** A fence inside the text would close the block; an invisible space keeps it from being one. */
function renderCode({ text, language }: Code): string {
  if (text.trim() === "") return "";
  const lines = text.endsWith("\n") ? text.slice(0, -1) : text;
  const inner = lines.replaceAll("```", "``\u200B`").replaceAll("```", "``\u200B`");
  const word = /^[a-z0-9_+.#-]{1,30}$/.test(language ?? "") ? (language ?? "") : "";
  return `\`\`\`${word}\n${inner}\n\`\`\``;
}

/** Small print; absent when there is nothing to say. */
function renderSmall(parts: readonly Spans[]): string {
  const shown = parts.filter((part) => !isBlank(part));
  return shown.length === 0
    ? ""
    : `-# ${shown.map((part) => renderSpans(part, " ").trim()).join(" · ")}`;
}

const obviousHeader = "aspect · description";

/** The header says nothing where a list of bold labels says the same. */
function renderHeader({ header }: Table): string {
  const words = header.map((cell) => plainSpans(cell).trim().toLowerCase()).join(" · ");
  return words === obviousHeader ? "" : renderSmall(header);
}

function renderCell(cell: Spans, name: Spans, isLabelled: boolean): string {
  const label = isLabelled && !isBlank(name) ? `${renderSpans(name, " ").trim()}: ` : "";
  return `${label}${renderSpans(cell, "\n  ").trim()}`;
}

function renderRow(cells: readonly Spans[], header: readonly Spans[]): string {
  const lines = cells
    .map((cell, column) => {
      if (isBlank(cell)) return "";
      if (column === 0) return renderSpans(bold(cell), " ").trim();
      return renderCell(cell, header[column] ?? [], header.length > 2);
    })
    .filter((line) => line !== "");
  return lines.length === 0 ? "" : `- ${lines.join("\n  ")}`;
}

/** A bold label for every row: tables in a code block wrap on phones. */
function renderTable(table: Table): string {
  return [renderHeader(table), ...table.rows.map((row) => renderRow(row, table.header))]
    .filter((line) => line !== "")
    .join("\n");
}

/** A block is measured more than once before it is laid out. */
const rendered = new WeakMap<TextBlock | Meta, string>();

/** Empty where a block has nothing to show. */
export function renderMarkdown(block: TextBlock | Meta): string {
  const known = rendered.get(block);
  if (known !== undefined) return known;
  const text = renderBlock(block);
  rendered.set(block, text);
  return text;
}

function renderBlock(block: TextBlock | Meta): string {
  switch (block.type) {
    case "heading":
      return renderHeading(block);
    case "paragraph":
      return isBlank(block.spans) ? "" : renderSpans(block.spans, "\n").trim();
    case "list":
      return renderList(block);
    case "quote":
      return renderQuote(block);
    case "code":
      return renderCode(block);
    case "table":
      return renderTable(block);
    case "meta":
      return renderSmall(block.parts);
    case "divider":
      return "";
  }
}

export function renderCardText(title: Spans, subtitle: readonly Spans[], body: Spans): string {
  return [
    isBlank(title) ? "" : `### ${renderSpans(title, " ").trim()}`,
    renderSmall(subtitle),
    isBlank(body) ? "" : renderSpans(body, "\n").trim(),
  ]
    .filter((line) => line !== "")
    .join("\n");
}
