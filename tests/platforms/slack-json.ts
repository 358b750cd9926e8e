/** What the tests of Slack's renderer share: they read payloads as plain JSON, without the code under test. */
import type { Span } from "../../src/briefing/blocks.ts";
import type { Block, Message } from "../../src/briefing/message.ts";

export function text(value: string): Span {
  return { text: value };
}

export function paragraph(value: string): Block {
  return { type: "paragraph", spans: [text(value)] };
}

export function messageOf(lead: readonly Block[], thread: readonly Block[] = []): Message {
  return { title: "Title", notice: "Title.", lead, thread };
}

export const words = /[\p{L}\p{N}]+/gu;

/** The words in the blocks of a payload, each string by itself. */
export function wordsOf(json: unknown): readonly string[] {
  if (Array.isArray(json)) return json.flatMap(wordsOf);
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]): readonly string[] => {
    if (typeof value !== "string") return wordsOf(value);
    if ("blocks" in json || (key !== "text" && key !== "fallback")) return [];
    const isMarkup = "type" in json && json.type === "mrkdwn";
    const shown = isMarkup
      ? value.replaceAll(/<[^|>]*\|/g, " ").replaceAll(/&(?:amp|lt|gt);/g, " ")
      : value;
    return shown.match(words) ?? [];
  });
}

const literalTypes = new Set(
  "header context rich_text divider table actions context_actions feedback_buttons button plain_text mrkdwn raw_text text link date rich_text_section rich_text_list rich_text_quote rich_text_preformatted".split(
    " ",
  ),
);

const ownMarkup = /<!date\^\d+\^[{}_a-z ]+\|[\w ,:]+>|<https?:\/\/[^\s<>|]+\|[^<>]*>/g;

/** Whatever in a payload could notify somebody, run, or lead anywhere but to http and https. */
export function liveThings(json: unknown): readonly string[] {
  if (Array.isArray(json)) return json.flatMap(liveThings);
  if (typeof json !== "object" || json === null) return [];
  const fields = new Map<string, unknown>(Object.entries(json));
  const type = fields.get("type");
  const found: string[] = [];
  if (typeof type === "string" && !literalTypes.has(type)) found.push(`element ${type}`);
  for (const name of ["link_names", "parse"]) if (fields.has(name)) found.push(name);
  if (type === "mrkdwn" || fields.has("blocks")) {
    const markup = String(fields.get("text"));
    const rest = type === "mrkdwn" ? markup.replaceAll(ownMarkup, "") : markup;
    if (/[<>]|&(?!amp;|lt;|gt;)/.test(rest)) found.push(`markup ${rest}`);
  }
  if (type === "plain_text" && fields.get("emoji") !== false) found.push("emoji");
  const url = fields.get("url");
  if (fields.has("url") && !(typeof url === "string" && /^https?:\/\//.test(url))) {
    found.push(`url ${JSON.stringify(url)}`);
  }
  return [...found, ...[...fields.values()].flatMap(liveThings)];
}
