import { describe, expect, it } from "vitest";
import type { Block, Message } from "../../src/briefing/message.ts";
import { findFaults } from "../../src/platforms/discord/limits.ts";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import { listOf, textsOf } from "../fakes/discord-checks.ts";
import { bodyOf, refusals, textOf } from "./discord-bodies.ts";

const compact: Message = {
  title: "Ariane 6 flies",
  notice: "Ariane 6 flies. Europe can launch again.",
  lead: [
    {
      type: "heading",
      level: 1,
      spans: [{ text: "Ariane 6 flies", href: "https://example.org/ariane" }],
    },
    {
      type: "meta",
      parts: [
        [{ text: "example.org" }],
        [{ text: "A. Author" }],
        [{ at: "2026-11-22T09:00:00Z", show: "date" }],
      ],
    },
    { type: "paragraph", spans: [{ text: "Europe can launch again." }] },
    { type: "heading", level: 2, spans: [{ text: "Lazy bag" }] },
    {
      type: "list",
      items: [
        { depth: 0, ordinal: null, spans: [{ text: "It flew." }] },
        { depth: 0, ordinal: null, spans: [{ text: "It was late." }] },
      ],
    },
    { type: "heading", level: 2, spans: [{ text: "Key Insights" }] },
    {
      type: "table",
      header: [[{ text: "Aspect" }], [{ text: "Description" }]],
      rows: [[[{ text: "Cost" }], [{ text: "First units cost more." }]]],
    },
    {
      type: "actions",
      items: [
        { type: "button", id: "read:ariane-6", label: "Read in thread", primary: true },
        { type: "link", label: "Source", href: "https://example.org/ariane" },
      ],
    },
  ],
  thread: [{ type: "paragraph", spans: [{ text: "The whole story." }] }],
};

function card(n: number): Block {
  return {
    type: "card",
    title: [{ text: `Article ${n}` }],
    subtitle: [[{ text: "example.org" }], [{ text: `${n} min` }]],
    body: [{ text: "What it says." }],
    actions: [{ type: "button", id: `open:article-${n}`, label: "Open" }],
  };
}

describe("a post on Discord", () => {
  it("is text for the notification first, then one box with buttons", () => {
    const row = {
      type: 1,
      components: [
        { type: 2, style: 1, label: "Read in thread", custom_id: "v1:read:ariane-6" },
        { type: 2, style: 5, label: "Source", url: "https://example.org/ariane" },
      ],
    };
    const insights = "### Key Insights\n- **Cost**\n  First units cost more.";
    expect(renderDiscord(compact)).toEqual([
      {
        to: "channel",
        payload: {
          create: {
            content: "Ariane 6 flies. Europe can launch again.",
            flags: 4,
            components: [row],
            allowed_mentions: { parse: [] },
          },
          edit: {
            content: null,
            flags: 32_768,
            allowed_mentions: { parse: [] },
            components: [
              {
                type: 17,
                accent_color: 3_900_150,
                components: [
                  {
                    type: 10,
                    content:
                      "## [Ariane 6 flies](https://example.org/ariane)\n-# example.org · A. Author · <t:1795338000:D>\n\nEurope can launch again.",
                  },
                  { type: 14 },
                  { type: 10, content: "### Lazy bag\n- It flew.\n- It was late." },
                  { type: 14 },
                  { type: 10, content: insights },
                  row,
                ],
              },
            ],
          },
          forum: { title: "Ariane 6 flies", topics: [] },
        },
      },
      {
        to: "thread",
        payload: {
          flags: 32_768,
          components: [{ type: 10, content: "The whole story." }],
          allowed_mentions: { parse: [] },
        },
      },
    ]);
  });

  it("is one request where notifications may stay empty", () => {
    const [post] = renderDiscord(compact, { pushText: false });
    expect(post?.payload["create"]).toBeUndefined();
    expect(post?.payload["flags"]).toBe(32_768);
    expect(findFaults(post?.payload ?? {})).toEqual([]);
  });

  it("shows every column of a larger table by its name", () => {
    const table: Block = {
      type: "table",
      header: [[{ text: "Rocket" }], [{ text: "Mass" }], [{ text: "Price" }]],
      rows: [[[{ text: "A6" }], [{ text: "860 t" }], [{ text: "115 M€" }]]],
    };
    const text = textsOf(
      listOf(
        bodyOf({
          to: "channel",
          payload: renderDiscord({ ...compact, lead: [table] })[0]?.payload ?? {},
        })["components"],
      ),
    );
    expect(text).toEqual(["-# Rocket · Mass · Price\n- **A6**\n  Mass: 860 t\n  Price: 115 M€"]);
  });

  it("stays one message with the buttons when its text goes on in the thread", () => {
    const long: Block = { type: "paragraph", spans: [{ text: "A long sentence. ".repeat(400) }] };
    const rendered = renderDiscord({
      ...compact,
      lead: [...compact.lead.slice(0, 3), long, ...compact.lead.slice(-1)],
    });
    expect(rendered.map(({ to }) => to)).toEqual(["channel", "thread"]);
    expect(JSON.stringify(rendered[0]?.payload["edit"])).toContain("v1:read:ariane-6");
    expect(textOf(rendered.slice(1))).toMatch(/A long sentence\.[\s\S]*The whole story\.$/);
  });

  it("takes its title from a line full of brackets", () => {
    const heading: Block = {
      type: "heading",
      level: 1,
      spans: [{ text: "[Draft] (v2)](x)", href: "https://example.org/" }],
    };
    expect(textOf(renderDiscord({ ...compact, lead: [heading], thread: [] }))).toBe(
      "[Draft] (v2)](x)",
    );
  });
});

