/**
 * Messages as Block Kit. Everything that was written elsewhere goes into rich_text, table cells and plain_text,
 * which Slack takes literally; mrkdwn holds nothing but dates and links of our own making.
 */
import type { Block, Message } from "../../briefing/message.ts";
import { number, split, type Measure, type Part } from "../../briefing/split.ts";
import type { Rendered } from "../platform.ts";
import { accessibleText } from "./draw/accessible.ts";
import { costOf, drawAll, drawPrivate, isVisible, loosen } from "./draw/draw.ts";
import { slackLimits, type SlackBlock, type SlackPayload } from "./limits.ts";

/** The line "2/3" takes a block and a few characters. */
const measure: Measure = {
  cost: costOf,
  limits: [slackLimits.messageText - 20, slackLimits.blocks - 1],
};

/** The first payload is for the channel, the rest for its thread, numbered where there are several. */
export function renderSlack(message: Message): readonly Rendered[] {
  const [first, ...overflow] = partsOf(message.lead);
  const thread = number([...overflow, ...partsOf(message.thread)].filter(hasVisible));
  const channel = first === undefined ? [] : [payloadOf(drawAll, first.blocks, message.title)];
  return [
    ...channel.map((payload): Rendered => ({ to: "channel", payload })),
    ...thread.map((blocks, at): Rendered => {
      const payload = payloadOf(drawAll, blocks, "");
      // https://docs.slack.dev/reference/methods/chat.postMessage: the reply is shown in the channel, too.
      const isShown = message.broadcast === true && at === 0;
      return { to: "thread", payload: isShown ? { ...payload, reply_broadcast: true } : payload };
    }),
  ];
}

/** For one person's eyes: the same blocks, as many payloads as one answer may have. */
export function renderSlackPrivate(message: Message): readonly SlackPayload[] {
  const blocks = [...message.lead, ...message.thread];
  const parts = number(partsOf(blocks).filter(hasVisible));
  const payloads = parts.map((part, at) =>
    payloadOf(drawPrivate, part, at === 0 ? message.title : ""),
  );
  return payloads.length === 0
    ? [payloadOf(drawPrivate, [], message.title)]
    : payloads.slice(0, slackLimits.responses);
}

function partsOf(blocks: readonly Block[]): readonly Part[] {
  return split(blocks.flatMap(loosen), measure);
}

function hasVisible({ blocks }: Part): boolean {
  return blocks.some(isVisible);
}

function payloadOf(draw: typeof drawAll, blocks: readonly Block[], title: string): SlackPayload {
  const drawn = draw(blocks);
  return {
    text: accessibleText(title, blocks),
    blocks: drawn.length === 0 ? [fallbackBlock(title)] : withUniqueIds(drawn),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

function fallbackBlock(title: string): SlackBlock {
  const text = title.trim() === "" ? "…" : title.toWellFormed().slice(0, slackLimits.header);
  const section = {
    type: "rich_text_section" as const,
    elements: [{ type: "text" as const, text }],
  };
  return { type: "rich_text", elements: [section] };
}

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element asks for ids of their own; what was pressed is in `value`. */
export function withUniqueIds(blocks: readonly SlackBlock[]): SlackBlock[] {
  const taken = new Set<string>();
  const own = <Element extends { action_id: string }>(element: Element): Element => {
    let id = element.action_id;
    for (let count = 2; taken.has(id); count++) id = `${element.action_id}#${count}`;
    taken.add(id);
    return { ...element, action_id: id };
  };
  return blocks.map((block) => {
    if (block.type === "actions") return { ...block, elements: block.elements.map(own) };
    if (block.type === "context_actions") return { ...block, elements: block.elements.map(own) };
    return block;
  });
}
