/** Short messages: what was done, or why it was not. For the caller alone. Pure. */
import { paragraph } from "./parts.ts";
import type { Message } from "../message.ts";
import { plainText } from "../plain.ts";
import { firstWords, oneLine, sentences } from "../words.ts";

/** A note's title is its first sentence, or the beginning of it. */
const longestTitle = 100;

/** One paragraph of our own words; `backticks` mark what is typed. */
export function composeNote(text: string): Message {
  const lead = [paragraph(text)];
  const notice = oneLine(plainText(lead)) || "Briefing";
  const title = firstWords(sentences(notice)[0] ?? notice, longestTitle);
  return { title, notice, lead, thread: [] };
}

export function composeShared(): Message {
  return composeNote("Posted to this channel.");
}

/** After "Read in thread"; `first` when this press put the text there. */
export function composeInThread(first: boolean): Message {
  return composeNote(
    first ? "The full text is in the thread." : "The full text is already in the thread.",
  );
}

/** Something went wrong; says what, and what to do about it. A BotError fits. */
export function composeFailure(error: { message: string; hint?: string | undefined }): Message {
  const { message, hint } = error;
  return composeNote(
    ["That did not work.", message, hint]
      .filter((sentence) => sentence !== undefined && sentence !== "")
      .map((sentence) => (/[.!?…]$/u.test(sentence ?? "") ? sentence : `${sentence}.`))
      .join(" "),
  );
}
