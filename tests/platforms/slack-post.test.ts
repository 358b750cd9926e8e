/** Messages as Block Kit: what a compact post looks like. */
import type { KnownBlock } from "@slack/types";
import { describe, expect, it } from "vitest";
import type { Message } from "../../src/briefing/message.ts";
import { SlackPayload, type SlackBlock } from "../../src/platforms/slack/limits.ts";
import { renderSlack } from "../../src/platforms/slack/render.ts";
import { messageOf, paragraph, text, wordsOf } from "./slack-json.ts";

/** The compiler's word that our blocks are Slack's. */
function asKnown(blocks: readonly SlackBlock[]): readonly KnownBlock[] {
  return blocks.map((each): KnownBlock => each);
}

function blocksOf(message: Message, at = 0): readonly KnownBlock[] {
  return asKnown(SlackPayload.parse(renderSlack(message)[at]?.payload).blocks);
}

const post: Message = {
  title: "Ariane 6 flies",
  notice: "Ariane 6 flies. Europe has a heavy rocket again.",
  lead: [
    { type: "heading", level: 1, spans: [text("Ariane 6 flies")] },
    {
      type: "meta",
      parts: [
        [{ text: "esa.int", href: "https://www.esa.int/ariane?a=1&b=2" }],
        [text("E. Xample")],
        [{ at: "2026-11-22T09:00:00Z", show: "date" }],
      ],
    },
    paragraph("Europe has a heavy rocket again."),
    { type: "heading", level: 2, spans: [text("Lazy bag")] },
    {
      type: "list",
      items: [
        { depth: 0, ordinal: null, spans: [text("One")] },
        { depth: 1, ordinal: 3, spans: [text("Three")] },
      ],
    },
    { type: "divider" },
    {
      type: "table",
      header: [[text("Aspect")], [text("Description")]],
      rows: [
        [[text("Cost")], [text("High & rising")]],
        [[text("Date")], []],
      ],
    },
    {
      type: "actions",
      items: [
        { type: "button", id: "read:ariane-6", label: "Read in thread", primary: true },
        { type: "link", label: "Source", href: "https://www.esa.int/ariane" },
      ],
    },
  ],
  thread: [],
};

describe("a compact post", () => {
  it("has a header, small print, text, a native table and buttons", () => {
    expect(blocksOf(post)).toEqual([
      { type: "header", text: { type: "plain_text", text: "Ariane 6 flies", emoji: false } },
      {
        type: "context",
        elements: [
          {
            type: "mrkdwn",
            text: "<https://www.esa.int/ariane?a=1&amp;b=2|esa.int> · E. Xample · <!date^1795338000^{date_short_pretty}|22 Nov 2026>",
            verbatim: true,
          },
        ],
      },
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [{ type: "text", text: "Europe has a heavy rocket again." }],
          },
        ],
      },
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [{ type: "text", text: "Lazy bag", style: { bold: true } }],
          },
          {
            type: "rich_text_list",
            style: "bullet",
            indent: 0,
            elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "One" }] }],
          },
          {
            type: "rich_text_list",
            style: "ordered",
            indent: 1,
            offset: 2,
            elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "Three" }] }],
          },
        ],
      },
      { type: "divider" },
      {
        type: "table",
        column_settings: [{ is_wrapped: true }, { is_wrapped: true }],
        rows: [
          [
            { type: "raw_text", text: "Aspect" },
            { type: "raw_text", text: "Description" },
          ],
          [cell("Cost", true), cell("High & rising")],
          [cell("Date", true), { type: "raw_text", text: "–" }],
        ],
      },
      {
        type: "actions",
        elements: [
          {
            type: "button",
            text: { type: "plain_text", text: "Read in thread", emoji: false },
            action_id: "read:ariane-6",
            value: "read:ariane-6",
            style: "primary",
          },
          {
            type: "button",
            text: { type: "plain_text", text: "Source", emoji: false },
            action_id: "link",
            url: "https://www.esa.int/ariane",
          },
        ],
      },
    ]);
  });

  it("says all of it in `text`, title first, for those who hear it", () => {
    const payload = SlackPayload.parse(renderSlack(post)[0]?.payload);
    expect(payload.text).toMatch(/^Ariane 6 flies\n\nesa\.int · E\. Xample/);
    expect(payload.text).toContain("High &amp; rising");
    expect(payload).toMatchObject({ unfurl_links: false, unfurl_media: false, mrkdwn: false });
  });

  it("cuts `text` at a sentence, and only there", () => {
    const sentence = "This is a sentence of Dr. Kim about salt & sugar. ";
    const payload = SlackPayload.parse(
      renderSlack(messageOf([paragraph(sentence.repeat(150))]))[0]?.payload,
    );
    expect(payload.text.length).toBeLessThanOrEqual(3_000);
    expect(payload.text.length).toBeGreaterThan(2_900);
    expect(payload.text).toMatch(/salt &amp; sugar\. …$/);
    expect(wordsOf(payload.blocks)).toHaveLength(150 * 10);
  });
});

function cell(value: string, bold = false): object {
  const style = bold ? { style: { bold: true } } : {};
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text: value, ...style }] }],
  };
}
