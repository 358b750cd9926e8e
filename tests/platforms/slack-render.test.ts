/** Messages as Block Kit: what they look like. */
import type { KnownBlock } from "@slack/types";
import { describe, expect, it } from "vitest";
import type { Span } from "../../src/briefing/blocks.ts";
import type { Block, Message } from "../../src/briefing/message.ts";
import { SlackPayload, type SlackBlock } from "../../src/platforms/slack/limits.ts";
import { renderSlack, renderSlackPrivate } from "../../src/platforms/slack/render.ts";
import { messageOf, paragraph, text, wordsOf } from "./slack-json.ts";

/** The compiler's word that our blocks are Slack's. */
function asKnown(blocks: readonly SlackBlock[]): readonly KnownBlock[] {
  return blocks.map((each): KnownBlock => each);
}

function blocksOf(message: Message, at = 0): readonly KnownBlock[] {
  return asKnown(SlackPayload.parse(renderSlack(message)[at]?.payload).blocks);
}

describe("the full text", () => {
  it("goes into the thread in numbered parts, nothing left out", () => {
    const thread = Array.from({ length: 60 }, (_, n) =>
      paragraph(`p${n} ${"word ".repeat(80)}e${n}`),
    );
    const rendered = renderSlack(messageOf([paragraph("Lead")], thread));
    expect(rendered.map(({ to }) => to)).toEqual(["channel", "thread", "thread", "thread"]);
    const last = rendered.map(({ payload }) => SlackPayload.parse(payload).blocks.at(-1));
    expect(last.slice(1)).toEqual(
      ["1/3", "2/3", "3/3"].map((mark) => ({
        type: "context",
        elements: [{ type: "plain_text", text: mark, emoji: false }],
      })),
    );
    const words = rendered.flatMap(({ payload }) => wordsOf(payload));
    for (let n = 0; n < 60; n++) expect(words).toEqual(expect.arrayContaining([`p${n}`, `e${n}`]));
  });

  it("keeps quotes, code, styles and links", () => {
    const blocks = blocksOf(
      messageOf([
        { type: "quote", spans: [{ text: "<!channel>", style: { italic: true } }] },
        { type: "code", text: "if (a < b) {}" },
        {
          type: "paragraph",
          spans: [{ text: "here", href: "https://example.org/a_b", style: { bold: true } }],
        },
        { type: "paragraph", spans: [{ at: "2026-11-22T09:00:00Z", show: "relative" }] },
      ]),
    );
    expect(blocks.flatMap((each) => (each.type === "rich_text" ? each.elements : []))).toEqual([
      {
        type: "rich_text_quote",
        elements: [{ type: "text", text: "<!channel>", style: { italic: true } }],
      },
      { type: "rich_text_preformatted", elements: [{ type: "text", text: "if (a < b) {}" }] },
      {
        type: "rich_text_section",
        elements: [
          { type: "link", url: "https://example.org/a_b", text: "here", style: { bold: true } },
        ],
      },
      {
        type: "rich_text_section",
        elements: [
          {
            type: "date",
            timestamp: 1795338000,
            format: "{ago}",
            fallback: "22 Nov 2026, 09:00 UTC",
          },
        ],
      },
    ]);
  });

  it("writes a second table as a list, because Slack takes one", () => {
    const table: Block = {
      type: "table",
      header: [[text("Name")], [text("Height")], [text("Year")]],
      rows: [[[text("Tower")], [text("300 m")], [text("1889")]]],
    };
    const blocks = blocksOf(messageOf([table, table]));
    expect(blocks.map(({ type }) => type)).toEqual(["table", "rich_text", "rich_text"]);
    expect(JSON.stringify(blocks.slice(1))).toContain("Height");
    expect(wordsOf(blocks).filter((word) => word === "1889")).toHaveLength(2);
  });

  it("writes a table as a list where it is wider or longer than Slack's", () => {
    const cells = (count: number): readonly (readonly Span[])[] =>
      Array.from({ length: count }, (_, n) => [text(`c${n}`)]);
    const wide: Block = { type: "table", header: cells(21), rows: [cells(21)] };
    const long: Block = {
      type: "table",
      header: cells(2),
      rows: Array.from({ length: 100 }, () => cells(2)),
    };
    for (const table of [wide, long]) {
      const blocks = blocksOf(messageOf([table]));
      expect(blocks.every(({ type }) => type === "rich_text")).toBe(true);
    }
    expect(blocksOf(messageOf([{ ...long, rows: long.rows.slice(1) }]))[0]?.type).toBe("table");
  });
});

