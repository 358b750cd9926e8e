/**
 * Text, free of any platform: blocks made of spans. There is no markup string
 * anywhere; each platform's renderer is the one place that escapes.
 */
import { z } from "zod";

const Style = z.strictObject({
  bold: z.literal(true).exactOptional(),
  italic: z.literal(true).exactOptional(),
  strike: z.literal(true).exactOptional(),
  code: z.literal(true).exactOptional(),
});
export type Style = z.infer<typeof Style>;

/** A run of text in one style. `text` may hold "\n" for a hard line break; `href` is http or https only. */
const TextSpan = z.strictObject({
  text: z.string(),
  style: Style.exactOptional(),
  href: z.url({ protocol: /^https?$/ }).exactOptional(),
});
export type TextSpan = z.infer<typeof TextSpan>;

/** An instant, shown in the reader's own time where the platform can. `at` is ISO 8601 in UTC. */
const TimeSpan = z.strictObject({
  at: z.iso.datetime(),
  show: z.enum(["date", "datetime", "relative"]),
});
export type TimeSpan = z.infer<typeof TimeSpan>;

export const Span = z.union([TextSpan, TimeSpan]);
export type Span = z.infer<typeof Span>;

const Spans = z.array(Span).readonly();

/** `level` is 1 for a title, 2 for a section, 3 and deeper inside the body. */
const Heading = z.strictObject({
  type: z.literal("heading"),
  level: z.int().min(1).max(6),
  spans: Spans,
});
export type Heading = z.infer<typeof Heading>;

const Paragraph = z.strictObject({ type: z.literal("paragraph"), spans: Spans });
export type Paragraph = z.infer<typeof Paragraph>;

/** `depth` counts from 0; `ordinal` is the number shown, or null for a bullet. */
const ListItem = z.strictObject({
  depth: z.int().min(0),
  ordinal: z.int().min(0).nullable(),
  spans: Spans,
});
export type ListItem = z.infer<typeof ListItem>;

/** Nested lists are flat here: an item knows its depth. */
const List = z.strictObject({ type: z.literal("list"), items: z.array(ListItem).readonly() });
export type List = z.infer<typeof List>;

/** Paragraphs of a quotation are separated by "\n\n" inside the spans. */
const Quote = z.strictObject({ type: z.literal("quote"), spans: Spans });
export type Quote = z.infer<typeof Quote>;

const Code = z.strictObject({
  type: z.literal("code"),
  text: z.string(),
  language: z.string().exactOptional(),
});
export type Code = z.infer<typeof Code>;

/** Every row has as many cells as the header; a cell may be empty in a body table. */
const Table = z.strictObject({
  type: z.literal("table"),
  header: z.array(Spans).readonly(),
  rows: z.array(z.array(Spans).readonly()).readonly(),
});
export type Table = z.infer<typeof Table>;

const Divider = z.strictObject({ type: z.literal("divider") });
export type Divider = z.infer<typeof Divider>;

/** What an article can be made of. */
export const TextBlock = z.discriminatedUnion("type", [
  Heading,
  Paragraph,
  List,
  Quote,
  Code,
  Table,
  Divider,
]);
export type TextBlock = z.infer<typeof TextBlock>;
