/** `briefing ask`: what a reader would get as an answer in a thread. */
import { answerFrom } from "../answer/answer.ts";
import { talkIn } from "../answer/talk.ts";
import type { Briefing } from "../briefing/briefing.ts";
import { answerText, composeTalk } from "../briefing/compose/answer.ts";
import { plainText } from "../briefing/plain.ts";

export interface Asked {
  answered: boolean;
  text: string;
  quotes: readonly { text: string; section: string }[];
}

export function ask(briefing: Briefing, question: string): Asked {
  const talk = talkIn(question);
  if (talk !== undefined)
    return { answered: false, text: plainText(composeTalk(talk, "one").thread), quotes: [] };
  const answer = answerFrom(question, [briefing]);
  return {
    answered: answer.tier !== "low",
    text: answerText(answer),
    quotes: answer.quotes.map(({ text, section }) => ({ text, section })),
  };
}
