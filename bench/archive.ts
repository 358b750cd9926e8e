/** A large archive: how it starts, how soon a change is known, and how fast it is searched. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { startChild } from "./child.ts";
import { median, type Row, type Section } from "./report.ts";
import { bareReader, freshFolder, prepare, startAndStop, type Program, type Run } from "./spawn.ts";
import { makeTexts } from "./texts.ts";

interface ArchiveOptions {
  /** In the folder. */
  files: number;
  /** In the index alone. */
  searched: number;
  rounds: number;
  say(text: string): void;
}

const Times = z.array(z.number());
const ShelfResult = z.object({
  count: z.number(),
  worstTurnMs: z.number(),
  indexedMs: z.number(),
  firstQuestionMs: z.number(),
  answersMb: z.number(),
  completeMs: Times,
  afterChangeMs: Times,
  questionMs: Times,
  changedMs: Times,
});
const SearchResult = z.object({
  buildMs: z.number(),
  searchMs: Times,
  fewMs: Times,
  miniBuildMs: z.number(),
  miniMs: Times,
});

const command = "npm run bench -- archive";
const program: Program = { command: "npm", arguments: ["start"] };
/** Nothing that posts ten thousand articles at once. */
const configuration = `timezone: Europe/London
channels: { web: { general: { title: General } } }
schedules: { morning: { to: "web:general", at: "09:00", title: Morning digest } }
`;

