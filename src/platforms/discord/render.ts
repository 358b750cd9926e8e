/** A message as the bodies of Discord requests. Pure; imports no SDK. */
import type { Block, Message } from "../../briefing/message.ts";
import { join, number, split } from "../../briefing/split.ts";
import type { JsonObject, Payload, Rendered } from "../platform.ts";
import { shorten } from "./draw/buttons.ts";
import {
  componentType,
  componentsBody,
  container,
  messageFlags,
  noMentions,
  textDisplay,
  waitingRow,
} from "./draw/components.ts";
import { escapeText } from "./draw/escape.ts";
import { fitBlocks, layOut, measure, weigh } from "./draw/layout.ts";
import { discordLimits } from "./limits.ts";

/** Below the limit of bytes, which Discord does not document and may change. */
const postBytes = 10_000;
/** A message of a thread is read in one go; the rest of the room is for its number. */
const threadRoom = { text: 3_500, bytes: 9_500, components: discordLimits.components };
const numberRoom = { text: 16, bytes: 16 };

export interface RenderOptions {
  /**
   * A message of components alone gives a notification without words
   * (https://github.com/discord/discord-api-docs/issues/7854), so a post is text first and is then edited.
   */
  pushText: boolean;
}

/** The last row of buttons stays in the channel, whatever goes on in the thread. */
function takeActions(blocks: readonly Block[]): [readonly Block[], readonly Block[]] {
  const last = blocks.at(-1);
  return last?.type === "actions" ? [blocks.slice(0, -1), [last]] : [blocks, []];
}

interface Post {
  components: readonly JsonObject[];
  /** What did not fit. */
  rest: readonly Block[];
}

function layOutPost(lead: readonly Block[], before: readonly JsonObject[]): Post {
  const [text, actions] = takeActions(lead);
  const buttons = new Set<string>();
  const row = layOut(actions, { separateSections: true }, buttons);
  const used = weigh(container([...before, ...row]));
  const parts = split(
    text,
    measure({
      text: discordLimits.text - used.text,
      bytes: postBytes - used.bytes,
      components: discordLimits.components - used.components,
    }),
  );
  const body = layOut(parts[0]?.blocks ?? [], { separateSections: true }, buttons);
  return { components: [...body, ...row], rest: join(parts.slice(1)) };
}

/** A role to be notified, as the service knows it. Anything else notifies nobody. */
function roleOf({ ping }: Message): string | null {
  return ping !== undefined && /^\d{15,21}$/.test(ping) ? ping : null;
}

function mention(role: string | null): string {
  return role === null ? "" : `<@&${role}>`;
}

/** The text of the notification, with buttons at once so that the post can be used and found again. */
function renderNotice(
  notice: string,
  role: string | null,
  components: readonly JsonObject[],
): JsonObject {
  const row = components.find(({ type }) => type === componentType.actionRow) ?? waitingRow;
  const limit = discordLimits.content - mention(role).length - 1;
  let content = escapeText(shorten(notice, limit));
  for (let room = limit; content.length > limit; room -= 100) {
    content = escapeText(shorten(notice, room));
  }
  const text = content.trim() === "" ? "…" : content;
  return {
    content: `${mention(role)} ${text}`.trimStart(),
    flags: messageFlags.suppressEmbeds,
    components: [row],
    allowed_mentions: mentionsOf(role),
  };
}

/** The role alone, and only when the message is created. */
function mentionsOf(role: string | null): JsonObject {
  return role === null ? noMentions : { ...noMentions, roles: [role] };
}

interface Shown {
  /** Whom it is for, above the coloured box. */
  before: readonly JsonObject[];
  components: readonly JsonObject[];
}

function renderPost(message: Message, { before, components }: Shown, pushText: boolean): Payload {
  const role = roleOf(message);
  const body = componentsBody([...before, container(components)]);
  const forum = { title: message.title, topics: message.topics ?? [] };
  if (!pushText) return { ...body, allowed_mentions: mentionsOf(role), forum };
  const create = renderNotice(message.notice, role, components);
  return { create, edit: { content: null, ...body }, forum };
}

function renderThread(blocks: readonly Block[]): readonly Payload[] {
  const parts = split(
    blocks,
    measure({
      text: threadRoom.text - numberRoom.text,
      bytes: threadRoom.bytes - numberRoom.bytes,
      components: threadRoom.components,
    }),
  );
  return number(parts)
    .map((part) => layOut(part, { separateSections: false }, new Set()))
    .filter((components) => components.length > 0)
    .map(componentsBody);
}

/** Blocks that show nothing would make empty parts. */
function withoutEmpty(blocks: readonly Block[]): readonly Block[] {
  return fitBlocks(blocks).filter(
    (block) =>
      block.type === "divider" ||
      layOut([block], { separateSections: false }, new Set()).length > 0,
  );
}

export function renderDiscord(
  message: Message,
  { pushText }: RenderOptions = { pushText: true },
): readonly Rendered[] {
  const role = roleOf(message);
  const before = role === null ? [] : [textDisplay(mention(role))];
  const { components, rest } = layOutPost(withoutEmpty(message.lead), before);
  const posts: readonly Rendered[] =
    components.length === 0
      ? []
      : [{ to: "channel", payload: renderPost(message, { before, components }, pushText) }];
  const thread = renderThread([...rest, ...withoutEmpty(message.thread)]);
  return [...posts, ...thread.map((payload): Rendered => ({ to: "thread", payload }))];
}
