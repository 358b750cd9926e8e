import { describe, expect, test } from "vitest";
import { parseBriefing } from "../../../src/briefing/parse/parse.ts";
import { formatProblem, Problem } from "../../../src/briefing/problems.ts";
import {
  kindsOf,
  markdownArticle,
  parse,
  plainArticle,
  problemsOf,
  withBody,
  withInsights,
} from "./sample.ts";

const TABLE = "\n| Aspect | Description |\n|---|---|\n";

describe("the file", () => {
  test.each(["", "\n\n", " \t\n", "\ufeff", "---\ntopics: [a]\n---\n\n"])(
    "may not be empty: %j",
    (text) => {
      expect(parse(text).problems.map(({ kind }) => kind)).toEqual(["file-empty"]);
    },
  );

  test("must be UTF-8, and the first bad byte is pointed at", () => {
    const text = markdownArticle.replaceAll("\n", "\r\n").replace("Three", "Zürich ? Three");
    const bytes = new TextEncoder().encode(text);
    bytes[bytes.indexOf(0x3f)] = 0xe9;
    expect(problemsOf(bytes)).toEqual([
      "briefings/x.md:5:8  error  invalid-utf8  The file is not valid UTF-8: the bytes here form no character. Hint: Save the file as UTF-8, and look whether a character is broken here.",
    ]);
  });

  test("may not end in the middle of a character", () => {
    const bytes = new TextEncoder().encode("ab\nc🐦");
    expect(kindsOf(bytes.subarray(0, bytes.length - 1))).toContain("2:2 invalid-utf8");
  });

  test("tells of its other problems, too, when a character is broken", () => {
    const text = markdownArticle.replace("## Preface\n", "").replace("| Cost | None |", "| ? |");
    const bytes = new TextEncoder().encode(text);
    bytes[bytes.indexOf(0x3f)] = 0xe9;
    const kinds = parse(bytes).problems.map(({ kind }) => kind);
    expect(kinds).toContain("invalid-utf8");
    expect(kinds).toContain("section-missing");
    expect(kinds).toContain("insights-row");
    expect(parse(bytes).briefing).toBeNull();
  });

  test("that is UTF-16 is told apart", () => {
    const [problem] = parse(Buffer.from("\ufeffTitle", "utf16le")).problems;
    expect(problem).toMatchObject({
      kind: "invalid-utf8",
      hint: expect.stringContaining("UTF-16"),
    });
  });

  test("may not hold half a character or a NUL as text either", () => {
    expect(kindsOf("a\nb\ud800c")).toContain("2:2 invalid-utf8");
    expect(kindsOf("a\nbc\0d")).toEqual(["2:3 nul-character"]);
  });

  test("of 5 MB is refused without being read", () => {
    const bytes = new Uint8Array(5_000_000).fill(0x61);
    const startedAt = performance.now();
    const problems = problemsOf(bytes);
    expect(performance.now() - startedAt).toBeLessThan(100);
    expect(problems).toEqual([
      "briefings/x.md:1:1  error  file-too-large  The file is 5.0 MB; at most 1 MB is read. Hint: A briefing is one article of text; put pictures and data elsewhere and link to them.",
    ]);
  });

  test("that is tangled on purpose is refused in bounded time", () => {
    for (const text of [
      `${">".repeat(10_000)}x`,
      "*a ".repeat(300_000),
      "a**b_".repeat(150_000),
      "[".repeat(900_000),
      `${"- ".repeat(5_000)}x`,
      "word\n".repeat(100_000),
      Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth * 2)}- x`).join("\n"),
    ]) {
      const { briefing, problems } = parse(withBody(text));
      expect(briefing).toBeNull();
      expect(problems.map(({ kind }) => kind)).toEqual(["too-complex"]);
    }
  });

  test("with characters that mislead readers is shown without them", () => {
    const text = withBody("safe\u202etxt.exe\u202c and \u2067more\u2069 and b\u0007ell");
    const { briefing, problems } = parse(text);
    expect(briefing?.body).toEqual([
      { type: "paragraph", spans: [{ text: "safetxt.exe and more and bell" }] },
    ]);
    expect(problems.map(({ line, column, kind }) => `${line}:${column} ${kind}`)).toEqual([
      "13:5 bidi-control",
      "13:31 control-character",
    ]);
  });

  test("needs a name that gives an id, unless it has one", () => {
    expect(problemsOf(plainArticle, "briefings/!!!.md")).toEqual([
      'briefings/!!!.md:1:1  error  id  The name of the file, "briefings/!!!.md", gives no id. Hint: Write one between two lines --- at the top of the file: id: my-article.',
    ]);
    expect(parse(`---\nid: birds\n---\n${plainArticle}`, "!!!.md").briefing?.id).toBe("birds");
  });
});

describe("the title", () => {
  test("may not be missing", () => {
    expect(problemsOf(plainArticle.replace(/^.*\n/u, ""))).toEqual([
      "briefings/x.md:1:1  error  title-missing  The article has no title. Hint: Begin the file with the title, on a line of its own.",
    ]);
    expect(kindsOf(markdownArticle.replace(/^.*\n\n/u, ""))).toEqual(["1:1 title-missing"]);
    expect(kindsOf(markdownArticle.replace(/^.*/u, "#"))).toEqual(["1:1 title-missing"]);
  });

  test("is asked for where a second-level heading stands instead", () => {
    expect(problemsOf(`#${markdownArticle}`)).toEqual([
      'briefings/x.md:1:1  error  title-missing  The article has no title. Hint: Write the title above, or make this the title: "# Lighthouses go dark to save birds".',
    ]);
  });

  test("that is very long is told", () => {
    const { briefing, problems } = parse(plainArticle.replace(/^.*/u, "long ".repeat(40)));
    expect(briefing?.title).toHaveLength(199);
    expect(problems.map(({ kind, severity }) => [kind, severity])).toEqual([
      ["title-long", "warning"],
    ]);
  });

  test("is followed by the first section, not by other text", () => {
    expect(kindsOf(plainArticle.replace("\n", "\nBy a reporter\n"))).toEqual(["2:1 text-outside"]);
  });
});

