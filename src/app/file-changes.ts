/** What changed in config/bot.yaml while the bot was not looking, as lines beside those of chat. */
import type { StoredEntry } from "../storage/chat-schedules.ts";
import type { Channel } from "../storage/deliveries.ts";
import { latestOfFile, recordChange } from "../storage/schedule-changes.ts";
import { type Db, together } from "../storage/store.ts";

/** One schedule of the file in one channel that was found. */
export interface FiledAt {
  key: string;
  address: Channel;
  /** As it is written there. */
  written: StoredEntry;
}

/**
 * Compares what stands there with what was written down last; once for each schedule, whenever it is called. `named`
 * are the keys of all that stand in the file, also of channels that are not found yet.
 */
export function createFileChanges(
  db: Db,
  named: ReadonlySet<string>,
): (found: readonly FiledAt[], now: Temporal.Instant) => Promise<void> {
  const compared = new Set<string>();
  let isFirst = true;

  return async (found, now) => {
    const fresh = found.filter(({ key }) => !compared.has(key));
    if (fresh.length === 0 && !isFirst) return;
    await together(db, async (transaction) => {
      const known = await latestOfFile(transaction);
      const by = { kind: "operator" } as const;
      for (const { key: schedule, address, written } of fresh) {
        const last = known.get(schedule);
        const before = last?.after ?? null;
        const after = JSON.stringify(written);
        if (before === after) continue;
        const deed = before === null ? "added" : "edited";
        await recordChange(transaction, { at: now, schedule, address, by, deed, before, after });
      }
      if (!isFirst) return;
      for (const { schedule, address, after: before } of known.values()) {
        if (before === null || named.has(schedule)) continue;
        const line = { at: now, schedule, address, by, before, after: null } as const;
        await recordChange(transaction, { ...line, deed: "removed" });
      }
    });
    isFirst = false;
    for (const { key } of fresh) compared.add(key);
  };
}
