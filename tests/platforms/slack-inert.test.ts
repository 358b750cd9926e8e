/** What people and articles write stays words in Slack, wherever it is shown. */
import { describe, expect, it } from "vitest";
import type { Span } from "../../src/briefing/blocks.ts";
import type { Block } from "../../src/briefing/message.ts";
import { homeView, messageView } from "../../src/platforms/slack/forms/views.ts";
import { renderSlack, renderSlackPrivate } from "../../src/platforms/slack/render.ts";
import { hostileStrings } from "../briefing/hostile.ts";
import { liveThings, messageOf, text } from "./slack-json.ts";

describe("the corpus", () => {
  it("has at least 150 strings, all different", () => {
    expect(new Set(hostileStrings).size).toBeGreaterThanOrEqual(150);
  });

  it.each(["post", "thread", "ephemeral", "window", "Home"] as const)(
    "is inert in a %s",
    (where) => {
      for (const hostile of hostileStrings) {
        const spans: readonly Span[] = [
          text(hostile),
          { text: hostile, href: "https://example.org/" },
          { text: hostile, style: { code: true } },
        ];
        const blocks: readonly Block[] = [
          { type: "heading", level: 1, spans: [text(hostile)] },
          { type: "meta", parts: [spans, spans] },
          { type: "paragraph", spans },
          { type: "list", items: [{ depth: 0, ordinal: null, spans }] },
          { type: "quote", spans },
          { type: "code", text: hostile },
          { type: "table", header: [spans, spans], rows: [[spans, spans]] },
          { type: "card", title: spans, subtitle: [spans], body: spans, actions: [] },
        ];
        const message = { ...messageOf(blocks, where === "thread" ? blocks : []), title: hostile };
        const shown =
          where === "ephemeral"
            ? renderSlackPrivate(message)
            : where === "window"
              ? [messageView(message)]
              : where === "Home"
                ? [homeView(message)]
                : renderSlack(message).map(({ payload }) => payload);
        const alive = shown
          .flatMap(liveThings)
          .filter((each) => !/^element (?:modal|home)$/.test(each));
        expect(alive, hostile).toEqual([]);
      }
    },
  );
});
