/** Very many articles for the search: real sentences in ever new company, and rare words as an archive has them. */
import type { Briefing } from "../src/briefing/briefing.ts";
import type { TextBlock } from "../src/briefing/blocks.ts";
import { plainText } from "../src/briefing/plain.ts";
import { sentences } from "../src/briefing/words.ts";
import { makeBriefings } from "./samples.ts";

const sampled = 40;
const sentencesEach = 20;
/** Their frequencies follow Zipf's law. */
const rareWords = 50_000;
const rareEach = 12;

type Random = () => number;

/** From 0 to 1; the same seed gives the same numbers (https://en.wikipedia.org/wiki/Linear_congruential_generator). */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function pickFrom<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

function rareWord(random: Random): string {
  const rank = Math.floor(rareWords ** random());
  return `term${rank.toString(36)}`;
}

function paragraph(text: string): TextBlock {
  return { type: "paragraph", spans: [{ text }] };
}

export function realSentences(): readonly string[] {
  return makeBriefings(sampled).flatMap(({ preface, summary, body }) =>
    sentences(plainText([...preface, ...summary, ...body])),
  );
}

export function* mixBriefings(count: number, pool: readonly string[]): Generator<Briefing> {
  const random = randomFrom(1);
  for (let at = 0; at < count; at += 1) {
    const body = Array.from({ length: sentencesEach }, () => pickFrom(pool, random)).join(" ");
    const rare = Array.from({ length: rareEach }, () => rareWord(random)).join(" ");
    yield {
      id: `mixed-${at}`,
      title: `${pickFrom(pool, random).split(" ").slice(0, 6).join(" ")} ${rareWord(random)}`,
      preface: [paragraph(pickFrom(pool, random))],
      summary: [paragraph(rare)],
      body: [paragraph(body)],
      insights: { header: ["Aspect", "Description"], rows: [] },
      topics: [],
      status: "ready",
    };
  }
}

/** What people may look for: one to four words that stand together, some with a rare one. */
export function makeQueries(count: number, pool: readonly string[]): readonly string[] {
  const random = randomFrom(2);
  return Array.from({ length: count }, () => {
    const words = pickFrom(pool, random).split(" ");
    const from = Math.floor(random() * words.length);
    const some = words.slice(from, from + 1 + Math.floor(random() * 4)).join(" ");
    return random() < 0.3 ? `${some} ${rareWord(random)}` : some;
  });
}
