/** Short messages: what was done, or why it was not. For the caller alone. Pure. */
import { paragraph } from "./parts.ts";
import type { Block, Message } from "../message.ts";
import { plainText } from "../plain.ts";
import { counted, firstWords, oneLine, sentences } from "../words.ts";

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

/** For the caller alone, what was meant for a thread that takes nothing; says why. */
export function composeInstead(why: string, message: Message): Message {
  const note = paragraph(`${why} Only you see this:`);
  return { ...message, lead: [note, ...message.lead] };
}

/** For a part of a text that has become shorter. */
export function composeEmptied(): Message {
  const text = "This part is no longer needed: the text has become shorter.";
  return { ...composeNote(text), lead: [{ type: "meta", parts: [[{ text }]] }] };
}

/** For a button under something that was said before. */
export function composeWithdrawn({ title }: { title: string }): Message {
  const text = `“${oneLine(title)}” was withdrawn.`;
  return {
    title: text,
    notice: text,
    lead: [{ type: "paragraph", spans: [{ text }] }],
    thread: [],
  };
}

/** A BotError fits. */
interface Failure {
  message: string;
  hint?: string | undefined;
}

/** Something went wrong; says what, and what to do about it. */
export function composeFailure({ message, hint }: Failure): Message {
  return composeSentences(["That did not work.", message, hint]);
}

/** What somebody asked for cannot be; says why not, and what can. */
export function composeMistake({ message, hint }: Failure): Message {
  return composeSentences([message, hint]);
}

function composeSentences(sentences: readonly (string | undefined)[]): Message {
  return composeNote(
    sentences
      .filter((sentence) => sentence !== undefined && sentence !== "")
      .map((sentence) => (/[.!?…]$/u.test(sentence ?? "") ? sentence : `${sentence}.`))
      .join(" "),
  );
}

/** What is still going on after a start with a large archive. */
export interface CatchingUp {
  /** Files that are not read yet: what they hold is not known, or an older version of it is. */
  unread: number;
  /** Briefings that are known and not found by their words yet. */
  unindexed: number;
}

/** Says of what was looked for by titles or by words that there may be more; as it is when there cannot be. */
export function composeSoFar(
  message: Message,
  left: CatchingUp | null,
  lookedFor: "titles" | "words",
): Message {
  const note = soFar(left, lookedFor);
  if (note === null) return message;
  const place = message.lead.length > 0 ? "lead" : "thread";
  const blocks: readonly Block[] = [...message[place], paragraph(note)];
  return { ...message, [place]: blocks };
}

function soFar(left: CatchingUp | null, lookedFor: "titles" | "words"): string | null {
  const { unread = 0, unindexed = 0 } = left ?? {};
  if (unread > 0)
    return `I am still reading the archive: ${counted(unread, "file")} to go, so there may be more. Try again in a moment.`;
  if (unindexed > 0 && lookedFor === "words")
    return `I have just started and did not look into ${counted(unindexed, "briefing")} yet, so there may be more. Try again in a moment.`;
  return null;
}