describe("sections", () => {
  test("that are missing are all told, where the file ends", () => {
    expect(problemsOf("# Title\n\n## Preface\n\nText.\n\n")).toEqual([
      'briefings/x.md:5:1  error  section-missing  The section "Lazy bag" is missing. Hint: Write "## Lazy bag" on a line of its own, and the text under it.',
      'briefings/x.md:5:1  error  section-missing  The section "Main Body" is missing. Hint: Write "## Main Body" on a line of its own, and the text under it.',
      'briefings/x.md:5:1  error  section-missing  The section "Key Insights Table" is missing. Hint: Write "## Key Insights Table" on a line of its own, and the text under it.',
    ]);
  });

  test("whose name is mistyped are asked about, in both forms", () => {
    expect(problemsOf(markdownArticle.replace("## Summary", "## Sumary"))).toEqual([
      'briefings/x.md:8:1  error  section-missing  The section "Lazy bag" is missing. Hint: Did you mean "Summary" where "Sumary" stands? Write "## Lazy bag".',
    ]);
    expect(problemsOf(plainArticle.replace("Lazy bag", "Lazy bags"))).toEqual([
      'briefings/x.md:4:1  error  section-missing  The section "Lazy bag" is missing. Hint: Did you mean "Lazy bag" where "Lazy bags" stands? Write "Lazy bag".',
    ]);
  });

  test("at a deeper level are asked about", () => {
    expect(problemsOf(markdownArticle.replace("## Key Facts", "### Key Facts"))).toEqual([
      'briefings/x.md:18:1  error  section-missing  The section "Key Insights Table" is missing. Hint: Write this heading as "## Key Insights Table".',
    ]);
  });

  test("that come twice are told with the first line", () => {
    expect(problemsOf(`${plainArticle}\nPreface\nAgain.`)).toEqual([
      'briefings/x.md:14:1  error  section-twice  The section "Preface" is already on line 2. Hint: Join the two, or take one out.',
    ]);
    expect(kindsOf(`${markdownArticle}\n## TL;DR\n\nAgain.`)).toEqual(["25:1 section-twice"]);
  });

  test.each([
    ["Preface", "2:1"],
    ["Lazy bag", "4:1"],
    ["Main Body", "6:1"],
  ])("may not be empty: %s", (name, place) => {
    const text = plainArticle.replace(
      new RegExp(`(?<=^${name}\n).*?\n(?=Lazy|Main|Key)`, "msu"),
      "",
    );
    expect(kindsOf(text)).toEqual([`${place} section-empty`]);
  });

  test("without a heading of ours outside the body are errors", () => {
    const text = markdownArticle.replace("## Summary", "## Weather\n\nSunny.\n\n## Summary");
    expect(problemsOf(text)).toEqual([
      'briefings/x.md:8:1  error  section-unknown  "Weather" is not a section of a briefing. Hint: The sections are "Preface", "Lazy bag", "Main Body", "Key Insights Table"; other headings stand inside "## Main Body".',
    ]);
  });

  test("swallowed by code that never ends are told with its beginning", () => {
    expect(kindsOf(markdownArticle.replace("## Key Facts", "```\n## Key Facts"))).toEqual([
      "18:1 section-missing",
    ]);
  });
});

