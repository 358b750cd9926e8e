/**
 * What Slack takes. Neither Slack's SDK nor its types know these limits, so every payload is walked
 * before it is sent. Only what this bot sends is allowed here: an element that could notify somebody
 * (user, usergroup, channel, broadcast) is a fault like any other.
 */
import { z } from "zod";

/** Lengths count UTF-16 units of the text with `&`, `<` and `>` written as entities, which is never less than Slack counts. */
export const slackLimits = {
  /** https://docs.slack.dev/reference/block-kit/blocks ("up to 50 blocks in each message") */
  blocks: 50,
  /**
   * All text of one message's blocks. Undocumented; `msg_blocks_too_long` was seen from 11,341 on
   * (https://github.com/slackapi/bolt-js/issues/2509), so we stay well below.
   */
  messageText: 9_000,
  /** What a header adds to that sum besides its text (same source). */
  headerOverhead: 100,
  /** https://docs.slack.dev/reference/methods/chat.postMessage ("limit the text field to 4,000 characters") */
  text: 4_000,
  /** Ours: what a screen reader reads in one go; the blocks hold everything. */
  accessibleText: 3_000,
  /** https://docs.slack.dev/reference/block-kit/blocks/header-block */
  header: 150,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
  textObject: 3_000,
  /** https://docs.slack.dev/reference/block-kit/blocks/context-block */
  contextElements: 10,
  /** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
  actionsElements: 25,
  /** https://docs.slack.dev/reference/block-kit/blocks/context-actions-block */
  contextActionsElements: 5,
  /** Ours: longer rich_text blocks are hard to read on a phone. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block names no limit. */
  richText: 2_500,
  /** https://docs.slack.dev/reference/block-kit/block-elements/rich-text-list-element */
  listIndent: 8,
  /** https://docs.slack.dev/reference/block-kit/blocks/table-block */
  tables: 1,
  tableRows: 100,
  tableColumns: 20,
  tableText: 10_000,
  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element; feedback buttons have the same. */
  buttonText: 75,
  buttonValue: 2_000,
  url: 3_000,
  actionId: 255,
  /** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses (a response_url works five times in 30 minutes) */
  responses: 5,
} as const;

export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function escapedLength(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 38) length += 4;
    else if (unit === 60 || unit === 62) length += 3;
  }
  return length;
}

function text(max: number): z.ZodString {
  return z
    .string()
    .min(1)
    .refine((value) => escapedLength(value) <= max, { error: `is longer than ${max} characters` });
}

const HttpUrl = z.url({ protocol: /^https?$/ }).max(slackLimits.url);

/** Markup in which nothing is live but our own dates and http(s) links. */
const Inert = text(slackLimits.textObject).refine((value) => !hasLiveMarkup(value), {
  error: "holds live markup",
});

const ownMarkup = /<!date\^\d+\^[^<>|^]+\|[^<>|]*>|<https?:\/\/[^<>|\s]+\|[^<>]*>|&(?:amp|lt|gt);/g;

function hasLiveMarkup(value: string): boolean {
  return /[<>&]/.test(value.replaceAll(ownMarkup, ""));
}

const RichStyle = z.strictObject({
  bold: z.literal(true).exactOptional(),
  italic: z.literal(true).exactOptional(),
  strike: z.literal(true).exactOptional(),
  code: z.literal(true).exactOptional(),
});

const RichTextText = z.strictObject({
  type: z.literal("text"),
  text: z.string().min(1),
  style: RichStyle.exactOptional(),
});

const RichElement = z.discriminatedUnion("type", [
  RichTextText,
  z.strictObject({
    type: z.literal("link"),
    url: HttpUrl,
    text: z.string().min(1),
    style: RichStyle.exactOptional(),
  }),
  z.strictObject({
    type: z.literal("date"),
    timestamp: z.int(),
    format: z.enum(["{date_short_pretty}", "{date_short_pretty} at {time}", "{ago}"]),
    fallback: z.string().min(1),
  }),
]);
export type RichElement = z.infer<typeof RichElement>;

const RichSection = z.strictObject({
  type: z.literal("rich_text_section"),
  elements: z.array(RichElement).min(1),
});
export type RichSection = z.infer<typeof RichSection>;

const RichPart = z.discriminatedUnion("type", [
  RichSection,
  z.strictObject({
    type: z.literal("rich_text_list"),
    style: z.enum(["bullet", "ordered"]),
    indent: z.int().min(0).max(slackLimits.listIndent),
    offset: z.int().min(0).exactOptional(),
    elements: z.array(RichSection).min(1),
  }),
  z.strictObject({ type: z.literal("rich_text_quote"), elements: z.array(RichElement).min(1) }),
  z.strictObject({
    type: z.literal("rich_text_preformatted"),
    elements: z.array(RichTextText).min(1),
  }),
]);
export type RichPart = z.infer<typeof RichPart>;

