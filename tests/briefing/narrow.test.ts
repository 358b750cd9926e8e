import { describe, expect, test } from "vitest";
import type { TextBlock } from "../../src/briefing/blocks.ts";
import { kindsOf, parse, plainArticle, problemsOf, withBody } from "./parse-sample.ts";

function bodyOf(markdown: string): readonly TextBlock[] | undefined {
  return parse(withBody(markdown)).briefing?.body;
}

function spansOf(markdown: string): unknown {
  const [first] = bodyOf(markdown) ?? [];
  return first?.type === "paragraph" ? first.spans : first;
}

describe("text in a line", () => {
  test("keeps its emphasis, and joins neighbours of one style", () => {
    expect(spansOf("a **b *c*** ~~d~~ `e` **f**__g__")).toEqual([
      { text: "a " },
      { text: "b ", style: { bold: true } },
      { text: "c", style: { bold: true, italic: true } },
      { text: " " },
      { text: "d", style: { strike: true } },
      { text: " " },
      { text: "e", style: { code: true } },
      { text: " " },
      { text: "fg", style: { bold: true } },
    ]);
    expect(spansOf("**a**&#8203;**b**")).toEqual([
      { text: "a", style: { bold: true } },
      { text: "\u200b" },
      { text: "b", style: { bold: true } },
    ]);
    expect(spansOf("*a*[*b*][x]\n\n[x]: https://x.example")).toEqual([
      { text: "a", style: { italic: true } },
      { text: "b", style: { italic: true }, href: "https://x.example" },
    ]);
  });

  test("knows entities and escapes", () => {
    expect(spansOf("5 &lt; 6 &amp; \\*no\\* \\[x\\] &copy; &#x1F426; 1\\|2")).toEqual([
      { text: "5 < 6 & *no* [x] © 🐦 1|2" },
    ]);
  });

  test("turns line ends into spaces, except between Chinese or Japanese characters", () => {
    expect(spansOf("one\ntwo  three\n   four")).toEqual([{ text: "one two  three four" }]);
    expect(spansOf("灯塔为候鸟\n熄灯，\n关闭")).toEqual([{ text: "灯塔为候鸟熄灯，关闭" }]);
    expect(spansOf("새가\n난다")).toEqual([{ text: "새가 난다" }]);
  });

  test("keeps hard line breaks", () => {
    expect(spansOf("one  \ntwo\\\n**three**")).toEqual([
      { text: "one\ntwo\n" },
      { text: "three", style: { bold: true } },
    ]);
    const { briefing } = parse(plainArticle.replace("at night.", "at night,\\\nalone."));
    expect(briefing?.body[0]).toMatchObject({
      spans: [{ text: expect.stringContaining("at night,\nalone.") }],
    });
  });

  test("keeps links to http and https", () => {
    expect(
      spansOf("[a **b**](https://a.example/x?y=1#z 'title') <http://b.example> www.c.example."),
    ).toEqual([
      { text: "a ", href: "https://a.example/x?y=1#z" },
      { text: "b", style: { bold: true }, href: "https://a.example/x?y=1#z" },
      { text: " " },
      { text: "http://b.example", href: "http://b.example" },
      { text: " " },
      { text: "www.c.example", href: "http://www.c.example" },
      { text: "." },
    ]);
    expect(spansOf("see (https://d.example/a_b_c), HTTPS://E.EXAMPLE")).toEqual([
      { text: "see (" },
      { text: "https://d.example/a_b_c", href: "https://d.example/a_b_c" },
      { text: "), " },
      { text: "HTTPS://E.EXAMPLE", href: "HTTPS://E.EXAMPLE" },
    ]);
  });

  test("writes unusual characters of an address as URLs do", () => {
    expect(spansOf("[a](<https://a.example/x y|z>) [](https://b.example)")).toEqual([
      { text: "a", href: "https://a.example/x%20y|z" },
      { text: " " },
      { text: "https://b.example", href: "https://b.example" },
    ]);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://a.example",
    "/relative",
    "#part",
    "https:",
    "http://",
  ])("keeps only the words of a link to %s", (url) => {
    expect(spansOf(`a [b](${url}) c`)).toEqual([{ text: "a b c" }]);
    expect(kindsOf(withBody(`a [b](${url}) c`))).toEqual(["13:3 link"]);
  });

  test("asks about an address without its scheme, and keeps silent about mail addresses as text", () => {
    expect(problemsOf(withBody("[a](www.a.example/x)"))).toEqual([
      'briefings/x.md:13:1  warning  link  The link to "www.a.example/x" is left out; its text stays. Hint: Did you mean "https://www.a.example/x"?',
    ]);
    expect(problemsOf(withBody("<a@b.example> a@b.example"))).toEqual([]);
    expect(kindsOf(withBody("[write](mailto:a@b.example)"))).toEqual(["13:1 link"]);
  });

  test("makes pictures links", () => {
    expect(spansOf("![A **bird**](https://a.example/b.png) ![](https://a.example/c.png)")).toEqual([
      { text: "A bird", href: "https://a.example/b.png" },
      { text: " " },
      { text: "https://a.example/c.png", href: "https://a.example/c.png" },
    ]);
    expect(spansOf("[![in a link](https://a.example/b.png)](https://c.example)")).toEqual([
      { text: "in a link", href: "https://c.example" },
    ]);
    expect(spansOf("![local](b.png)")).toEqual([{ text: "local" }]);
  });

  test("shows HTML as it is written, and says so", () => {
    const text = '<script>alert("*x*")</script> <b>y</b> <!-- z -->';
    expect(spansOf(text)).toEqual([
      { text: '<script>alert("' },
      { text: "x", style: { italic: true } },
      { text: '")</script> <b>y</b> <!-- z -->' },
    ]);
    expect(kindsOf(withBody(text))).toEqual([
      "13:1 html",
      "13:21 html",
      "13:31 html",
      "13:35 html",
      "13:40 html",
    ]);
    expect(bodyOf("<div>\n\n**x**\n\n</div>")).toEqual([
      { type: "paragraph", spans: [{ text: "<div>" }] },
      { type: "paragraph", spans: [{ text: "x", style: { bold: true } }] },
      { type: "paragraph", spans: [{ text: "</div>" }] },
    ]);
  });

  test("is trimmed, and gone when there is nothing to see", () => {
    expect(bodyOf("&nbsp;a **b&#32;**\n\n&nbsp;\n\n&#8203;\n\n**c**")).toEqual([
      { type: "paragraph", spans: [{ text: "a " }, { text: "b", style: { bold: true } }] },
      { type: "paragraph", spans: [{ text: "c", style: { bold: true } }] },
    ]);
  });

  test("loses controls that came in as entities, too", () => {
    expect(spansOf("a&#x202E;b&#x7;c&#0;d")).toEqual([{ text: "ab\ufffdc\ufffdd" }]);
  });
});

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
