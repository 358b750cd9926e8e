/** The real outbox in front of a real adapter, with patience that suits a test. */
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import type { Message } from "../../src/briefing/message.ts";
import { systemClock } from "../../src/delivery/clock.ts";
import { Dispatcher, type DispatcherOptions } from "../../src/delivery/dispatcher.ts";
import { enqueue } from "../../src/delivery/enqueue.ts";
import type { Address, Platform } from "../../src/platforms/platform.ts";
import { listDeliveries, type Delivery } from "../../src/storage/deliveries.ts";
import { takeOwnership } from "../../src/storage/owner.ts";
import { saveSchedule } from "../../src/storage/schedules.ts";
import { openStore, type Db } from "../../src/storage/store.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";

export interface Outbox {
  db: Db;
  log: RecordingLog;
  /** Owed by the schedule "morning". */
  say(message: Message): Promise<void>;
  deliveries(): Promise<readonly Delivery[]>;
  /** Resolves when nothing is owed any more; gives what became of it, the oldest first. */
  settled(): Promise<readonly string[]>;
}

export async function openOutbox(
  platform: Platform,
  to: Address,
  options: Partial<DispatcherOptions> = {},
): Promise<Outbox> {
  const store = openStore(join(temporaryFolder(), "bot.db"));
  const { db } = store;
  const log = new RecordingLog();
  const now = (): Temporal.Instant => systemClock.now();
  const ownership = await takeOwnership(store, now());
  const dispatcher = new Dispatcher({
    store,
    ownership,
    platforms: new Map([[platform.name, platform]]),
    clock: systemClock,
    log,
    look: { settleMs: 50, lookGapMs: 20 },
    luck: () => 0,
    ...options,
  });
  await saveSchedule(db, {
    key: "morning",
    watermarkAt: now(),
    sinceAt: now(),
    rule: "",
    topics: "",
  });
  await dispatcher.start();
  onTestFinished(async () => {
    await dispatcher.stop(100);
    ownership.release();
    await store.close();
  });
  const deliveries = async (): Promise<readonly Delivery[]> =>
    (await listDeliveries(db, { limit: 1_000 })).toReversed();
  let count = 0;
  return {
    db,
    log,
    deliveries,
    async say(message) {
      const key = `said-${(count += 1)}`;
      const rendered = platform.render(message);
      const { title } = message;
      await enqueue(
        db,
        { key, kind: "digest", to, title, rendered, briefings: [], schedule: "morning" },
        now(),
      );
      dispatcher.wake();
    },
    settled: () =>
      vi.waitFor(
        async () => {
          const states = (await deliveries()).map(({ state }) => state);
          const open = states.filter((state) => ["pending", "sending", "unknown"].includes(state));
          if (states.length === 0 || open.length > 0)
            throw new Error(`not settled: ${states.join()}`);
          return states;
        },
        { timeout: 10_000, interval: 20 },
      ),
  };
}
