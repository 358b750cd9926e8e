/** Whether the bot does its work, for whatever watches over it. */
import type { BotError } from "../errors.ts";
import type { Health } from "../platforms/platform.ts";
import { oldestOwedAt } from "../storage/deliveries.ts";
import type { Db } from "../storage/store.ts";
import type { Connections } from "./connections.ts";

interface HealthParts {
  db: Db;
  states: Connections["states"];
  /** Platforms that do not accept our credentials any more. */
  halted(): ReadonlyMap<string, BotError>;
  now(): Temporal.Instant;
}

/** What could leave and has not left for so long is stuck. */
const longestDueSeconds = 300;

/** What waits for a person, for its turn, or for a platform that is switched off is not due. */
export async function checkHealth({ db, states, halted, now }: HealthParts): Promise<Health> {
  const wanted = [...states].filter(([, { state }]) => state !== "off");
  const isConnected = wanted.every(([name, { state }]) => state === "on" && !halted().has(name));
  const at = now();
  const oldest = await oldestOwedAt(db, at, new Set(wanted.map(([name]) => name)));
  const oldestDueSeconds = oldest === null ? null : Math.floor(at.since(oldest).total("seconds"));
  const isSending = oldestDueSeconds === null || oldestDueSeconds <= longestDueSeconds;
  return { ok: isConnected && isSending, platformsConnected: isConnected, oldestDueSeconds };
}
