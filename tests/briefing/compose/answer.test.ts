import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerText, composeAnswer } from "../../../src/briefing/compose/answer.ts";
import { hostileText } from "../arbitrary.ts";

const found = { briefing: "bridge", title: "The bridge opens" };
const quote = { text: "It took nine years.", section: "Lazy bag", ...found };

describe("an answer", () => {
  it("that is sure quotes the article and names the section", () => {
    const message = composeAnswer({ tier: "sure", quotes: [quote] });
    expect(message.lead).toEqual([]);
    expect(message.thread).toEqual([
      { type: "paragraph", spans: [{ text: "The article says:" }] },
      { type: "quote", spans: [{ text: quote.text }] },
      { type: "meta", parts: [[{ text: "Lazy bag" }]] },
      { type: "actions", items: [{ type: "button", id: "ask:bridge", label: "Ask more" }] },
    ]);
    expect(message.notice).toBe("An answer from the article — It took nine years.");
  });

  it("from one of several briefings names it, and opens it", () => {
    const other = { text: "Tolls rise.", section: "Main Body", ...found };
    const quotes = [quote, other];
    expect(answerText({ tier: "middle", quotes }, "several")).toBe(
      "The closest passages, from “The bridge opens”; they may not answer this:\n\n" +
        "It took nine years.\n\nLazy bag\n\nTolls rise.\n\nMain Body",
    );
    expect(answerText({ tier: "sure", quotes }, "all")).toMatch(
      /^The article “The bridge opens” says:/u,
    );
    const message = composeAnswer({ tier: "sure", quotes }, { number: 7, of: "all" });
    expect(message.thread.at(-1)).toMatchObject({
      type: "actions",
      items: [
        { id: "useful:7", label: "Useful", verdict: { isPositive: true } },
        { id: "not-useful:7", label: "Not useful", verdict: { isPositive: false } },
        { type: "button", id: "show:bridge", label: "Open" },
      ],
    });
  });

  it("names what a quote stands under", () => {
    const row = { section: "Key Insights Table", heading: "Cost", ...found };
    const cost = { text: "310 million euros", ...row };
    expect(answerText({ tier: "sure", quotes: [cost] })).toBe(
      "The article says:\n\n310 million euros\n\nKey Insights Table · Cost",
    );
  });

  it("that is not there says so, and where else to look", () => {
    expect(answerText({ tier: "low", quotes: [] })).toBe("The briefing does not say.");
    expect(answerText({ tier: "low", quotes: [] }, "several")).toBe("The briefings do not say.");
    expect(answerText({ tier: "low", quotes: [] }, "all")).toBe("No briefing says that.");
    const elsewhere = { id: "tolls", title: "Tolls" };
    expect(answerText({ tier: "low", quotes: [], elsewhere })).toBe(
      "The briefing does not say.\n\nAnother one may: “Tolls”.",
    );
    expect(composeAnswer({ tier: "low", quotes: [], elsewhere }).thread.at(-1)).toEqual({
      type: "actions",
      items: [{ type: "button", id: "show:tolls", label: "Open" }],
    });
  });

  it("claims nothing without a quote", () => {
    expect(answerText({ tier: "sure", quotes: [] })).toBe("The briefing does not say.");
  });

  it("keeps every quote verbatim", () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 3 }), (texts) => {
        const quotes = texts.map((text) => ({ text, section: "Main Body", ...found }));
        const { thread } = composeAnswer({ tier: "sure", quotes });
        const quoted = thread.flatMap((block) => (block.type === "quote" ? [block.spans] : []));
        expect(quoted).toEqual(texts.map((text) => [{ text }]));
      }),
    );
  });
});
