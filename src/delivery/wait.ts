/** For who wants to see what became of a delivery, also when another process sends it. */
import { type Delivery, loadDeliveries } from "../storage/deliveries.ts";
import type { Db } from "../storage/store.ts";
import type { Clock } from "./clock.ts";

const betweenMs = 50;

/** Resolves when none of them is under way any more, or with how they stand after `limitMs`. */
export async function waitForDeliveries(
  db: Db,
  ids: readonly number[],
  clock: Clock,
  limitMs: number,
): Promise<readonly Delivery[]> {
  const untilMs = clock.elapsedMs() + limitMs;
  for (;;) {
    const deliveries = await loadDeliveries(db, ids);
    const open = deliveries.some(({ state }) => ["pending", "sending", "unknown"].includes(state));
    if (!open || clock.elapsedMs() >= untilMs) return deliveries;
    const later = Promise.withResolvers<void>();
    clock.after(betweenMs, later.resolve);
    await later.promise;
  }
}
