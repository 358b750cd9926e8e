import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "../../src/briefing/message.ts";
import { plainText } from "../../src/briefing/plain.ts";
import { findFaults } from "../../src/platforms/discord/limits.ts";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import { message } from "../briefing/arbitrary.ts";
import { isBody } from "../fakes/discord-checks.ts";
import { refusals, textOf } from "./discord-bodies.ts";

/** "Aspect" and "Description" over bold labels say nothing, so they are left out. */
function withoutObviousHeader(block: Block): Block {
  if (block.type !== "table") return block;
  const isObvious = plainText([{ ...block, rows: [] }]) === "Aspect: Description";
  return isObvious ? { ...block, header: [[], []] } : block;
}

describe("any message on Discord", () => {
  it("is neither refused by us nor by the service", () => {
    fc.assert(
      fc.property(message, fc.boolean(), (given, pushText) => {
        const rendered = renderDiscord(given, { pushText });
        for (const { payload } of rendered) {
          expect(findFaults(payload)).toEqual([]);
          expect(refusals(payload).filter((each) => each !== null)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("loses no letter, and keeps their order", () => {
    const letters = (text: string): string => text.normalize().replaceAll(/[^\p{L}]/gu, "");
    fc.assert(
      fc.property(message, ({ title, notice, lead, thread }) => {
        const wanted = Array.from(
          letters(plainText([...lead, ...thread].map(withoutObviousHeader))),
        );
        const shown = Array.from(letters(textOf(renderDiscord({ title, notice, lead, thread }))));
        let place = 0;
        for (const letter of shown) if (letter === wanted[place]) place += 1;
        expect(wanted.slice(place).join("")).toBe("");
      }),
      { numRuns: 60 },
    );
  });

  it("says the same again", () => {
    fc.assert(
      fc.property(message, (given) => {
        expect(renderDiscord(given)).toEqual(renderDiscord(structuredClone(given)));
      }),
      { numRuns: 20 },
    );
  });

  it("has a notification that fits, whatever its length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 3_000 }), (notice) => {
        const lead: readonly Block[] = [{ type: "paragraph", spans: [{ text: "x" }] }];
        const long = `${notice}${"*".repeat(1_500)}`;
        const [post] = renderDiscord({ title: "x", notice: long, lead, thread: [] });
        const create = post?.payload["create"];
        const content = isBody(create) ? create["content"] : null;
        expect(content).toEqual(expect.any(String));
        expect(content).toHaveProperty(
          "length",
          expect.toSatisfy((n) => n > 0 && n <= 2_000),
        );
      }),
      { numRuns: 20 },
    );
  });
});
