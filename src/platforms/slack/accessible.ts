/** What screen readers and notifications read instead of the blocks (https://docs.slack.dev/messaging#accessibility). */
import type { Block } from "../../briefing/message.ts";
import { plainText } from "../../briefing/plain.ts";
import { endsInAbbreviation, segmenters } from "../../briefing/words.ts";
import { escapedLength, escapeText, slackLimits } from "./limits.ts";

/** Begins with the title where one is given: a notification shows the beginning only. */
export function accessibleText(title: string, blocks: readonly Block[]): string {
  const text = plainText(blocks).trim();
  const whole = text.startsWith(title) ? text : `${title}\n\n${text}`.trim();
  return escapeText(cutAtSentence(whole.toWellFormed(), slackLimits.accessibleText)) || "…";
}

/** The longest beginning of whole sentences, else of whole words, else of graphemes, closed by "…". */
function cutAtSentence(text: string, max: number): string {
  if (escapedLength(text) <= max) return text;
  const window = text.slice(0, max);
  const ends = [
    lastEnd(segmenters.sentence.segment(window), max - 2, (end) => !endsInAbbreviation(end)),
    lastEnd(segmenters.word.segment(window), max - 2, () => true),
    lastEnd(segmenters.grapheme.segment(window), max - 2, () => true),
  ];
  const end = ends.find((each) => each > max / 2) ?? ends[2] ?? 0;
  return `${text.slice(0, end).trimEnd()} …`;
}

/** The segment at the window's edge may go on behind it and does not count. */
function lastEnd(segments: Intl.Segments, max: number, isEnd: (upTo: string) => boolean): number {
  let [length, last] = [0, 0];
  for (const { index, segment, input } of segments) {
    length += escapedLength(segment);
    const end = index + segment.length;
    if (length > max || end === input.length) return last;
    if (isEnd(input.slice(Math.max(0, end - 32), end))) last = end;
  }
  return last;
}
