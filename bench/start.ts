/** From the command to a page that answers, what the bot then takes of memory, and how fast it stops. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatMs, median, type Row, type Section } from "./report.ts";
import {
  bareServer,
  freshFolder,
  prepare,
  startAndStop,
  timeNothing,
  type Program,
  type Run,
} from "./spawn.ts";

interface StartOptions {
  rounds: number;
  say(text: string): void;
}

const npmStart: Program = { command: "npm", arguments: ["start"] };
const direct: Program = { command: process.execPath, arguments: ["src/bin.js", "start"] };

const goals = { startMs: 1_500, memoryMb: 160, stopMs: 2_000 };

interface Times {
  nothing: number[];
  bare: Run[];
  installed: Run[];
  later: Run[];
  direct: Run[];
  uncompiled: Run[];
}

export async function measureStart({ rounds, say }: StartOptions): Promise<Section> {
  const folder = await freshFolder();
  const times: Times = {
    nothing: [],
    bare: [],
    installed: [],
    later: [],
    direct: [],
    uncompiled: [],
  };
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const cache = await mkdtemp(join(tmpdir(), "briefing-bench-cache-"));
      const env = { NODE_COMPILE_CACHE: cache };
      const tell = (name: string, { upMs, memoryMb }: Run): void =>
        say(
          `start: round ${round} of ${rounds}, ${name}: ${formatMs(upMs)}, ${Math.round(memoryMb)} MB`,
        );
      const run = async (
        to: keyof Omit<Times, "nothing">,
        program: Program,
        more: NodeJS.ProcessEnv,
      ) => {
        await rm(join(folder, "data"), { recursive: true, force: true });
        const seen = await startAndStop(program, folder, more);
        times[to].push(seen);
        tell(`${to}, ${program.command === "npm" ? "npm start" : "node"}`, seen);
      };
      times.nothing.push(await timeNothing());
      await run("bare", bareServer, {});
      await prepare(folder, env);
      await run("installed", npmStart, env);
      await run("later", npmStart, env);
      await run("direct", direct, env);
      await run("uncompiled", npmStart, { NODE_DISABLE_COMPILE_CACHE: "1" });
      await rm(cache, { recursive: true, force: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return report(times, rounds);
}

const command = "npm run bench -- start";

function startRow(what: string, runs: readonly Run[], goal: boolean): Row {
  const all = runs.map(({ upMs }) => upMs);
  const met = median(all) <= goals.startMs;
  const value = `${formatMs(median(all))}, worst ${formatMs(Math.max(...all))}`;
  return { what, value, command, ...(goal && { goal: { text: "≤ 1.5 s", met } }) };
}

function memoryRow(what: string, runs: readonly Run[], goal: boolean): Row {
  const all = runs.map(({ memoryMb }) => memoryMb);
  const met = Math.max(...all) <= goals.memoryMb;
  const value = `${Math.round(median(all))} MB, worst ${Math.round(Math.max(...all))} MB`;
  return { what, value, command, ...(goal && { goal: { text: "≤ 160 MB", met } }) };
}

function report(times: Times, rounds: number): Section {
  const stops = [...times.installed, ...times.later, ...times.direct].map(({ stopMs }) => stopMs);
  const worstStop = Math.max(...stops);
  const nothing = `${formatMs(median(times.nothing))}, worst ${formatMs(Math.max(...times.nothing))}`;
  return {
    title: "Start, memory, stop",
    text:
      `The web chat alone with the samples of this repository, ${rounds} rounds, a fresh data folder each time; from spawning ` +
      `the command to the first page with status 200, median and worst. Memory is what the bot's own process holds ` +
      `resident 5 s after the page was viewed (npm, which waits beside it, is not in it). Stop is Ctrl-C until the last process is gone.`,
    rows: [
      startRow("`npm start`, the first after `npm ci`", times.installed, true),
      startRow("`npm start`, later", times.later, true),
      startRow("`node src/bin.js start`, without npm", times.direct, false),
      startRow("`npm start` without anything compiled ahead", times.uncompiled, false),
      startRow("beside it: a server of `node:http` that says hello", times.bare, false),
      { what: "beside it: `node -e 0`, start to end", value: nothing, command },
      memoryRow("resident, `npm start`, the first after `npm ci`", times.installed, true),
      memoryRow("resident, `npm start`, later", times.later, true),
      memoryRow("resident, `node src/bin.js start`", times.direct, false),
      memoryRow("resident, `npm start` without anything compiled ahead", times.uncompiled, false),
      memoryRow("beside it: resident, the server that says hello", times.bare, false),
      {
        what: "Ctrl-C to the end",
        value: `${formatMs(median(stops))}, worst ${formatMs(worstStop)}`,
        goal: { text: "≤ 2 s", met: worstStop <= goals.stopMs },
        command,
      },
    ],
  };
}
