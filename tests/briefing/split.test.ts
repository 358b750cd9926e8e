import { describe, expect, it } from "vitest";
import type { Span } from "../../src/briefing/blocks.ts";
import type { Block } from "../../src/briefing/message.ts";
import { plainText } from "../../src/briefing/plain.ts";
import { join, number, split } from "../../src/briefing/split.ts";
import type { Measure } from "../../src/briefing/split.ts";

function characters(limit: number): Measure {
  return { cost: (block) => [plainText([block]).length], limits: [limit] };
}

function paragraph(...spans: readonly (Span | string)[]): Block {
  return {
    type: "paragraph",
    spans: spans.map((span) => (typeof span === "string" ? { text: span } : span)),
  };
}

function heading(text: string): Block {
  return { type: "heading", level: 2, spans: [{ text }] };
}

function texts(blocks: readonly Block[], limit: number): readonly string[] {
  return split(blocks, characters(limit)).map((part) => plainText(part.blocks).trim());
}

describe("packing whole blocks", () => {
  it("keeps everything in one part when it fits", () => {
    const blocks = [heading("Launch"), paragraph("It flew.")];
    expect(split(blocks, characters(100))).toEqual([{ blocks, continues: false }]);
    expect(split([], characters(100))).toEqual([]);
  });

  it("moves a block that fits nowhere else into the next part, whole", () => {
    const blocks = [
      paragraph("a".repeat(60)),
      paragraph("b".repeat(60)),
      paragraph("c".repeat(30)),
    ];
    expect(split(blocks, characters(100))).toEqual([
      { blocks: blocks.slice(0, 1), continues: false },
      { blocks: blocks.slice(1), continues: false },
    ]);
  });

  it("respects every limit, not only the first", () => {
    const blocks = [1, 2, 3, 4, 5].map((n) => paragraph(`Number ${n}.`));
    const measure: Measure = { cost: () => [1, 10], limits: [2, 1000] };
    expect(split(blocks, measure).map((part) => part.blocks.length)).toEqual([2, 2, 1]);
  });

  it("lets a heading go along with what follows it", () => {
    expect(
      texts([paragraph("a".repeat(70)), heading("Next"), paragraph("b".repeat(50))], 80),
    ).toEqual(["a".repeat(70), `Next\n\n${"b".repeat(50)}`]);
  });

  it("begins a long block under its heading rather than leaving the heading alone", () => {
    const sentence = "One two three four five. ";
    const parts = texts([heading("Title"), paragraph(sentence.repeat(5).trim())], 100);
    expect(parts[0]).toBe(`Title\n\n${sentence.repeat(3).trim()}`);
  });

  it("never breaks meta lines, actions, cards and dividers", () => {
    const meta: Block = { type: "meta", parts: [[{ text: "m".repeat(200) }]] };
    const card: Block = {
      type: "card",
      title: [{ text: "c".repeat(200) }],
      subtitle: [],
      body: [],
      actions: [],
    };
    const blocks = [paragraph("before"), meta, card, paragraph("after")];
    expect(split(blocks, characters(50)).map((part) => part.blocks)).toEqual(
      blocks.map((block) => [block]),
    );
  });
});

describe("breaking text", () => {
  it("cuts after sentences, not after abbreviations and initials", () => {
    const sentences = [
      "Dr. Kim of the U.S. team spoke, e.g. on fuel.",
      "Mr. J. R. Hale disagreed with No. 5 of the plan.",
      "They meet again on Dec. 3 at 9 a.m. in Bonn.",
    ];
    for (const limit of [50, 70]) {
      expect(texts([paragraph(sentences.join(" "))], limit)).toEqual(sentences);
    }
  });

  it("cuts Japanese after its full stops", () => {
    const sentences = ["今日は晴れです。", "明日は雨でしょう。", "傘を持って行きます。"];
    expect(texts([paragraph(sentences.join(""))], 12)).toEqual(sentences);
  });

  it("cuts a sentence that is too long between words", () => {
    expect(texts([paragraph("alpha beta gamma delta epsilon")], 12)).toEqual([
      "alpha beta",
      "gamma delta",
      "epsilon",
    ]);
  });

  it("cuts a word that is too long between graphemes", () => {
    const family = "👨‍👩‍👧";
    for (const part of texts([paragraph(family.repeat(10))], 20)) {
      expect(part).toBe(family.repeat(2));
    }
  });

  it("delivers even a grapheme that no part can hold", () => {
    const pile = `e${"\u0301".repeat(100)}`;
    const parts = split([paragraph(pile)], characters(40));
    expect(parts.map((part) => plainText(part.blocks).length)).toEqual([40, 40, 21]);
    expect(join(parts)).toEqual([paragraph(pile)]);
  });

  it("leaves links and code spans whole", () => {
    const link = { text: "the full report. With data", href: "https://example.org/report" };
    const code = { text: "npm run all", style: { code: true } } as const;
    const block = paragraph("See ", link, " or call ", code, " now and then.");
    const parts = split([block], characters(30));
    const spans = parts.flatMap((part) =>
      part.blocks.flatMap((each) => (each.type === "paragraph" ? each.spans : [])),
    );
    expect(spans).toContainEqual(link);
    expect(spans).toContainEqual(code);
  });

  it("cuts a link that is too long by itself as the last resort, and both pieces lead there", () => {
    const href = "https://example.org/";
    const parts = split([paragraph({ text: "word ".repeat(20).trim(), href })], characters(50));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(part.blocks).toMatchObject([{ spans: [{ href }] }]);
    }
  });

  it("leaves no part with nothing but spaces at the end", () => {
    for (let length = 40; length < 60; length += 1) {
      const parts = texts([paragraph(`${"a".repeat(length)}   `)], 50);
      expect(parts).not.toContain("");
    }
  });

  it("keeps a block whole when not even its frame fits", () => {
    const block = paragraph("some words");
    const measure: Measure = { cost: () => [7], limits: [5] };
    expect(split([block, block], measure).map((part) => part.blocks)).toEqual([[block], [block]]);
  });
});