describe("a digest on Discord", () => {
  const digest: Message = {
    title: "Digest",
    notice: "Digest: 7 articles",
    lead: [
      { type: "heading", level: 1, spans: [{ text: "Digest" }] },
      ...[1, 2, 3, 4, 5, 6, 7].map(card),
    ],
    thread: [],
  };

  it("is a card with its button per article, with lines between them", () => {
    const [post] = renderDiscord(digest);
    const box = listOf(bodyOf(post ?? { to: "channel", payload: {} })["components"])[0];
    const parts = listOf(box?.["components"]);
    expect(parts.map(({ type }) => type).slice(0, 5)).toEqual([10, 14, 9, 14, 9]);
    expect(parts[2]).toEqual({
      type: 9,
      components: [{ type: 10, content: "### Article 1\n-# example.org · 1 min\nWhat it says." }],
      accessory: { type: 2, style: 2, label: "Open", custom_id: "v1:open:article-1" },
    });
    expect(renderDiscord(digest)).toHaveLength(1);
  });

  it("goes on in the thread when there are more cards than one message holds", () => {
    const many = { ...digest, lead: Array.from({ length: 30 }, (_, n) => card(n)) };
    const rendered = renderDiscord(many);
    expect(rendered.length).toBeGreaterThan(2);
    expect(rendered.flatMap(({ payload }) => findFaults(payload))).toEqual([]);
    for (let n = 0; n < 30; n += 1) expect(textOf(rendered)).toContain(`Article ${n}\n`);
  });

  it("keeps the ids of its buttons apart", () => {
    const same = { ...digest, lead: [card(1), card(1), ...compact.lead.slice(-1)] };
    const [post] = renderDiscord(same);
    expect(findFaults(post?.payload ?? {})).toEqual([]);
    expect(JSON.stringify(post?.payload["edit"])).toContain('"v1.2:open:article-1"');
  });
});

describe("the thread of a post on Discord", () => {
  const chapter: Block = {
    type: "paragraph",
    spans: [{ text: "A sentence of the story. ".repeat(300) }],
  };

  it("is numbered parts, each within the limits of reading", () => {
    const rendered = renderDiscord({ ...compact, lead: [], thread: [chapter, chapter] });
    expect(rendered.every(({ to }) => to === "thread")).toBe(true);
    const texts = rendered.map((each) => textsOf(listOf(bodyOf(each)["components"])).join(""));
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.map((text) => /-# (\d+)\\?\/(\d+)$/.exec(text)?.slice(1))).toEqual(
      texts.map((_, index) => [String(index + 1), String(texts.length)]),
    );
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(3_500);
  });

  it("counts bytes where letters are wide", () => {
    const wide: Block = { type: "paragraph", spans: [{ text: "日本語の文章です。".repeat(800) }] };
    const rendered = renderDiscord({ ...compact, lead: [wide], thread: [wide] });
    expect(
      rendered.flatMap(({ payload }) => refusals(payload)).filter((each) => each !== null),
    ).toEqual([]);
    const sizes = rendered.map((each) =>
      Buffer.byteLength(textsOf(listOf(bodyOf(each)["components"])).join("")),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000);
    expect(Math.max(...sizes.slice(1))).toBeLessThanOrEqual(9_500);
  });
});
