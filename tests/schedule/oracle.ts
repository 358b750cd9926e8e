/**
 * What a person with a wall clock and a list would do: look at the clock every minute, and fire when it shows,
 * or has jumped over, a time on the list that it has never shown before.
 */
export interface LocalMinute {
  month: number;
  day: number;
  /** 1 is Monday. */
  weekday: number;
  year: number;
  hour: number;
  minute: number;
}

const minuteMs = 60_000;
/** Offsets change only at quarters of an hour, so the zone is asked no more often. */
const quarter = 15;

export interface OracleRule {
  /** What is on the list. */
  matches(local: LocalMinute): boolean;
  /** Whether one waits at what the clock shows. */
  quiet?(local: LocalMinute): boolean;
}

/** One list of epoch milliseconds in (after, until] per rule. */
export function oracle(
  zone: string,
  after: Temporal.Instant,
  until: Temporal.Instant,
  rules: readonly OracleRule[],
): number[][] {
  const fired: number[][] = rules.map(() => []);
  const waiting = rules.map(() => false);
  const startMs = after.epochMilliseconds - 86_400_000;
  let shown: number | undefined;
  for (
    let quarterMs = startMs;
    quarterMs <= until.epochMilliseconds;
    quarterMs += quarter * minuteMs
  ) {
    const wall = Temporal.Instant.fromEpochMilliseconds(quarterMs).toZonedDateTimeISO(zone);
    const wallMs = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
    for (let minute = 0; minute < quarter; minute += 1) {
      const instantMs = quarterMs + minute * minuteMs;
      const nowShown = wallMs + minute * minuteMs;
      shown ??= nowShown - minuteMs;
      const news: LocalMinute[] = [];
      for (; shown < nowShown; shown += minuteMs) news.push(localMinute(shown + minuteMs));
      for (const [index, { matches, quiet }] of rules.entries()) {
        if (news.some((local) => matches(local))) waiting[index] = true;
        if (!waiting[index] || quiet?.(localMinute(nowShown))) continue;
        waiting[index] = false;
        if (instantMs > after.epochMilliseconds && instantMs <= until.epochMilliseconds)
          fired[index]?.push(instantMs);
      }
    }
  }
  return fired;
}

function localMinute(ms: number): LocalMinute {
  const date = new Date(ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}
