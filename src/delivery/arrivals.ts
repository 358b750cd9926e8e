/**
 * The known briefings by the moment they became ready, so that what a schedule has to look at is what came since,
 * however many old ones there are.
 */
import type { KnownBriefing } from "../schedule/digest.ts";

interface Dated {
  each: KnownBriefing;
  readyMs: number;
}

interface Ordered {
  /** By the moment at which each became ready, ascending. Drafts are left out. */
  dated: readonly Dated[];
  /** All of the list. */
  members: ReadonlySet<KnownBriefing>;
}

const orders = new WeakMap<readonly KnownBriefing[], Ordered>();
/** From one list to the next mostly few have changed: the order of the last one is mended, not made anew. */
let latest: Ordered = { dated: [], members: new Set() };

/** The same list gives the same order, worked out once. */
function inOrder(known: readonly KnownBriefing[]): readonly Dated[] {
  const before = orders.get(known);
  if (before !== undefined) return before.dated;
  const { members, dated } = latest;
  const came = known.filter((each) => !members.has(each));
  const remaining = known.length - came.length;
  const set = new Set(known);
  const kept = remaining === members.size ? dated : dated.filter(({ each }) => set.has(each));
  latest = { dated: merge(kept, came), members: set };
  orders.set(known, latest);
  return latest.dated;
}

function merge(dated: readonly Dated[], came: readonly KnownBriefing[]): readonly Dated[] {
  const fresh = came.flatMap((each) =>
    each.readyAt === null ? [] : [{ each, readyMs: each.readyAt.epochMilliseconds }],
  );
  fresh.sort((a, b) => a.readyMs - b.readyMs);
  const merged: Dated[] = [];
  let from = 0;
  for (const one of fresh) {
    const until = firstAfter(dated, one.readyMs);
    for (; from < until; from += 1) push(merged, dated[from]);
    merged.push(one);
  }
  for (; from < dated.length; from += 1) push(merged, dated[from]);
  return merged;
}

function push(all: Dated[], one: Dated | undefined): void {
  if (one !== undefined) all.push(one);
}

const indexes = new WeakMap<readonly KnownBriefing[], ReadonlyMap<string, KnownBriefing>>();

/** Worked out once for the same list. */
export function knownById(known: readonly KnownBriefing[]): ReadonlyMap<string, KnownBriefing> {
  const before = indexes.get(known);
  if (before !== undefined) return before;
  const index = new Map(known.map((each) => [each.briefing.id, each]));
  indexes.set(known, index);
  return index;
}

/** Those that became ready in (after, until], the earliest first; null: from the beginning. */
export function readyBetween(
  known: readonly KnownBriefing[],
  after: Temporal.Instant | null,
  until: Temporal.Instant,
): readonly KnownBriefing[] {
  const dated = inOrder(known);
  const start = after === null ? 0 : firstAfter(dated, after.epochMilliseconds);
  return dated.slice(start, firstAfter(dated, until.epochMilliseconds)).map(({ each }) => each);
}

/** The index of the first that is greater. */
function firstAfter(sorted: readonly Dated[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.readyMs ?? Infinity) > value) high = middle;
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
