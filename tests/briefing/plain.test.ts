import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "../../src/briefing/message.ts";
import { plainSpans, plainText } from "../../src/briefing/plain.ts";
import { block } from "./arbitrary.ts";

describe("spans as plain text", () => {
  it("keep the text and drop style and target", () => {
    expect(
      plainSpans([
        { text: "The " },
        { text: "bold", style: { bold: true } },
        { text: " link", href: "https://example.org/" },
        { text: "\nand *this*" },
      ]),
    ).toBe("The bold link\nand *this*");
  });

  it("show an instant in UTC", () => {
    const at = "2026-11-22T09:05:30Z";
    expect(plainSpans([{ at, show: "date" }])).toBe("22 Nov 2026");
    expect(plainSpans([{ at, show: "datetime" }])).toBe("22 Nov 2026, 09:05 UTC");
    expect(plainSpans([{ at, show: "relative" }])).toBe("22 Nov 2026, 09:05 UTC");
  });
});

describe("blocks as plain text", () => {
  const cell = (text: string) => [{ text }];
  const cases: readonly (readonly [string, Block, string])[] = [
    ["a heading", { type: "heading", level: 2, spans: cell("Why") }, "Why"],
    ["a quote", { type: "quote", spans: cell("One.\n\nTwo.") }, "One.\n\nTwo."],
    ["code, verbatim", { type: "code", text: "  a\n\tb", language: "ts" }, "  a\n\tb"],
    [
      "a list, marked and indented",
      {
        type: "list",
        items: [
          { depth: 0, ordinal: 1, spans: cell("one\nmore") },
          { depth: 1, ordinal: null, spans: cell("inner") },
        ],
      },
      "1. one\n   more\n  • inner",
    ],
    [
      "a table of two columns",
      {
        type: "table",
        header: [cell("Aspect"), cell("Description")],
        rows: [
          [cell("Cost"), cell("low")],
          [cell("Why?"), cell("because")],
          [cell("Empty"), []],
        ],
      },
      "Aspect: Description\nCost: low\nWhy? because\nEmpty",
    ],
    [
      "a wider table",
      {
        type: "table",
        header: [[], [], []],
        rows: [[cell("a"), cell("b"), cell("c")]],
      },
      "a | b | c",
    ],
    ["a meta line", { type: "meta", parts: [cell("desk"), [], cell("3 min")] }, "desk · 3 min"],
    [
      "a card",
      { type: "card", title: cell("T"), subtitle: [cell("a"), cell("b")], body: [], actions: [] },
      "T\na · b",
    ],
    [
      "actions, left out",
      { type: "actions", items: [{ type: "button", id: "read:x", label: "Read" }] },
      "",
    ],
  ];
  it.each(cases)("shows %s", (_name, one, text) => {
    expect(plainText([one])).toBe(text);
  });

  it("sets blocks apart and leaves no hole for what has no words", () => {
    expect(
      plainText([
        { type: "paragraph", spans: cell("a") },
        { type: "divider" },
        { type: "paragraph", spans: cell("b") },
      ]),
    ).toBe("a\n\nb");
  });

  it("has every text of every block, in order", () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        const text = plainText(blocks);
        let from = 0;
        for (const each of blocks) {
          const whole = plainText([each]);
          expect(text.indexOf(whole, from)).toBeGreaterThanOrEqual(from);
          from += whole.length;
        }
      }),
    );
  });
});
