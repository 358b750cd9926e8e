import { describe, expect, test } from "vitest";
import { learnToDecide, learnToRank, scoreOf } from "../../scripts/answers/learn.ts";
import { articleOf } from "../../src/answer/article.ts";
import { ask } from "../../src/answer/asked.ts";
import { featuresOf } from "../../src/answer/features.ts";
import { gateFeaturesOf } from "../../src/answer/gate.ts";
import { passagesOf } from "../../src/answer/passages.ts";
import { parseAlone } from "../../src/answer/question.ts";
import { inOrder } from "../../src/answer/rank.ts";
import { trained } from "../../src/answer/weights.ts";
import { ferry } from "./articles.ts";

const groups = Array.from({ length: 40 }, (_, at) => ({
  // The second number tells which row is right; the first and the third are noise.
  rows: [0, 1, 2].map((row) => [(at * 7 + row * 3) % 5, row === at % 3 ? 1 : 0.2, 4]),
  right: [at % 3],
}));
const settings = { ridge: 0.01, steps: 100 };

describe("learning", () => {
  test("puts the right row of a group first", () => {
    const model = learnToRank(groups, settings);
    for (const { rows, right } of groups) {
      const scores = rows.map((row) => scoreOf(model, row));
      expect(scores.indexOf(Math.max(...scores))).toBe(right[0]);
    }
  });

  test("tells right from wrong", () => {
    const examples = groups.flatMap(({ rows, right }) =>
      rows.map((row, at) => ({ row, right: right.includes(at), weight: 1 })),
    );
    const model = learnToDecide(examples, settings);
    for (const { row, right } of examples) expect(scoreOf(model, row) > 0).toBe(right);
  });

  test("gives the same weights from the same examples", () => {
    expect(learnToRank(groups, settings)).toEqual(learnToRank(groups, settings));
  });
});

describe("the trained weights", () => {
  const article = articleOf(ferry.title, passagesOf(ferry));
  const asked = ask(parseAlone("How much do the ferries cost?"), article);
  const passages = article.sentences.map((sentence) => ({
    sentence,
    features: featuresOf(asked, sentence),
  }));
  const ranking = inOrder(passages, trained.rank);

  test("name every feature and no other, in the same order", () => {
    expect(Object.keys(passages[0]?.features ?? {})).toEqual(Object.keys(trained.rank));
    expect(ranking === undefined ? [] : Object.keys(gateFeaturesOf(asked, ranking))).toEqual(
      Object.keys(trained.gate),
    );
  });

  test("all features are finite numbers", () => {
    for (const { features } of passages) {
      for (const value of Object.values(features)) expect(Number.isFinite(value)).toBe(true);
    }
  });

  test("an answer is given more easily than it is called sure", () => {
    expect(trained.middleFrom).toBeGreaterThan(0);
    expect(trained.middleFrom).toBeLessThan(trained.sureFrom);
    expect(trained.sureFrom).toBeLessThan(1);
  });
});
