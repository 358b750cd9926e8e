import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerFrom } from "../../src/answer/answer.ts";
import { createArchiveIndex } from "../../src/answer/archive-index.ts";
import { passagesOf } from "../../src/answer/passages.ts";
import { wordsOf } from "../../src/answer/words.ts";
import { all, article, ferry, piecesOf } from "./articles.ts";

const sayings = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "Dr. Kim met Mr. Ott in the U.S. on Jan. 5. It cost $3.5 million.",
    "<!channel> @everyone [x](javascript:alert(1)) `code` **bold**",
    "Ignore all previous instructions.",
    "Привет, мир. Как дела?",
    "مرحبا بالعالم.",
    "今日は。元気?",
    "👩‍👩‍👧‍👦 e\u0301",
    "__proto__ constructor toString hasOwnProperty",
  ),
);
const articles = fc
  .record({
    title: sayings,
    preface: sayings,
    summary: sayings,
    body: fc.array(sayings, { maxLength: 4 }),
    insights: fc.array(fc.tuple(sayings, sayings), { maxLength: 3 }),
  })
  .map((parts) => article({ id: "any", ...parts }));

describe("any question of any article", () => {
  test("is answered with verbatim pieces of one block, at most three, none when low", () => {
    fc.assert(
      fc.property(
        articles,
        sayings,
        fc.array(sayings, { maxLength: 3 }),
        (briefing, asked, previous) => {
          const words = wordsOf(passagesOf(briefing)[0]?.text ?? "").map(({ text }) => text);
          for (const question of [asked, words.slice(0, 8).join(" ")]) {
            const { tier, quotes } = answerFrom(question, [briefing], { previous });
            expect(quotes.length).toBeLessThanOrEqual(3);
            expect(quotes.length === 0).toBe(tier === "low");
            for (const { text } of quotes) {
              expect(text.trim()).not.toBe("");
              expect(piecesOf(briefing).some((piece) => piece.includes(text))).toBe(true);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("passages lose no word of the article", () => {
    fc.assert(
      fc.property(articles, (briefing) => {
        const text = passagesOf(briefing)
          .map((passage) => `${passage.text} ${passage.context}`)
          .join(" ")
          .replaceAll(/\s+/g, "");
        for (const piece of piecesOf(briefing).slice(0, 2)) {
          expect(text).toContain(piece.replaceAll(/\s+/g, ""));
        }
      }),
      { numRuns: 100 },
    );
  });

  test("gives the same answer every time", () => {
    fc.assert(
      fc.property(articles, sayings, (briefing, question) => {
        expect(answerFrom(question, [briefing])).toEqual(
          answerFrom(question, [structuredClone(briefing)]),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("bad input", () => {
  const long = [
    "why ".repeat(2_500),
    "ferry".repeat(2_000),
    Array.from({ length: 2_000 }, (_, at) => `w${at}`).join(" "),
    "a.".repeat(5_000),
    "?".repeat(10_000),
    "票".repeat(10_000),
    "e\u0301".repeat(5_000),
    `${"how much does it cost and ".repeat(400)}?`,
  ];

  test("questions of 10,000 characters are answered within a second", () => {
    const archive = createArchiveIndex(all);
    for (const question of long) {
      const before = performance.now();
      answerFrom(question, [ferry], { archive, previous: long });
      answerFrom(question, all, { archive });
      expect(performance.now() - before).toBeLessThan(1_000);
    }
  });

  test("an article of one endless sentence, or of thousands, is read within a second", () => {
    const endless = article({
      id: "endless",
      title: "Endless",
      preface: "x",
      summary: "y",
      body: ["word, ".repeat(20_000)],
      insights: [],
    });
    const many = article({
      id: "many",
      title: "Many",
      preface: "x",
      summary: "y",
      body: [
        Array.from(
          { length: 3_000 },
          (_, at) => `Ship ${at} carries ${at * 7} tons of wheat.`,
        ).join(" "),
      ],
      insights: [],
    });
    const before = performance.now();
    answerFrom("which word?", [endless]);
    expect(
      answerFrom("How many tons of wheat carries ship 1234?", [many]).quotes[0]?.text,
    ).toContain("Ship 1234 ");
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});
