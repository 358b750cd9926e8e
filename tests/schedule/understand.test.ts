import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRule, type WrittenRule } from "../../src/schedule/rule.ts";
import { parseWhen } from "../../src/schedule/understand.ts";
import { describeRule } from "../../src/schedule/words.ts";

function understood(text: string): string {
  const when = parseWhen(text, "UTC");
  return when.state === "understood" ? when.words : `? ${when.problem}`;
}

describe("a rule in a person's words", () => {
  it.each([
    ["weekdays 9am London", "weekdays at 09:00, Europe/London"],
    ["Every Monday and Thursday 8:30 New York", "Mon and Thu at 08:30, America/New_York"],
    ["first monday of the month at 10", "the first Mon of the month at 10:00, UTC"],
    ["daily 7am, 5pm", "daily at 07:00 and 17:00, UTC"],
    ["last working day 16:00 Berlin", "the last working day of the month at 16:00, Europe/Berlin"],
    ["last business day of the month at noon", "the last working day of the month at 12:00, UTC"],
    [
      "first and third tuesday 9:00 Asia/Tokyo",
      "the first Tue and the third Tue of the month at 09:00, Asia/Tokyo",
    ],
    ["mon-fri 17h30 CET", "weekdays at 17:30, Europe/Brussels"],
    ["monday through wednesday at 9.30 a.m. UK", "Mon, Tue, and Wed at 09:30, Europe/London"],
    ["fri-mon midnight", "Mon, Fri, Sat, and Sun at 00:00, UTC"],
    ["mondays at 9 o'clock eastern time", "Mon at 09:00, America/New_York"],
    ["weekends at 6 in the evening ET", "weekends at 18:00, America/New_York"],
    ["every weekday morning 9am", "weekdays at 09:00, UTC"],
    ["12am and 12pm", "daily at 00:00 and 12:00, UTC"],
    ["hourly", "cron 0 * * * * (every hour), UTC"],
    [
      "every 15 minutes on weekdays",
      "cron */15 * * * mon,tue,wed,thu,fri (weekdays every 15 minutes), UTC",
    ],
    ["1st and 15th of the month at 9am", "cron 0 9 1,15 * * (on day 1 or 15 at 09:00), UTC"],
    ["0 9 * * 1-5 Europe/London", "cron 0 9 * * 1-5 (weekdays at 09:00), Europe/London"],
    ["@daily", "cron @daily (daily at 00:00), UTC"],
    [
      "as they become ready on weekdays, London, quiet 22:00-7:00",
      "as they become ready, weekdays, Europe/London, quiet 22:00-07:00",
    ],
    [
      "friday 4 pm except 2026-12-25 and 2027-01-01 to 2027-01-03 uk",
      "Fri at 16:00, Europe/London, not on 2026-12-25 and 2027-01-01 to 2027-01-03",
    ],
  ])("%s", (text, words) => {
    expect(understood(text)).toBe(words);
  });

  it("says what it took for granted", () => {
    expect(parseWhen("at 5", "Europe/Paris")).toMatchObject({
      assumed: [
        "No days are named: it is every day.",
        "5 is 05:00 (write 5pm for the afternoon).",
        "No time zone is named: it is Europe/Paris.",
      ],
    });
    expect(parseWhen("weekdays 09:00 Europe/London", "UTC")).toMatchObject({ assumed: [] });
    expect(parseWhen("weekdays 09:00 london", "UTC")).toMatchObject({
      assumed: ["london is Europe/London."],
    });
  });

  it.each([
    ["weekdays 9am Lodnon", '"Lodnon"', "Did you mean Europe/London?"],
    ["tuesdyas 9am", '"tuesdyas"', "Did you mean tuesday?"],
    ["every blue moon", '"blue"', "weekdays 9am"],
    ["weekly 9am", 'On which day "weekly" is', "every monday 9am"],
    ["tomorrow 9am", '"tomorrow" is once', "Name days or times that repeat"],
    ["noon IST", "several time zones", "Asia/Kolkata, Europe/Dublin, Asia/Jerusalem"],
    ["9am london and 5pm paris", "Two time zones", "make two schedules"],
    ["weekdays", "do not see a time", "such as 9am or 17:30"],
    ["weekdays 25:00", '"25:00" is not a time', "5:30 pm"],
    ["13pm", '"13pm" is not a time', "5:30 pm"],
    ["every 7 minutes", "does not come out even", "5, 10, 15"],
    ["1st at 9:00 and 10:30", "do not fit into one rule", "two schedules"],
    ["0 9 * * funday UTC", "day-of-week", ""],
    ["as they become ready at 9", "Either", "Leave one"],
    ["9am except 2026-02-30", '"2026-02-30"', "2026-12-25"],
    ["x".repeat(400), "longer than 300", ""],
  ])("asks back: %s", (text, problem, hint) => {
    expect(parseWhen(text, "UTC")).toEqual({
      state: "unclear",
      problem: expect.stringContaining(problem),
      hint: expect.stringContaining(hint),
    });
  });

  it("never fails, whatever is typed", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "every",
        "mon",
        "first",
        "9",
        "9am",
        "25:61",
        "-",
        "to",
        "*",
        "*/5",
        "@daily",
      ),
      fc.constantFrom("except", "2026-12-25", "quiet", "22:00-07:00", "London", "and", "15th", "é"),
      fc.string({ maxLength: 6, unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (typed) => {
        const when = parseWhen(typed.join(" "), "UTC");
        const said = when.state === "understood" ? describeRule(when.rule) : when.problem;
        expect(said).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });
});

const anyDay = fc.constantFrom(
  "mon",
  "fri",
  "weekdays",
  "weekends",
  "daily",
  "first mon",
  "second tue",
  "last working day",
  "third working day",
);
const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));

const anyWritten: fc.Arbitrary<WrittenRule> = fc
  .record({
    when: fc.oneof(
      fc.record({
        at: fc.array(anyTime, { minLength: 1, maxLength: 4 }),
        days: fc.array(anyDay, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        ready: fc.constant(true as const),
        days: fc.array(anyDay, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ cron: fc.constantFrom("0 9 * * 1-5", "*/7 1-5 1,3 2 *", "5 4 13 * fri") }),
    ),
    timezone: fc.constantFrom(
      "UTC",
      "Europe/London",
      "America/Argentina/Buenos_Aires",
      "Asia/Tokyo",
    ),
    more: fc.record(
      {
        quiet: fc.constantFrom("22:00-07:00", "12:00-13:30"),
        skip: fc.constantFrom("2026-12-25", "2026-12-24..2027-01-02, 2027-05-01"),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ when, timezone, more }) => ({ ...when, timezone, ...more }));

describe("any rule", () => {
  it("is understood when it is said back", () => {
    fc.assert(
      fc.property(anyWritten, (written) => {
        const rule = parseRule(written);
        const when = parseWhen(describeRule(rule), "Asia/Kathmandu");
        expect(when).toEqual({ state: "understood", rule, words: describeRule(rule), assumed: [] });
      }),
      { numRuns: 500 },
    );
  });
});
