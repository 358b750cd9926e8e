import { describe, expect, test } from "vitest";
import type { TextBlock } from "../../../src/briefing/blocks.ts";
import { kindsOf, parse, plainArticle, problemsOf, withBody } from "./sample.ts";

function bodyOf(markdown: string): readonly TextBlock[] | undefined {
  return parse(withBody(markdown)).briefing?.body;
}

function spansOf(markdown: string): unknown {
  const [first] = bodyOf(markdown) ?? [];
  return first?.type === "paragraph" ? first.spans : first;
}

describe("blocks", () => {
  test("of code keep their language and every line", () => {
    expect(bodyOf("```ts title\nlet a;\n\n  # b\n```\n\n~~~\n<x>\n~~~\n\n    four")).toEqual([
      { type: "code", text: "let a;\n\n  # b", language: "ts" },
      { type: "code", text: "<x>" },
      { type: "code", text: "four" },
    ]);
  });

  test("of code may hold section headings, in both forms", () => {
    const code = "```\n## Summary\nPreface\n\nLazy bag\n```";
    expect(bodyOf(code)).toEqual([{ type: "code", text: "## Summary\nPreface\n\nLazy bag" }]);
    const { briefing } = parse(plainArticle.replace("Sailors", `${code}\nSailors`));
    expect(briefing?.body[1]).toEqual({ type: "code", text: "## Summary\nPreface\n\nLazy bag" });
  });

  test("in plain text, an indented line is a paragraph and not code", () => {
    const { briefing } = parse(plainArticle.replace("Sailors were", "\t  Sailors were"));
    expect(briefing).toEqual(parse(plainArticle).briefing);
  });

  test("of lists are flat, and items know their depth and number", () => {
    expect(
      bodyOf("- a\n  1. b\n  2. c\n     - [x] d\n     - [ ] **e**\n- f\n\n7. g\n8) h"),
    ).toEqual([
      {
        type: "list",
        items: [
          { depth: 0, ordinal: null, spans: [{ text: "a" }] },
          { depth: 1, ordinal: 1, spans: [{ text: "b" }] },
          { depth: 1, ordinal: 2, spans: [{ text: "c" }] },
          { depth: 2, ordinal: null, spans: [{ text: "☑ d" }] },
          {
            depth: 2,
            ordinal: null,
            spans: [{ text: "☐ " }, { text: "e", style: { bold: true } }],
          },
          { depth: 0, ordinal: null, spans: [{ text: "f" }] },
        ],
      },
      { type: "list", items: [{ depth: 0, ordinal: 7, spans: [{ text: "g" }] }] },
      { type: "list", items: [{ depth: 0, ordinal: 8, spans: [{ text: "h" }] }] },
    ]);
  });

  test("inside the item of a list become its text, in reading order", () => {
    expect(bodyOf("- a\n\n  b\n\n      code\n\n  > c\n\n  - d\n\n  e\n-\n- f")).toEqual([
      {
        type: "list",
        items: [
          {
            depth: 0,
            ordinal: null,
            spans: [{ text: "a\nb\n" }, { text: "code", style: { code: true } }, { text: "\nc" }],
          },
          { depth: 1, ordinal: null, spans: [{ text: "d\ne" }] },
          { depth: 0, ordinal: null, spans: [{ text: "f" }] },
        ],
      },
    ]);
  });

  test("of plain text may follow each other without blank lines", () => {
    const lines = [
      "Text.",
      "- a",
      "  - b",
      "- c",
      "> d",
      "### E",
      "---",
      "f | g",
      "--|--",
      "h | i",
      "Text.",
    ];
    const { briefing } = parse(plainArticle.replace(/Every.*\nSailors.*/u, lines.join("\n")));
    expect(briefing?.body.map(({ type }) => type)).toEqual([
      "paragraph",
      "list",
      "quote",
      "heading",
      "divider",
      "table",
      "paragraph",
    ]);
    expect(briefing?.body[1]).toMatchObject({ items: [{ depth: 0 }, { depth: 1 }, { depth: 0 }] });
  });

  test("inside a quote become its text", () => {
    expect(
      bodyOf(
        "> a\n> b\n>\n> - c\n>   1. d\n>\n> ## e\n>\n> > f\n>\n> | g | h |\n> |---|---|\n> | i | j |",
      ),
    ).toEqual([
      {
        type: "quote",
        spans: [
          { text: "a b\n\n• c\n  1. d\n\n" },
          { text: "e", style: { bold: true } },
          { text: "\n\nf\n\ng | h\ni | j" },
        ],
      },
    ]);
  });

  test("of tables have rows as wide as the header, and lose no cell", () => {
    const table = "| a | b |\n|---|---|\n| c |\n| d | *e* | f | g |\n| | h |";
    expect(bodyOf(table)).toEqual([
      {
        type: "table",
        header: [[{ text: "a" }], [{ text: "b" }]],
        rows: [
          [[{ text: "c" }], []],
          [[{ text: "d" }], [{ text: "e", style: { italic: true } }, { text: " | f | g" }]],
          [[], [{ text: "h" }]],
        ],
      },
    ]);
    expect(problemsOf(withBody(table))).toEqual([
      "briefings/x.md:16:1  warning  table-row  Row 2 has 4 cells, but the header has 2. Hint: A pipe inside a cell is written \\|; what is too much stands in the last cell.",
    ]);
  });

  test("of footnotes stand at the end of the body", () => {
    const text =
      "A fact.[^1] Another.[^note]\n\n[^1]: The *source*.\n[^note]: More.\n\n    And more.\n\nEnd.";
    expect(bodyOf(text)).toEqual([
      { type: "paragraph", spans: [{ text: "A fact.[1] Another.[note]" }] },
      { type: "paragraph", spans: [{ text: "End." }] },
      {
        type: "paragraph",
        spans: [{ text: "[1] The " }, { text: "source", style: { italic: true } }, { text: "." }],
      },
      { type: "paragraph", spans: [{ text: "[note] More." }] },
      { type: "paragraph", spans: [{ text: "And more." }] },
    ]);
  });

  test("of footnotes below the insights belong to the body, too", () => {
    const { briefing, problems } = parse(`${withBody("A fact.[^1]")}\n[^1]: The source.\n`);
    expect(problems).toEqual([]);
    expect(briefing?.body.at(-1)).toEqual({
      type: "paragraph",
      spans: [{ text: "[1] The source." }],
    });
  });

  test("that define links are no text; one that nothing uses is told", () => {
    const text =
      "[a][x] and [y].\n\n[x]: https://x.example\n[Y]: https://y.example\n[z]: https://z.example";
    expect(spansOf(text)).toEqual([
      { text: "a", href: "https://x.example" },
      { text: " and " },
      { text: "y", href: "https://y.example" },
      { text: "." },
    ]);
    expect(kindsOf(withBody(text))).toEqual(["17:1 definition-unused"]);
  });
});
