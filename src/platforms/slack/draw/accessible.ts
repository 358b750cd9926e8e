/** What screen readers and notifications read instead of the blocks (https://docs.slack.dev/messaging#accessibility). */
import type { Block } from "../../../briefing/message.ts";
import { plainText } from "../../../briefing/plain.ts";
import { endsInAbbreviation, segmenters } from "../../../briefing/words.ts";
import { escapedLength, escapeText, slackLimits } from "../limits.ts";

/** Begins with the title where one is given: a notification shows the beginning only. */
export function accessibleText(title: string, blocks: readonly Block[]): string {
  const text = plainText(blocks).trim();
  const whole = text.startsWith(title) ? text : `${title}\n\n${text}`.trim();
  return escapeText(cutAtSentence(whole.toWellFormed(), slackLimits.accessibleText)) || "…";
}

/** The longest beginning of whole sentences, else of whole words, else of graphemes, closed by "…". */
function cutAtSentence(text: string, max: number): string {
  if (escapedLength(text) <= max) return text;
  const place = lastPlace(text, max - 2);
  const window = text.slice(0, place + 64);
  const end =
    lastStart(window, place, "sentence") ||
    lastStart(window, place, "word") ||
    lastStart(window, place, "grapheme");
  return `${text.slice(0, end).trimEnd()} …`;
}

function lastPlace(text: string, max: number): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    length += escapedLength(text.charAt(at));
    if (length > max) return at;
  }
  return text.length;
}

/** Where the last segment at or before a place begins; 0 where that would leave less than half. */
function lastStart(text: string, place: number, kind: keyof typeof segmenters): number {
  const segments = segmenters[kind].segment(text);
  let at = place;
  while (at > place / 2) {
    at = segments.containing(at)?.index ?? 0;
    const isEnd = kind !== "sentence" || !endsInAbbreviation(text.slice(Math.max(0, at - 32), at));
    if (isEnd) break;
    at--;
  }
  return at > place / 2 ? at : 0;
}
