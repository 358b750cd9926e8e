/** The short form of the fault rig; `npm run faults` is the long one. */
import { describe, expect, it, onTestFinished } from "vitest";
import { killsOf, sumOf } from "./report.ts";
import { bundleProduct } from "./bundle.ts";
import { platforms } from "./options.ts";
import { discard, runSeed } from "./seed.ts";
import { controlTrials, failsAsItShould, runControl } from "./trials.ts";
import { judge, type ShownPost } from "./verdict.ts";

const minute = 60_000;

describe("killed again and again, on servers of which every third answer is wrong", () => {
  it(
    "the bot shows every part of every occurrence once",
    async () => {
      const bundle = await bundleProduct();
      onTestFinished(bundle.discard);
      const result = await runSeed({
        seed: 7,
        bundle: bundle.folder,
        platforms,
        articles: 4,
        paragraphs: 22,
        everyMinutes: 4,
        channels: { slack: 12, discord: 10 },
        kills: 20,
        factor: 20,
        blind: false,
      });
      const { posts, requests, faulted } = sumOf(result.platforms);
      for (const { lost, duplicated, wrong } of result.platforms) {
        expect({ lost, duplicated, wrong }).toEqual({ lost: [], duplicated: [], wrong: [] });
      }
      expect(result).toMatchObject({ finished: true, failed: [] });
      expect(killsOf([result])).toBe(20);
      expect(posts).toBeGreaterThan(200);
      expect(faulted / requests).toBeGreaterThan(0.3);
      discard(result);
    },
    6 * minute,
  );
});

describe.concurrent("something wrong on purpose", () => {
  it.each(controlTrials)(
    "is noticed: $name",
    async (control) => {
      expect(await runControl(control)).toSatisfy(failsAsItShould);
    },
    2 * minute,
  );
});

describe("a channel that hides its history", () => {
  it(
    "has nothing twice, and what is missing there is held for a person",
    async () => {
      const result = await runSeed({
        seed: 11,
        platforms: ["slack"],
        articles: 1,
        paragraphs: 40,
        everyMinutes: 1,
        channels: { slack: 2, discord: 0 },
        kills: 0,
        factor: 40,
        blind: true,
      });
      expect(sumOf(result.platforms)).toMatchObject({ lost: 0, duplicated: 0, wrong: 0 });
      expect(result.finished).toBe(true);
      expect(result.uncertain).toBeGreaterThan(0);
      discard(result);
    },
    2 * minute,
  );
});

describe("the judge", () => {
  const post = (at: number, text: string, more: Partial<ShownPost> = {}): ShownPost => ({
    channel: "a",
    message: String(at),
    root: null,
    text,
    unfinished: false,
    deleted: false,
    at,
    ...more,
  });
  const expected = new Map([["a", new Set(["000.000", "000.001", "000.002"])]]);
  const root = post(1, "¶000.000 ¶000.001");
  const part = post(2, "¶000.002", { root: "1" });

  it("finds nothing where all is well", () => {
    expect(judge([part, root], expected, new Map())).toEqual({
      posts: 2,
      lost: [],
      duplicated: [],
      repeatedAfterDeletion: [],
      missingButHeld: 0,
      wrong: [],
    });
  });

  it.each([
    ["a part that nothing shows", [root], "lost"],
    ["a repeated post", [root, part, post(3, "¶000.000 ¶000.001")], "duplicated"],
    ["a repeated part", [root, part, { ...part, message: "3", at: 3 }], "duplicated"],
    ["a part before its post", [{ ...part, at: 0 }, root], "wrong"],
    ["a part under another post", [root, { ...part, root: "9" }], "wrong"],
    ["a bare notification", [{ ...root, text: "", unfinished: true }], "wrong"],
  ] as const)("notices %s", (_what, shown, where) => {
    expect(judge(shown, expected, new Map())[where]).toHaveLength(1);
  });

  it("tells what is held from what is lost", () => {
    const held = new Map([["a", new Set(["000.002"])]]);
    expect(judge([root], expected, held)).toMatchObject({ lost: [], missingButHeld: 1 });
  });
});
