/** Every form that a rule can be written in, against a clock on the wall, minute by minute over two years. */
import { describe, expect, it } from "vitest";
import { parseHolidays } from "../../src/config/holidays.ts";
import { instantsBetween, openAt } from "../../src/schedule/calendar.ts";
import { alsoSkipping, parseRule, type Rule } from "../../src/schedule/rule.ts";
import { parseWhen } from "../../src/schedule/understand.ts";
import {
  type LocalMinute,
  monthOf,
  nextOpenMinutes,
  oracle,
  type OracleRule,
  zones,
} from "./oracle.ts";

const start = Temporal.Instant.from("2026-01-01T00:00Z");
const end = Temporal.Instant.from("2028-01-01T00:00Z");

type Test = (local: LocalMinute) => boolean;

function shows(...times: string[]): Test {
  const minutes = new Set(
    times.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))),
  );
  return ({ hour, minute }) => minutes.has(hour * 60 + minute);
}

/** A day is judged once, not minute by minute. */
function onDays(test: Test): Test {
  const judged = new Map<number, boolean>();
  return (local) => {
    const date = (local.year * 12 + local.month) * 31 + local.day;
    const before = judged.get(date);
    if (before !== undefined) return before;
    const is = test(local);
    judged.set(date, is);
    return is;
  };
}

function both(a: Test, b: Test): Test {
  return (local) => a(local) && b(local);
}

const dateOf = ({ year, month, day }: Pick<LocalMinute, "year" | "month" | "day">) =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** Which of the days of its month that will do this is, from 1; and how many there are. */
function placeAmong(
  t: LocalMinute,
  willDo: (each: { day: number; weekday: number }) => boolean,
): { place: number; count: number } {
  const all = monthOf(t).filter(willDo);
  return { place: all.findIndex(({ day }) => day === t.day) + 1, count: all.length };
}

const calendar = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//holidays
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20200101
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20260403
DTEND;VALUE=DATE:20260407
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20201225
DTEND;VALUE=DATE:20201227
RRULE:FREQ=YEARLY
EXDATE;VALUE=DATE:20271225
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART;VALUE=DATE:20200525
RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO
END:VEVENT
BEGIN:VEVENT
UID:5
DTSTART:20260831T220000
DTEND:20260901T020000
END:VEVENT
BEGIN:VEVENT
UID:6
DTSTART;VALUE=DATE:20260612
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n");

/** What a person reads out of that calendar. */
const holidays = new Set(
  `2025-12-25 2025-12-26 2026-01-01 2026-04-03 2026-04-04 2026-04-05 2026-04-06 2026-05-25 2026-08-31 2026-09-01
  2026-12-25 2026-12-26 2027-01-01 2027-05-31 2028-01-01`.split(/\s+/u),
);
const isHoliday = (t: Pick<LocalMinute, "year" | "month" | "day">) => holidays.has(dateOf(t));

interface Case extends OracleRule {
  what: string;
  rule(timezone: string): Rule;
}

function spoken(
  text: string,
  more: Omit<OracleRule, "matches"> & Pick<OracleRule, "matches">,
): Case {
  return {
    what: text,
    rule(timezone) {
      const when = parseWhen(text, timezone);
      if (when.state === "unclear") throw new Error(`${text}: ${when.problem}`);
      return when.rule;
    },
    ...more,
  };
}

function withCalendar(
  written: Omit<Parameters<typeof parseRule>[0], "timezone">,
  more: OracleRule,
): Case {
  return {
    what: `${JSON.stringify(written)} without holidays`,
    rule: (timezone) =>
      alsoSkipping(parseRule({ ...written, timezone }), parseHolidays(calendar, "holidays.ics")),
    ...more,
  };
}

const isWorking = (t: LocalMinute) => (each: { day: number; weekday: number }) =>
  each.weekday <= 5 && !isHoliday({ ...t, ...each });
const weekdays = onDays((t) => t.weekday <= 5);
const isWithin = (t: LocalMinute, from: string, to: string) => dateOf(t) >= from && dateOf(t) <= to;

