/** Pure: the blocks of a payload as HTML. Every text goes through the escaping of `html`, none around it. */
import { html } from "hono/html";
import { plainSpans } from "../../briefing/plain.ts";
import type { ListItem, Span, Style, Table } from "../../briefing/blocks.ts";
import type { WebBlock } from "./payload.ts";

export type Html = ReturnType<typeof html>;

type Spans = readonly Span[];
type Item = Extract<WebBlock, { type: "actions" }>["items"][number];

export interface BlockContext {
  /** The level of the first heading, so that the page's outline has no gaps. */
  topHeading: 2 | 3;
  /** Puts buttons into the form that presses them. */
  form(buttons: Html): Html;
}

export function blocksHtml(blocks: readonly WebBlock[], context: BlockContext): Html[] {
  const levels = headingLevels(blocks, context.topHeading);
  return blocks.map((block, index) => blockHtml(block, levels[index] ?? 6, context));
}

/** The outline level of each block's heading: never more than one deeper than the heading it stands under. */
export function headingLevels(blocks: readonly WebBlock[], top: number): readonly number[] {
  const open: number[] = [];
  return blocks.map((block) => {
    const level = block.type === "heading" ? block.level : block.type === "card" ? 3 : null;
    if (level === null) return 6;
    while ((open.at(-1) ?? 0) >= level) open.pop();
    open.push(level);
    return Math.min(6, top + open.length - 1);
  });
}

function blockHtml(block: WebBlock, level: number, context: BlockContext): Html {
  switch (block.type) {
    case "heading":
      return headingHtml(level, spansHtml(block.spans), block.level === 1 ? "title" : "");
    case "paragraph":
      return html`<p dir="auto">${spansHtml(block.spans)}</p>`;
    case "list":
      return html`${listHtml(block.items)}`;
    case "quote":
      return html`<blockquote>${paragraphsHtml(block.spans)}</blockquote>`;
    case "code":
      return html`<pre
        tabindex="0"
        role="region"
        aria-label="Code"
      ><code>${block.text}</code></pre>`;
    case "table":
      return tableHtml(block);
    case "divider":
      return html`<hr />`;
    case "meta":
      return metaHtml(block.parts);
    case "actions":
      return actionsHtml(block.items, context);
    case "card":
      return html`<section class="card">
        ${headingHtml(level, spansHtml(block.title), "")} ${metaHtml(block.subtitle)}
        ${block.body.length > 0 && html`<p dir="auto">${spansHtml(block.body)}</p>`}
        ${actionsHtml(block.actions, context)}
      </section>`;
  }
}

function headingHtml(level: number, content: Html[], kind: string): Html {
  const attributes = html`dir="auto" class="${kind}"`;
  switch (level) {
    case 2:
      return html`<h2 ${attributes}>${content}</h2>`;
    case 3:
      return html`<h3 ${attributes}>${content}</h3>`;
    case 4:
      return html`<h4 ${attributes}>${content}</h4>`;
    case 5:
      return html`<h5 ${attributes}>${content}</h5>`;
    default:
      return html`<h6 ${attributes}>${content}</h6>`;
  }
}

function spansHtml(spans: Spans): Html[] {
  return spans.map((span) => {
    if ("at" in span) return timeHtml(span.at, span.show);
    const styled = styledHtml(span.text, span.style ?? {});
    if (span.href === undefined) return styled;
    return html`<a href="${span.href}" target="_blank" rel="noopener noreferrer">${styled}</a>`;
  });
}

function styledHtml(text: string, style: Style): Html {
  const lines = text
    .split("\n")
    .map((line, index) => (index === 0 ? html`${line}` : html`<br />${line}`));
  let styled = html`${lines}`;
  if (style.code) styled = html`<code>${styled}</code>`;
  if (style.strike) styled = html`<s>${styled}</s>`;
  if (style.italic) styled = html`<em>${styled}</em>`;
  if (style.bold) styled = html`<strong>${styled}</strong>`;
  return styled;
}

