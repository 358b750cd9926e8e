/** Answers to questions about an article: quotes and nothing but quotes. Pure. */
import type { Span } from "../blocks.ts";
import { composeNote } from "./notes.ts";
import { makeMessage, openButton, paragraph } from "./parts.ts";
import type { Block, Button, Message } from "../message.ts";
import { plainText } from "../plain.ts";
import { firstSentences, oneLine, shorten } from "../words.ts";

/** What was found; `Answer` of `answer/` is one. */
export interface FoundAnswer {
  tier: "sure" | "middle" | "low";
  quotes: readonly { text: string; section: string; heading?: string; title?: string }[];
  /** Another briefing that says it. */
  elsewhere?: { id: string; title: string };
}

const introductions = {
  sure: "The article says:",
  middle: "The closest passages; they may not answer this:",
} as const;
const silence = "The briefing does not say.";

function quoteBlocks(quotes: FoundAnswer["quotes"]): readonly Block[] {
  const hasSeveral = new Set(quotes.map(({ title }) => title)).size > 1;
  return quotes.flatMap(({ text, section, heading, title }): readonly Block[] => {
    const parts: (readonly Span[])[] = [[{ text: section }]];
    if (heading !== undefined) parts.push([{ text: oneLine(heading) }]);
    if (hasSeveral && title !== undefined) parts.push([{ text: oneLine(title) }]);
    return [
      { type: "quote", spans: [{ text }] },
      { type: "meta", parts },
    ];
  });
}

function answerBlocks({ tier, quotes, elsewhere }: FoundAnswer): readonly Block[] {
  if (tier !== "low" && quotes.length > 0) {
    return [paragraph(introductions[tier]), ...quoteBlocks(quotes)];
  }
  if (elsewhere === undefined) return [paragraph(silence)];
  return [
    paragraph(silence),
    { type: "paragraph", spans: [{ text: `Another one may: “${oneLine(elsewhere.title)}”.` }] },
    // Not a command to type: Slack takes none in threads.
    { type: "actions", items: [openButton(elsewhere)] },
  ];
}

export interface AnswerOptions {
  /** The question, where nobody sees it otherwise: asked in a form, answered in the thread. */
  asked?: string;
  /** The number of the question, to say whether the answer was of use. */
  number?: number;
  /** The briefing that was asked, to be asked more. */
  about?: string;
}

function feedback(number: number, about: string | undefined): Block {
  const more: readonly Button[] =
    about === undefined ? [] : [{ type: "button", id: `ask:${about}`, label: "Ask more" }];
  return {
    type: "actions",
    items: [
      { type: "button", id: `useful:${number}`, label: "Useful" },
      { type: "button", id: `not-useful:${number}`, label: "Not useful" },
      ...more,
    ],
  };
}

/** A question is said back to its thread; a very long one is cut. */
const longestQuestion = 500;

function asked(question: string): Block {
  return {
    type: "paragraph",
    spans: [
      { text: "Asked: ", style: { bold: true } },
      { text: `“${shorten(question, longestQuestion)}”` },
    ],
  };
}

/** For the thread in which somebody asked. Quotes are verbatim; nothing is added inside them. */
export function composeAnswer(answer: FoundAnswer, options: AnswerOptions = {}): Message {
  const { number, about } = options;
  const quote = answer.tier === "low" ? undefined : answer.quotes[0];
  const thread = [
    ...(options.asked === undefined ? [] : [asked(options.asked)]),
    ...answerBlocks(answer),
    ...(quote === undefined || number === undefined ? [] : [feedback(number, about)]),
  ];
  return quote === undefined
    ? makeMessage(silence, "", { thread })
    : makeMessage("An answer from the article", firstSentences(quote.text, 200), { thread });
}

/** In a thread whose briefings are not there any more, or not for readers. */
export function composeGone(): Message {
  const text =
    "The briefing this is about was withdrawn or removed, so I do not quote it any more.";
  return makeMessage(text, "", { thread: [paragraph(text)] });
}

/** To thanks and greetings. */
export function composeGreeting(): Message {
  const text = "You are welcome. Ask me about this briefing, and I answer with its own words.";
  return makeMessage(text, "", { thread: [paragraph(text)] });
}

/** What was said holds no words at all. */
export function composeWordless(): Message {
  const text =
    "I find no words in that. Ask me a question, and I answer with the article's own words.";
  return makeMessage(text, "", { thread: [paragraph(text)] });
}

const thanks = {
  new: "Noted, thank you. It tells those who write the articles what readers look for.",
  same: "That was noted before, thank you.",
  changed: "Changed, thank you.",
  gone: "That question is too long ago; I do not know it any more.",
} as const;

/** To somebody who said whether an answer was of use. */
export function composeThanks(rated: keyof typeof thanks): Message {
  return composeNote(thanks[rated]);
}

/** The same as plain text. */
export function answerText(answer: FoundAnswer): string {
  return plainText(answerBlocks(answer));
}
