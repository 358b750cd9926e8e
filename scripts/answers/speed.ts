/** Time and memory of answering, on articles made of the development set's sentences. */
import { z } from "zod";
import { answerFrom } from "../../src/answer/answer.ts";
import { createArchiveIndex } from "../../src/answer/archive-index.ts";
import type { Paragraph } from "../../src/briefing/blocks.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";
import type { DataSet } from "./data.ts";

/** Milliseconds: half, and 95 in 100, of the questions take no longer. */
const Speed = z.strictObject({ half: z.number(), most: z.number() });
type Speed = z.infer<typeof Speed>;

export const SpeedFigures = z.strictObject({
  article: Speed,
  archive: Speed,
  archiveSize: z.int(),
  /** Megabytes of heap and buffers that the index of the archive adds. */
  archiveMegabytes: z.number(),
  /** Milliseconds to bring one briefing into the index. */
  putMs: z.number(),
});
export type SpeedFigures = z.infer<typeof SpeedFigures>;

const archiveSize = 10_000;
const questionsAsked = 400;

function paragraph(sentences: readonly string[]): Paragraph {
  return { type: "paragraph", spans: [{ text: sentences.join(" ") }] };
}

/** A briefing of 25 sentences taken from here and there, the same ones every time. */
function briefingOf(all: readonly string[], number: number): Briefing {
  let taken = 0;
  const take = (count: number): Paragraph =>
    paragraph(
      Array.from({ length: count }, () => {
        taken += 1;
        return all[(number * 7919 + taken * 104_729) % all.length] ?? "";
      }),
    );
  return {
    id: `made-${number}`,
    title: `Made up ${number}`,
    preface: [take(2)],
    summary: [take(2)],
    body: [take(5), take(5), take(5), take(5)],
    insights: {
      header: ["Aspect", "Description"],
      rows: [{ aspect: [{ text: "Key" }], description: take(1).spans }],
    },
    topics: [],
    status: "ready",
  };
}

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

function heldMegabytes(): number {
  // The buffers of what the first finds to be rubbish are only given back during a later one.
  for (let times = 0; times < 3; times += 1) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

/** Run with `--expose-gc`, so that memory is counted after the rubbish is out. */
export function measureSpeed({ texts, askings }: DataSet): SpeedFigures {
  const all = texts.flatMap(({ passages }) => passages.map(({ text }) => text));
  const questions = askings.filter((_, at) => at % 13 === 0).slice(0, questionsAsked);
  const one = texts.slice(0, 20).map(({ passages, title }, number) => ({
    ...briefingOf(all, number),
    title,
    body: [paragraph(passages.map(({ text }) => text))],
  }));
  const ask = (question: string, at: number): number => {
    const briefing = one[at % one.length];
    return time(() => answerFrom(question, briefing === undefined ? [] : [briefing]));
  };
  questions.forEach(({ question }, at) => ask(question, at));
  const article = speedOf(questions.map(({ question }, at) => ask(question, at)));
  const briefings = Array.from({ length: archiveSize }, (_, number) => briefingOf(all, number));
  const empty = heldMegabytes();
  let archive = createArchiveIndex();
  const building = time(() => (archive = createArchiveIndex(briefings)));
  const archiveMegabytes = heldMegabytes() - empty;
  const many = questions.map(({ question }) =>
    time(() => answerFrom(question, briefings, { archive })),
  );
  return {
    article,
    archive: speedOf(many),
    archiveSize,
    archiveMegabytes,
    putMs: building / archiveSize,
  };
}
