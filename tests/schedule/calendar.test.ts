import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantsBetween, nextInstants, openAt } from "../../src/schedule/calendar.ts";
import { parseRule, type Rule, type WrittenRule } from "../../src/schedule/rule.ts";
import { type LocalMinute, monthOf, oracle, type OracleRule, zones } from "./oracle.ts";

interface Case extends OracleRule {
  written: Omit<WrittenRule, "timezone">;
}

function isAt(t: LocalMinute, hour: number, minute: number): boolean {
  return t.hour === hour && t.minute === minute;
}

function isChristmas({ month, day }: LocalMinute): boolean {
  return (month === 12 && day >= 24) || (month === 1 && day <= 2);
}

const overChristmas = [
  "2025-12-24..2026-01-02",
  "2026-12-24..2027-01-02",
  "2027-12-24..2028-01-02",
];

const cases: readonly Case[] = [
  { written: { at: "02:30" }, matches: (t) => t.hour === 2 && t.minute === 30 },
  {
    written: { at: "00:00,01:30,23:59", days: "weekdays" },
    matches: (t) => t.weekday <= 5 && ["0:0", "1:30", "23:59"].includes(`${t.hour}:${t.minute}`),
  },
  {
    written: { at: "00:15", days: "sun,fri" },
    matches: (t) => [5, 7].includes(t.weekday) && t.hour === 0 && t.minute === 15,
  },
  { written: { cron: "*/15 * * * *" }, matches: (t) => t.minute % 15 === 0 },
  { written: { cron: "5 0-3 * * *" }, matches: (t) => t.hour <= 3 && t.minute === 5 },
  {
    written: { cron: "30 2 1-7 * sun" },
    matches: (t) => t.hour === 2 && t.minute === 30 && (t.day <= 7 || t.weekday === 7),
  },
  {
    written: { at: "02:30", days: "first sunday, last fri" },
    matches(t) {
      if (!isAt(t, 2, 30)) return false;
      const same = monthOf(t).filter(({ weekday }) => weekday === t.weekday);
      return (
        (t.weekday === 7 && same[0]?.day === t.day) ||
        (t.weekday === 5 && same.at(-1)?.day === t.day)
      );
    },
  },
  {
    written: { at: "16:00", days: "last working day, second working day", skip: overChristmas },
    matches(t) {
      if (!isAt(t, 16, 0) || isChristmas(t)) return false;
      const working = monthOf(t).filter(
        ({ day, weekday }) => weekday <= 5 && !isChristmas({ ...t, day }),
      );
      return working.at(-1)?.day === t.day || working[1]?.day === t.day;
    },
  },
  {
    written: { cron: "0 */6 * * *", skip: overChristmas },
    matches: (t) => t.minute === 0 && t.hour % 6 === 0 && !isChristmas(t),
  },
  {
    written: { cron: "*/20 * * * *", quiet: "22:00-07:00" },
    matches: (t) => t.minute % 20 === 0,
    quiet: (t) => t.hour >= 22 || t.hour < 7,
  },
  {
    written: { at: "00:10,01:40,02:30,23:50", days: "weekdays", quiet: "01:30-02:45" },
    matches: (t) =>
      t.weekday <= 5 && (isAt(t, 0, 10) || isAt(t, 1, 40) || isAt(t, 2, 30) || isAt(t, 23, 50)),
    quiet: (t) => t.hour * 60 + t.minute >= 90 && t.hour * 60 + t.minute < 165,
  },
];

