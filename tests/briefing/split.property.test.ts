import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Span, TextSpan } from "../../src/briefing/blocks.ts";
import type { Block } from "../../src/briefing/message.ts";
import { plainSpans, plainText } from "../../src/briefing/plain.ts";
import { join, split } from "../../src/briefing/split.ts";
import type { Measure, Part } from "../../src/briefing/split.ts";
import { block } from "./arbitrary.ts";

/** Cost models as platforms have them: escaped characters with a frame around every block, bytes, blocks. */
const measure: fc.Arbitrary<Measure> = fc
  .tuple(
    fc.integer({ min: 60, max: 600 }),
    fc.integer({ min: 120, max: 1200 }),
    fc.integer({ min: 1, max: 6 }),
  )
  .map((limits) => ({
    cost: (each) => {
      const text = plainText([each]);
      return [text.replaceAll(/[&<>]/g, "&amp;").length + 2, Buffer.byteLength(text), 1];
    },
    limits,
  }));

function normalStyle({ text, style = {}, href }: TextSpan): TextSpan {
  return {
    text,
    ...(Object.keys(style).length === 0 ? {} : { style }),
    ...(href === undefined ? {} : { href }),
  };
}

/** Neighbours that look the same become one; nothing becomes no span. */
function normalSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if ("at" in span) merged.push(span);
    else if (span.text === "") continue;
    else if (last === undefined || "at" in last || !looksTheSame(last, span))
      merged.push(normalStyle(span));
    else merged[merged.length - 1] = { ...last, text: last.text + span.text };
  }
  return merged;
}

function looksTheSame(a: TextSpan, b: TextSpan): boolean {
  const look = ({ style = {}, href = "" }: TextSpan) =>
    [style.bold, style.italic, style.strike, style.code, href].join();
  return look(a) === look(b);
}

function normal(each: Block): Block {
  switch (each.type) {
    case "heading":
    case "paragraph":
    case "quote":
      return { ...each, spans: normalSpans(each.spans) };
    case "list":
      return {
        ...each,
        items: each.items.map((item) => ({ ...item, spans: normalSpans(item.spans) })),
      };
    case "table":
      return {
        ...each,
        header: each.header.map(normalSpans),
        rows: each.rows.map((row) => row.map(normalSpans)),
      };
    default:
      return each;
  }
}

function fits({ blocks }: Part, { cost, limits }: Measure): boolean {
  const costs = blocks.map(cost);
  return limits.every(
    (limit, index) => costs.reduce((sum, each) => sum + (each[index] ?? 0), 0) <= limit,
  );
}

function isUnbreakable({ type }: Block): boolean {
  return ["divider", "meta", "actions", "card"].includes(type);
}

const blocks = fc.array(block, { maxLength: 8 });

it("gives back the blocks when the parts are joined", () => {
  fc.assert(
    fc.property(blocks, measure, (all, limits) => {
      expect(join(split(all, limits)).map(normal)).toEqual(all.map(normal));
    }),
    { numRuns: 300 },
  );
});

