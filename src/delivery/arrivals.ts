/**
 * The known briefings by the moment they became ready, so that what a schedule has to look at is what came since,
 * however many old ones there are.
 */
import type { KnownBriefing } from "../schedule/digest.ts";

interface Ordered {
  briefings: readonly KnownBriefing[];
  /** When each became ready, ascending, in milliseconds. */
  readyMs: readonly number[];
}

const ordered = new WeakMap<readonly KnownBriefing[], Ordered>();

/** The same list gives the same order, worked out once. Drafts are left out. */
function inOrder(known: readonly KnownBriefing[]): Ordered {
  const before = ordered.get(known);
  if (before !== undefined) return before;
  const dated = known.flatMap((each) =>
    each.readyAt === null ? [] : [{ each, ms: each.readyAt.epochMilliseconds }],
  );
  dated.sort((a, b) => a.ms - b.ms);
  const order = {
    briefings: dated.map(({ each }) => each),
    readyMs: dated.map(({ ms }) => ms),
  };
  ordered.set(known, order);
  return order;
}

/** Those that became ready in (after, until], the earliest first; null: from the beginning. */
export function readyBetween(
  known: readonly KnownBriefing[],
  after: Temporal.Instant | null,
  until: Temporal.Instant,
): readonly KnownBriefing[] {
  const { briefings, readyMs } = inOrder(known);
  const start = after === null ? 0 : firstAfter(readyMs, after.epochMilliseconds);
  return briefings.slice(start, firstAfter(readyMs, until.epochMilliseconds));
}

/** The index of the first that is greater. */
function firstAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

export interface Arrivals {
  /** What became ready, or changed, since this was asked last: of the briefings that became ready after `after`. */
  fresh(
    known: readonly KnownBriefing[],
    after: Temporal.Instant,
    now: Temporal.Instant,
  ): readonly KnownBriefing[];
}

export function createArrivals(): Arrivals {
  let list: readonly KnownBriefing[] | null = null;
  let askedAt: Temporal.Instant | null = null;
  let seen = new Map<string, KnownBriefing>();
  return {
    fresh(known, after, now) {
      if (known === list && askedAt !== null && Temporal.Instant.compare(askedAt, now) <= 0) {
        const came = readyBetween(known, askedAt, now);
        askedAt = now;
        for (const each of came) seen.set(each.briefing.id, each);
        return came;
      }
      const there = readyBetween(known, after, now);
      const came = there.filter((each) => seen.get(each.briefing.id)?.briefing !== each.briefing);
      list = known;
      askedAt = now;
      seen = new Map(there.map((each) => [each.briefing.id, each]));
      return came;
    },
  };
}