describe("a digest", () => {
  const card = (n: number): Block => ({
    type: "card",
    title: [{ text: `Title ${n}`, href: `https://example.org/${n}` }],
    subtitle: [[text(`Site ${n}`)], [text("3 min")]],
    body: [text(`Body ${n}. `.repeat(20))],
    actions: [{ type: "button", id: `read:${n}`, label: "Read" }],
  });

  it("shows twelve briefings, set apart and with their buttons, in one message", () => {
    const cards = Array.from({ length: 12 }, (_, n) => card(n));
    const lead: readonly Block[] = [
      { type: "heading", level: 1, spans: [text("Monday's briefings")] },
      ...cards,
    ];
    const rendered = renderSlack(messageOf(lead));
    expect(rendered).toHaveLength(1);
    const blocks = blocksOf(messageOf(lead));
    expect(blocks.slice(1, 5)).toEqual([
      { type: "divider" },
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [
              {
                type: "link",
                url: "https://example.org/0",
                text: "Title 0",
                style: { bold: true },
              },
              // In one section: how two of them are set apart is left to the client.
              { type: "text", text: "\n" },
              { type: "text", text: "Body 0. ".repeat(20) },
            ],
          },
        ],
      },
      {
        type: "context",
        elements: [{ type: "plain_text", text: "Site 0 · 3 min", emoji: false }],
      },
      {
        type: "actions",
        elements: [
          {
            type: "button",
            text: { type: "plain_text", text: "Read", emoji: false },
            action_id: "read:0",
            value: "read:0",
          },
        ],
      },
    ]);
  });

  it("gives the same button twice two ids and one value", () => {
    const buttons = blocksOf(messageOf([card(1), card(1)])).flatMap((each) =>
      each.type === "actions" ? each.elements : [],
    );
    expect(buttons).toMatchObject([
      { action_id: "read:1", value: "read:1" },
      { action_id: "read:1#2", value: "read:1" },
    ]);
  });
});

describe("long words", () => {
  it("go on in bold where a title is longer than a header", () => {
    const title = "Word & word ".repeat(30).trim();
    const blocks = blocksOf(messageOf([{ type: "heading", level: 1, spans: [text(title)] }]));
    expect(blocks.map(({ type }) => type)).toEqual(["header", "rich_text"]);
    expect(wordsOf(blocks)).toHaveLength(60);
  });

  it("shorten a label, and nothing else", () => {
    const label = "Label ".repeat(40);
    const blocks = blocksOf(
      messageOf([{ type: "actions", items: [{ type: "button", id: "a", label }] }]),
    );
    expect(JSON.stringify(blocks)).toMatch(/Label La…"/);
  });
});

describe("an answer for one person", () => {
  it("holds lead and thread", () => {
    const payloads = renderSlackPrivate(messageOf([paragraph("Lead")], [paragraph("Thread")]));
    expect(payloads).toHaveLength(1);
    expect(wordsOf(payloads)).toEqual(expect.arrayContaining(["Lead", "Thread"]));
  });

  it("never takes more payloads than a response_url has uses", () => {
    const thread = Array.from({ length: 200 }, () => paragraph("word ".repeat(100)));
    const payloads = renderSlackPrivate(messageOf([], thread));
    expect(payloads).toHaveLength(5);
    expect(JSON.stringify(payloads.at(-1))).toMatch(/"5\/1\d"/);
  });
});