const cases: readonly Case[] = [
  spoken("weekdays 9am", { matches: both(shows("09:00"), weekdays) }),
  spoken("weekends 00:00, 2:15, 23:30", {
    matches: both(shows("00:00", "02:15", "23:30"), (t) => t.weekday > 5),
  }),
  spoken("first monday of the month at 00:30", {
    matches: both(shows("00:30"), (t) => t.weekday === 1 && t.day <= 7),
  }),
  spoken("second tue, third wed, fourth thu, last sat of the month at 2:30", {
    matches: both(shows("02:30"), (t) => {
      const { place, count } = placeAmong(t, ({ weekday }) => weekday === t.weekday);
      return [0, 0, 2, 3, 4, 0, count, 0][t.weekday] === place;
    }),
  }),
  spoken("last working day 16:00", {
    matches: both(shows("16:00"), (t) => {
      const { place, count } = placeAmong(t, ({ weekday }) => weekday <= 5);
      return place > 0 && place === count;
    }),
  }),
  spoken("1st and 15th of the month at noon", {
    matches: both(shows("12:00"), (t) => [1, 15].includes(t.day)),
  }),
  spoken("every 20 minutes on weekdays", { matches: both((t) => t.minute % 20 === 0, weekdays) }),
  spoken("hourly", { matches: (t) => t.minute === 0 }),
  spoken("fri-mon midnight except 2026-10-24 to 2026-11-02", {
    matches: both(
      shows("00:00"),
      (t) => [5, 6, 7, 1].includes(t.weekday) && !isWithin(t, "2026-10-24", "2026-11-02"),
    ),
  }),
  spoken("daily 22:30 and 05:00 and 06:00, quiet 22:00-06:00", {
    matches: shows("22:30", "05:00", "06:00"),
    quiet: (t) => t.hour >= 22 || t.hour < 6,
  }),
  spoken("@monthly", { matches: both(shows("00:00"), (t) => t.day === 1) }),
  spoken("@weekly", { matches: both(shows("00:00"), (t) => t.weekday === 7) }),
  spoken("@yearly", { matches: both(shows("00:00"), (t) => t.month === 1 && t.day === 1) }),
  spoken("10-50/20 */5 29-31 feb,oct-dec *", {
    matches: both(
      (t) => t.hour % 5 === 0 && [10, 30, 50].includes(t.minute),
      (t) => [2, 10, 11, 12].includes(t.month) && t.day >= 29,
    ),
  }),
  spoken("15 0,2 13 * fri", {
    matches: both(shows("00:15", "02:15"), (t) => t.day === 13 || t.weekday === 5),
  }),
  spoken("45 1 */2 * sun", {
    matches: both(shows("01:45"), (t) => t.day % 2 === 1 && t.weekday === 7),
  }),
  withCalendar(
    { at: "02:00,17:00", days: "weekdays" },
    { matches: both(shows("02:00", "17:00"), (t) => t.weekday <= 5 && !isHoliday(t)) },
  ),
  withCalendar(
    { at: "16:00", days: "first working day, last working day" },
    {
      matches: both(shows("16:00"), (t) => {
        const { place, count } = placeAmong(t, isWorking(t));
        return place === 1 || (place > 0 && place === count);
      }),
    },
  ),
  withCalendar(
    { cron: "30 23 * * *", quiet: "23:00-00:45", skip: "2026-02-10..2026-02-12" },
    {
      matches: both(
        shows("23:30"),
        (t) => !isHoliday(t) && !isWithin(t, "2026-02-10", "2026-02-12"),
      ),
      quiet: (t) => t.hour === 23 || (t.hour === 0 && t.minute < 45),
    },
  ),
];

describe("two years of every form", () => {
  it.each(zones)("give what the clock on the wall gives in %s", (timezone) => {
    const expected = oracle(timezone, start, end, cases);
    for (const [index, { what, rule }] of cases.entries()) {
      const given = instantsBetween(rule(timezone), start, end);
      expect(
        given.map(({ epochMilliseconds }) => epochMilliseconds),
        what,
      ).toEqual(expected[index]);
    }
  });
});

const followers: readonly {
  written: Omit<Parameters<typeof parseRule>[0], "timezone">;
  isOpen: Test;
}[] = [
  {
    written: { ready: true, quiet: "22:00-07:00" },
    isOpen: (t) => t.hour >= 7 && t.hour < 22,
  },
  {
    written: {
      ready: true,
      days: "weekdays",
      quiet: "00:10-02:20",
      skip: "2026-10-20..2026-10-27",
    },
    isOpen: both(
      (t) => t.hour * 60 + t.minute < 10 || t.hour * 60 + t.minute >= 140,
      onDays((t) => t.weekday <= 5 && !isWithin(t, "2026-10-20", "2026-10-27")),
    ),
  },
  {
    written: { ready: true, days: "sun, last working day" },
    isOpen: onDays((t) => {
      const { place, count } = placeAmong(t, ({ weekday }) => weekday <= 5);
      return t.weekday === 7 || (place > 0 && place === count);
    }),
  },
];

describe("two years of what follows the briefings", () => {
  it.each(zones)("is open when the clock on the wall says so in %s", (timezone) => {
    const minutes = 2 * 365 * 24 * 60;
    const tests = followers.map(({ isOpen }) => isOpen);
    const next = nextOpenMinutes(timezone, start, minutes + 40 * 24 * 60, tests);
    const wrong: string[] = [];
    for (const [index, { written }] of followers.entries()) {
      const rule = parseRule({ ...written, timezone });
      // It divides no day, so that every hour is asked about, also in the nights of the changes.
      for (let minute = 0; minute < minutes; minute += 137) {
        const from = start.add({ minutes: minute });
        const told = openAt(rule, from)?.since(start).total("minutes") ?? -1;
        const shown = next[index]?.[minute] ?? -1;
        if (told !== shown) wrong.push(`${from.toString()}: ${told - shown} minutes late`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