it("makes every part fit, but for a single block that is never broken", () => {
  fc.assert(
    fc.property(blocks, measure, (all, limits) => {
      const parts = split(all, limits);
      const misfits = parts.filter((part) => !fits(part, limits));
      expect(misfits.filter((part) => !part.blocks.every(isUnbreakable))).toEqual([]);
      expect(misfits.filter((part) => part.blocks.length !== 1)).toEqual([]);
      expect(parts.filter((part) => part.blocks.length === 0)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

function cellsOf(each: Block): readonly (readonly Span[])[] {
  switch (each.type) {
    case "heading":
    case "paragraph":
    case "quote":
      return [each.spans];
    case "list":
      return each.items.map((item) => item.spans);
    case "table":
      return each.rows.flat();
    default:
      return [];
  }
}

/** Links and code spans shorter than any part, between prose and scripts that are easily torn. */
const tornText = fc.constantFrom(
  "alpha beta. Gamma",
  "👨‍👩‍👧👍🏽🇺🇦🇯🇵",
  "e\u0301a\u0308o\u0302",
  "今日は。明日は",
  "नमस्ते",
  " ",
  "longwordwithoutanyspaceinit",
);
const tornSpan: fc.Arbitrary<Span> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ text: tornText }) },
  fc.record({ text: tornText, style: fc.constant({ bold: true as const }) }),
  fc.record({ text: tornText, style: fc.constant({ code: true as const }) }),
  fc.record({ text: tornText, href: fc.constantFrom("https://a.example/", "https://b.example/") }),
);
const tornSpans = fc.array(tornSpan, { minLength: 1, maxLength: 30 }).map((spans) => {
  // Two links or code spans in a row would be one long one.
  const isWhole = (span: Span | undefined) =>
    span !== undefined && !("at" in span) && (span.href !== undefined || span.style?.code === true);
  return spans.filter((span, index) => !(isWhole(span) && isWhole(spans[index - 1])));
});
const tornBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constantFrom("paragraph" as const, "quote" as const), spans: tornSpans }),
  fc.record({
    type: fc.constant("list" as const),
    items: fc.array(fc.record({ depth: fc.nat(3), ordinal: fc.constant(null), spans: tornSpans }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.record({
    type: fc.constant("table" as const),
    header: fc.constant([[{ text: "A" }], [{ text: "B" }], [{ text: "C" }]]),
    rows: fc.array(fc.tuple(tornSpans, tornSpans, tornSpans), { minLength: 1, maxLength: 3 }),
  }),
);
const roomy = fc
  .integer({ min: 80, max: 200 })
  .map((limit): Measure => ({ cost: (each) => [plainText([each]).length], limits: [limit] }));

it("never cuts a link, a code span or a grapheme that fits", () => {
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  const graphemes = (cells: readonly (readonly Span[])[]) =>
    cells.flatMap((spans) =>
      [...segmenter.segment(plainSpans(spans))].map(({ segment }) => segment),
    );
  const wholes = (cells: readonly (readonly Span[])[]) =>
    cells.flatMap((spans) =>
      normalSpans(spans).filter(
        (span) => "at" in span || span.href !== undefined || span.style?.code === true,
      ),
    );
  fc.assert(
    fc.property(tornBlock, roomy, (one, limits) => {
      const pieces = split([one], limits).flatMap((part) => part.blocks.flatMap(cellsOf));
      expect(graphemes(pieces)).toEqual(graphemes(cellsOf(one)));
      expect(wholes(pieces)).toEqual(wholes(cellsOf(one)));
    }),
    { numRuns: 300 },
  );
});

it("never leaves a heading alone at the end of a part", () => {
  const section = fc.tuple(
    fc
      .constantFrom("Why", "What follows", "3. Costs")
      .map((text): Block => ({ type: "heading", level: 3, spans: [{ text }] })),
    tornBlock,
  );
  fc.assert(
    fc.property(fc.array(section, { minLength: 1, maxLength: 5 }), roomy, (sections, limits) => {
      for (const part of split(sections.flat(), limits)) {
        expect(part.blocks.at(-1)?.type).not.toBe("heading");
      }
    }),
    { numRuns: 300 },
  );
});

it("cuts prose at the ends of sentences as long as each of them fits", () => {
  const sentence = fc
    .array(
      fc.constantFrom(
        "the",
        "rocket",
        "of",
        "Dr. Kim",
        "the U.S.",
        "flew",
        "e.g. twice",
        "in 3.5 days",
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((words) => `So ${words.join(" ")} again.`);
  fc.assert(
    fc.property(fc.array(sentence, { minLength: 1, maxLength: 20 }), roomy, (sentences, limits) => {
      const text = sentences.join(" ");
      for (const part of split([{ type: "paragraph", spans: [{ text }] }], limits)) {
        expect(plainText(part.blocks)).toMatch(/^So .* again\. ?$/u);
      }
    }),
  );
});
