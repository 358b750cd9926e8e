/** Everything a bot needs to be tried: its folder, its servers, its work, and the bot itself. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Work, writePlainWork, writeWork } from "./articles.ts";
import { type Bot, spawnBot } from "./bot.ts";
import type { ServerPoint } from "./desk.ts";
import { diceOf } from "./dice.ts";
import { type Ledger, readLedger } from "./ledger.ts";
import type { SeedOptions } from "./options.ts";
import { openServers, type Servers } from "./servers.ts";
import { nowOf, type Timeline } from "./timeline.ts";

export interface Stage {
  folder: string;
  work: Work;
  servers: Servers;
  nowMs(): number;
  ledger(): Ledger;
  /** Whom the servers tell about their moments. */
  listen(listener: (point: ServerPoint) => void): void;
  /** `wrapper`: a command that runs the bot's. */
  spawn(wrapper?: readonly string[]): Bot;
  /** Leaves the folder where it is. */
  close(): void;
  discard(): void;
}

export async function openStage(options: SeedOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), `briefing-faults-${options.seed}-`));
  const startMs = Date.UTC(2026, 10, 23, 8, 0, 0);
  const timeline: Timeline = { realMs: Date.now(), startMs, factor: options.factor };
  const { articles, paragraphs, everyMinutes } = options;
  const work: Work = { articles, paragraphs, everyMinutes, startMs: startMs + 60_000 };
  let onPoint: (point: ServerPoint) => void = () => undefined;
  const servers = await openServers(options, {
    timeline,
    dice: diceOf(`${options.seed}`),
    onPoint: (point) => onPoint(point),
    faulty: options.faulty ?? true,
    lateSeconds: [5, 50],
  });
  const config = writeWork(folder, servers.channels, work);
  const isNaive = options.naive === true;
  if (isNaive) writePlainWork(folder, servers.channels, work);
  const data = join(folder, "data");
  return {
    folder,
    work,
    servers,
    nowMs: () => nowOf(timeline, Date.now()),
    ledger: () => readLedger(join(data, "bot.db")),
    listen: (listener) => {
      onPoint = listener;
    },
    spawn: (wrapper = []) =>
      spawnBot({
        wrapper,
        ...(isNaive
          ? { script: join(import.meta.dirname, "naive/child.ts"), args: [folder] }
          : { script: filesOf(options).script, args: ["start", "-c", config] }),
        env: { ...servers.env, PORT: "0", DATA_DIR: data, LOG_LEVEL: "warn" },
        start: {
          timeline,
          control: options.control ?? null,
          prepare: isNaive ? [] : filesOf(options).prepare,
          cache: join(options.bundle ?? join(root, "node_modules/.cache/briefing"), "compiled"),
        },
        log: join(folder, "bot.log"),
      }),
    close: () => servers.close(),
    discard: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const root = join(import.meta.dirname, "../..");

/** What to run, and what to load before. */
function filesOf({ bundle, platforms }: SeedOptions): { script: string; prepare: string[] } {
  if (bundle !== undefined) {
    const names = ["main", "load", "web", ...platforms];
    return {
      script: join(bundle, "bin.js"),
      prepare: names.map((name) => join(bundle, `${name}.js`)),
    };
  }
  const names = [
    "main",
    "cli/load",
    ...["web", ...platforms].map((name) => `platforms/${name}/index`),
  ];
  return {
    script: join(root, "src/bin.js"),
    prepare: names.map((name) => join(root, `src/${name}.ts`)),
  };
}

/** False when it did not come true in time. */
export async function until(isSo: () => boolean, boundMs: number): Promise<boolean> {
  const endsAt = performance.now() + boundMs;
  while (performance.now() < endsAt) {
    if (isSo()) return true;
    await pause(400);
  }
  return isSo();
}
