import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeOf,
  type FiledSchedule,
  formatSchedulesFile,
  parseSchedulesFile,
} from "../../src/config/schedules-file.ts";
import { hostileText } from "../briefing/arbitrary.ts";

const word = hostileText.filter((text) => /\p{L}/u.test(text) && !text.includes(","));

const filed: fc.Arbitrary<FiledSchedule> = fc.record({
  name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/u),
  platform: fc.constantFrom("slack", "discord", "web"),
  workspace: fc.stringMatching(/^[A-Z0-9]{1,12}$/u),
  channel: fc.stringMatching(/^[A-Za-z0-9]{1,20}$/u),
  paused: fc.constantFrom(null, "", "2026-12-24T00:00:00Z"),
  entry: fc.record(
    {
      at: fc.constantFrom(["09:00"], ["09:00", "17:30"]),
      timezone: fc.constantFrom("Europe/London", "Asia/Tokyo", "UTC"),
      form: fc.constantFrom("digest", "each"),
      days: fc.constantFrom(["mon", "first fri"], ["sat"]),
      topics: fc.array(
        word.map((text) => text.trim().slice(0, 100)).filter((text) => /\p{L}/u.test(text)),
        { minLength: 1, maxLength: 3 },
      ),
      title: word.map((text) => text.slice(0, 100)).filter((text) => text !== ""),
      quiet: fc.constant("22:00-07:00"),
      limit: fc.record(
        {
          most: fc.integer({ min: 1, max: 100 }),
          perTopic: fc.oneof(
            fc.integer({ min: 1, max: 100 }),
            fc.dictionary(fc.stringMatching(/^[a-z0-9*]{1,20}$/u), fc.integer({ min: 1, max: 9 })),
          ),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ["at"] },
  ),
});

describe("the file of schedules", () => {
  it("gives back what was put into it, whatever people have written", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(filed, {
          maxLength: 5,
          selector: ({ name, platform, workspace, channel }) =>
            JSON.stringify([name, platform, workspace, channel]),
        }),
        (schedules) => {
          const { schedules: read, problems } = parseSchedulesFile(
            formatSchedulesFile(schedules, undefined),
            "f.yaml",
            "UTC",
          );
          expect(problems).toEqual([]);
          expect(read).toHaveLength(schedules.length);
          for (const [index, wanted] of (read ?? []).entries())
            expect(changeOf(wanted, schedules[index])).toBe("same");
        },
      ),
    );
  });

  it("of any text is read or told what is wrong with it, never thrown at", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { schedules, problems } = parseSchedulesFile(`schedules: ${text}`, "f.yaml", "UTC");
        expect(schedules === null).toBe(problems.length > 0);
      }),
    );
  });
});
