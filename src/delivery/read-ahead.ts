/** Reads articles with the patterns of people in pieces, so that whatever they wrote keeps nobody waiting. */
import { setImmediate } from "node:timers/promises";
import type { Briefing } from "../briefing/briefing.ts";
import { countWanted, type KnownBriefing } from "../schedule/digest.ts";
import { type Filter, isSlow, isWanted } from "../schedule/filter.ts";
import type { Selection } from "../schedule/selection.ts";
import { readyBetween } from "./arrivals.ts";

/** After so long others get their turn. One pattern takes a tenth of a second for the longest article. */
const turnMs = 20;

/** Afterwards these filters decide about these briefings at once. */
export async function readAhead(
  filters: Iterable<Filter>,
  briefings: readonly Briefing[],
): Promise<void> {
  if (briefings.length === 0) return;
  let since = performance.now();
  for (const filter of new Set(filters)) {
    if (!isSlow(filter)) continue;
    for (const briefing of briefings) {
      isWanted(filter, briefing);
      if (performance.now() - since < turnMs) continue;
      await setImmediate();
      since = performance.now();
    }
  }
}

/** What filters are tried on before they are saved. */
const lately = { hours: 30 * 24 };

/** How many briefings of the last 30 days this would have wanted; limits do not count. */
export async function countLately(
  known: readonly KnownBriefing[],
  selection: Selection,
  now: Temporal.Instant,
): Promise<number> {
  const since = now.subtract(lately);
  const recent = readyBetween(known, since, now);
  await readAhead(
    [selection.filter],
    recent.map(({ briefing }) => briefing),
  );
  return countWanted(recent, selection, since, now);
}
