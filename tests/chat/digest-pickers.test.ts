/** The clock and the days of the form of a schedule: what they say is understood as it was chosen. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nothingWritten } from "../../src/chat/digests/entry.ts";
import { readFilled } from "../../src/chat/digests/form.ts";
import { nothingPicked, pickedOf, wordsOfPicked } from "../../src/chat/digests/pickers.ts";
import { parseWhen } from "../../src/schedule/understand.ts";

const week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));

describe("what was chosen", () => {
  it("is the rule that it says, and is shown so again", () => {
    fc.assert(
      fc.property(time, fc.subarray([...week]), (at, days) => {
        const words = wordsOfPicked({ at, days }, nothingPicked) ?? "";
        const read = parseWhen(words, "Europe/London");
        if (read.state === "unclear") throw new Error(`${words}: ${read.problem}`);
        const chosen = days.length === 0 ? [...week] : days;
        expect(read.rule).toMatchObject({ at: [at], days: chosen });
        expect(pickedOf(read.rule)).toEqual({ at, days: chosen });
        expect(wordsOfPicked({ at, days: chosen }, pickedOf(read.rule))).toBeNull();
      }),
      { seed: 7 },
    );
  });

  it("gives way to words, and to what a platform does not show", () => {
    const picked = { at: "09:00", days: ["mon"] };
    const before = { ...nothingWritten, when: "Monday at 09:00" };
    const read = (filled: Parameters<typeof readFilled>[0]): string =>
      readFilled(filled, before, picked).when;
    expect(read({ when: "daily 7am", at: "10:00", days: ["mon"] })).toBe("daily 7am");
    expect(read({ when: before.when, at: "10:00", days: ["mon"] })).toBe("mon at 10:00");
    expect(read({ when: before.when })).toBe(before.when);
    expect(read({ when: before.when, at: "", days: [] })).toBe(before.when);
    expect(readFilled({ when: "", at: "", days: ["sat"] }).when).toBe("sat");
  });

  it("is not shown of rules that it cannot say", () => {
    for (const words of ["9am and 5pm", "first monday of the month 10:00", "cron 5 9 * * 1"]) {
      const read = parseWhen(words, "UTC");
      if (read.state === "unclear") throw new Error(read.problem);
      expect(pickedOf(read.rule), words).toEqual(nothingPicked);
    }
  });
});
