/** Local time to instants, by the stretches of time over which a zone keeps one offset. */

const hourMs = 3_600_000;
/** No zone was ever further from UTC than this. */
const farthestMs = 16 * hourMs;

/** From `startMs` to before `endMs` the zone is `offsetMs` ahead of UTC. */
interface Stretch {
  startMs: number;
  endMs: number;
  offsetMs: number;
}

const knownStretches = new Map<string, Stretch[]>();
const mostStretches = 512;

/** The stretch that this instant lies in. */
export function stretchAt(zone: string, instantMs: number): Stretch {
  const known = knownStretches.get(zone) ?? [];
  const found = known.find((stretch) => stretch.startMs <= instantMs && instantMs < stretch.endMs);
  if (found !== undefined) return found;
  const here = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone);
  const next = here.getTimeZoneTransition("next");
  // A transition at this very instant begins this stretch, and "previous" alone would pass over it.
  const previous = here.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
  const stretch = {
    startMs: previous === null ? -Infinity : previous.epochMilliseconds,
    endMs: next === null ? Infinity : next.epochMilliseconds,
    offsetMs: here.offsetNanoseconds / 1e6,
  };
  knownStretches.set(zone, known.length < mostStretches ? [...known, stretch] : [stretch]);
  return stretch;
}

/** The wall clock at an instant, in milliseconds since 1970-01-01T00:00 of that clock. */
export function wallClockMs(zone: string, instantMs: number): number {
  return instantMs + stretchAt(zone, instantMs).offsetMs;
}

/**
 * Gives a function from wall-clock milliseconds to epoch milliseconds, for arguments that never decrease.
 * A time that happens twice gives the first of the two; a time that never happens gives the first whole
 * minute after the gap.
 */
export function openZone(zone: string): (wallMs: number) => number {
  let stretch: Stretch | undefined;
  return (wallMs) => {
    stretch ??= stretchAt(zone, wallMs - farthestMs);
    while (wallMs - stretch.offsetMs >= stretch.endMs) stretch = stretchAt(zone, stretch.endMs);
    const instantMs = wallMs - stretch.offsetMs;
    return instantMs >= stretch.startMs ? instantMs : Math.ceil(stretch.startMs / 60_000) * 60_000;
  };
}
