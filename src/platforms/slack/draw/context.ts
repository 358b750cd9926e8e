/** Small print as a context block (https://docs.slack.dev/reference/block-kit/blocks/context-block). */
import type { Span } from "../../../briefing/blocks.ts";
import { plainSpans } from "../../../briefing/plain.ts";
import {
  escapedLength,
  escapeText,
  slackLimits,
  type ContextElement,
  type SlackBlock,
} from "../limits.ts";
import { isBlank, slackDate, slackUrl } from "./rich-text.ts";

/** Small print longer than this reads better as text. */
const longest = 1_000;

/** The parts in one line. */
export function metaAsSpans(parts: readonly (readonly Span[])[]): readonly Span[] {
  return parts
    .filter((part) => !isBlank(plainSpans(part)))
    .flatMap((part, at) => (at === 0 ? part : [{ text: " · " }, ...part]));
}

/** Null where the line does not fit into a context block, or mrkdwn would read markup into a link's words. */
export function contextOf(spans: readonly Span[]): SlackBlock | null {
  const line = wholeLine(spans);
  if (line !== null) {
    if (escapedLength(line) > longest) return null;
    return { type: "context", elements: [{ type: "mrkdwn", text: line, verbatim: true }] };
  }
  const elements: ContextElement[] = [];
  for (const span of spans) {
    const live = liveMarkup(span);
    if (live === null) return null;
    if (live !== "") elements.push({ type: "mrkdwn", text: live, verbatim: true });
    else addLiteral(elements, plainSpans([span]).toWellFormed().replaceAll(/\s+/g, " "));
  }
  const shown = elements
    .map((element) => ({ ...element, text: element.text.trim() }))
    .filter(({ text }) => text !== "");
  const length = shown.reduce((sum, { text }) => sum + escapedLength(text), 0);
  if (shown.length === 0 || shown.length > slackLimits.contextElements) return null;
  return length > longest ? null : { type: "context", elements: shown };
}

/**
 * A line with a date or a link in one element, which Slack sets evenly. Null where nothing of it is live, or where
 * mrkdwn would read anything into its words.
 */
function wholeLine(spans: readonly Span[]): string | null {
  const pieces: string[] = [];
  let isLive = false;
  for (const span of spans) {
    const live = liveMarkup(span);
    const words = plainSpans([span]).toWellFormed().replaceAll(/\s+/g, " ");
    if (live === null || (live === "" && /[*_~`|]|:[\w+-]+:/.test(words))) return null;
    isLive ||= live !== "";
    pieces.push(live === "" ? escapeText(words) : live);
  }
  return isLive ? pieces.join("").trim() : null;
}

function addLiteral(elements: ContextElement[], text: string): void {
  const last = elements.at(-1);
  if (last?.type === "plain_text") last.text += text;
  else elements.push({ type: "plain_text", text, emoji: false });
}

/** A date or a link as mrkdwn, "" for text that plain_text can hold, null for a link that mrkdwn would garble. */
function liveMarkup(span: Span): string | null {
  if ("at" in span) {
    const { timestamp, format, fallback } = slackDate(span);
    return `<!date^${timestamp}^${format}|${escapeText(fallback)}>`;
  }
  const url = isBlank(span.text) ? null : slackUrl(span.href);
  if (url === null) return "";
  if (/[*_~`|\n]/.test(span.text)) return null;
  const target = escapeText(
    url.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E"),
  );
  return `<${target}|${escapeText(span.text.toWellFormed())}>`;
}
