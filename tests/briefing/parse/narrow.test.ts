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
