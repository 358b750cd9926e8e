import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import { parseHolidays } from "../../src/config/holidays.ts";
import { formatProblem } from "../../src/briefing/problems.ts";
import { BotError } from "../../src/errors.ts";

function calendar(...events: string[]): string {
  const lines = events.map((event) => `BEGIN:VEVENT\r\nUID:1\r\n${event}\r\nEND:VEVENT`);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", ...lines, "END:VCALENDAR", ""].join("\r\n");
}

function dates(...events: string[]): readonly string[] {
  return parseHolidays(calendar(...events), "h.ics").map(({ from, to }) =>
    from === to ? from : `${from}..${to}`,
  );
}

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof BotError) return `${error.message} ${error.hint ?? ""}`;
    throw error;
  }
  return "nothing was wrong";
}

describe("a file of holidays", () => {
  it("gives whole days, several days, and the days that an hour touches", () => {
    expect(
      dates(
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227",
        "DTSTART;VALUE=DATE:20270501",
        "DTSTART:20270301T220000Z\r\nDTEND:20270302T030000Z",
        "DTSTART:20270401T080000\r\nDURATION:PT16H",
      ),
    ).toEqual(["2026-12-25..2026-12-26", "2027-03-01..2027-03-02", "2027-04-01", "2027-05-01"]);
  });

  it("follows what repeats, without its exceptions, and leaves out what is cancelled", () => {
    expect(
      dates(
        "DTSTART;VALUE=DATE:20250101\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nEXDATE;VALUE=DATE:20260101",
        "DTSTART;VALUE=DATE:20260704\r\nSTATUS:CANCELLED",
      ),
    ).toEqual(["2025-01-01", "2027-01-01"]);
    expect(dates("DTSTART;VALUE=DATE:20250101\r\nRRULE:FREQ=YEARLY").at(-1)).toBe("2060-01-01");
  });

  it("comes to an end with rules that never do", () => {
    for (const rule of [
      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4",
    ])
      expect(failure(() => dates(`DTSTART;VALUE=DATE:20250101\r\nRRULE:${rule}`))).toMatch(
        /take too long|nothing was wrong/u,
      );
  });

  it.each([
    ["nothing", "", "it is empty"],
    ["another text", "BEGIN:VCALENDAR\nhello", "it is no calendar (line 2)"],
    ["no events", calendar(), "it has no events"],
    ["a date that is none", calendar("DTSTART;VALUE=DATE:20269999"), "2026-99-99 (line 6)"],
    ["an end that is missing", calendar("DTSTART;VALUE=DATE:20260101").slice(0, -20), "calendar"],
    ["a file without end", "A".repeat(1_000_001), "larger than 1 MB"],
    [
      "every second for ever",
      calendar("DTSTART:20200101T000000Z\r\nRRULE:FREQ=SECONDLY"),
      "cannot be read",
    ],
    [
      "events within events",
      `BEGIN:VCALENDAR\r\n${"BEGIN:VEVENT\r\n".repeat(20_000)}`,
      "cannot be read",
    ],
  ])("that holds %s is told, and stops nothing", (_, text, told) => {
    expect(failure(() => parseHolidays(text, "h.ics"))).toContain(told);
  });

  it("is dates or a problem, whatever it holds", () => {
    const line = fc.oneof(
      fc.constantFrom(
        "BEGIN:VEVENT",
        "END:VEVENT",
        "DTSTART:20260101",
        "RRULE:FREQ=YEARLY",
        "DTEND:",
      ),
      fc.string({ maxLength: 30, unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = `BEGIN:VCALENDAR\r\n${lines.join("\r\n")}\r\nEND:VCALENDAR`;
        const told = failure(() => parseHolidays(text, "h.ics"));
        expect(told).not.toBe("");
      }),
    );
  });
});

describe("holidays in the configuration", () => {
  const written = `channels: { web: { general: } }
schedules:
  a:
    to: web:general
    at: "09:00"
    skip: [2026-12-30..2027-01-02, holidays.ics]
`;

  it("are dates to skip like any others", () => {
    const { config } = parseConfig(written, "bot.yaml", () => [
      { from: "2026-12-25", to: "2026-12-31" },
    ]);
    expect(config?.schedules[0]?.rule.skip).toEqual([{ from: "2026-12-25", to: "2027-01-02" }]);
  });

  it("are told at the line of skip when they cannot be read", () => {
    const { config, problems } = parseConfig(written, "bot.yaml", (file) =>
      parseHolidays("no calendar", file),
    );
    expect(config).toBeNull();
    expect(problems.map(formatProblem)).toEqual([
      expect.stringMatching(/^bot\.yaml:6:5.*schedules\.a\.skip: The holidays of holidays\.ics/u),
    ]);
  });
});
