/** Prints the megabytes that a process holds more once it has answered a question. Run with `--expose-gc`. */
import type { Briefing } from "../src/briefing/briefing.ts";

function heldMegabytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

const briefing: Briefing = {
  id: "bridge",
  title: "The old bridge opens again",
  preface: [{ type: "paragraph", spans: [{ text: "The old bridge opened again on Monday." }] }],
  summary: [],
  body: [
    {
      type: "paragraph",
      spans: [{ text: "The repair took three years and cost 4 million euros." }],
    },
  ],
  insights: { header: ["Aspect", "Description"], rows: [] },
  topics: [],
  status: "ready",
};

const before = heldMegabytes();
const { answerFrom } = await import("../src/answer/answer.ts");
answerFrom("How much did the repair cost?", [briefing]);
process.stdout.write(String(heldMegabytes() - before));
