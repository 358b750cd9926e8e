/** Text of articles, read back by an independent reader of Discord's Markdown. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span, TextBlock } from "../../src/briefing/blocks.ts";
import type { Block } from "../../src/briefing/message.ts";
import { escapeText } from "../../src/platforms/discord/draw/escape.ts";
import { renderMarkdown } from "../../src/platforms/discord/draw/markdown.ts";
import { hostileStrings, hostileText, span } from "../briefing/arbitrary.ts";
import { resolveMarkdown } from "../fakes/discord-text.ts";

/** Line breaks of every kind are one, invisible joints are none. */
function visible(text: string): string {
  return text.replaceAll(/\r\n|[\r\u0085\u2028\u2029]/g, "\n").replaceAll("\u200B", "");
}

function words(text: string): string {
  return visible(text).replaceAll(/\s+/g, " ").trim();
}

function textOf(spans: readonly Span[]): string {
  return spans.map((each) => ("at" in each ? "" : each.text)).join("");
}

const withoutTimes = fc.array(
  span.filter((each) => !("at" in each)),
  { minLength: 1, maxLength: 6 },
);

describe("text on Discord", () => {
  it.each(hostileStrings.map((text) => [text]))("is inert and unchanged: %j", (text) => {
    const resolved = resolveMarkdown(escapeText(text));
    expect(resolved.alive).toEqual([]);
    expect(resolved.links).toEqual([]);
    expect(visible(resolved.text)).toBe(visible(text));
  });

  it("is inert and unchanged however hostile strings are put together", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const resolved = resolveMarkdown(escapeText(text));
        expect(resolved.alive).toEqual([]);
        expect(resolved.links).toEqual([]);
        expect(visible(resolved.text)).toBe(visible(text));
      }),
    );
  });

  it("stays inert where spans without style meet", () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(...Array.from("*_~`|<>@:/#-1.[]()! \\")),
        fc.constantFrom("everyone", "x", "\n"),
      ),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, (texts) => {
        const spans = texts.map((text) => ({ text }));
        const block: TextBlock = { type: "paragraph", spans };
        const resolved = resolveMarkdown(renderMarkdown(block));
        expect(resolved.alive).toEqual([]);
        expect(resolved.links).toEqual([]);
        expect(visible(resolved.text).trim()).toBe(texts.join("").trim());
      }),
      { numRuns: 500 },
    );
  });

  it("brings nothing to life but the styles and links of its spans", () => {
    fc.assert(
      fc.property(withoutTimes, (spans) => {
        const resolved = resolveMarkdown(renderMarkdown({ type: "paragraph", spans }));
        const allowed = new Set(["bold", "italic", "strike", "code", "link"]);
        expect(resolved.alive.filter((each) => !allowed.has(each))).toEqual([]);
        const targets = spans.flatMap((each) => ("at" in each ? [] : (each.href ?? [])));
        const hosts = new Set(targets.map((target) => new URL(target).host));
        expect(resolved.links.filter((link) => !hosts.has(new URL(link).host))).toEqual([]);
      }),
    );
  });

  it("shows every word of styled spans", () => {
    const plain = withoutTimes.map((spans) =>
      spans.map((each) => {
        if ("at" in each) return each;
        const { href: _none, ...rest } = each;
        return rest;
      }),
    );
    fc.assert(
      fc.property(plain, (spans) => {
        const resolved = resolveMarkdown(renderMarkdown({ type: "paragraph", spans }));
        expect(words(resolved.text)).toBe(words(textOf(spans)));
      }),
    );
  });

  it("closes a code block only at its end", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const block: Block = { type: "code", text: `x${text}x` };
        const resolved = resolveMarkdown(renderMarkdown(block));
        expect(resolved.alive).toEqual(["code block"]);
        expect(visible(resolved.text)).toBe(visible(`x${text}x`));
      }),
    );
  });

  it("ends a piece of code without an empty line", () => {
    expect(renderMarkdown({ type: "code", text: "a\nb\n" })).toBe("```\na\nb\n```");
  });
});

describe("links on Discord", () => {
  const link = (text: string, href: string): string =>
    renderMarkdown({ type: "paragraph", spans: [{ text, href }] });

  it("keep text and target apart whatever both hold", () => {
    expect(link("The bridge", "https://example.org/a(b)c")).toBe(
      "[The bridge](https://example.org/a%28b%29c)",
    );
    expect(resolveMarkdown(link("a [b] c", "https://example.org/"))).toEqual({
      text: "a [b] c",
      links: ["https://example.org/", "https://example.org/", "https://example.org/"],
      alive: ["link", "link", "link"],
    });
  });

  it("show an address as itself", () => {
    expect(link("https://example.org/a_b", "https://example.org/a_b")).toBe(
      "<https://example.org/a_b>",
    );
  });

  it("show the real host where the text promises another", () => {
    const resolved = resolveMarkdown(link("https://bank.example/login", "https://evil.example/x"));
    expect(resolved).toEqual({
      text: "https://bank.example/login (evil.example)",
      links: ["https://evil.example/x"],
      alive: ["link"],
    });
    expect(resolveMarkdown(link("bank.example", "https://evil.example/x")).text).toBe(
      "bank.example (evil.example)",
    );
    expect(link("example.org/news", "https://www.example.org/news")).toBe(
      "[example.org/news](https://www.example.org/news)",
    );
  });

  it("never lead anywhere but to the web", () => {
    expect(link("x", "javascript:alert(1)")).toBe("x");
    expect(link("x", "not an address")).toBe("x");
  });
});
