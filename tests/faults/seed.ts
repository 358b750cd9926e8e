/** One seed: the bot works through its articles on faulty servers and is killed again and again. */
import { rmSync } from "node:fs";
import { lastAtMs } from "./articles.ts";
import { diceOf } from "./dice.ts";
import { liveUntilKilled, planKill } from "./killing.ts";
import type { Ledger } from "./ledger.ts";
import type { PlatformName, SeedOptions } from "./options.ts";
import type { Servers } from "./servers.ts";
import { openStage, until } from "./stage.ts";
import { type Expected, judge, type Verdict } from "./verdict.ts";

export interface PlatformResult extends Verdict {
  platform: PlatformName;
  requests: number;
  faulted: number;
  faults: Readonly<Record<string, number>>;
  limited: number;
}

export interface SeedResult {
  seed: number;
  kills: Readonly<Record<string, number>>;
  platforms: readonly PlatformResult[];
  uncertain: number;
  behind: number;
  failed: readonly string[];
  /** False when something was still open after the last bound. */
  finished: boolean;
  seconds: number;
  folder: string;
}

/** Where nearly every second request fails, one delivery in thousands fails for very long; what counts is that it arrives in the end. */
const stormMs = 150_000;
const calmMs = 90_000;

export async function runSeed(options: SeedOptions): Promise<SeedResult> {
  const began = performance.now();
  const { seed, tell = () => undefined } = options;
  const stage = await openStage(options);
  const { servers, work, folder } = stage;
  const isNaive = options.naive === true;
  const dice = diceOf(`${seed}/kills`);
  const kills = new Map<string, number>();
  let spare = stage.spawn();
  try {
    for (let count = 1; count <= options.kills; count += 1) {
      const bot = spare;
      await bot.prepared();
      spare = stage.spawn();
      const why = await liveUntilKilled(bot, planKill(dice), stage.listen);
      stage.listen(() => undefined);
      kills.set(why, (kills.get(why) ?? 0) + 1);
      if (count % 10 === 0) tell(`seed ${seed}: ${count} kills`);
    }
    await spare.prepared();
    spare.go({ crash: null });
    const isDone = (): boolean => {
      if (stage.nowMs() < lastAtMs(work)) return false;
      if ([...servers.desks.values()].some(({ late }) => late > 0)) return false;
      return isNaive ? !spare.alive : isSettled(stage.ledger(), servers, options);
    };
    let finished = await until(isDone, stormMs);
    if (!finished) {
      tell(`seed ${seed}: something is still owed; no more faults from now on`);
      for (const desk of servers.desks.values()) desk.calmDown();
      finished = await until(isDone, calmMs);
    }
    return {
      ...summarise(options, servers, isNaive ? null : stage.ledger()),
      kills: Object.fromEntries(kills),
      finished,
      seconds: (performance.now() - began) / 1_000,
      folder,
    };
  } finally {
    await spare.kill();
    stage.close();
  }
}

/** Everything is shown or admitted to be held, and nothing is open any more. */
export function isSettled(ledger: Ledger, servers: Servers, options: SeedOptions): boolean {
  if (ledger.open > 0) return false;
  const { lost } = judgeAll(options, servers, ledger);
  return lost.length === 0 || ledger.failed.length > 0;
}

function judgeAll(options: SeedOptions, servers: Servers, ledger: Ledger): Verdict {
  const shown = options.platforms.flatMap((name) => servers.shown(name));
  return judge(shown, servers.expected, ledger.held);
}

export function summarise(
  options: SeedOptions,
  servers: Servers,
  ledger: Ledger | null,
): Omit<SeedResult, "kills" | "finished" | "seconds" | "folder"> {
  const of = (name: PlatformName): PlatformResult => {
    const expected: Expected = new Map(
      [...servers.expected].filter(([channel]) => channel.startsWith(name)),
    );
    const desk = servers.desks.get(name);
    if (desk === undefined) throw new Error(`no server of ${name}`);
    const { requests, faulted, faults, limited } = desk;
    return {
      platform: name,
      ...judge(servers.shown(name), expected, ledger?.held ?? new Map()),
      requests,
      faulted,
      faults: Object.fromEntries(faults),
      limited,
    };
  };
  return {
    seed: options.seed,
    platforms: options.platforms.map(of),
    uncertain: ledger?.uncertain ?? 0,
    behind: ledger?.behind ?? 0,
    failed: ledger?.failed ?? [],
  };
}

export function discard({ folder }: SeedResult): void {
  rmSync(folder, { recursive: true, force: true });
}
