import * as fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, test } from "vitest";
import { Briefing } from "../../../src/briefing/briefing.ts";
import { layOut } from "../../../src/briefing/parse/lines.ts";
import { putBack, setAside } from "../../../src/briefing/parse/prose.ts";
import { formatProblem, Problem } from "../../../src/briefing/problems.ts";
import { hostileStrings } from "../arbitrary.ts";
import { markdownArticle, parse, plainArticle } from "./sample.ts";

/** Pieces that mean something to a parser, between ordinary and hostile text. */
const piece = fc.oneof(
  fc.constantFrom(
    ..."# |## |### |Preface|Summary|Main Body:|Key Facts|---|===|- |* |1. |> |>> |    |\t|```|~~~|`|**|_|~~|[a]|(https://a.example)|[a]: x|[^1]|[^1]: y|<b>|<!--|&amp;|&#x202e;|\\|\\|:|::|https://b.example|www.c.example|d@e.example|[x] |\n|\n\n|\r\n|\r|  \n|\\\n| |word|two words.|东京|👩‍👩‍👧|\u202e|\u0000|\ufeff|id: x|status: draft|topics: [a".split(
      "|",
    ),
    "|",
    "| a | b |",
    "|---|---|",
    "\n",
    "\n\n",
  ),
  fc.constantFrom(...hostileStrings),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const soup = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

/** An article with some of its text cut out, doubled, or mixed with soup. */
const mutated = fc
  .tuple(
    fc.constantFrom(
      plainArticle,
      markdownArticle,
      `---\ntopics: [a]\nstatus: ready\n---\n${markdownArticle}`,
    ),
    fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.oneof(piece, fc.constant(""), soup)), {
      maxLength: 4,
    }),
  )
  .map(([article, edits]) =>
    edits.reduce<string>((text, [position, length, added]) => {
      const start = position % (text.length + 1);
      return text.slice(0, start) + added + text.slice(start + length);
    }, article),
  );

const content = fc.oneof(
  soup,
  mutated,
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: "binary" }),
);

