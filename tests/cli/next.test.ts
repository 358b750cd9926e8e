/** The times that `next` tells, for every way to give a rule. */
import { describe, expect, it } from "vitest";
import { formatInstant, nextTimes, type NextOptions } from "../../src/cli/next.ts";
import { parseConfig } from "../../src/config/config.ts";

const { config } = parseConfig(
  `timezone: Europe/London
schedules:
  morning: { to: web:general, at: "09:00", days: weekdays }
  tokyo: { to: web:general, cron: "30 8 * * *", timezone: Asia/Tokyo }
`,
  "bot.yaml",
);
if (config === null) throw new Error("the configuration is broken");
const known = config;

const now = Temporal.Instant.from("2026-11-23T08:00:00Z");

function times(options: Partial<NextOptions>): readonly (readonly string[])[] {
  const upcoming = nextTimes({ count: 2, ...options }, known, now);
  return upcoming.map((each) => each.times.map(formatInstant));
}

describe("next", () => {
  it.each<[string, Partial<NextOptions>, readonly string[]]>([
    [
      "gives the first minute after a gap, so that no day is skipped",
      { at: "01:30", timezone: "Europe/London", from: "2026-03-28T12:00:00Z" },
      ["2026-03-29T02:00:00+01:00", "2026-03-30T01:30:00+01:00"],
    ],
    [
      "counts an hour that happens twice once",
      { at: "01:30", timezone: "Europe/London", from: "2026-10-24T12:00:00Z" },
      ["2026-10-25T01:30:00+01:00", "2026-10-26T01:30:00+00:00"],
    ],
    [
      "knows days, and takes a bare date for its midnight there",
      { at: "09:00", days: "mon,thu", timezone: "Asia/Tokyo", from: "2026-11-23" },
      ["2026-11-23T09:00:00+09:00", "2026-11-26T09:00:00+09:00"],
    ],
    [
      "leaves out the week-end",
      { at: "09:00", days: "weekdays", from: "2026-11-27T12:00:00Z" },
      ["2026-11-30T09:00:00+00:00", "2026-12-01T09:00:00+00:00"],
    ],
    [
      "knows cron, with the offset of its own time zone",
      { cron: "30 6 1 * *", timezone: "America/New_York", from: "2026-11-02T00:00:00Z" },
      ["2026-12-01T06:30:00-05:00", "2027-01-01T06:30:00-05:00"],
    ],
    [
      "understands words",
      { when: "last working day 4pm New York", from: "2026-11-24" },
      ["2026-11-30T16:00:00-05:00", "2026-12-31T16:00:00-05:00"],
    ],
    [
      "takes now, and the time zone of the configuration, where nothing is said",
      { at: "08:00" },
      ["2026-11-24T08:00:00+00:00", "2026-11-25T08:00:00+00:00"],
    ],
    [
      "knows the schedules of the configuration by name",
      { schedule: "tokyo" },
      ["2026-11-24T08:30:00+09:00", "2026-11-25T08:30:00+09:00"],
    ],
    [
      "tells the times of a schedule in another time zone",
      { schedule: "tokyo", timezone: "Europe/Berlin" },
      ["2026-11-24T00:30:00+01:00", "2026-11-25T00:30:00+01:00"],
    ],
  ])("%s", (_, options, expected) => {
    expect(times(options)).toEqual([expected]);
  });

  it("gives all schedules of the configuration where none is named, so many of each", () => {
    expect(times({ count: 1 })).toEqual([
      ["2026-11-23T09:00:00+00:00"],
      ["2026-11-24T08:30:00+09:00"],
    ]);
  });

  it.each<[Partial<NextOptions>, RegExp]>([
    [{ at: "09:00", cron: "0 9 * * *" }, /exclude each other/],
    [{ at: "09:00", schedule: "morning" }, /exclude each other/],
    [{ cron: "0 9 * * *", days: "mon" }, /exclude each other/],
    [{ days: "mon" }, /needs --at/],
    [{ at: "9" }, /not a time of the day/],
    [{ cron: "0 9 * *" }, /4 fields, expected five/],
    [{ at: "09:00", timezone: "Europe/Londn" }, /Europe\/Londn/],
    [{ at: "09:00", from: "soon" }, /is not a date or time/],
    [{ schedule: "nowhere" }, /no schedule "nowhere"/],
  ])("refuses %j", (options, why) => {
    expect(() => times(options)).toThrow(why);
  });
});
