import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  counted,
  firstSentences,
  firstWords,
  readMinutes,
  sentences,
  shorten,
} from "../../src/briefing/words.ts";
import { hostileText } from "./arbitrary.ts";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const count = (text: string): number => [...graphemes.segment(text)].length;

describe("sentences", () => {
  it.each([
    ["Dr. Kim flew. She landed.", 2],
    ["The U.S. team won. No. 5 lost, i.e. it came last.", 2],
    ["J. R. Hale wrote it. Mrs. Hale did not.", 2],
    ["It costs 3.5 million. That is much!", 2],
    ["今日は晴れです。明日は雨？そう。", 3],
    ["One line\nanother line", 2],
  ])("of “%s” are %i", (text, expected) => {
    expect(sentences(text)).toHaveLength(expected);
    expect(sentences(text).join("")).toBe(text);
  });
});

describe("shortening", () => {
  it("keeps what fits", () => {
    expect(shorten("as it is", 8)).toBe("as it is");
    expect(firstSentences("One. Two.", 9)).toBe("One. Two.");
  });

  it("ends at a word, marked, or at a sentence, unmarked", () => {
    expect(shorten("hello brave world", 12)).toBe("hello brave…");
    expect(firstSentences("The first one. The second one.", 20)).toBe("The first one.");
    expect(firstSentences("There is no end in sight here", 14)).toBe("There is no…");
  });

  it("never exceeds its limit, whatever the text", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 2, max: 60 }), (text, most) => {
        expect(count(shorten(text, most))).toBeLessThanOrEqual(most);
        expect(count(firstSentences(text, most))).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("cuts between graphemes, also where characters that stand alone are passed over quickly", () => {
    const pieces = "a é — “ © e\u0301 \u0301 \u200D \u00AD 👩 🏽 🇩 क ् 한".split(" ");
    const drawn = fc.array(fc.constantFrom("b", "’", ...pieces), { maxLength: 40 });
    fc.assert(
      fc.property(drawn, fc.integer({ min: 4, max: 20 }), (all, most) => {
        const text = all.join("");
        const whole = [...graphemes.segment(text)].map(({ segment }) => segment);
        expect(firstWords(text, most)).toBe(whole.slice(0, most).join(""));
      }),
    );
  });

  it("does not drag a mountain of marks along", () => {
    const mountain = shorten(`e${"\u0301".repeat(100_000)}`, 20);
    expect(mountain).toMatch(/^e\u0301+/u);
    expect(mountain.length).toBeLessThan(400);
  });
});

describe("reading time", () => {
  it("counts words, or characters where words are not set apart", () => {
    expect(readMinutes("")).toBe(1);
    expect(readMinutes("word ".repeat(1_100))).toBe(5);
    expect(readMinutes("漢字".repeat(1_000))).toBe(4);
  });
});

it("knows one from many", () => {
  expect(counted(1, "briefing")).toBe("1 briefing");
  expect(counted(0, "briefing")).toBe("0 briefings");
});
