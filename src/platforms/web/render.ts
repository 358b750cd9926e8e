/** Pure: a Message as payloads of the local chat. */
import type { ListItem, Span } from "../../briefing/blocks.ts";
import type { Action, Block, Message } from "../../briefing/message.ts";
import { number, split } from "../../briefing/split.ts";
import type { Rendered } from "../platform.ts";
import { jsonBytes, LIMITS } from "./limits.ts";
import type { WebBlock, WebPayload } from "./payload.ts";

/** What a payload takes beside its blocks: title and notice at their longest, the braces, the number of the part. */
const FRAME_BYTES = 8_000;
const FRAME_BLOCKS = 1;

const MEASURE = {
  cost: (block: Block): readonly number[] => [jsonBytes(block) + 1, 1],
  limits: [LIMITS.messageBytes - FRAME_BYTES, LIMITS.blocks - FRAME_BLOCKS],
};

/** The first payload is for the channel unless `lead` is empty, the rest for its thread, numbered where there are several. */
export function renderWeb(message: Message): readonly Rendered[] {
  const [lead, ...overflow] = split(message.lead.flatMap(explicit), MEASURE);
  const thread = split(message.thread.flatMap(explicit), MEASURE);
  const replies = number([...overflow, ...thread]).map((blocks): Rendered => ({
    to: "thread",
    payload: frame(message, blocks),
  }));
  if (lead === undefined) return replies;
  return [{ to: "channel", payload: frame(message, lead.blocks) }, ...replies];
}

/** A message that only one person sees: everything in one payload. */
export function renderPrivate(message: Message): WebPayload {
  return frame(message, [...message.lead, ...message.thread].flatMap(explicit));
}

/** What a person wrote, as a message. */
export function renderPerson(text: string): WebPayload {
  const spans = [{ text: clean(text) }];
  const notice = clip(oneLine(text), LIMITS.notice);
  return {
    title: clip(notice, LIMITS.title),
    notice,
    blocks: [{ type: "paragraph", spans }],
  };
}

function frame({ title, notice }: Message, blocks: readonly WebBlock[]): WebPayload {
  return {
    title: clip(oneLine(title), LIMITS.title),
    notice: clip(oneLine(notice), LIMITS.notice),
    blocks,
  };
}

/** The block with every text and link made safe to keep; rows of too many buttons become several rows. */
function explicit(block: Block): WebBlock[] {
  switch (block.type) {
    case "heading":
    case "paragraph":
    case "quote":
      return [{ ...block, spans: spansOf(block.spans) }];
    case "list":
      return [{ type: "list", items: block.items.map(itemOf) }];
    case "code":
      return [{ ...block, text: clean(block.text) }];
    case "table":
      return [
        {
          type: "table",
          header: block.header.map(spansOf),
          rows: block.rows.map((row) => row.map(spansOf)),
        },
      ];
    case "divider":
      return [{ type: "divider" }];
    case "meta":
      return [{ type: "meta", parts: block.parts.map(spansOf) }];
    case "actions":
      return rowsOf(actionsOf(block.items)).map((items) => ({ type: "actions", items }));
    case "card":
      return [
        {
          type: "card",
          title: spansOf(block.title),
          subtitle: block.subtitle.map(spansOf),
          body: spansOf(block.body),
          actions: actionsOf(block.actions),
        },
      ];
  }
}

function itemOf(item: ListItem): ListItem {
  return { ...item, depth: Math.min(item.depth, LIMITS.listDepth), spans: spansOf(item.spans) };
}

function spansOf(spans: readonly Span[]): readonly Span[] {
  return spans.map((span) => {
    if ("at" in span) return span;
    const { href, ...rest } = span;
    const text = clean(span.text);
    return href !== undefined && isWebLink(href) ? { ...rest, text, href } : { ...rest, text };
  });
}

function actionsOf(actions: readonly Action[]): readonly Action[] {
  return actions
    .filter((action) => action.type === "button" || isWebLink(action.href))
    .map((action) => {
      const label = clean(action.label);
      if (action.type === "link") return { ...action, label };
      const { verdict: _, ...button } = action;
      return { ...button, label };
    });
}

function rowsOf(actions: readonly Action[]): (readonly Action[])[] {
  const count = Math.ceil(actions.length / LIMITS.actions);
  return Array.from({ length: count }, (_, row) =>
    actions.slice(row * LIMITS.actions, (row + 1) * LIMITS.actions),
  );
}

function isWebLink(href: string): boolean {
  return /^https?:\/\//i.test(href) && URL.canParse(href);
}

/** HTML cannot hold half surrogates and control characters; a reader shall see that something stood there. */
function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "\uFFFD");
}

function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, " ").trim();
}

function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length >= limit) break;
    kept += segment;
  }
  return `${kept}…`;
}