describe("whatever a file holds", () => {
  test("it is a valid briefing or an error, and every problem points into the file", () => {
    fc.assert(
      fc.property(content, (input) => {
        const { briefing, problems } = parse(input);
        expect(briefing === null).toBe(problems.some(({ severity }) => severity === "error"));
        expect(briefing === null ? null : Briefing.parse(briefing)).toEqual(briefing);
        const text = typeof input === "string" ? input : new TextDecoder().decode(input);
        const lines = text.replace(/^\ufeff/u, "").split(/\r\n|\r|\n/u);
        for (const problem of problems) {
          Problem.parse(problem);
          expect(formatProblem(problem)).not.toMatch(/\p{Cc}/u);
          expect(problem.line).toBeLessThanOrEqual(lines.length);
          expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1]?.length ?? 0) + 1);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("line ends make no difference", () => {
    fc.assert(
      fc.property(fc.oneof(soup, mutated), fc.constantFrom("\r\n", "\r"), (text, end) => {
        const unix = text.replace(/\r\n?/gu, "\n");
        expect(parse(unix.replaceAll("\n", end))).toEqual(parse(unix));
      }),
      { numRuns: 120 },
    );
  });

  test("the spans of a briefing are never empty and never doubled", () => {
    fc.assert(
      fc.property(soup, (text) => {
        const { briefing } = parse(
          `# T\n\n## Preface\n\nP\n\n## Summary\n\nS\n\n## Key Facts\n\n- **A**: b\n\n## Body\n\nB ${text}`,
        );
        for (const block of briefing?.body ?? []) {
          if (!("spans" in block)) continue;
          expect(block.spans.length).toBeGreaterThan(0);
          for (const [index, span] of block.spans.entries()) {
            const { text: words, ...look } = "text" in span ? span : { text: "" };
            expect(words).not.toBe("");
            const next = block.spans[index + 1];
            const { text: _text, ...nextLook } =
              next !== undefined && "text" in next ? next : { text: "", none: true };
            expect(nextLook).not.toEqual(look);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("the shortcut for paragraphs without markup", () => {
  test("gives the tree that the parser would give", () => {
    fc.assert(
      fc.property(fc.oneof(soup, mutated), (text) => {
        const source = text.replace(/\r\n?/gu, "\n").replaceAll("\0", "");
        const aside = setAside(source);
        const tree = fromMarkdown(aside.text);
        if (!putBack(tree, aside)) return;
        expect(shape(tree)).toEqual(shape(fromMarkdown(source)));
      }),
      { numRuns: 300 },
    );
  });

  test("is taken for all of an ordinary article", () => {
    const { text } = layOut(plainArticle, 1);
    const aside = setAside(text);
    expect(aside.paragraphs.size).toBe(9);
    expect(putBack(fromMarkdown(aside.text), aside)).toBe(true);
  });
});

/** A tree without its offsets, which the shortcut does not keep. */
function shape(tree: object): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) =>
      key === "offset" || key === "position" ? undefined : value,
    ),
  );
}

/** Words that mean nothing in Markdown and are no section's name. */
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "birds",
        "fly",
        "(at night)",
        "12 %",
        "5.5",
        "e.g.",
        "naïve",
        "東京",
        "שלום",
        "🐦",
        "“so”",
        "@all",
        "a/b",
        "C#",
        "#9",
        "x=1",
        "it's",
        "$3",
      ),
      fc.stringMatching(/^[a-z]{1,9}$/u),
    ),
    { minLength: 3, maxLength: 12 },
  )
  .map((list) => `Now ${list.join(" ")}.`);
const inline = fc.oneof(
  { weight: 4, arbitrary: words },
  words.map(
    (text) => `See **${text}** and *this* \`code\` [link](https://a.example/x), 1 \\| 2 &amp; 3.`,
  ),
);
const block = fc.oneof(
  { weight: 4, arbitrary: inline.map((text) => [text]) },
  fc.array(inline, { minLength: 1, maxLength: 3 }).map((items) => items.map((item) => `- ${item}`)),
  fc.array(inline, { minLength: 1, maxLength: 2 }).map((lines) => lines.map((line) => `> ${line}`)),
  words.map((text) => ["```", text, "", "Preface", "```"]),
  words.map((text) => [`### ${text}`]),
  words.map((text) => ["| a | b |", "|---|---|", `| ${text} | c |`]),
);
const article = fc.record({
  title: words,
  preface: fc.array(inline, { minLength: 1, maxLength: 2 }),
  summary: fc.array(inline, { minLength: 1, maxLength: 2 }),
  body: fc.array(block, { minLength: 1, maxLength: 6 }),
  rows: fc.array(fc.tuple(inline, inline), { minLength: 1, maxLength: 4 }),
});
type Article = typeof article extends fc.Arbitrary<infer T> ? T : never;

function writePlain({ title, preface, summary, body, rows }: Article): string {
  const table = ["| A | B |", "|---|---|", ...rows.map(([a, b]) => `| ${a} | ${b} |`)];
  // Two lists, quotes or tables in a row are one without a blank line between them.
  const blocks = body.flatMap((lines) =>
    lines.length > 1 || /^[->|]/u.test(lines[0] ?? "") ? ["", ...lines, ""] : lines,
  );
  return [
    title,
    "Preface",
    ...preface,
    "Lazy bag",
    ...summary,
    "Main Body",
    ...blocks,
    "Key Insights Table",
    ...table,
  ].join("\n");
}

function writeMarkdown({ title, preface, summary, body, rows }: Article): string {
  const table = ["| A | B |", "| --- | :-: |", ...rows.map(([a, b]) => `|${a}|${b}|`)].join("\n");
  const blocks = body.map((lines) => lines.join("\n"));
  return [
    `# ${title}`,
    "## PREFACE",
    ...preface,
    "## TL;DR",
    ...summary,
    "## Article:",
    ...blocks,
    "## key facts",
    table,
  ].join("\n\n");
}

test("an article gives the same briefing in plain text and in Markdown", () => {
  fc.assert(
    fc.property(article, (parts) => {
      const plain = parse(writePlain(parts));
      expect(plain.problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(parse(writeMarkdown(parts)).briefing).toEqual(plain.briefing);
    }),
    { numRuns: 100 },
  );
});
