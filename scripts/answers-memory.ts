/**
 * Prints the megabytes that a process with 10,000 briefings holds more once it answers questions about them: the code, the
 * word vectors, the index, and what is kept ready of articles that were asked. Run with `--expose-gc`.
 */
import { setImmediate } from "node:timers/promises";
import { loadLines } from "./answers/lines.ts";
import { archiveSize, makeUpCard } from "./answers/made-up.ts";

const questionsAsked = 400;

/** The buffers of what the first finds to be rubbish are only given back during a later one. */
async function heldMegabytes(): Promise<number> {
  for (let times = 0; times < 5; times += 1) {
    globalThis.gc?.();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

const lines = loadLines();
if (lines === undefined) process.exitCode = 2;
else {
  const sentences = lines.articles.flatMap((article) => article.sentences);
  const questions = lines.questions.slice(0, questionsAsked);
  const cards = Array.from({ length: archiveSize }, (_, at) => makeUpCard(sentences, at));
  const before = await heldMegabytes();
  const { createArchiveIndex } = await import("../src/answer/archive-index.ts");
  const { answerFrom } = await import("../src/answer/answer.ts");
  const archive = createArchiveIndex(cards);
  for (const { question } of questions) answerFrom(question, cards, { archive });
  const after = await heldMegabytes();
  process.stdout.write(String(after - before));
  if (archive.places.size !== archiveSize) throw new Error("The index is gone already.");
}
