import { describe, expect, test } from "vitest";
import { fold, wordsOf } from "../../src/answer/words.ts";

function stems(text: string): readonly string[] {
  return wordsOf(text)
    .filter(({ stop }) => !stop)
    .map(({ stem }) => stem);
}

describe("words", () => {
  test.each([
    ["The ferries were ordered", "ordering a ferry"],
    ["He won", "to win"],
    ["they met", "meeting"],
    ["three ships", "3 ships"],
    ["in 1,000 years", "1000 years"],
    ["Zürich", "zurich"],
    ["the U.S.", "the US"],
    ["a French painter", "a painter from France"],
  ])("%j and %j have one stem in common at least", (a, b) => {
    expect(stems(a).some((stem) => stems(b).includes(stem))).toBe(true);
  });

  test("names written in capitals are no small words", () => {
    expect(stems("What do the US and WHO want from IT?")).toEqual(["us", "who", "want", "it"]);
  });

  test("letters and figures of one word stay together", () => {
    expect(wordsOf("The G7 flew an F-35 to Room 5b at 3.5%").map(({ text }) => text)).toEqual(
      "The G7 flew an F 35 to Room 5 b at 3.5".split(" "),
    );
  });

  test("scripts without spaces are cut into words", () => {
    expect(wordsOf("江城地铁六号线").length).toBeGreaterThan(2);
  });

  test("folding leaves no accent", () => {
    expect(fold("ÀÉÎÕÜ Straße ﬁ")).toBe("aeiou straße fi");
  });
});
