/**
 * What a person with a wall clock and a list would do: look at the clock every minute, and fire when it shows,
 * or has jumped over, a time on the list that it has never shown before.
 */
export interface LocalMinute {
  month: number;
  day: number;
  /** 1 is Monday. */
  weekday: number;
  hour: number;
  minute: number;
}

const minuteMs = 60_000;
/** Offsets change only at quarters of an hour, so the zone is asked no more often. */
const quarter = 15;

/** One list of epoch milliseconds in (after, until] per rule. */
export function oracle(
  zone: string,
  after: Temporal.Instant,
  until: Temporal.Instant,
  rules: readonly ((local: LocalMinute) => boolean)[],
): number[][] {
  const fired: number[][] = rules.map(() => []);
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
      if (instantMs <= after.epochMilliseconds || instantMs > until.epochMilliseconds) continue;
      for (const [index, matches] of rules.entries()) {
        if (news.some((local) => matches(local))) fired[index]?.push(instantMs);
      }
    }
  }
  return fired;
}

function localMinute(ms: number): LocalMinute {
  const date = new Date(ms);
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}
