/** Time of answering, on articles made of the development set's sentences. */
import { z } from "zod";
import { answerFrom } from "../../src/answer/answer.ts";
import { createArchiveIndex } from "../../src/answer/archive-index.ts";
import type { DataSet } from "./data.ts";
import { archiveSize, makeUp } from "./made-up.ts";

/** Milliseconds: half, and 95 in 100, of the questions take no longer. */
const Speed = z.strictObject({ half: z.number(), most: z.number() });
type Speed = z.infer<typeof Speed>;

export const SpeedFigures = z.strictObject({
  article: Speed,
  archive: Speed,
  archiveSize: z.int(),
  /** Milliseconds to bring one briefing into the index. */
  putMs: z.number(),
});
export type SpeedFigures = z.infer<typeof SpeedFigures>;

const questionsAsked = 400;
/** What else the machine does counts less in the best of some rounds. */
const rounds = 3;

function speedOf(times: readonly number[]): Speed {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? 0;
  return { half: at(0.5), most: at(0.95) };
}

function time(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

function bestSpeed(round: () => readonly number[]): Speed {
  const speeds = Array.from({ length: rounds }, () => speedOf(round()));
  return speeds.reduce((best, speed) => (speed.most < best.most ? speed : best));
}

export function measureSpeed({ texts, askings }: DataSet): SpeedFigures {
  const all = texts.flatMap(({ passages }) => passages.map(({ text }) => text));
  const questions = askings.filter((_, at) => at % 13 === 0).slice(0, questionsAsked);
  const one = texts.slice(0, 20).map(({ passages, title }, number) => ({
    ...makeUp(all, number),
    title,
    body: [
      { type: "paragraph" as const, spans: [{ text: passages.map(({ text }) => text).join(" ") }] },
    ],
  }));
  const ask = (question: string, at: number): number => {
    const briefing = one[at % one.length];
    return time(() => answerFrom(question, briefing === undefined ? [] : [briefing]));
  };
  questions.forEach(({ question }, at) => ask(question, at));
  const article = bestSpeed(() => questions.map(({ question }, at) => ask(question, at)));
  const briefings = Array.from({ length: archiveSize }, (_, number) => makeUp(all, number));
  let archive = createArchiveIndex();
  const building = time(() => (archive = createArchiveIndex(briefings)));
  const many = bestSpeed(() =>
    questions.map(({ question }) => time(() => answerFrom(question, briefings, { archive }))),
  );
  return { article, archive: many, archiveSize, putMs: building / archiveSize };
}
