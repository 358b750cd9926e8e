/** Two versions of a sentence beside each other: what differs is seen, and nothing is said that stands in neither. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../../src/briefing/blocks.ts";
import { contrast } from "../../../src/briefing/compose/contrast.ts";
import { plainSpans } from "../../../src/briefing/plain.ts";
import { oneLine } from "../../../src/briefing/words.ts";

function boldIn(spans: readonly Span[]): string {
  return plainSpans(spans.filter((span) => "text" in span && span.style?.bold === true));
}

describe("a sentence that changed", () => {
  it.each([
    [
      "It began in 1967; ten years later it ended.",
      "It began in 1967; eleven years later it ended.",
    ],
    ["It cost 310 million euros.", "It cost 1,325 million euros."],
    ["橋は三億円かかりました。", "橋は四億円かかりました。"],
  ])("shows in bold what differs: %j, %j", (before, after) => {
    const [old, now] = contrast(before, after);
    expect([plainSpans(old), plainSpans(now)]).toEqual([`“${before}”`, `“${after}”`]);
    expect(boldIn(old)).not.toBe("");
    expect(boldIn(old).length).toBeLessThan(10);
    expect([before.replace(boldIn(old), "#"), boldIn(now) !== boldIn(old)]).toEqual([
      after.replace(boldIn(now), "#"),
      true,
    ]);
  });

  it("is shown around what differs when it is long", () => {
    const long = "The council met again and found that the bridge is still there. "
      .repeat(12)
      .trim();
    const [old, now] = contrast(`${long} It cost 310 euros.`, `${long} It cost 325 euros.`);
    expect(plainSpans(old)).toMatch(/^“….*It cost 310 euros\.”$/u);
    expect(boldIn(now)).toBe("325");
    expect(plainSpans(now).length).toBeLessThan(310);
  });

  it("is quoted word for word and at no great length, whatever it is", () => {
    const words = fc
      .array(
        fc.constantFrom("it", "cost", "310", "325", "euros,", "not", "and", "橋", "x".repeat(90)),
        {
          maxLength: 80,
        },
      )
      .map((list) => list.join(" "));
    const text = fc.oneof(words, fc.string({ unit: "grapheme", maxLength: 400 }));
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const [quoted, whole] of [
          [contrast(before, after)[0], before],
          [contrast(before, after)[1], after],
        ] as const) {
          const said = plainSpans(quoted);
          expect(said.length).toBeLessThan(310);
          for (const piece of said.slice(1, -1).split("…")) {
            const places = oneLine(whole)
              .split("…")
              .filter((part) => part.includes(piece.trim()));
            expect(places.length, piece).toBeGreaterThan(0);
          }
        }
      }),
    );
  });
});
