/** A large archive for measuring: sentences of the development set in ever new company, and rare words as real ones have them. */
import type { Paragraph } from "../../src/briefing/blocks.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";

export const archiveSize = 10_000;
/** In each briefing, that stand in it alone; and as many that stand in a few others. */
const rareWords = 5;
const fewOthers = 10;

function paragraph(sentences: readonly string[]): Paragraph {
  return { type: "paragraph", spans: [{ text: sentences.join(" ") }] };
}

function rare(number: number): string {
  const words = Array.from({ length: rareWords }, (_, at) => [
    `name${number}x${at}`,
    `place${Math.floor(number / fewOthers)}x${at}`,
  ]);
  return `${words.flat().join(" ")}.`;
}

/** A briefing of 25 sentences taken from here and there, the same ones every time. */
export function makeUp(all: readonly string[], number: number): Briefing {
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
    body: [take(5), take(5), take(5), take(5), paragraph([rare(number)])],
    insights: {
      header: ["Aspect", "Description"],
      rows: [{ aspect: [{ text: "Key" }], description: take(1).spans }],
    },
    topics: [],
    status: "ready",
  };
}

/** As the bot has it: titles in memory, texts read when somebody asks for them. */
export function makeUpCard(all: readonly string[], number: number): Briefing {
  const { preface: _p, summary: _s, body: _b, insights: _i, ...card } = makeUp([], number);
  const text = (): Briefing => makeUp(all, number);
  return {
    ...card,
    get preface() {
      return text().preface;
    },
    get summary() {
      return text().summary;
    },
    get body() {
      return text().body;
    },
    get insights() {
      return text().insights;
    },
  };
}
