/** One block of a message as blocks of Slack, and what it costs there. */
import type { Heading, Span, Table, TextBlock } from "../../../briefing/blocks.ts";
import type { Block, Card } from "../../../briefing/message.ts";
import { plainSpans } from "../../../briefing/plain.ts";
import { split, type Measure } from "../../../briefing/split.ts";
import { drawActions, withoutVerdicts } from "./buttons.ts";
import { contextOf, metaAsSpans } from "./context.ts";
import {
  countText,
  escapedLength,
  slackLimits,
  type RichPart,
  type SlackBlock,
} from "../limits.ts";
import { embolden, isBlank, richElements, richList, richSection, slackUrl } from "./rich-text.ts";
import { nativeTable, tableAsList } from "./table.ts";

/** The blocks of one message, of what `loosen` made. The first table is Slack's own; Slack takes one. */
export function drawAll(blocks: readonly Block[]): SlackBlock[] {
  return draw(blocks, false);
}

/** The same for a message that one person sees: with ordinary buttons alone, as Slack promises none of its own for feedback there. */
export function drawPrivate(blocks: readonly Block[]): SlackBlock[] {
  return draw(blocks.map(withoutVerdicts), false);
}

/** The same for a view, in which Slack takes no table and none of those, either. */
export function drawView(blocks: readonly Block[]): SlackBlock[] {
  return draw(blocks.map(withoutVerdicts), true);
}

function draw(blocks: readonly Block[], hadTable: boolean): SlackBlock[] {
  const page: SlackBlock[] = [];
  let leading = false;
  let hasTable = hadTable;
  for (const block of blocks) {
    const drawn: readonly SlackBlock[] =
      block.type === "table" && hasTable ? sketchAsList(block) : sketch(block);
    hasTable ||= drawn.some(({ type }) => type === "table");
    const [next, ...rest] = drawn;
    if (next === undefined) continue;
    const joined = leading ? joinTexts(page.at(-1), next) : null;
    if (joined === null) page.push(next, ...rest);
    else page.splice(-1, 1, joined, ...rest);
    leading = block.type === "heading";
  }
  return page;
}

/** Text close under the heading that leads to it; null where they do not fit into one block. */
function joinTexts(last: SlackBlock | undefined, next: SlackBlock): SlackBlock | null {
  if (last?.type !== "rich_text" || next.type !== "rich_text") return null;
  if (countText(last) + countText(next) > slackLimits.richText) return null;
  return { type: "rich_text", elements: [...last.elements, ...next.elements] };
}

/** Characters and blocks; never less than `drawAll` makes of it, wherever in a message it stands. */
export function costOf(block: Block): readonly [number, number] {
  const [text, blocks] = costOfAll(sketch(block));
  if (block.type !== "table") return [text, blocks];
  const [listText, listBlocks] = costOfAll(tableAsList(block).flatMap(sketch));
  const cuts = listText > slackLimits.richText ? Math.ceil(listText / smallestPiece) : 0;
  const repeated = cuts === 0 ? 0 : longestUrl(block);
  return [Math.max(text, listText + repeated * cuts), Math.max(blocks, listBlocks + cuts)];
}

/** Where a list is cut into blocks, the pieces are this long on average at the least. */
const smallestPiece = 800;

/** A link that is cut keeps its address in every piece. */
function longestUrl({ header, rows }: Table): number {
  const urls = [header, ...rows].flat(2).map((span) => ("at" in span ? null : slackUrl(span.href)));
  return Math.max(0, ...urls.map((url) => escapedLength(url ?? "")));
}

function costOfAll(blocks: readonly SlackBlock[]): readonly [number, number] {
  return [blocks.reduce((sum, each) => sum + countText(each), 0), blocks.length];
}

const pieces: Measure = {
  cost: (block) => [costOfAll(sketch(block))[0]],
  limits: [slackLimits.richText],
};

/** The same as blocks that each fit into one rich_text; only a table may be larger. */
export function loosen(block: Block): readonly Block[] {
  if (block.type === "meta") {
    const spans = metaAsSpans(block.parts);
    return contextOf(spans) === null ? loosen({ type: "paragraph", spans }) : [block];
  }
  if (block.type === "table" || costOfAll(sketch(block))[0] <= slackLimits.richText) return [block];
  if (block.type === "card") return takeApart(block).flatMap(loosen);
  return split([withoutHeader(block)], pieces).flatMap((part) => part.blocks);
}

