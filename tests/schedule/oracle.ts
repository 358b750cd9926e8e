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

/** Among them those that change at midnight, by half an hour, twice around Ramadan, at other quarters and never. */
export const zones = [
  "Europe/London",
  "America/New_York",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "Africa/Casablanca",
  "America/Havana",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Pacific/Chatham",
  "America/St_Johns",
  "UTC",
];

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
  const watched = rules.map((rule) => ({ ...rule, fired: new Array<number>() }));
  const waiting = new Set<(typeof watched)[number]>();
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
      for (; shown < nowShown; shown += minuteMs) {
        const local = localMinute(shown + minuteMs);
        for (const rule of watched) if (rule.matches(local)) waiting.add(rule);
      }
      for (const rule of waiting) {
        if (rule.quiet?.(localMinute(nowShown))) continue;
        waiting.delete(rule);
        if (instantMs > after.epochMilliseconds && instantMs <= until.epochMilliseconds)
          rule.fired.push(instantMs);
      }
    }
  }
  return watched.map(({ fired }) => fired);
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

const months = new Map<string, readonly { day: number; weekday: number }[]>();

/** All days of a month with their weekday, as a calendar on the wall shows them. */
export function monthOf({
  year,
  month,
}: Pick<LocalMinute, "year" | "month">): readonly { day: number; weekday: number }[] {
  const known = months.get(`${year}-${month}`);
  if (known !== undefined) return known;
  const days: { day: number; weekday: number }[] = [];
  for (let day = 1; day <= 31; day += 1) {
    const date = new Date(Date.UTC(year, month - 1, day));
    if (date.getUTCMonth() !== month - 1) break;
    days.push({ day, weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay() });
  }
  months.set(`${year}-${month}`, days);
  return days;
}

/**
 * One list per test: for each of so many minutes from `start` on, the next one at which the clock shows what `isOpen`;
 * -1: none.
 */
export function nextOpenMinutes(
  zone: string,
  start: Temporal.Instant,
  minutes: number,
  tests: readonly ((local: LocalMinute) => boolean)[],
): readonly Int32Array[] {
  const next = tests.map(() => new Int32Array(minutes).fill(-1));
  for (let minute = minutes - quarter; minute >= 0; minute -= quarter) {
    const wall = start.add({ minutes: minute }).toZonedDateTimeISO(zone);
    const wallMs = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
    for (let each = quarter - 1; each >= 0; each -= 1) {
      const local = localMinute(wallMs + each * minuteMs);
      for (const [index, isOpen] of tests.entries()) {
        const list = next[index];
        const here = minute + each;
        if (list !== undefined) list[here] = isOpen(local) ? here : (list[here + 1] ?? -1);
      }
    }
  }
  return next;
}
