import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Briefing } from "../../src/briefing/briefing.ts";
import { decide, isWanted, noTerms } from "../../src/schedule/filter.ts";
import { compilePattern } from "../../src/schedule/pattern.ts";
import { filterFingerprint, Selection } from "../../src/schedule/selection.ts";
import { sampleBriefing } from "../delivery/sample-briefing.ts";

type Written = Parameters<typeof Selection.parse>[0];

function wants(written: Written, more: Partial<Briefing> & { title?: string }): boolean {
  return isWanted(Selection.parse(written).filter, sampleBriefing("a", more));
}

describe("a filter", () => {
  it("wants everything when it names nothing", () => {
    expect(wants({}, {})).toBe(true);
  });

  it("wants one of each kind that it names", () => {
    const written = { topics: "space, sea", include: { authors: "Ann Lee" } };
    expect(wants(written, { topics: ["Space"], author: "ann lee" })).toBe(true);
    expect(wants(written, { topics: ["Space"], author: "Bo" })).toBe(false);
    expect(wants(written, { topics: ["law"], author: "Ann Lee" })).toBe(false);
    expect(wants(written, { topics: ["space"] })).toBe(false);
  });

  it("wants nothing of what it excludes, whatever else fits", () => {
    const written = {
      topics: "space",
      exclude: { sources: "example.org", words: "press release" },
    };
    const source = { name: "The Paper", url: "https://news.example.org/a" };
    expect(wants(written, { topics: ["space"] })).toBe(true);
    expect(wants(written, { topics: ["space"], source })).toBe(false);
    expect(wants(written, { topics: ["space"], title: "A Press-Release on Mars" })).toBe(false);
  });

  it("knows a source by its name and by its host", () => {
    const source = { name: "The Paper", url: "https://news.example.org/a" };
    for (const sources of ["the paper", "news.example.org", "example.org"])
      expect(wants({ include: { sources } }, { source })).toBe(true);
    expect(wants({ include: { sources: "ample.org" } }, { source })).toBe(false);
  });

  it("finds words whole, in every part of the article, in scripts without spaces anywhere", () => {
    expect(wants({ include: { words: "cat" } }, { title: "Catalogue of cats" })).toBe(false);
    expect(wants({ include: { words: "Café, dog" } }, { title: "At the CAFÉ." })).toBe(true);
    expect(wants({ include: { words: "東京" } }, { title: "今日の東京駅" })).toBe(true);
    const insights = {
      header: ["Aspect", "Description"] as const,
      rows: [{ aspect: [{ text: "Cost" }], description: [{ text: "two million" }] }],
    };
    expect(
      wants(
        { include: { words: "two million" } },
        { insights: { ...insights, header: ["Aspect", "Description"] } },
      ),
    ).toBe(true);
  });

  it("finds patterns without regard to case", () => {
    expect(wants({ include: { patterns: "^about (mars|venus)" } }, { title: "About Mars" })).toBe(
      true,
    );
    expect(wants({ exclude: { patterns: ["a{2}", "mars$"] } }, { title: "About Mars" })).toBe(
      false,
    );
  });

  it("says which terms decided", () => {
    const { filter } = Selection.parse({
      topics: "space",
      include: { words: "moon" },
      exclude: { authors: "Bo" },
    });
    expect(decide(filter, sampleBriefing("a", { topics: ["Space"], author: "BO" }))).toEqual({
      included: [
        { kind: "topics", by: { kind: "topics", term: "space" } },
        { kind: "words", by: null },
      ],
      excludedBy: { kind: "authors", term: "Bo" },
    });
  });

  it("is recognised however it is written, and in the form of the first version", () => {
    const print = (written: Written) => filterFingerprint(Selection.parse(written).filter);
    expect(print({})).toBe("[]");
    expect(print({ topics: "b, a" })).toBe('["a","b"]');
    expect(print({ include: { topics: ["a", "b"] } })).toBe(print({ topics: "b,a" }));
    expect(print({ exclude: { topics: "a" } })).not.toBe(print({ topics: "a" }));
  });
});

describe("mistakes in a selection", () => {
  it.each([
    [{ include: { patterns: ["ok", "(?=x)"] } }, "include.patterns.1", "not understood"],
    [{ exclude: { patterns: "[" } }, "exclude.patterns", "missing closing ]"],
    [{ exclude: { patterns: "a".repeat(201) } }, "exclude.patterns", "200 characters"],
    [{ exclude: { patterns: "a{1,900}b{1,900}" } }, "exclude.patterns", "too large"],
    [{ include: { words: "!?" } }, "include.words", "neither letters nor digits"],
    [{ limit: { most: 2, least: 3 } }, "limit.least", "At least 3 and at most 2"],
    [{ topics: "a", include: { topics: "b" } }, "topics", "twice"],
  ])("are told at their place: %j", (written, path, message) => {
    const [issue] = Selection.safeParse(written).error?.issues ?? [];
    expect(issue?.path.join(".")).toBe(path);
    expect(issue?.message).toContain(message);
  });
});

it("tells what is amiss in a pattern without flags that nobody wrote (issue 7)", () => {
  const [issue] = Selection.safeParse({ include: { patterns: "(" } }).error?.issues ?? [];
  expect(issue?.message).toMatch(/^The pattern is not understood: missing closing \): \(\./u);
});

describe("a hostile pattern", () => {
  it.each(["(a+)+$", "(a|a)*b", "(.*)*(.*)*x", "(a*)*b", "([a-z]+)*1", "(.{1,10}){1,10}!"])(
    "%s does not hang on a long article",
    (pattern) => {
      const matches = compilePattern(pattern);
      const startedAt = performance.now();
      matches("a".repeat(200_000));
      // It takes a fraction of this; backtracking would take longer than the universe has been there.
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    },
  );

  it("is refused or understood, never fatal", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 220, unit: "binary" }), (pattern) => {
        const parsed = Selection.safeParse({ include: { patterns: [pattern] } });
        const include = parsed.success ? parsed.data.filter.include : noTerms;
        const { excludedBy } = decide({ include, exclude: noTerms }, sampleBriefing("a"));
        expect(excludedBy).toBeNull();
      }),
    );
  });
});
