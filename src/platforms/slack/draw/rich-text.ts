/**
 * Blocks of text as Slack's rich_text, in which every character is literal:
 * nothing needs escaping and nothing can mention anybody
 * (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block).
 */
import type { List, ListItem, Span, Style, TextSpan, TimeSpan } from "../../../briefing/blocks.ts";
import { plainSpans } from "../../../briefing/plain.ts";
import { slackLimits, type RichElement, type RichPart, type RichSection } from "../limits.ts";

/** https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
const dateFormats = {
  date: "{date_short_pretty}",
  datetime: "{date_short_pretty} at {time}",
  relative: "{ago}",
} as const;

export interface SlackDate {
  timestamp: number;
  format: (typeof dateFormats)[keyof typeof dateFormats];
  fallback: string;
}

export function slackDate(span: TimeSpan): SlackDate {
  return {
    timestamp: Math.floor(Temporal.Instant.from(span.at).epochMilliseconds / 1_000),
    format: dateFormats[span.show],
    fallback: plainSpans([span]),
  };
}

/** The address in one canonical spelling, or null where it is no http(s) link that Slack takes. */
export function slackUrl(href: string | undefined): string | null {
  const url = href === undefined ? null : URL.parse(href);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return url.href.length <= slackLimits.url ? url.href : null;
}

export function embolden(span: Span): Span {
  return "at" in span ? span : { ...span, style: { ...span.style, bold: true } };
}

export function isBlank(text: string): boolean {
  return text.trim() === "";
}

export function richElements(spans: readonly Span[], extra: Style = {}): RichElement[] {
  return spans.flatMap((span): RichElement[] => {
    if ("at" in span) return [{ type: "date", ...slackDate(span) }];
    return span.text === "" ? [] : [richText(span, extra)];
  });
}

function richText(span: TextSpan, extra: Style): RichElement {
  const text = span.text.toWellFormed();
  const style = { ...span.style, ...extra };
  const styled = Object.keys(style).length === 0 ? {} : { style };
  const url = isBlank(text) ? null : slackUrl(span.href);
  return url === null ? { type: "text", text, ...styled } : { type: "link", url, text, ...styled };
}

/** Nothing for spans without a visible word: Slack refuses empty elements. */
export function richSection(spans: readonly Span[], extra: Style = {}): RichSection[] {
  if (isBlank(plainSpans(spans))) return [];
  return [{ type: "rich_text_section", elements: richElements(spans, extra) }];
}

/** Slack counts an ordered list itself from `offset` on, so a new list begins wherever the counting would differ. */
export function richList({ items }: List): RichPart[] {
  const parts: RichPart[] = [];
  let expected: ListItem | undefined;
  for (const item of items) {
    const [section] = richSection(slackItem(item));
    if (section === undefined) continue;
    const last = parts.at(-1);
    if (last?.type === "rich_text_list" && isNext(item, expected)) last.elements.push(section);
    else parts.push(openList(item, section));
    expected = item.ordinal === null ? item : { ...item, ordinal: item.ordinal + 1 };
  }
  return parts;
}

/** Slack's lists begin at 1 at the least; a zero is written out. */
function slackItem({ ordinal, spans }: ListItem): readonly Span[] {
  return ordinal === 0 ? [{ text: "0. " }, ...spans] : spans;
}

function isNext(item: ListItem, expected: ListItem | undefined): boolean {
  if (expected?.depth !== item.depth) return false;
  return item.ordinal !== 0 && expected.ordinal === item.ordinal;
}

function openList({ depth, ordinal }: ListItem, section: RichSection): RichPart {
  const isOrdered = ordinal !== null && ordinal > 0;
  return {
    type: "rich_text_list",
    style: isOrdered ? "ordered" : "bullet",
    indent: Math.min(depth, slackLimits.listIndent),
    ...(isOrdered && ordinal > 1 ? { offset: ordinal - 1 } : {}),
    elements: [section],
  };
}
