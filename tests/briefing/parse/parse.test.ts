import { describe, expect, test } from "vitest";
import { Briefing } from "../../../src/briefing/briefing.ts";
import {
  kindsOf,
  markdownArticle,
  parse,
  plainArticle,
  problemsOf,
  withBody,
  withInsights,
} from "./sample.ts";

describe("the two forms of an article", () => {
  test("plain text gives a briefing without any problem", () => {
    const { briefing, problems } = parse(plainArticle, "briefings/dark-lighthouses.txt");
    expect(problems).toEqual([]);
    expect(briefing).toEqual({
      id: "dark-lighthouses",
      title: "Lighthouses go dark to save birds",
      preface: [
        {
          type: "paragraph",
          spans: [{ text: "Three lighthouses switch their beams off during migration." }],
        },
      ],
      summary: [
        { type: "paragraph", spans: [{ text: "Fewer birds die, and ships do not mind." }] },
      ],
      body: [
        {
          type: "paragraph",
          spans: [{ text: "Every autumn millions of birds cross the strait at night." }],
        },
        {
          type: "paragraph",
          spans: [{ text: 'Sailors were asked first, and "nobody objected".' }],
        },
      ],
      insights: {
        header: ["Aspect", "Description"],
        rows: [
          { aspect: [{ text: "Birds saved" }], description: [{ text: "About 4,000 a year" }] },
          { aspect: [{ text: "Cost" }], description: [{ text: "None" }] },
        ],
      },
      topics: [],
      status: "ready",
    });
    expect(Briefing.parse(briefing)).toEqual(briefing);
  });

  test("the same article as Markdown gives the same briefing", () => {
    expect(parse(markdownArticle)).toEqual(parse(plainArticle));
  });

  test("blank lines between the lines of plain text change nothing", () => {
    const [text = "", table = ""] = plainArticle.split(/(?<=Table\n)/u);
    expect(parse(text.replaceAll("\n", "\n\n") + table)).toEqual(parse(plainArticle));
  });

  test.each([
    ["capitals", (line: string) => line.toUpperCase()],
    ["small letters and a colon", (line: string) => `${line.toLowerCase()}:`],
    ["Markdown headings", (line: string) => `## ${line}`],
    ["closed Markdown headings", (line: string) => `## ${line} ##`],
    ["bold lines", (line: string) => `**${line}**`],
    ["underlined lines", (line: string) => `${line}\n---`],
    ["doubly underlined lines", (line: string) => `${line}\n===`],
  ])("section headings may be written as %s", (_name, write) => {
    const names = /^(?:Preface|Lazy bag|Main Body|Key Insights Table)$/gmu;
    const text = plainArticle.replace("night.\n", "night.\n\n").replace(names, (n) => write(n));
    expect(parse(text)).toEqual(parse(plainArticle));
  });

  test.each([
    ["Introduction", "TL;DR", "Article", "Key Insights"],
    ["introduction", "in short", "body", "key facts"],
    ["Preface", "tldr", "MAIN BODY", "Key Insights Table"],
  ])("sections have other names: %s, %s, %s, %s", (preface, summary, body, insights) => {
    const text = markdownArticle
      .replace("## Preface", `## ${preface}`)
      .replace("## Summary", `## ${summary}`)
      .replace("## Body", `## ${body}`)
      .replace("## Key Facts", `## ${insights}`);
    expect(parse(text)).toEqual(parse(plainArticle));
  });

  test("a marked title with bare sections, and a bare title with marked ones, are fine", () => {
    expect(parse(`# ${plainArticle}`)).toEqual(parse(plainArticle));
    expect(parse(markdownArticle.slice(2))).toEqual(parse(plainArticle));
  });

  test("in Markdown a section may be a bare line that stands alone", () => {
    expect(parse(markdownArticle.replace("## Summary", "Lazy bag"))).toEqual(parse(plainArticle));
  });

  test("the sections may come in any order", () => {
    const [title = "", preface = "", summary = "", body = "", facts = ""] =
      markdownArticle.split(/(?=^## )/mu);
    expect(parse([title, `${facts}\n`, body, summary, preface].join(""))).toEqual(
      parse(plainArticle),
    );
  });

  test("a first line that looks like the item of a list is the title of plain text", () => {
    const title = "1. FC Köln wins";
    const { briefing } = parse(plainArticle.replace(/^.*/u, title));
    expect(briefing?.title).toBe(title);
  });

  test("the title is plain text", () => {
    const { briefing } = parse(
      markdownArticle.replace(/^# .*/u, "# *Go* dark &amp; [save](https://a.example) `birds` #"),
    );
    expect(briefing?.title).toBe("Go dark & save birds");
  });

  test("line ends and a byte order mark change nothing", () => {
    const expected = parse(plainArticle);
    expect(parse(plainArticle.replaceAll("\n", "\r\n"))).toEqual(expected);
    expect(parse(plainArticle.replaceAll("\n", "\r"))).toEqual(expected);
    expect(parse(`\ufeff${plainArticle}`)).toEqual(expected);
    expect(parse(new TextEncoder().encode(`\ufeff${plainArticle}\r\n`))).toEqual(expected);
  });

  test("Chinese, Arabic and emoji are text like any other", () => {
    const text = plainArticle
      .replace(/^.*/u, "灯塔为候鸟熄灯 🐦")
      .replace("Fewer birds die", "عدد أقل من الطيور يموت")
      .replace("None", "👩‍👩‍👧‍👦");
    const { briefing, problems } = parse(text, "briefings/灯塔.md");
    expect(problems).toEqual([]);
    expect(briefing?.id).toBe("灯塔");
    expect(briefing?.title).toBe("灯塔为候鸟熄灯 🐦");
    expect(JSON.stringify(briefing?.summary)).toContain("عدد أقل من الطيور يموت");
    expect(briefing?.insights.rows[1]?.description).toEqual([{ text: "👩‍👩‍👧‍👦" }]);
  });

  test("what looks like markup of a chat stays as it is, without a word about it", () => {
    const text = "Hello <!channel> and <@U1>, @everyone, <#C1>, ||secret||, :smile: and </cmd:1>.";
    const { briefing, problems } = parse(withBody(text));
    expect(problems).toEqual([]);
    expect(briefing?.body).toEqual([{ type: "paragraph", spans: [{ text }] }]);
  });
});

describe("the insights", () => {
  test("may have any two headers, which are plain text", () => {
    const { briefing } = parse(withInsights("\n| **Question** | Answer |\n|:--|--:|\n| Q | A |"));
    expect(briefing?.insights.header).toEqual(["Question", "Answer"]);
  });

  test("an empty header gets names", () => {
    const { briefing } = parse(withInsights("\n| | |\n|---|---|\n| Q | A |"));
    expect(briefing?.insights.header).toEqual(["Aspect", "Description"]);
  });

  test("a pipe inside a cell is escaped, in code, too", () => {
    const { briefing } = parse(withInsights("\n| A | B |\n|---|---|\n| 5 \\| 10 | `a \\| b` |"));
    expect(briefing?.insights.rows).toEqual([
      { aspect: [{ text: "5 | 10" }], description: [{ text: "a | b", style: { code: true } }] },
    ]);
  });

  test.each([
    "- **Price**: 5 | 10 euros",
    "- **Price:** 5 | 10 euros",
    "* **Price** — 5 | 10 euros",
    "1. **Price** - 5 | 10 euros",
    "- **Price** : 5 |\n  10 euros",
  ])("may be a list: %s", (item) => {
    const { briefing, problems } = parse(withInsights(`\n${item}`));
    expect(problems).toEqual([]);
    expect(briefing?.insights).toEqual({
      header: ["Aspect", "Description"],
      rows: [{ aspect: [{ text: "Price" }], description: [{ text: "5 | 10 euros" }] }],
    });
  });

  test("keep what stands below the item of a list", () => {
    const { briefing } = parse(withInsights("\n- **Price**: low\n  - for now\n\n  Later more."));
    expect(briefing?.insights.rows[0]?.description).toEqual([
      { text: "low\n• for now\nLater more." },
    ]);
  });

  test("keep emphasis and links in cells", () => {
    const { briefing } = parse(
      withInsights("\n| A | B |\n|---|---|\n| x | see [*this*](https://a.example/) |"),
    );
    expect(briefing?.insights.rows[0]?.description).toEqual([
      { text: "see " },
      { text: "this", style: { italic: true }, href: "https://a.example/" },
    ]);
  });
});

describe("headings in the body", () => {
  test("a second-level heading that is no section is a sub-heading, and levels keep their distance", () => {
    const { briefing, problems } = parse(withBody("## Birds\n\nText.\n\n### Owls\n\nMore."));
    expect(problems).toEqual([]);
    const levels = briefing?.body.map((block) => (block.type === "heading" ? block.level : 0));
    expect(levels).toEqual([3, 0, 4, 0]);
  });

  test("a near miss of a section's name is asked about", () => {
    expect(problemsOf(withBody("## Key Fact\n\nText."))).toEqual([
      'briefings/x.md:13:1  warning  section-near-miss  "Key Fact" is taken for a sub-heading of "## Main Body". Hint: Did you mean the section "Key Facts"? Otherwise write it with three #.',
    ]);
  });

  test("a third-level heading may have the name of a section", () => {
    expect(kindsOf(withBody("### Summary\n\nText."))).toEqual([]);
  });
});