const RichText = z.strictObject({
  type: z.literal("rich_text"),
  elements: z.array(RichPart).min(1),
});

export const PlainText = (max: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: text(max), emoji: z.literal(false) });

const ContextElement = z.discriminatedUnion("type", [
  PlainText(slackLimits.textObject),
  z.strictObject({ type: z.literal("mrkdwn"), text: Inert, verbatim: z.literal(true) }),
]);
export type ContextElement = z.infer<typeof ContextElement>;

const Button = z.strictObject({
  type: z.literal("button"),
  text: PlainText(slackLimits.buttonText),
  action_id: z.string().min(1).max(slackLimits.actionId),
  value: z.string().min(1).max(slackLimits.buttonValue).exactOptional(),
  url: HttpUrl.exactOptional(),
  style: z.literal("primary").exactOptional(),
});
export type SlackButton = z.infer<typeof Button>;

const FeedbackButton = z.strictObject({
  text: PlainText(slackLimits.buttonText),
  value: z.string().min(1).max(slackLimits.buttonValue),
  accessibility_label: text(slackLimits.buttonText),
});

/** https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element */
const FeedbackButtons = z.strictObject({
  type: z.literal("feedback_buttons"),
  action_id: z.string().min(1).max(slackLimits.actionId),
  positive_button: FeedbackButton,
  negative_button: FeedbackButton,
});

const Cell = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("raw_text"), text: z.string().min(1) }),
  RichText,
]);
export type Cell = z.infer<typeof Cell>;

const Table = z.strictObject({
  type: z.literal("table"),
  column_settings: z
    .array(z.strictObject({ is_wrapped: z.boolean() }))
    .max(slackLimits.tableColumns),
  rows: z
    .array(z.array(Cell).min(1).max(slackLimits.tableColumns))
    .min(1)
    .max(slackLimits.tableRows),
});

export const SlackBlock = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("header"), text: PlainText(slackLimits.header) }),
  z.strictObject({
    type: z.literal("context"),
    elements: z.array(ContextElement).min(1).max(slackLimits.contextElements),
  }),
  RichText,
  z.strictObject({ type: z.literal("divider") }),
  Table,
  z.strictObject({
    type: z.literal("actions"),
    elements: z.array(Button).min(1).max(slackLimits.actionsElements),
  }),
  z.strictObject({
    type: z.literal("context_actions"),
    elements: z.array(FeedbackButtons).min(1).max(slackLimits.contextActionsElements),
  }),
]);
export type SlackBlock = z.infer<typeof SlackBlock>;

/** The body of chat.postMessage without `channel`, `thread_ts` and `metadata`. */
export const SlackPayload = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(slackLimits.text)
    .refine((value) => !hasLiveMarkup(value), { error: "holds live markup" }),
  blocks: z.array(SlackBlock).min(1).max(slackLimits.blocks),
  mrkdwn: z.literal(false),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
  reply_broadcast: z.literal(true).exactOptional(),
});
export type SlackPayload = z.infer<typeof SlackPayload>;

/** Everything a block shows, in reading order; a link gives its text, then its address. */
function textsOf(block: SlackBlock): readonly string[] {
  switch (block.type) {
    case "header":
      return [block.text.text];
    case "context":
      return block.elements.map((element) => element.text);
    case "rich_text":
      return block.elements.flatMap(textsOfPart);
    case "divider":
      return [];
    case "table":
      return block.rows.flat().flatMap(textsOfCell);
    case "actions":
      return block.elements.map((button) => button.text.text);
    case "context_actions":
      return block.elements.flatMap(({ positive_button: positive, negative_button: negative }) => [
        positive.text.text,
        negative.text.text,
      ]);
  }
}

function textsOfCell(cell: Cell): readonly string[] {
  return cell.type === "raw_text" ? [cell.text] : cell.elements.flatMap(textsOfPart);
}

function textsOfPart(part: RichPart): readonly string[] {
  const elements =
    part.type === "rich_text_list"
      ? part.elements.flatMap((section) => section.elements)
      : part.elements;
  return elements.flatMap((element) => {
    if (element.type === "text") return [element.text];
    return element.type === "link" ? [element.text, element.url] : [element.fallback];
  });
}

/** What a block adds to `slackLimits.messageText`. */
export function countText(block: SlackBlock): number {
  const overhead = block.type === "header" ? slackLimits.headerOverhead : 0;
  return textsOf(block).reduce((sum, each) => sum + escapedLength(each), overhead);
}