export async function measureArchive(options: ArchiveOptions): Promise<Section> {
  const { files, searched, rounds, say } = options;
  const folder = await freshFolder();
  try {
    await fill(folder, files);
    const cache = { NODE_COMPILE_CACHE: join(folder, "cache") };
    await prepare(folder, cache);
    const first = await startAndStop(program, folder, cache, "reading   done");
    say(`archive: first start ${tell(first.upMs)}, all read after ${tell(first.saidMs)}`);
    const later: Run[] = [];
    const bare: Run[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      bare.push(await startAndStop(bareReader, folder, {}));
      later.push(await startAndStop(program, folder, cache));
      say(`archive: round ${round} of ${rounds}, later start ${tell(later.at(-1)?.upMs)}`);
    }
    const shelf = ShelfResult.parse(await inChild({ what: "shelf", folder, rounds: rounds * 5 }));
    if (shelf.count < files) throw new Error(`Only ${shelf.count} of ${files} were known.`);
    say(`archive: a change known after ${tell(median(shelf.changedMs))}; searching …`);
    const search = SearchResult.parse(
      await inChild({ what: "search", briefings: searched, beside: files, queries: 400 }),
    );
    return report(options, { first, later, bare, shelf, search });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(folder: string, files: number): Promise<void> {
  await rm(join(folder, "briefings"), { recursive: true });
  await mkdir(join(folder, "briefings"));
  await writeFile(join(folder, "config", "bot.yaml"), configuration);
  for (const { file, whole } of makeTexts(files)) await writeFile(join(folder, file), whole);
}

async function inChild(message: object): Promise<unknown> {
  const child = startChild("archive-child.ts");
  try {
    return await child.ask(message);
  } finally {
    await child.stop();
  }
}

interface Results {
  first: Run;
  later: readonly Run[];
  bare: readonly Run[];
  shelf: z.infer<typeof ShelfResult>;
  search: z.infer<typeof SearchResult>;
}

function tell(ms: number | undefined): string {
  if (ms === undefined) return "never";
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function p95(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

function worst(times: readonly number[]): number {
  return Math.max(...times);
}

function startRows({ first, later, bare }: Results, count: string): readonly Row[] {
  const ups = later.map(({ upMs }) => upMs);
  const goal = (ms: number) => ({ text: "≤ 2 s", met: ms <= 2_000 });
  return [
    {
      what: `\`npm start\`, ${count} files that were never read: the page`,
      value: tell(first.upMs),
      goal: goal(first.upMs),
      command,
    },
    { what: "the same: every file read, and known", value: tell(first.saidMs), command },
    {
      what: `\`npm start\`, ${count} files, later: the page, every title known`,
      value: `${tell(median(ups))}, worst ${tell(worst(ups))}`,
      goal: goal(median(ups)),
      command,
    },
    {
      what: "beside it: a server of `node:http` that first reads and hashes the same files",
      value: tell(median(bare.map(({ upMs }) => upMs))),
      command,
    },
    { what: "resident, the first start", value: `${Math.round(first.memoryMb)} MB`, command },
    {
      what: "resident, later",
      value: `${Math.round(worst(later.map(({ memoryMb }) => memoryMb)))} MB at most`,
      command,
    },
  ];
}

function useRows({ shelf }: Results): readonly Row[] {
  const spread = (times: readonly number[]) =>
    `p95 ${tell(p95(times))}, worst ${tell(worst(times))}`;
  return [
    {
      what: "a changed file, from written to found by its words",
      value: `${tell(median(shelf.changedMs))}, worst ${tell(worst(shelf.changedMs))}`,
      goal: { text: "≤ 1 s", met: worst(shelf.changedMs) <= 1_000 },
      command,
    },
    {
      what: "suggestions while a name is typed",
      value: spread(shelf.completeMs),
      goal: { text: "< 100 ms", met: p95(shelf.completeMs) < 100 },
      command,
    },
    { what: "the first suggestion after a change", value: spread(shelf.afterChangeMs), command },
    {
      what: "a question to the whole archive",
      value: spread(shelf.questionMs),
      goal: { text: "≤ 50 ms", met: p95(shelf.questionMs) <= 50 },
      command,
    },
    {
      what: "the first question after a start, when all is indexed",
      value: tell(shelf.firstQuestionMs),
      goal: { text: "≤ 1 s", met: shelf.firstQuestionMs <= 1_000 },
      command,
    },
    { what: "to index everything after a start", value: tell(shelf.indexedMs), command },
    {
      what: "memory that answering adds, the index included",
      value: `${shelf.answersMb.toFixed(0)} MB`,
      goal: { text: "≤ 40 MB", met: shelf.answersMb <= 40 },
      command,
    },
    {
      what: "the longest that others wait while the index is built after a start",
      value: tell(shelf.worstTurnMs),
      command,
    },
  ];
}

function searchRows({ search }: Results, count: string, many: string): readonly Row[] {
  return [
    {
      what: `a search over ${many} briefings`,
      value: `p95 ${tell(p95(search.searchMs))}, worst ${tell(worst(search.searchMs))}`,
      goal: { text: "p95 ≤ 20 ms", met: p95(search.searchMs) <= 20 },
      command,
    },
    { what: `the same over ${count}`, value: `p95 ${tell(p95(search.fewMs))}`, command },
    {
      what: `beside it: MiniSearch as it comes, over the same ${count}`,
      value: `p95 ${tell(p95(search.miniMs))}`,
      command,
    },
    { what: `to index all ${many}`, value: tell(search.buildMs), command },
    {
      what: `beside it: MiniSearch, to index ${count}`,
      value: tell(search.miniBuildMs),
      command,
    },
  ];
}

function report({ files, searched, rounds }: ArchiveOptions, results: Results): Section {
  const count = files.toLocaleString("en-GB");
  const many = searched.toLocaleString("en-GB");
  return {
    title: `An archive of ${count} articles`,
    text:
      `The web chat alone over ${count} files of 3 kB, no two alike; from spawning the command to the first page with status 200, ` +
      `once for a folder that was never read, ${rounds} times later; median and worst. The first start reads the files while it answers already; ` +
      `a later one compares size and times, and reads what changed. Memory is what the process holds 5 s after the page. ` +
      `The search over ${many} has texts of some 200 words, made of the samples' sentences and of 50,000 rare words, and 400 searches of one to five words.`,
    rows: [...startRows(results, count), ...useRows(results), ...searchRows(results, count, many)],
  };
}
