import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerFrom } from "../../src/answer/answer.ts";
import {
  createArchiveIndex,
  putBriefing,
  removeBriefing,
  searchArchive,
} from "../../src/answer/archive-index.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";
import { all, article, bahn, ferry, glacier, nurses } from "./articles.ts";

function found(index: ReturnType<typeof createArchiveIndex>, words: string): readonly string[] {
  return searchArchive(index, words, 10).map(({ briefing }) => briefing.id);
}

describe("searching the archive", () => {
  const index = createArchiveIndex(all);

  test.each([
    ["ferries", "ferry"],
    ["FERRY", "ferry"],
    ["nurse strikes", "nurses"],
    ["strassenbahn", undefined],
    ["straßenbahn", "bahn"],
    ["burgermeisterin", "bahn"],
    ["glacier", "glacier"],
    ["地铁", "subway"],
    ["zeppelin", undefined],
    ["", undefined],
    ["!!!", undefined],
  ])("%j finds %s", (words, id) => {
    expect(found(index, words)[0]).toBe(id);
  });

  test("gives at most what is asked for, best first", () => {
    const matches = searchArchive(index, "million euros nurses ferry", 2);
    expect(matches).toHaveLength(2);
    expect(matches[0]?.score).toBeGreaterThanOrEqual(matches[1]?.score ?? Infinity);
  });

  test("what is not to be kept leaves its room to others", () => {
    const [best] = searchArchive(index, "million euros", 1);
    const others = searchArchive(index, "million euros", 1, (each) => each !== best?.briefing);
    expect(others).toHaveLength(1);
    expect(others[0]?.briefing).not.toBe(best?.briefing);
  });

  test("any few of the best are the first of all, also among many that fit alike, and hardly more are asked about", () => {
    const drawn = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 0, max: 999 }), times: fc.integer({ min: 1, max: 3 }) }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(
        drawn,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        (all, limit, odd) => {
          const many = createArchiveIndex(
            all.map(({ id, times }) =>
              article({ ...plainParts(`b${id}`), body: ["ferry ".repeat(times)] }),
            ),
          );
          const keep = ({ id }: Briefing): boolean => Number(id.slice(1)) % odd === 0;
          const whole = searchArchive(many, "ferry", 999).filter(({ briefing }) => keep(briefing));
          expect(searchArchive(many, "ferry", limit, keep)).toEqual(whole.slice(0, limit));
        },
      ),
    );
    const alike = Array.from({ length: 1_000 }, (_, at) => article(plainParts(`b${1_000 + at}`)));
    let asked = 0;
    const count = (): boolean => ++asked > 0;
    const best = searchArchive(createArchiveIndex(alike), "note", 3, count);
    expect(best.map(({ briefing }) => briefing.id)).toEqual(["b1000", "b1001", "b1002"]);
    expect(asked).toBe(3);
  });

  test("a word of the title weighs more than one of the text", () => {
    const named = article({ ...plainParts("named"), title: "Walnuts" });
    const mentioned = article({ ...plainParts("mentioned"), body: ["There were walnuts."] });
    expect(found(createArchiveIndex([mentioned, named]), "walnut")).toEqual(["named", "mentioned"]);
  });
});

function plainParts(id: string) {
  return {
    id,
    title: "Note",
    preface: "Some words.",
    summary: "More.",
    body: ["Text."],
    insights: [],
  };
}

describe("keeping the index current", () => {
  test("a briefing put again takes the place of the one before", () => {
    const index = createArchiveIndex([ferry, nurses]);
    putBriefing(index, { ...ferry, title: "Zeppelins", body: [] });
    expect(found(index, "zeppelin")).toEqual(["ferry"]);
    expect(found(index, "fishermen")).toEqual(["ferry"]);
    expect(found(index, "batteries")).toEqual([]);
  });

  test("a removed one is found no more; removing it again does nothing", () => {
    const index = createArchiveIndex([ferry, nurses]);
    removeBriefing(index, "ferry");
    removeBriefing(index, "ferry");
    expect(found(index, "ferry")).toEqual([]);
    expect(found(index, "nurses")).toEqual(["nurses"]);
  });

  test("any order of changes finds the same, equally well, as an index made at once", () => {
    const words = ["ferry", "nurses", "tunnel", "water", "strike"];
    const change = fc.record({
      id: fc.integer({ min: 0, max: 90 }).map((number) => `b${number}`),
      words: fc.array(fc.constantFrom(...words), { maxLength: 4 }),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
        const index = createArchiveIndex();
        const kept = new Map<string, Briefing>();
        for (const { id, words: said, gone } of changes) {
          const briefing = article({ ...plainParts(id), body: [said.join(" ")] });
          if (gone) removeBriefing(index, id);
          else putBriefing(index, briefing);
          if (gone) kept.delete(id);
          else kept.set(id, briefing);
        }
        const fresh = createArchiveIndex(kept.values());
        expect(index.places.size).toBe(kept.size);
        expect(index.postings.size).toBe(fresh.postings.size);
        for (const word of words) {
          expect(searchArchive(index, word, 999)).toEqual(searchArchive(fresh, word, 999));
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("asking the whole archive", () => {
  const index = createArchiveIndex(all);

  test("the briefing that answers is quoted", () => {
    const { tier, quotes } = answerFrom("How long is the tunnel below the Karr glacier?", all, {
      archive: index,
    });
    expect(tier).not.toBe("low");
    expect(quotes[0]).toMatchObject({ briefing: "glacier" });
    expect(quotes[0]?.text).toContain("900 metres");
  });

  test("it works without an index too", () => {
    expect(answerFrom("Who is the mayor of Harbour City?", all).quotes[0]?.briefing).toBe("ferry");
  });

  test("only the briefings handed in are quoted, whatever the archive holds", () => {
    const question = "How long is the tunnel below the Karr glacier?";
    const others = all.filter(({ id }) => id !== "glacier");
    expect(answerFrom(question, others, { archive: index })).toEqual({
      tier: "low",
      quotes: [],
      elsewhere: { id: "glacier", title: glacier.title },
    });
  });
});

describe("telling where else it is said", () => {
  const question = "How many nurses walked out in Vellmar?";

  test("only when another briefing surely answers", () => {
    const archive = createArchiveIndex(all);
    expect(answerFrom(question, [ferry], { archive }).elsewhere?.id).toBe("nurses");
    expect(answerFrom("what is the weather in Paris?", [ferry], { archive })).toEqual({
      tier: "low",
      quotes: [],
    });
    expect(answerFrom("hello", [ferry], { archive }).elsewhere).toBeUndefined();
  });

  test("never of a draft or of one under embargo, unless it may be told", () => {
    for (const hidden of [
      { ...nurses, status: "draft" as const },
      { ...nurses, embargoUntil: "2030-01-01T00:00:00Z" },
    ]) {
      const archive = createArchiveIndex([ferry, hidden, bahn]);
      expect(answerFrom(question, [ferry], { archive }).elsewhere).toBeUndefined();
      const told = answerFrom(question, [ferry], { archive, mayTell: () => true });
      expect(told.elsewhere?.id).toBe("nurses");
    }
    const archive = createArchiveIndex(all);
    expect(
      answerFrom(question, [ferry], { archive, mayTell: () => false }).elsewhere,
    ).toBeUndefined();
  });
});
