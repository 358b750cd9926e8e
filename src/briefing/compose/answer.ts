/** Answers to questions about an article: quotes and nothing but quotes. Pure. */
import type { Paragraph } from "../blocks.ts";
import { composeNote } from "./notes.ts";
import { makeMessage, openButton, paragraph } from "./parts.ts";
import type { Block, Button, Message } from "../message.ts";
import { plainText } from "../plain.ts";
import { firstSentences, oneLine, shorten } from "../words.ts";

/** What was found; `Answer` of `answer/` is one. */
export interface FoundAnswer {
  tier: "sure" | "middle" | "low";
  /** All of them of one briefing. */
  quotes: readonly Quoted[];
  /** Another briefing that says it. */
  elsewhere?: { id: string; title: string };
}

interface Quoted {
  text: string;
  section: string;
  heading?: string;
  briefing: string;
  title: string;
}

/** What was asked: the briefing of a post, the several of a digest, or the whole archive. */
export type AnswerScope = "one" | "several" | "all";

const silence: Readonly<Record<AnswerScope, string>> = {
  one: "The briefing does not say.",
  several: "The briefings do not say.",
  all: "No briefing says that.",
};

/** Where more than one was asked, readers have to be told which one answers. */
function introduction(tier: "sure" | "middle", of: AnswerScope, { title }: Quoted): Paragraph {
  const name = `“${oneLine(title)}”`;
  const texts = {
    sure: of === "one" ? "The article says:" : `The article ${name} says:`,
    middle: `The closest passages${of === "one" ? "" : `, from ${name}`}; they may not answer this:`,
  };
  return { type: "paragraph", spans: [{ text: texts[tier] }] };
}

function quoteBlocks(quotes: FoundAnswer["quotes"]): readonly Block[] {
  return quotes.flatMap(({ text, section, heading }): readonly Block[] => [
    { type: "quote", spans: [{ text }] },
    {
      type: "meta",
      parts: [
        [{ text: section }],
        ...(heading === undefined ? [] : [[{ text: oneLine(heading) }]]),
      ],
    },
  ]);
}

function answerBlocks({ tier, quotes, elsewhere }: FoundAnswer, of: AnswerScope): readonly Block[] {
  const [best] = quotes;
  if (tier !== "low" && best !== undefined) {
    return [introduction(tier, of, best), ...quoteBlocks(quotes)];
  }
  if (elsewhere === undefined) return [paragraph(silence[of])];
  return [
    paragraph(silence[of]),
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
  of?: AnswerScope;
}

/** To say whether it was of use; and the way on: into the briefing that answers, or to the next question. */
function waysOn({ briefing }: Quoted, { number, of = "one" }: AnswerOptions): Block {
  const rate: readonly Button[] =
    number === undefined
      ? []
      : [
          { type: "button", id: `useful:${number}`, label: "Useful" },
          { type: "button", id: `not-useful:${number}`, label: "Not useful" },
        ];
  const on: Button =
    of === "one"
      ? { type: "button", id: `ask:${briefing}`, label: "Ask more" }
      : openButton({ id: briefing });
  return { type: "actions", items: [...rate, on] };
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
  const { of = "one" } = options;
  const quote = answer.tier === "low" ? undefined : answer.quotes[0];
  const thread = [
    ...(options.asked === undefined ? [] : [asked(options.asked)]),
    ...answerBlocks(answer, of),
    ...(quote === undefined ? [] : [waysOn(quote, options)]),
  ];
  return quote === undefined
    ? makeMessage(silence[of], "", { thread })
    : makeMessage("An answer from the article", firstSentences(quote.text, 200), { thread });
}

/** Where no briefing may be told of, or there is none. */
export function composeNothingHere(): Message {
  const text = "There is no briefing that I may quote here.";
  return makeMessage(text, "", { thread: [paragraph(text)] });
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
export function answerText(answer: FoundAnswer, of: AnswerScope = "one"): string {
  return plainText(answerBlocks(answer, of));
}