describe("the insights", () => {
  test("need two cells in every row, and each row is pointed at", () => {
    const text = `${plainArticle}\n| Ships |\n  | a | b | c |\nlonely`;
    expect(problemsOf(text)).toEqual([
      "briefings/x.md:14:1  error  insights-row  Row 3 has one cell, expected two. Hint: Write it as | aspect | description |.",
      "briefings/x.md:15:3  error  insights-row  Row 4 has three cells, expected two. Hint: A pipe that belongs to the text is written \\|.",
      "briefings/x.md:16:1  error  insights-row  Row 5 has one cell, expected two. Hint: Write it as | aspect | description |.",
    ]);
  });

  test("may have no empty cell", () => {
    expect(problemsOf(withInsights(`${TABLE}| A | |\n|  | &nbsp; |`))).toEqual([
      "briefings/x.md:19:5  error  insights-cell  Row 1 has an empty description. Hint: Write the description, or take the row out.",
      "briefings/x.md:20:1  error  insights-cell  Row 2 has an empty aspect. Hint: Write the aspect, or take the row out.",
      "briefings/x.md:20:4  error  insights-cell  Row 2 has an empty description. Hint: Write the description, or take the row out.",
    ]);
    expect(kindsOf(withInsights("\n- **A**:\n- **B**"))).toEqual([
      "17:1 insights-cell",
      "18:1 insights-cell",
    ]);
  });

  test("need rows, two columns, and a table that is one", () => {
    expect(kindsOf(withInsights(TABLE))).toEqual(["17:1 insights-empty"]);
    expect(problemsOf(withInsights("\n| A | B | C |\n|---|---|---|\n| a | b | c |"))).toEqual([
      "briefings/x.md:17:1  error  insights-header  The header has three cells, expected two. Hint: Write a table: | Aspect | Description | and under it |---|---|, then the rows.",
    ]);
    expect(kindsOf(withInsights("\n| A | B |\n| a | b |"))).toEqual(["17:1 insights-header"]);
    expect(kindsOf(withInsights("\n| A | B |\n|---|\n| a | b |"))).toEqual([
      "17:1 insights-header",
    ]);
    expect(kindsOf(withInsights("\nJust words."))).toEqual(["17:1 insights-missing"]);
    expect(kindsOf(withInsights(""))).toEqual(["15:1 section-empty"]);
  });

  test("need an aspect in bold where they are a list", () => {
    expect(kindsOf(withInsights("\n- **A**: b\n- C: d\n- **E** f"))).toEqual([
      "18:1 insights-row",
      "19:1 insights-row",
    ]);
  });

  test("may hold nothing that would be lost", () => {
    expect(kindsOf(withInsights(`${TABLE}| A | b |\n\nAnd this.\n\n- **C**: d`))).toEqual([
      "21:1 insights-extra",
      "23:1 insights-extra",
    ]);
  });
});

describe("problems", () => {
  test("of all kinds come in one run, in reading order", () => {
    const text = `---\ntopic: a\n---\n# T\n\n## Preface\n\n[x](javascript:alert(1))\n\n## Body\n\n## Key Facts\n\n| A | B |\n|---|---|\n| c |\n`;
    expect(kindsOf(text)).toEqual([
      "2:1 front-matter-key",
      "8:1 link",
      "10:1 section-empty",
      "16:1 section-missing",
      "16:1 insights-row",
    ]);
  });

  test("keep to the schema, and cannot steer a terminal", () => {
    const file = "briefings/\u001b[2Jx.md";
    const { problems } = parseBriefing(`## Sum\u001b[31mary\n\n\`\`\``, { file, timeZone: "UTC" });
    expect(problems.length).toBeGreaterThan(3);
    for (const problem of problems) {
      expect(Problem.parse(problem)).toEqual(problem);
      expect(formatProblem(problem)).not.toMatch(/\p{Cc}/u);
    }
  });

  test("without number are counted, not listed", () => {
    const links = "[a](b) ".repeat(700).replaceAll(/(?:\S+ ){50}/gu, "$&\n\n");
    const { briefing, problems } = parse(withBody(links));
    expect(briefing).not.toBeNull();
    expect(problems).toHaveLength(501);
    expect(problems.at(-1)).toMatchObject({
      kind: "more-problems",
      severity: "warning",
      message: "200 more problems are not shown.",
    });
  });
});
