import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BotError } from "../../src/errors.ts";
import { parseCron } from "../../src/schedule/cron.ts";
import { parseRule, Rule, type WrittenRule } from "../../src/schedule/rule.ts";
import { describeRule } from "../../src/schedule/words.ts";

function complaint(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof BotError) return `${error.message} ${error.hint ?? ""}`.trim();
    throw error;
  }
  throw new Error("nothing was wrong");
}

function minutesOrReason(expression: string): readonly number[] | string {
  try {
    return parseCron(expression).minutes;
  } catch (error) {
    if (error instanceof BotError) return error.message;
    throw error;
  }
}

describe("a rule as people write it", () => {
  it.each<[WrittenRule, string]>([
    [{ at: "09:00", timezone: "Europe/London" }, "daily at 09:00, Europe/London"],
    [{ at: "09:00", days: "weekdays", timezone: "UTC" }, "weekdays at 09:00, UTC"],
    [
      { at: ["17:30", "09:00"], days: "weekends", timezone: "UTC" },
      "weekends at 09:00 and 17:30, UTC",
    ],
    [{ at: "09:00", days: "thu,Monday", timezone: "UTC" }, "Mon and Thu at 09:00, UTC"],
    [
      { at: "09:00,09:00", days: ["weekdays", "sat", "sun"], timezone: "UTC" },
      "daily at 09:00, UTC",
    ],
    [
      { cron: " 0 9 * * mon-fri ", timezone: "UTC" },
      "cron 0 9 * * mon-fri (weekdays at 09:00), UTC",
    ],
  ])("reads %j", (written, words) => {
    expect(describeRule(parseRule(written))).toBe(words);
  });

  it.each<[WrittenRule, string]>([
    [
      { at: "09:00", timezone: "Europe/Londn" },
      'There is no time zone "Europe/Londn". Did you mean Europe/London?',
    ],
    [
      { at: "09:00", timezone: "berlin" },
      'There is no time zone "berlin". Did you mean Europe/Berlin?',
    ],
    [{ at: "09:00", timezone: "+02:00" }, "There is no time zone"],
    [{ at: "09:00", timezone: "2026-01-01T00:00[Europe/Paris]" }, "There is no time zone"],
    [{ at: "9:00", timezone: "UTC" }, '"9:00" is not a time of the day.'],
    [{ at: "24:00", timezone: "UTC" }, '"24:00" is not a time of the day.'],
    [
      { at: "09:00", days: "tuseday", timezone: "UTC" },
      '"tuseday" is not a day. Did you mean tuesday?',
    ],
    [{ at: "09:00", days: "constructor", timezone: "UTC" }, '"constructor" is not a day.'],
    [{ at: "09:00", days: "", timezone: "UTC" }, "The schedule names no days."],
    [{ timezone: "UTC" }, "The schedule says neither at which times nor a cron rule."],
    [
      { at: "09:00", cron: "0 9 * * *", timezone: "UTC" },
      "The schedule has a cron rule and times as well.",
    ],
  ])("says what is wrong with %j", (written, message) => {
    expect(complaint(() => parseRule(written))).toContain(message);
  });

  it("tells every mistake at its own place", () => {
    const parsed = Rule.safeParse({ at: "25:00", days: "x", timezone: "Nowhere" });
    expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual([
      "timezone",
      "at",
      "days",
    ]);
  });
});

describe("a cron expression", () => {
  it("knows lists, ranges, steps, names and both Sundays", () => {
    const cron = parseCron("0,30 8-18/2 ? JAN,mar-may 7,fri");
    expect(cron.minutes).toEqual([0, 30]);
    expect(cron.hours).toEqual([8, 10, 12, 14, 16, 18]);
    expect(cron.daysOfMonth.size).toBe(31);
    expect([...cron.months]).toEqual([1, 3, 4, 5]);
    expect(cron.daysOfWeek).toEqual(new Set([5, 7]));
  });

  it("goes on to the end from a number with a step, and from Saturday to Sunday", () => {
    expect(parseCron("5/20 * * * *").minutes).toEqual([5, 25, 45]);
    expect([...parseCron("0 0 * * sat-sun").daysOfWeek]).toEqual([6, 7]);
    expect([...parseCron("0 0 * * 0-2").daysOfWeek]).toEqual([7, 1, 2]);
  });

  it("lets either day field suffice only when both are restricted", () => {
    expect(parseCron("0 9 13 * 5").eitherDay).toBe(true);
    expect(parseCron("0 9 13 * *").eitherDay).toBe(false);
    expect(parseCron("0 9 */2 * 5").eitherDay).toBe(false);
  });

  it.each([
    ["@hourly", "0 * * * *"],
    ["@daily", "0 0 * * *"],
    ["@Weekly", "0 0 * * 0"],
    ["@monthly", "0 0 1 * *"],
    ["@yearly", "0 0 1 1 *"],
  ])("knows %s", (shorthand, fields) => {
    expect(parseCron(shorthand)).toEqual(parseCron(fields));
  });

  it.each([
    ["0 25 * * *", 'The hour field "25" of the cron rule is wrong: "25" is not between 0 and 23.'],
    ["60 * * * *", 'The minute field "60"'],
    ["0 0 0 * *", 'The day-of-month field "0"'],
    ["0 0 * 13 *", 'The month field "13"'],
    ["0 0 * * funday", "sun, mon, tue"],
    ["*/0 * * * *", "the step 0 is not between 1 and 59"],
    ["0 22-2 * * *", "the range 22-2 runs backwards"],
    ["0 9 L * *", 'The day-of-month field "l"'],
    ["0 9 * * 5#2", '"5#2" is not understood'],
    ["1, * * * *", '"" is not understood'],
    ["0 9 * *", "has 4 fields, expected five"],
    ["0 0 9 * * *", "has 6 fields, expected five"],
    ["@reboot", "is not a known shorthand"],
    ["@constructor", "is not a known shorthand"],
    ["__proto__", "has 1 field"],
    ["", "has 0 fields"],
  ])("says what is wrong with %j", (expression, message) => {
    expect(complaint(() => parseCron(expression))).toContain(message);
  });

  it("is read or refused with a reason, whatever it is", () => {
    const piece = fc.constantFrom(
      "*",
      "?",
      "/",
      "-",
      ",",
      "1",
      "59",
      "60",
      "mon",
      "jan",
      "@daily",
      " ",
      "x",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (expression) => {
        const minutes = minutesOrReason(expression);
        expect(minutes).not.toEqual([]);
        expect(minutes).not.toBe("");
      }),
    );
  });
});