function utc(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

function next(written: Parameters<typeof parseRule>[0], from: string, count: number): string[] {
  const rule = parseRule(written);
  return nextInstants(rule, utc(from), count).map((instant) =>
    instant
      .toZonedDateTimeISO(rule.timezone)
      .toString({ timeZoneName: "never", smallestUnit: "minute" }),
  );
}

describe("two years of rules against a minute-by-minute clock", () => {
  const after = utc("2026-01-01T00:00Z");
  const until = utc("2028-01-01T00:00Z");

  it.each(zones)("gives what the clock on the wall gives in %s", (timezone) => {
    const expected = oracle(timezone, after, until, cases);
    for (const [index, { written }] of cases.entries()) {
      const rule = parseRule({ ...written, timezone });
      const given = instantsBetween(rule, after, until).map((instant) => instant.epochMilliseconds);
      expect(given, JSON.stringify(written)).toEqual(expected[index]);
    }
  });
});

describe("the night the clock goes forward", () => {
  it("moves a time that does not exist to the first valid minute", () => {
    expect(next({ at: "02:30", timezone: "America/New_York" }, "2026-03-07T12:00Z", 3)).toEqual([
      "2026-03-08T03:00-04:00",
      "2026-03-09T02:30-04:00",
      "2026-03-10T02:30-04:00",
    ]);
  });

  it("moves midnight where the day begins at one", () => {
    expect(next({ at: "00:00", timezone: "America/Santiago" }, "2026-09-05T12:00Z", 2)).toEqual([
      "2026-09-06T01:00-03:00",
      "2026-09-07T00:00-03:00",
    ]);
  });

  it("lets all times in the gap and the one after it be one", () => {
    expect(
      next({ cron: "*/20 1-2 * * *", timezone: "Europe/London" }, "2026-03-29T00:30Z", 4),
    ).toEqual([
      "2026-03-29T02:00+01:00",
      "2026-03-29T02:20+01:00",
      "2026-03-29T02:40+01:00",
      "2026-03-30T01:00+01:00",
    ]);
  });

  it("knows half an hour of summer time", () => {
    expect(next({ at: "02:15", timezone: "Australia/Lord_Howe" }, "2026-10-03T00:00Z", 2)).toEqual([
      "2026-10-04T02:30+11:00",
      "2026-10-05T02:15+11:00",
    ]);
  });

  it("keeps a slot of a day that a zone left out", () => {
    expect(next({ at: "09:00", timezone: "Pacific/Apia" }, "2011-12-29T12:00Z", 3)).toEqual([
      "2011-12-29T09:00-10:00",
      "2011-12-31T00:00+14:00",
      "2011-12-31T09:00+14:00",
    ]);
  });
});

describe("the night the clock goes back", () => {
  it("counts a time that happens twice once, the first", () => {
    expect(next({ at: "01:30", timezone: "Europe/London" }, "2026-10-24T12:00Z", 2)).toEqual([
      "2026-10-25T01:30+01:00",
      "2026-10-26T01:30+00:00",
    ]);
  });

  it("does not begin again when asked within the repeated hour", () => {
    expect(next({ at: "01:30", timezone: "Europe/London" }, "2026-10-25T01:10Z", 1)).toEqual([
      "2026-10-26T01:30+00:00",
    ]);
  });

  it("rests during the repeated hour", () => {
    expect(
      next({ cron: "*/30 * * * *", timezone: "Europe/London" }, "2026-10-25T00:00Z", 3),
    ).toEqual(["2026-10-25T01:30+01:00", "2026-10-25T02:00+00:00", "2026-10-25T02:30+00:00"]);
  });
});

describe("when it may be posted", () => {
  const open = (written: Parameters<typeof parseRule>[0], from: string) =>
    openAt(parseRule(written), utc(from))?.toString() ?? null;

  it("is any moment, but for quiet hours", () => {
    const written = { at: "09:00", days: "mon", timezone: "Europe/London", quiet: "22:00-07:00" };
    expect(open(written, "2026-11-24T12:00:30Z")).toBe("2026-11-24T12:00:30Z");
    expect(open(written, "2026-11-24T22:00Z")).toBe("2026-11-25T07:00:00Z");
  });

  it("is only on its days for what follows the briefings", () => {
    const written = { ready: true as const, days: "weekdays", timezone: "Europe/London" };
    expect(open(written, "2026-11-21T12:00Z")).toBe("2026-11-23T00:00:00Z");
    expect(open({ ...written, skip: "2026-11-23..2026-11-25" }, "2026-11-21T12:00Z")).toBe(
      "2026-11-26T00:00:00Z",
    );
    expect(open({ ...written, quiet: "20:00-07:30" }, "2026-11-21T12:00Z")).toBe(
      "2026-11-23T07:30:00Z",
    );
    expect(open({ ...written, skip: "2026-01-01..2199-12-31" }, "2026-11-21T12:00Z")).toBeNull();
  });

  it("ends with quiet hours that the clock jumps over or repeats", () => {
    const london = { ready: true as const, timezone: "Europe/London" };
    // At 01:00 the clock shows 02:00.
    expect(open({ ...london, quiet: "00:30-01:30" }, "2026-03-29T00:40Z")).toBe(
      "2026-03-29T01:00:00Z",
    );
    // At 01:00 UTC the clock goes back from 02:00 to 01:00, which is not quiet.
    expect(open({ ...london, quiet: "01:30-03:00" }, "2026-10-25T00:40Z")).toBe(
      "2026-10-25T01:00:00Z",
    );
    expect(open({ ...london, quiet: "01:30-03:00" }, "2026-10-25T01:30Z")).toBe(
      "2026-10-25T03:00:00Z",
    );
  });
});

describe("rules that are rare", () => {
  it("ends with nothing on 30 February", () => {
    expect(next({ cron: "0 0 30 2 *", timezone: "UTC" }, "2026-01-01T00:00Z", 5)).toEqual([]);
  });

  it("finds 29 February over a century without one", () => {
    expect(next({ cron: "0 0 29 2 *", timezone: "UTC" }, "2096-03-01T00:00Z", 1)).toEqual([
      "2104-02-29T00:00+00:00",
    ]);
  });
});

const anyRule = fc
  .record({
    timezone: fc.constantFrom(...zones),
    cron: fc
      .tuple(
        fc.constantFrom("0", "*/7", "59", "10-20/5", "*"),
        fc.constantFrom("*", "0", "1-3", "2", "23"),
        fc.constantFrom("*", "1", "25-31", "29"),
        fc.constantFrom("*", "3", "oct", "2"),
        fc.constantFrom("*", "sun", "1-5", "7"),
      )
      .map((fields) => fields.join(" ")),
  })
  .map((written): Rule => parseRule(written));
const anyInstant = fc
  .integer({ min: 1_577_836_800_000, max: 1_893_456_000_000 })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));

describe("any rule", () => {
  it("gives instants that ascend, after the one asked for", () => {
    fc.assert(
      fc.property(anyRule, anyInstant, (rule, from) => {
        const found = nextInstants(rule, from, 20).map((instant) => instant.epochMilliseconds);
        for (const [index, ms] of found.entries()) {
          expect(ms).toBeGreaterThan(found[index - 1] ?? from.epochMilliseconds);
        }
      }),
    );
  });

  it("gives the same however a span is cut", () => {
    fc.assert(
      fc.property(
        anyRule,
        anyInstant,
        fc.array(fc.integer({ min: 0, max: 3e8 }), { maxLength: 5 }),
        (rule, from, steps) => {
          let here = from;
          const pieces: number[] = [];
          for (const step of steps) {
            const until = here.add({ milliseconds: step });
            pieces.push(
              ...instantsBetween(rule, here, until).map((instant) => instant.epochMilliseconds),
            );
            here = until;
          }
          const whole = instantsBetween(rule, from, here).map(
            (instant) => instant.epochMilliseconds,
          );
          expect(pieces).toEqual(whole);
        },
      ),
    );
  });
});