/** The instant in UTC; the page's script puts it into the reader's own time. */
export function timeHtml(at: string, show: "date" | "datetime" | "relative" | "clock"): Html {
  const text = plainSpans([{ at, show: show === "clock" ? "datetime" : show }]);
  return html`<time datetime="${at}" data-show="${show}">${text}</time>`;
}

function metaHtml(parts: readonly Spans[]): Html {
  const shown = parts.filter((part) => part.length > 0);
  if (shown.length === 0) return html``;
  return html`<p class="meta">
    ${shown.map((part, index) => html`${index > 0 && " · "}<bdi>${spansHtml(part)}</bdi>`)}
  </p>`;
}

/** Paragraphs inside the spans are separated by an empty line. */
function paragraphsHtml(spans: Spans): Html[] {
  const paragraphs: Span[][] = [[]];
  for (const span of spans) {
    const pieces =
      "at" in span ? [span] : span.text.split("\n\n").map((text) => ({ ...span, text }));
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) paragraphs.push([]);
      paragraphs.at(-1)?.push(piece);
    }
  }
  return paragraphs.map((paragraph) => html`<p dir="auto">${spansHtml(paragraph)}</p>`);
}

/** Items know their depth; what is deeper than an item belongs into it. */
function listHtml(items: readonly ListItem[]): Html[] {
  const runs: {
    ordered: boolean;
    start: number;
    items: { item: ListItem; inner: ListItem[] }[];
  }[] = [];
  const top = items[0]?.depth ?? 0;
  for (const item of items) {
    const run = runs.at(-1);
    const ordered = item.ordinal !== null;
    if (run !== undefined && item.depth > top) run.items.at(-1)?.inner.push(item);
    else if (run?.ordered === ordered) run.items.push({ item, inner: [] });
    else runs.push({ ordered, start: item.ordinal ?? 0, items: [{ item, inner: [] }] });
  }
  return runs.map((run) => {
    const entries = run.items.map(({ item, inner }) => {
      const content = html`<div dir="auto">${spansHtml(item.spans)}</div>
        ${listHtml(inner)}`;
      return item.ordinal === null
        ? html`<li>${content}</li>`
        : html`<li value="${item.ordinal}">${content}</li>`;
    });
    return run.ordered
      ? html`<ol start="${run.start}" dir="auto">
          ${entries}
        </ol>`
      : html`<ul dir="auto">
          ${entries}
        </ul>`;
  });
}

/** In a table of two columns the first cell names its row; a wider one gets a region that scrolls by itself. */
function tableHtml({ header, rows }: Table): Html {
  const pairs = header.length === 2;
  const hasHeader = header.some((cell) => cell.length > 0);
  const head = html`<thead>
    <tr>
      ${header.map((cell) => html`<th scope="col" dir="auto">${spansHtml(cell)}</th>`)}
    </tr>
  </thead>`;
  const bodyRow = (row: readonly Spans[]): Html =>
    html`<tr>
      ${row.map((cell, index) =>
        pairs && index === 0
          ? html`<th scope="row" dir="auto">${spansHtml(cell)}</th>`
          : html`<td dir="auto">${spansHtml(cell)}</td>`,
      )}
    </tr>`;
  const table = html`<table class="${pairs ? "pairs" : "wide"}" dir="auto">
    ${hasHeader && head}
    <tbody>
      ${rows.map(bodyRow)}
    </tbody>
  </table>`;
  if (pairs) return table;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table">${table}</div>`;
}

function actionsHtml(items: readonly Item[], context: BlockContext): Html {
  if (items.length === 0) return html``;
  const controls = html`${items.map(actionHtml)}`;
  const row = html`<div class="actions">${controls}</div>`;
  return items.some((item) => item.type === "button") ? context.form(row) : row;
}

function actionHtml(item: Item): Html {
  if (item.type === "link") {
    return html`<a class="button" href="${item.href}" target="_blank" rel="noopener noreferrer"
      >${item.label}<span aria-hidden="true">↗</span></a
    >`;
  }
  const kind = item.primary ? "button primary" : "button";
  return html`<button class="${kind}" name="action" value="${item.id}">${item.label}</button>`;
}
