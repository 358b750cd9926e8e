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
  /** The one that was asked is written in another language than the question. */
  otherLanguage?: true;
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

const otherLanguage =
  "I cannot tell whether the briefing says it: your question is in another language. Ask in the language of the briefing.";

function answerBlocks(answer: FoundAnswer, of: AnswerScope): readonly Block[] {
  const { tier, quotes, elsewhere } = answer;
  const [best] = quotes;
  if (tier !== "low" && best !== undefined) {
    return [introduction(tier, of, best), ...quoteBlocks(quotes)];
  }
  const nothing = paragraph(answer.otherLanguage ? otherLanguage : silence[of]);
  if (elsewhere === undefined) return [nothing];
  return [
    nothing,
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
  /** The thread was about a briefing, too, that is not quoted any more; its title where it would have answered. */
  gone?: { title?: string } | undefined;
  /** Only so many characters of the question were read. */
  readOnly?: number;
}

/** To say whether it was of use; and the way on: into the briefing that answers, or to the next question. */
function waysOn({ briefing }: Quoted, { number, of = "one" }: AnswerOptions): Block {
  const rate: readonly Button[] =
    number === undefined
      ? []
      : [
          {
            type: "button",
            id: `useful:${number}`,
            label: "Useful",
            verdict: { isPositive: true, spoken: "This answer is useful" },
          },
          {
            type: "button",
            id: `not-useful:${number}`,
            label: "Not useful",
            verdict: { isPositive: false, spoken: "This answer is not useful" },
          },
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

function goneNote({ title }: { title?: string }): Paragraph {
  const which = title === undefined ? "One of these briefings" : `“${oneLine(title)}”`;
  const text = `${which} was withdrawn or removed, so I do not quote it any more.`;
  return { type: "paragraph", spans: [{ text }] };
}

function cutNote(characters: number): string {
  return `That is long: I read its first ${characters.toLocaleString("en-GB")} characters as the question.`;
}

/** For the thread in which somebody asked. Quotes are verbatim; nothing is added inside them. */
export function composeAnswer(answer: FoundAnswer, options: AnswerOptions = {}): Message {
  const { of = "one" } = options;
  const quote = answer.tier === "low" ? undefined : answer.quotes[0];
  const thread = [
    ...(options.asked === undefined ? [] : [asked(options.asked)]),
    ...(options.readOnly === undefined ? [] : [paragraph(cutNote(options.readOnly))]),
    ...(options.gone === undefined ? [] : [goneNote(options.gone)]),
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
export function composeGone(count: number): Message {
  const text =
    count > 1
      ? "The briefings this is about were withdrawn or removed, so I do not quote them any more."
      : "The briefing this is about was withdrawn or removed, so I do not quote it any more.";
  return makeMessage(text, "", { thread: [paragraph(text)] });
}

/** `wordless`: what was said holds no words at all. */
export type Talk = "wordless" | "help" | "greeting" | "thanks" | "farewell" | "nod";

const subject: Readonly<Record<AnswerScope, readonly [what: string, whose: string]>> = {
  one: ["this briefing", "its"],
  several: ["these briefings", "their"],
  all: ["the briefings", "their"],
};

/** When nothing was asked of an article. */
export function composeTalk(talk: Talk, of: AnswerScope): Message {
  const [what, whose] = subject[of];
  const ask = `Ask me about ${what}, and I answer with ${whose} own words.`;
  const texts: Readonly<Record<Talk, string>> = {
    wordless: `I find no words in that. ${ask}`,
    greeting: `Hello! ${ask}`,
    thanks: `You are welcome. ${ask}`,
    farewell: "Goodbye!",
    nod: `All right. ${ask}`,
    help:
      `I am a bot. Ask me about ${what} as you would ask a person: who, when, where, why, how much. I answer with up to ` +
      `three passages, word for word, and say so where nothing fits. You may ask on: “and when?” goes with the question ` +
      `before it. \`/briefing help\` shows what else I can do.`,
  };
  const text = texts[talk];
  return makeMessage(text.replaceAll("`", ""), "", { thread: [paragraph(text)] });
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
