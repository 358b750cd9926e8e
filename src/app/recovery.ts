/** Lets schedules that rest because their channel was closed to us go on when it can be written to again. */
import { BotError } from "../errors.ts";
import type { Address, Log, Platform } from "../platforms/platform.ts";
import { listPausedSchedules, reopenSchedule } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";
import type { Schedules } from "./schedules.ts";

interface RecoveryParts {
  db: Db;
  schedules: Pick<Schedules, "known">;
  platforms: ReadonlyMap<string, Pick<Platform, "locate">>;
  now(): Temporal.Instant;
  log: Log;
}

const firstWaitMs = 5 * 60_000;
const longestWaitMs = 6 * 3_600_000;
/** A pause that comes so soon after the last one is the same trouble. */
const sameTroubleMs = 24 * 3_600_000;

interface Watch {
  pausedAtMs: number;
  waitMs: number;
  lookAtMs: number;
}

/**
 * Looks every five minutes, whenever it is called. Where a channel was found and refused the next post all the same,
 * it is given twice the time, up to six hours.
 */
export function createRecovery(parts: RecoveryParts): () => Promise<void> {
  const { db, schedules, platforms, now, log } = parts;
  const watched = new Map<string, Watch>();

  function watchFor(key: string, pausedAtMs: number): Watch {
    const before = watched.get(key);
    if (before?.pausedAtMs === pausedAtMs) return before;
    const isSame = before !== undefined && pausedAtMs - before.pausedAtMs < sameTroubleMs;
    const waitMs = isSame ? Math.min(longestWaitMs, before.waitMs * 2) : firstWaitMs;
    const watch = { pausedAtMs, waitMs, lookAtMs: pausedAtMs + waitMs };
    watched.set(key, watch);
    return watch;
  }

  async function isOpen(address: Address): Promise<boolean> {
    const platform = platforms.get(address.platform);
    if (platform === undefined) return false;
    try {
      await platform.locate(address.channel);
      return true;
    } catch (error) {
      if (error instanceof BotError) return false;
      throw error;
    }
  }

  return async () => {
    const nowMs = now().epochMilliseconds;
    for (const { key, paused } of await listPausedSchedules(db)) {
      if (paused === null) continue;
      const watch = watchFor(key, paused.at.epochMilliseconds);
      if (nowMs < watch.lookAtMs) continue;
      watch.lookAtMs = nowMs + watch.waitMs;
      const address = schedules.known().find((schedule) => schedule.key === key)?.address;
      if (address === undefined || !(await isOpen(address))) continue;
      if (await reopenSchedule(db, { key, address }, now()))
        log.info({ schedule: key }, "schedule goes on: its channel can be written to again");
    }
  };
}
