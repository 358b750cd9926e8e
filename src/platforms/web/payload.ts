/**
 * What one message of the local chat holds: blocks and spans as JSON, never
 * HTML. Its schema is closed, so that what is read back from the database is
 * proven before a page is made of it.
 */
import { z } from "zod";
import { Span, TextBlock } from "../../briefing/blocks.ts";

const Spans = z.array(Span).readonly();
const Href = z.url({ protocol: /^https?$/ });

const Button = z.strictObject({
  type: z.literal("button"),
  id: z.string().min(1).max(90),
  label: z.string(),
  primary: z.literal(true).exactOptional(),
});

const LinkButton = z.strictObject({ type: z.literal("link"), label: z.string(), href: Href });

const Items = z.array(z.discriminatedUnion("type", [Button, LinkButton])).readonly();

const Meta = z.strictObject({ type: z.literal("meta"), parts: z.array(Spans).readonly() });

const Actions = z.strictObject({ type: z.literal("actions"), items: Items });

const Card = z.strictObject({
  type: z.literal("card"),
  title: Spans,
  subtitle: z.array(Spans).readonly(),
  body: Spans,
  actions: Items,
});

const WebBlock = z.discriminatedUnion("type", [TextBlock, Meta, Actions, Card]);
export type WebBlock = z.infer<typeof WebBlock>;

export const WebPayload = z.strictObject({
  /** Names the thread under the message. */
  title: z.string(),
  /** What a screen reader hears when the message arrives. */
  notice: z.string(),
  blocks: z.array(WebBlock).readonly(),
});
export type WebPayload = z.infer<typeof WebPayload>;