function sketchAsList(table: Table): SlackBlock[] {
  return tableAsList(table).flatMap(loosen).flatMap(sketch);
}

/** A title that long is text; a header would come back over every piece. */
function withoutHeader(block: Block): Block {
  return block.type === "heading" ? { ...block, level: 6 } : block;
}

/** A block is measured more than once before it is drawn. */
const sketches = new WeakMap<Block, readonly SlackBlock[]>();

/** One block by itself, as if rich_text had no limit. */
function sketch(block: Block): readonly SlackBlock[] {
  const known = sketches.get(block);
  if (known !== undefined) return known;
  const blocks = drawBlock(block);
  sketches.set(block, blocks);
  return blocks;
}

export function isVisible(block: Block): boolean {
  return sketch(block).length > 0;
}

function drawBlock(block: Block): readonly SlackBlock[] {
  switch (block.type) {
    case "heading":
      return drawHeading(block);
    case "paragraph":
    case "list":
    case "quote":
    case "code":
      return drawText(textParts(block));
    case "table": {
      const table = nativeTable(block);
      return table === null ? sketchAsList(block) : [table];
    }
    case "divider":
      return [{ type: "divider" }];
    case "meta": {
      const spans = metaAsSpans(block.parts);
      const context = contextOf(spans);
      return context === null ? drawText(richSection(spans)) : [context];
    }
    case "card":
      return drawCard(block);
    case "actions":
      return drawActions(block.items);
  }
}

function drawText(parts: RichPart[]): SlackBlock[] {
  return parts.length === 0 ? [] : [{ type: "rich_text", elements: parts }];
}

type RunningText = Exclude<TextBlock, { type: "heading" | "table" | "divider" }>;

function textParts(block: RunningText): RichPart[] {
  switch (block.type) {
    case "paragraph":
      return richSection(block.spans);
    case "list":
      return richList(block);
    case "quote":
      return isBlank(plainSpans(block.spans))
        ? []
        : [{ type: "rich_text_quote", elements: richElements(block.spans) }];
    case "code":
      return isBlank(block.text)
        ? []
        : [
            {
              type: "rich_text_preformatted",
              elements: [{ type: "text", text: block.text.toWellFormed() }],
            },
          ];
  }
}

/** A header takes plain words; where there are more than fit, they go on in bold. No word is cut for it. */
function drawHeading({ level, spans }: Heading): SlackBlock[] {
  const isPlain = spans.every((span) => "text" in span && slackUrl(span.href) === null);
  if (level > 1 || !isPlain) return drawText(richSection(spans, { bold: true }));
  const text = plainSpans(spans).toWellFormed().replaceAll(/\s+/g, " ").trim();
  if (text === "") return [];
  const end = headerEnd(text);
  if (end === 0) return drawText(richSection(spans, { bold: true }));
  return [
    { type: "header", text: { type: "plain_text", text: text.slice(0, end), emoji: false } },
    ...drawText(richSection([{ text: text.slice(end).trim() }], { bold: true })),
  ];
}

/** Where the last word that fits ends; 0 when not even the first does. */
function headerEnd(text: string): number {
  if (escapedLength(text) <= slackLimits.header) return text.length;
  let [length, space] = [0, 0];
  for (const { segment, index } of new Intl.Segmenter("en").segment(text)) {
    length += escapedLength(segment);
    if (length > slackLimits.header) break;
    if (segment === " ") space = index + segment.length;
  }
  return space;
}

function drawCard(card: Card): SlackBlock[] {
  const isBare = isBlank(plainSpans(card.body));
  const title = card.title.map(embolden);
  const words = isBare ? title : [...title, lineEnd, ...card.body];
  const parts = richSection(words);
  const subtitle = metaAsSpans(card.subtitle);
  const context = contextOf(subtitle);
  if (subtitle.length > 0 && context === null) return takeApart(card).flatMap(sketch);
  const small = context === null ? [] : [context];
  return [{ type: "divider" }, ...drawText(parts), ...small, ...drawActions(card.actions)];
}

const lineEnd: Span = { text: "\n" };

function takeApart({ title, subtitle, body, actions }: Card): readonly Block[] {
  return [
    { type: "divider" },
    { type: "paragraph", spans: title.map(embolden) },
    { type: "meta", parts: subtitle },
    { type: "paragraph", spans: body },
    { type: "actions", items: actions },
  ];
}
