/** What must hold for Slack's payloads of any message, friendly or hostile. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../src/briefing/blocks.ts";
import type { Block, Message } from "../../src/briefing/message.ts";
import { plainSpans } from "../../src/briefing/plain.ts";
import { findFaults } from "../../src/platforms/slack/faults.ts";
import { renderSlack, renderSlackPrivate } from "../../src/platforms/slack/render.ts";
import { block, hostileStrings, message } from "../briefing/arbitrary.ts";
import { liveThings, messageOf, text, words, wordsOf } from "./slack-json.ts";

describe("any message", () => {
  it("keeps every limit", () => {
    fc.assert(
      fc.property(message, (each) => {
        expect(faultsOf(each)).toEqual([]);
      }),
    );
  });

  it("keeps every limit when it is long", () => {
    const long = fc.array(block, { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(long, long, (lead, thread) => {
        expect(faultsOf(messageOf(lead, thread))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it("keeps every limit when single blocks are huge", () => {
    const times = fc.integer({ min: 2, max: 400 });
    fc.assert(
      fc.property(block, times, (each, count) => {
        expect(faultsOf(messageOf([enlarge(each, count)]))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it("loses no word", () => {
    fc.assert(
      fc.property(message, (each) => {
        const shown = renderSlack(each)
          .flatMap(({ payload }) => wordsOf(payload))
          .join(" ");
        const said = countWords([...each.lead, ...each.thread].flatMap(wordsOfBlock));
        for (const [word, count] of said) {
          expect(shown.split(word).length - 1, word).toBeGreaterThanOrEqual(count);
        }
      }),
    );
  });

  it("is inert: no live mention, no markup, no link but http and https", () => {
    fc.assert(
      fc.property(message, (each) => {
        expect(renderSlack(each).flatMap(({ payload }) => liveThings(payload))).toEqual([]);
      }),
    );
  });

  it("is inert for every string known to cause harm, wherever it stands", () => {
    for (const hostile of hostileStrings) {
      const spans: readonly Span[] = [
        text(hostile),
        { text: hostile, href: "https://example.org/" },
      ];
      const lead: readonly Block[] = [
        { type: "heading", level: 1, spans: [text(hostile)] },
        { type: "meta", parts: [spans, spans] },
        { type: "table", header: [spans, spans], rows: [[spans, spans]] },
        {
          type: "card",
          title: spans,
          subtitle: [spans],
          body: spans,
          actions: [{ type: "button", id: hostile.slice(0, 90), label: hostile }],
        },
      ];
      const rendered = renderSlack({ title: hostile, notice: hostile, lead, thread: [] });
      expect(rendered.flatMap(({ payload }) => liveThings(payload))).toEqual([]);
      expect(rendered.flatMap(({ payload }) => findFaults(payload))).toEqual([]);
    }
  });

  it("never links anything but http and https, even where a message was not checked", () => {
    const href = "javascript:alert(1)";
    const lead: readonly Block[] = [
      { type: "paragraph", spans: [{ text: "x", href }] },
      { type: "meta", parts: [[{ text: "y", href }]] },
      { type: "actions", items: [{ type: "link", label: "z", href }] },
    ];
    expect(JSON.stringify(renderSlack(messageOf(lead)))).not.toContain("javascript");
  });
});

function faultsOf(message: Message): readonly string[] {
  return [
    ...renderSlack(message).flatMap(({ payload }) => findFaults(payload)),
    ...renderSlackPrivate(message).flatMap((payload) => findFaults(payload)),
  ];
}

function enlarge(block: Block, times: number): Block {
  const grow = (spans: readonly Span[]): readonly Span[] =>
    spans.map((span) => ("at" in span ? span : { ...span, text: span.text.repeat(times) }));
  switch (block.type) {
    case "heading":
    case "paragraph":
    case "quote":
      return { ...block, spans: grow(block.spans) };
    case "list":
      return { ...block, items: block.items.map((item) => ({ ...item, spans: grow(item.spans) })) };
    case "code":
      return { ...block, text: block.text.repeat(times) };
    case "table":
      return { ...block, rows: block.rows.map((row) => row.map(grow)) };
    case "meta":
      return { ...block, parts: block.parts.map(grow) };
    case "card":
      return { ...block, title: grow(block.title), body: grow(block.body) };
    case "actions":
    case "divider":
      return block;
  }
}

function wordsOfBlock(block: Block): readonly string[] {
  switch (block.type) {
    case "heading":
    case "paragraph":
    case "quote":
      return wordsOfSpans(block.spans);
    case "list":
      return block.items.flatMap(({ spans }) => wordsOfSpans(spans));
    case "code":
      return block.text.toWellFormed().match(words) ?? [];
    case "table":
      return [block.header, ...block.rows].flat().flatMap(wordsOfSpans);
    case "meta":
      return block.parts.flatMap(wordsOfSpans);
    case "card":
      return [block.title, ...block.subtitle, block.body].flatMap(wordsOfSpans);
    case "actions":
    case "divider":
      return [];
  }
}

function wordsOfSpans(spans: readonly Span[]): readonly string[] {
  return spans.flatMap((span) => plainSpans([span]).toWellFormed().match(words) ?? []);
}

function countWords(list: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
