/** The long form: `npm run faults`. Writes docs/faults.md when everything was tried. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fillDisk, watchSyncs } from "./extras.ts";
import { isClean, killsOf, reportOf, sumOf } from "./report.ts";
import { bundleProduct } from "./bundle.ts";
import { type PlatformName, platforms } from "./options.ts";
import { discard, runSeed, type SeedResult } from "./seed.ts";
import { controlTrials, failsAsItShould, longSeed, runControl } from "./trials.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    seed: { type: "string" },
    kills: { type: "string", default: "26" },
    posts: { type: "string", default: "10000" },
    platform: { type: "string", multiple: true },
    jobs: { type: "string", default: "2" },
    /** A file to which each seed is noted, and whose seeds are not run again. */
    resume: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});

const usage = `npm run faults -- [options]
  --seeds N        how many seeds (20)
  --posts N        at least so many posts; seeds are added until there are (10000)
  --kills N        kills in each seed (26)
  --platform NAME  slack or discord; both without it
  --seed N         only this seed, and keep its folder
  --jobs N         seeds at the same time (2)
  --resume FILE    note each seed there, and take those that are noted for done`;

function say(line: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
}

function describe(result: SeedResult): string {
  const { posts, requests, faulted, lost, duplicated, wrong } = sumOf(result.platforms);
  const rate = Math.round((100 * faulted) / Math.max(1, requests));
  const bad = isClean(result) ? "" : `  LOOK AT ${result.folder}`;
  return `seed ${result.seed}: ${posts} posts, ${killsOf([result])} kills, ${rate} % faulted, lost ${lost}, duplicated ${duplicated}, wrong ${wrong}, held ${result.uncertain} + ${result.behind}, ${Math.round(result.seconds)} s${bad}`;
}

function isPlatform(name: string): name is PlatformName {
  return platforms.some((each) => each === name);
}

function chosenPlatforms(): readonly PlatformName[] {
  const chosen = (values.platform ?? []).filter(isPlatform);
  return chosen.length === 0 ? platforms : chosen;
}

async function runOne(seed: number): Promise<SeedResult> {
  const options = longSeed(seed, chosenPlatforms(), Number(values.kills));
  const result = await runSeed({ ...options, bundle: bundle.folder, tell: say });
  say(describe(result));
  if (isClean(result) && values.seed === undefined) discard(result);
  if (values.resume !== undefined) appendFileSync(values.resume, `${JSON.stringify(result)}\n`);
  return result;
}

function noted(): SeedResult[] {
  if (values.resume === undefined || !existsSync(values.resume)) return [];
  const lines = readFileSync(values.resume, "utf8").split("\n").filter(Boolean);
  return lines.map((line): SeedResult => JSON.parse(line));
}

async function runAll(): Promise<readonly SeedResult[]> {
  const results = noted();
  let next = 1;
  const isEnough = (): boolean =>
    next > Number(values.seeds) &&
    sumOf(results.flatMap((each) => each.platforms)).posts >= Number(values.posts);
  async function work(): Promise<void> {
    while (!isEnough()) {
      const seed = next;
      next += 1;
      if (results.some((each) => each.seed === seed)) continue;
      results.push(await runOne(seed));
      const { posts } = sumOf(results.flatMap((each) => each.platforms));
      say(`${results.length} seeds, ${posts} posts, ${killsOf(results)} kills so far`);
    }
  }
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  return results.toSorted((a, b) => a.seed - b.seed);
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (values.seed !== undefined) return isClean(await runOne(Number(values.seed))) ? 0 : 1;
  const results = await runAll();
  const controls = [];
  for (const trial of controlTrials) {
    const control = await runControl(trial);
    controls.push(control);
    say(`control "${control.name}": ${failsAsItShould(control) ? "fails as it should" : "PASSES"}`);
  }
  const extras = [await watchSyncs(bundle.folder), await fillDisk(bundle.folder)];
  for (const { name, passed, found } of extras)
    say(
      `${name}: ${passed === null ? "not tried" : passed ? "holds" : "DOES NOT HOLD"} (${found})`,
    );
  if (values.platform === undefined) {
    const minutes =
      results.reduce((sum, { seconds }) => sum + seconds, 0) / 60 / Number(values.jobs);
    const report = reportOf(
      { results, controls, extras },
      {
        command: "npm run faults",
        minutes,
        day: new Date().toISOString().slice(0, 10),
      },
    );
    writeFileSync(join(import.meta.dirname, "../../docs/faults.md"), report);
  }
  const holds = extras.every(({ passed }) => passed !== false);
  return holds && results.every(isClean) && controls.every(failsAsItShould) ? 0 : 1;
}

const bundle = await bundleProduct();
const status = await main();
bundle.discard();
process.exit(status);