describe("breaking lists, tables and code", () => {
  const item = (text: string, ordinal: number | null = null) => ({
    depth: 0,
    ordinal,
    spans: [{ text }],
  });

  it("cuts a list between items", () => {
    const list: Block = {
      type: "list",
      items: ["one", "two", "three", "four"].map((t) => item(t)),
    };
    expect(texts([list], 13)).toEqual(["• one\n• two", "• three", "• four"]);
  });

  it("cuts an item that is too long, and says that it goes on", () => {
    const list: Block = {
      type: "list",
      items: [item("short", 1), item("First sentence here. Second sentence here.", 2)],
    };
    const parts = split([list], characters(30));
    expect(parts.map((part) => part.seam)).toEqual([undefined, undefined, "item"]);
    expect(parts.map((part) => plainText(part.blocks).trim())).toEqual([
      "1. short",
      "2. First sentence here.",
      "2. Second sentence here.",
    ]);
    expect(join(parts)).toEqual([list]);
  });

  const cell = (text: string): readonly Span[] => (text === "" ? [] : [{ text }]);
  const table = (header: readonly string[], rows: readonly (readonly string[])[]): Block => ({
    type: "table",
    header: header.map(cell),
    rows: rows.map((row) => row.map(cell)),
  });

  it("repeats the header of a table in each piece", () => {
    const block = table(
      ["Aspect", "Text"],
      [
        ["Cost", "low"],
        ["Time", "long"],
        ["Risk", "some"],
      ],
    );
    expect(texts([block], 38)).toEqual([
      "Aspect: Text\nCost: low\nTime: long",
      "Aspect: Text\nRisk: some",
    ]);
    expect(join(split([block], characters(38)))).toEqual([block]);
  });

  it("cuts a row that is too long without losing or mixing cells", () => {
    const block = table(
      ["A", "B"],
      [
        ["x", "First one. Second one. Third thing."],
        ["y", "z"],
      ],
    );
    const parts = split([block], characters(20));
    expect(parts.map((part) => plainText(part.blocks))).toEqual([
      "A: B\nx: First one. ",
      "A: B\nSecond one. ",
      "A: B\nThird thing.",
      "A: B\ny: z",
    ]);
    expect(join(parts)).toEqual([block]);
  });

  it("does not repeat a header that is nearly as long as a part", () => {
    const block = table(["A very long header indeed", "Another"], [["x", "y"]]);
    const parts = split([block], characters(20));
    expect(parts.map((part) => plainText(part.blocks).length <= 20)).not.toContain(false);
    expect(join(parts)).toEqual([block]);
  });

  it("cuts code between lines, a long line between words, a long word between graphemes", () => {
    const code: Block = {
      type: "code",
      text: `let a = 1;\nlet b = 2;\nlet alpha = ${"x".repeat(30)}`,
      language: "ts",
    };
    const parts = split([code], characters(25));
    expect(parts.map((part) => part.blocks)).toEqual([
      [{ ...code, text: "let a = 1;\nlet b = 2;\n" }],
      [{ ...code, text: "let alpha = " }],
      [{ ...code, text: "x".repeat(25) }],
      [{ ...code, text: "x".repeat(5) }],
    ]);
    expect(join(parts)).toEqual([code]);
  });
});

describe("numbering", () => {
  it("marks the parts when there are several", () => {
    const parts = split([paragraph("alpha beta gamma")], characters(10));
    expect(number(parts).map((blocks) => plainText(blocks))).toEqual([
      "alpha \n\n1/2",
      "beta gamma\n\n2/2",
    ]);
    const single = split([paragraph("alpha")], characters(10));
    expect(number(single)).toEqual([[paragraph("alpha")]]);
  });
});

describe("a megabyte", () => {
  const megabyte = 1_000_000;
  const bodies: Readonly<Record<string, Block>> = {
    sentences: paragraph("The rocket of Dr. Kim reached its orbit. ".repeat(megabyte / 41)),
    "one word": paragraph("w".repeat(megabyte)),
    "many links": paragraph(
      ...Array.from({ length: megabyte / 20 }, (_, index) => ({
        text: `link number ${index}. `,
        href: `https://example.org/${index}`,
      })),
    ),
    "list items": {
      type: "list",
      items: Array.from({ length: megabyte / 20 }, (_, index) => ({
        depth: 0,
        ordinal: index,
        spans: [{ text: "twenty characters, ." }],
      })),
    },
    "lines of code": { type: "code", text: "const answer = 42;\n".repeat(megabyte / 19) },
  };

  it.each(Object.keys(bodies))("of %s is measured only a few times over", (name) => {
    const block = bodies[name] ?? paragraph("");
    const length = plainText([block]).length;
    let measured = 0;
    const cost = (each: Block): readonly number[] => {
      const size = plainText([each]).length;
      measured += size;
      return [size];
    };
    const parts = split([block], { cost, limits: [3_000] });
    expect(parts.length).toBeLessThan(length / 1_400);
    expect(measured).toBeLessThan(20 * length);
  });
});
