/** `briefing ask`: what a reader would get as an answer in a thread. */
import { answerFrom } from "../answer/answer.ts";
import type { Briefing } from "../briefing/briefing.ts";
import { answerText } from "../briefing/compose/answer.ts";

export interface Asked {
  answered: boolean;
  text: string;
  quotes: readonly { text: string; section: string }[];
}

export function ask(briefing: Briefing, question: string): Asked {
  const answer = answerFrom(question, [briefing]);
  return {
    answered: answer.tier !== "low",
    text: answerText(answer),
    quotes: answer.quotes.map(({ text, section }) => ({ text, section })),
  };
}
