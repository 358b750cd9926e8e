/** Filters and limits as they are typed in chat. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTerms, writeTerms } from "../../src/chat/digests/filter-words.ts";
import { limitWritten, readMost, readPerTopic } from "../../src/chat/digests/limit-words.ts";

describe("what is wanted or excluded, in chat", () => {
  it.each([
    ["sponsored", { words: ["sponsored"] }],
    ["sponsored, press release", { words: ["sponsored", "press release"] }],
    ["author=Ann Lee, Source = bbc.co.uk", { authors: ["Ann Lee"], sources: ["bbc.co.uk"] }],
    [
      String.raw`topics=law, /deals?, (big|\/small)/, x`,
      {
        topics: ["law"],
        words: ["x"],
        patterns: [String.raw`deals?, (big|\/small)`],
      },
    ],
    ["1/2", { words: ["1/2"] }],
    ["", {}],
    [" , ,", {}],
  ])("%j", (written, terms) => {
    expect(readTerms(written)).toEqual(terms);
    expect(readTerms(writeTerms(terms))).toEqual(terms);
  });

  it("says what it does not know", () => {
    expect(() => readTerms("autor=Bo")).toThrow("“autor=”");
  });

  it("comes back as it was written", () => {
    const term = fc
      .string({ minLength: 1, unit: "grapheme" })
      .map((each) => each.replaceAll(/[,/\s]/gu, ""))
      .filter((each) => each !== "");
    const terms = fc.record(
      Object.fromEntries(
        ["topics", "authors", "sources", "words"].map((kind) => [
          kind,
          fc.array(term, { minLength: 1 }),
        ]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(terms, (written) => {
        expect(readTerms(writeTerms(written))).toEqual(written);
      }),
    );
  });

  it("keeps every pattern's meaning", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (pattern) => {
        fc.pre(!pattern.replaceAll("\\\\", "").endsWith("\\") && pattern.trim() === pattern);
        const [back] = [readTerms(writeTerms({ patterns: pattern }))["patterns"]].flat();
        const bare = (text: unknown) => String(text).replaceAll("\\/", "/");
        expect(bare(back)).toBe(bare(pattern));
      }),
    );
  });
});

describe("limits, in chat", () => {
  it.each([
    ["2", 2],
    ["ai=2, law:1", { ai: 2, law: 1 }],
    ["machine learning 3,*=1", { "machine learning": 3, "*": 1 }],
  ])("%j", (written, perTopic) => {
    expect(readPerTopic(written)).toEqual(perTopic);
    expect(readPerTopic(limitWritten({ perTopic })["per-topic"])).toEqual(perTopic);
  });

  it.each(["0", "101", "ai", "ai=x", "ai=0", "=2", "1.5"])("refuses %j", (written) => {
    expect(() => readPerTopic(written)).toThrow(/number/u);
  });

  it("take whole numbers", () => {
    expect(readMost("12")).toBe(12);
    expect(() => readMost("a few")).toThrow("from 1 to 100");
  });
});
