/** Markdown's tree to our closed blocks. What we have no block for becomes text; no word is lost. */
import type {
  BlockContent,
  DefinitionContent,
  FootnoteDefinition,
  List as ListNode,
  Root,
  RootContent,
  Table as TableNode,
} from "mdast";
import type { List, ListItem, Span, TextBlock, TextSpan } from "../blocks.ts";
import { footnoteMark, mergeSpans, narrowSpans, trimSpans } from "./narrow-spans.ts";
import type { Article } from "./narrow-spans.ts";
import { isBlank, withoutControls } from "./text.ts";

type BlockNode = BlockContent | DefinitionContent;

/** `headingShift` is added to the level of headings. Definitions and footnotes give nothing: they belong to the whole article. */
export function narrowBlocks(
  nodes: readonly RootContent[],
  article: Article,
  headingShift = 0,
): TextBlock[] {
  return nodes.flatMap((node) => narrowBlock(node, article, headingShift));
}

/** A footnote's words with its mark before them. */
export function narrowFootnote(note: FootnoteDefinition, article: Article): TextBlock[] {
  const mark: TextSpan = { text: `${footnoteMark(note)} ` };
  const [first, ...rest] = narrowBlocks(note.children, article);
  if (first?.type === "paragraph") {
    return [{ type: "paragraph", spans: mergeSpans([mark, ...texts(first.spans)]) }, ...rest];
  }
  const alone: TextBlock = { type: "paragraph", spans: trimSpans([mark]) };
  return first === undefined ? [alone] : [alone, first, ...rest];
}

function narrowBlock(node: RootContent, article: Article, headingShift: number): TextBlock[] {
  switch (node.type) {
    case "paragraph":
      return filled({ type: "paragraph", spans: narrowSpans(node.children, article) });
    case "heading": {
      const level = Math.min(6, node.depth + headingShift);
      return filled({ type: "heading", level, spans: narrowSpans(node.children, article) });
    }
    case "blockquote": {
      const spans = trimSpans(flatten(narrowBlocks(node.children, article), "\n\n"));
      return filled({ type: "quote", spans });
    }
    case "list": {
      const items = narrowList(node, 0, article);
      return items.length === 0 ? [] : [{ type: "list", items }];
    }
    case "code":
      return narrowCode(withoutControls(node.value), node.lang);
    case "table":
      return [narrowTable(node, article)];
    case "thematicBreak":
      return [{ type: "divider" }];
    case "html":
      return filled({ type: "paragraph", spans: narrowSpans([node], article) });
    default:
      return [];
  }
}

function filled(block: Extract<TextBlock, { spans: readonly Span[] }>): TextBlock[] {
  return block.spans.length === 0 ? [] : [block];
}

function narrowCode(text: string, info: string | null | undefined): TextBlock[] {
  if (isBlank(text)) return [];
  const language = /^[\w+#.-]{1,32}$/u.exec(info ?? "")?.[0];
  return [{ type: "code", text, ...(language !== undefined && { language }) }];
}

function narrowList(list: ListNode, depth: number, article: Article): ListItem[] {
  const first = list.ordered === true ? (list.start ?? 1) : null;
  const items: ListItem[] = [];
  for (const [index, node] of list.children.entries()) {
    const ordinal = first === null ? null : first + index;
    const task = typeof node.checked === "boolean" ? (node.checked ? "☑ " : "☐ ") : "";
    const start = items.length;
    items.push({ depth, ordinal, spans: task === "" ? [] : [{ text: task }] });
    for (const child of node.children) {
      if (child.type === "list") {
        for (const item of narrowList(child, depth + 1, article)) items.push(item);
      } else appendTo(items, child, article);
    }
    const own = items[start];
    if (own?.spans.length === 0) items.splice(start, 1);
  }
  return items;
}

/** Adds a block to the last item, which is the nested one where the block stands after a nested list. */
function appendTo(items: ListItem[], node: BlockNode, article: Article): void {
  const last = items.at(-1);
  const spans = flatten(narrowBlocks([node], article), "\n");
  if (last === undefined || spans.length === 0) return;
  const before = texts(last.spans);
  const fresh =
    before.length === 0 || (before.length === 1 && /^[☑☐] $/u.test(before[0]?.text ?? ""));
  const glue: TextSpan[] = fresh ? [] : [{ text: "\n" }];
  items[items.length - 1] = { ...last, spans: mergeSpans([...before, ...glue, ...spans]) };
}

function narrowTable(node: TableNode, article: Article): TextBlock {
  const [head, ...body] = node.children.map((row) =>
    row.children.map((cell) => narrowSpans(cell.children, article)),
  );
  const header = head ?? [];
  const width = header.length;
  for (const [index, row] of body.entries()) {
    const source = node.children[index + 1];
    if (row.length <= width || source === undefined) continue;
    const message = `Row ${index + 1} has ${row.length} cells, but the header has ${width}.`;
    const hint = "A pipe inside a cell is written \\|; what is too much stands in the last cell.";
    article.log.warn("table-row", article.place(source), message, hint);
  }
  return { type: "table", header, rows: body.map((row) => fit(row, width)) };
}

function fit(row: readonly TextSpan[][], width: number): TextSpan[][] {
  const cells = Array.from({ length: width }, (_, index) => row[index] ?? []);
  const extra = row.slice(width).flatMap((cell) => [{ text: " | " }, ...cell]);
  const last = cells.at(-1);
  if (extra.length > 0 && last !== undefined) cells[width - 1] = mergeSpans([...last, ...extra]);
  return cells;
}

/** Blocks inside a block that holds text only: a quote, the item of a list, a description. */
export function flatten(blocks: readonly TextBlock[], glue: string): TextSpan[] {
  const parts = blocks.map(flatSpans).filter((spans) => spans.length > 0);
  return mergeSpans(parts.flatMap((spans, at) => (at === 0 ? spans : [{ text: glue }, ...spans])));
}

function flatSpans(block: TextBlock): readonly TextSpan[] {
  switch (block.type) {
    case "paragraph":
    case "quote":
      return texts(block.spans);
    case "heading":
      return texts(block.spans).map((span) => ({ ...span, style: { ...span.style, bold: true } }));
    case "list":
      return flatList(block);
    case "code":
      return [{ text: block.text, style: { code: true } }];
    case "table":
      return [block.header, ...block.rows].flatMap((row, at) => [
        ...(at === 0 ? [] : [{ text: "\n" }]),
        ...row.flatMap((cell, index) => [
          ...(index === 0 ? [] : [{ text: " | " }]),
          ...texts(cell),
        ]),
      ]);
    case "divider":
      return [];
  }
}

function flatList({ items }: List): TextSpan[] {
  return items.flatMap(({ depth, ordinal, spans }, at) => {
    const mark = ordinal === null ? "•" : `${ordinal}.`;
    return [{ text: `${at === 0 ? "" : "\n"}${"  ".repeat(depth)}${mark} ` }, ...texts(spans)];
  });
}

/** The parser makes no spans of time. */
function texts(spans: readonly Span[]): TextSpan[] {
  return spans.filter((span) => "text" in span);
}

/** Every node of a type, wherever it stands. */
export function collect<T extends RootContent["type"]>(
  root: Root,
  type: T,
): Extract<RootContent, { type: T }>[] {
  const found: Extract<RootContent, { type: T }>[] = [];
  const isWanted = (node: RootContent): node is Extract<RootContent, { type: T }> =>
    node.type === type;
  const open: RootContent[] = root.children.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isWanted(node)) found.push(node);
    if ("children" in node) for (const child of node.children.toReversed()) open.push(child);
  }
  return found;
}
