import { describe, expect, test } from "vitest";
import { Briefing } from "../../../src/briefing/briefing.ts";
import { parseInstant } from "../../../src/briefing/parse/instant.ts";
import { idFrom, idOfFile, isId } from "../../../src/briefing/parse/id.ts";
import { markdownArticle, parse, plainArticle, problemsOf } from "./sample.ts";

function withMatter(yaml: string): string {
  return `---\n${yaml}\n---\n${plainArticle}`;
}

describe("front matter", () => {
  test("gives every field of a briefing", () => {
    const yaml = `id: dark-lights
topics: [birds, "at sea", 2026]
status: draft
publishedAt: 2026-11-22T09:00:00+01:00
embargoUntil: 2026-12-01
updatedAt: "2026-07-02 10:30"
source:
  name: Coast guard
  url: https://coast.example/dark?a=1
author: Ann  Oak
language: EN-gb`;
    const { briefing, problems } = parse(withMatter(yaml));
    expect(problems).toEqual([]);
    expect(briefing).toMatchObject({
      id: "dark-lights",
      title: "Lighthouses go dark to save birds",
      topics: ["birds", "at sea", "2026"],
      status: "draft",
      publishedAt: "2026-11-22T08:00:00Z",
      embargoUntil: "2026-11-30T23:00:00Z",
      updatedAt: "2026-07-02T08:30:00Z",
      source: { name: "Coast guard", url: "https://coast.example/dark?a=1" },
      author: "Ann Oak",
      language: "en-GB",
    });
    expect(Briefing.parse(briefing)).toEqual(briefing);
  });

  test.each([
    ["source: Coast guard", { name: "Coast guard" }],
    [
      "source: https://www.coast.example/x",
      { name: "coast.example", url: "https://www.coast.example/x" },
    ],
    [
      "source: { url: 'https://coast.example' }",
      { name: "coast.example", url: "https://coast.example" },
    ],
    ["source: { name: 1848 }", { name: "1848" }],
  ])("takes a source in short: %s", (yaml, source) => {
    expect(parse(withMatter(yaml)).briefing?.source).toEqual(source);
  });

  test("takes topics from one line, each once", () => {
    expect(parse(withMatter("topics: birds, at sea,, birds")).briefing?.topics).toEqual([
      "birds",
      "at sea",
    ]);
  });

  test("keys without a value are as if they were not there", () => {
    const { briefing, problems } = parse(withMatter("id:\ntopics:\nsource:\nauthor:\nlanguage:"));
    expect(problems).toEqual([]);
    expect(briefing).toEqual({ ...parse(plainArticle).briefing, topics: [] });
  });

  test("may be empty, or end in dots", () => {
    expect(parse(`---\n---\n${plainArticle}`)).toEqual(parse(plainArticle));
    expect(parse(`---\n# nothing\n...\n${plainArticle}`)).toEqual(parse(plainArticle));
  });

  test.each([
    [
      "embargountil: 2026-12-01",
      '2:1  error  front-matter-key  Unknown key "embargountil" in the front matter. Hint: Did you mean `embargoUntil`?',
    ],
    [
      "title: Birds",
      '2:1  error  front-matter-key  Unknown key "title" in the front matter. Hint: The title is the first line of the article, not a key.',
    ],
    [
      "source:\n  nme: NASA",
      '3:3  error  front-matter-key  Unknown key "nme" in the source. Hint: Did you mean `name`?',
    ],
    [
      "author: a\nauthor: b",
      "3:1  error  front-matter-duplicate  `author` is already on line 2. Hint: Keep the one that is meant.",
    ],
    [
      "author: a\npublishedAt:  2026-02-30",
      '3:15  error  date  "2026-02-30" is not a date. Hint: For example: publishedAt: 2026-11-22T09:00:00+01:00, or 2026-11-22.',
    ],
    [
      "embargoUntil:",
      "2:1  error  date  `embargoUntil` has no date. Hint: For example: embargoUntil: 2026-11-22T09:00:00+01:00, or 2026-11-22.",
    ],
    ["updatedAt: tomorrow", '2:12  error  date  "tomorrow" is not a date.'],
    [
      "updatedAt: [2026-01-01]",
      "2:12  error  front-matter-value  `updatedAt` must be one line of text.",
    ],
    [
      "id: Dark Lights!",
      '2:5  error  id  "Dark Lights!" cannot be an id. Hint: Did you mean "dark-lights"?',
    ],
    [
      "status: drraft",
      '2:9  error  front-matter-value  "drraft" is not a status. Hint: Did you mean `draft`?',
    ],
    [
      "status:",
      "2:1  error  front-matter-value  `status` has no value. Hint: Write ready, draft or withdrawn.",
    ],
    ["draft: true", "front matter. Hint: Did you mean `status: draft`?"],
    ["Tags: [a]", "front matter. Hint: Did you mean `topics`?"],
    [
      "source: { name: x, url: 'javascript:alert(1)' }",
      '2:25  error  front-matter-value  "javascript:alert(1)" is not a web address.',
    ],
    [
      "language: not a language",
      '2:11  error  front-matter-value  "not a language" is not a language tag.',
    ],
    ["topics: { a: b }", "2:9  error  front-matter-value  `topics` must be a list of words."],
    ["author: [x", "sufficiently indented and end with a ]. Hint: "],
    ['author: "x', 'front-matter-syntax  This is not YAML: Missing closing ". Hint: '],
    [
      "author: a: b",
      "2:9  error  front-matter-syntax  This is not YAML: a second colon on one line begins another key.",
    ],
    ["a\tb: [", "3:1  error  front-matter-syntax  This is not YAML: "],
    [
      "just words",
      "2:1  error  front-matter-syntax  The front matter is not a list of keys and values.",
    ],
    [
      "author: &a x\nlanguage: *a",
      "3:11  error  front-matter-value  `language` must be one line of text.",
    ],
  ])("points at what is wrong: %j", (yaml, start) => {
    const [problem = "", ...more] = problemsOf(withMatter(yaml));
    expect(problem.slice("briefings/x.md:".length)).toContain(start);
    expect(more).toEqual([]);
    expect(parse(withMatter(yaml)).briefing).toBeNull();
  });

  test("that never ends is told", () => {
    const [problem] = problemsOf("---\nauthor: x\n# Title\n");
    expect(problem).toBe(
      'briefings/x.md:1:1  error  front-matter-open  The front matter never ends. Hint: End it with a line "---", or begin the file with the title.',
    );
  });

  test("that never ends is read all the same, and hides no other problem", () => {
    const text = `---\nauthr: x\ntopics:\n  - a\n${markdownArticle}`;
    expect(problemsOf(text).map((line) => line.split("  ").slice(0, 3).join(" "))).toEqual([
      "briefings/x.md:1:1 error front-matter-open",
      "briefings/x.md:2:1 error front-matter-key",
    ]);
  });

  test("cannot be a bomb", () => {
    const levels = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`);
    const startedAt = performance.now();
    const { briefing } = parse(withMatter(`a0: &a0 [x, x]\n${levels.join("\n")}`));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(briefing).toBeNull();
  });

  test("does not move the places of problems in the article", () => {
    const text = `---\r\nauthor: x\r\n---\r\n\r\n${plainArticle}\r\n| lonely |`;
    expect(problemsOf(text)[0]).toContain(":18:1  error  insights-row");
  });
});

describe("dates", () => {
  test.each([
    ["2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"],
    ["2026-11-22t09:00z", "2026-11-22T09:00:00Z"],
    ["2026-11-22 09:00 +0530", "2026-11-22T03:30:00Z"],
    ["2026-11-22T09:00:00.250+01:00", "2026-11-22T08:00:00.25Z"],
    ["2026-07-22T09:00", "2026-07-22T07:00:00Z"],
    ["2026-07-22", "2026-07-21T22:00:00Z"],
    ["2026-07-22T09:00[America/New_York]", "2026-07-22T13:00:00Z"],
    // The clocks of Berlin skip this hour.
    ["2026-03-29T02:30", "2026-03-29T01:30:00Z"],
  ])("%s is %s", (text, instant) => {
    expect(parseInstant(text, "Europe/Berlin")).toBe(instant);
  });

  test.each([
    "",
    "2026",
    "2026-13-01",
    "2026-1-1",
    "22.11.2026",
    "2026-11-22T25:00",
    "2026-11-22T09:00+99:00",
    "2026-11-22T09:00[Mars/Base]",
    "0000-01-01T00:00:00+01:00",
    "now",
    "1764000000",
  ])("%j is none", (text) => {
    expect(parseInstant(text, "Europe/Berlin")).toBeNull();
  });
});

describe("ids", () => {
  test.each([
    ["briefings/Dark  Lights (v2).md", "dark-lights-v2"],
    ["a/b/2026_report.final.MARKDOWN", "2026_report.final"],
    ["--x--.txt", "x"],
    ["Größe/ÜBER.md", "über"],
    ["データ.md", "データ"],
    ["cafe\u0301.md", "café"],
    ["हिन्दी.md", "हिन्दी"],
    ["🐦.md", ""],
    [`${"क्षि".repeat(30)}.md`, "क्षि".repeat(16)],
  ])("%s gives %s", (file, id) => {
    expect(idOfFile(file)).toBe(id);
    expect(id === "" || isId(id)).toBe(true);
  });

  test("are cut between characters as readers see them", () => {
    const id = idFrom(`${"a".repeat(62)}क्षि`);
    expect(id).toBe("a".repeat(62));
  });
});
