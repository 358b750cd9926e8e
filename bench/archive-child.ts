/** The archive in a process of its own: what happens in a folder that is watched, and the search over very many. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import MiniSearch from "minisearch";
import { z } from "zod";
import {
  createArchiveIndex,
  putBriefing,
  searchArchive,
  type ArchiveIndex,
} from "../src/answer/archive-index.ts";
import { openShelf, type Shelf } from "../src/app/shelf.ts";
import { plainText } from "../src/briefing/plain.ts";
import { briefingCommand } from "../src/chat/commands.ts";
import { complete } from "../src/chat/completion.ts";
import { createPublicList } from "../src/chat/library.ts";
import { openStore } from "../src/storage/store.ts";
import { makeQueries, mixBriefings, realSentences } from "./archive-texts.ts";
import { answerParent } from "./child.ts";

const Asked = z.discriminatedUnion("what", [
  z.object({ what: z.literal("shelf"), folder: z.string(), rounds: z.number() }),
  z.object({
    what: z.literal("search"),
    briefings: z.number(),
    beside: z.number(),
    queries: z.number(),
  }),
]);

setFlagsFromString("--expose-gc");
const collect = z.function().parse(runInNewContext("gc"));

/** The buffers of what the first collection finds to be rubbish are only given back during a later one. */
async function usedMb(): Promise<number> {
  for (let times = 0; times < 5; times += 1) {
    collect();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

function timeEach<Item>(items: readonly Item[], run: (item: Item) => unknown): number[] {
  return items.map((item) => {
    const since = performance.now();
    run(item);
    return performance.now() - since;
  });
}

const quiet = { info() {}, warn() {}, error: console.error };
const now = (): Temporal.Instant => Temporal.Now.instant();

async function measureShelf(folder: string, rounds: number) {
  process.chdir(folder);
  const store = openStore("data/bot.db");
  const shelf = await openShelf({
    directory: "briefings",
    timeZone: "Europe/London",
    store,
    now,
    log: quiet,
  });
  const beforeMb = await usedMb();
  const since = performance.now();
  const worstTurnMs = await worstTurn(() => shelf.catchUp());
  const indexedMs = performance.now() - since;
  const { answerFrom } = await import("../src/answer/answer.ts");
  const briefings = shelf.known().map(({ briefing }) => briefing);
  const questions = makeQueries(200, realSentences()).map((words) => `What about ${words}?`);
  const [firstQuestionMs = 0, ...questionMs] = timeEach(questions, (text) =>
    answerFrom(text, briefings, { archive: shelf.index }),
  );
  const answersMb = (await usedMb()) - beforeMb;
  const list = createPublicList(shelf.known, now);
  const typed = list()
    .filter((_, at) => at % 97 === 0)
    .flatMap(({ title }) => [1, 3, 8, 20].map((length) => title.slice(0, length)));
  const suggest = (text: string) =>
    complete(
      briefingCommand,
      { kind: "field", sub: "show", option: "name", text },
      { briefings: list(), schedules: [], timeZone: undefined },
    );
  const completeMs = timeEach(typed, suggest);
  const changedMs = await timeChanges(shelf, folder, rounds);
  const afterChangeMs = timeEach(["the"], suggest);
  const count = shelf.known().length;
  await shelf.close();
  await store.close();
  return {
    count,
    worstTurnMs,
    indexedMs,
    firstQuestionMs,
    answersMb,
    completeMs,
    afterChangeMs,
    questionMs,
    changedMs,
  };
}

/** How long others had to wait at most while something was done. */
async function worstTurn(work: () => Promise<void>): Promise<number> {
  let worst = 0;
  let last = performance.now();
  const everyMs = 2;
  const watch = setInterval(() => {
    const at = performance.now();
    worst = Math.max(worst, at - last - everyMs);
    last = at;
  }, everyMs);
  await work();
  clearInterval(watch);
  return worst;
}

/** From when a file is written until readers have what it says. */
async function timeChanges(shelf: Shelf, folder: string, rounds: number): Promise<number[]> {
  const names = (await readdir(join(folder, "briefings"))).filter((name) => name.endsWith(".md"));
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const name = names[Math.floor((names.length / rounds) * round)] ?? "";
    const words = `changeword${round}`;
    const path = join(folder, "briefings", name);
    const before = await readFile(path, "utf8");
    await writeFile(path, before.replace(/Note \d+ of \d+\./u, `$& ${words}`));
    const since = performance.now();
    while (searchArchive(shelf.index, words, 1).length === 0) {
      if (performance.now() - since > 10_000) throw new Error(`${name} is not known after 10 s.`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    times.push(performance.now() - since);
  }
  return times;
}

function timeSearch(index: ArchiveIndex, queries: readonly string[]): number[] {
  for (const words of queries.slice(0, 20)) searchArchive(index, words, 8);
  return timeEach(queries, (words) => searchArchive(index, words, 8));
}

/** Ours over very many; and, over fewer, beside MiniSearch as it comes. */
function measureSearch(briefings: number, beside: number, count: number) {
  const pool = realSentences();
  const queries = makeQueries(count, pool);
  const index = createArchiveIndex();
  let fewMs: number[] = [];
  const since = performance.now();
  for (const briefing of mixBriefings(briefings, pool)) {
    putBriefing(index, briefing);
    if (index.places.size === beside) fewMs = timeSearch(index, queries);
  }
  const buildMs = performance.now() - since;
  const searchMs = timeSearch(index, queries);
  const mini = new MiniSearch({
    fields: ["title", "text"],
    searchOptions: { boost: { title: 3 } },
  });
  const miniSince = performance.now();
  for (const { id, title, preface, summary, body } of mixBriefings(beside, pool))
    mini.add({ id, title, text: plainText([...preface, ...summary, ...body]) });
  const miniBuildMs = performance.now() - miniSince;
  for (const words of queries.slice(0, 20)) mini.search(words);
  const miniMs = timeEach(queries, (words) => mini.search(words).slice(0, 8));
  return { buildMs, searchMs, fewMs, miniBuildMs, miniMs };
}

answerParent(async (message) => {
  const asked = Asked.parse(message);
  return asked.what === "shelf"
    ? measureShelf(asked.folder, asked.rounds)
    : measureSearch(asked.briefings, asked.beside, asked.queries);
});
