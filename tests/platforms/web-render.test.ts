import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TextBlock } from "../../src/briefing/blocks.ts";
import { composeBriefing } from "../../src/briefing/compose/compose.ts";
import type { Block, Message } from "../../src/briefing/message.ts";
import { blocksHtml, headingLevels } from "../../src/platforms/web/block-html.ts";
import { findFaults, jsonBytes, LIMITS } from "../../src/platforms/web/limits.ts";
import { WebPayload } from "../../src/platforms/web/payload.ts";
import { renderPerson, renderPrivate, renderWeb } from "../../src/platforms/web/render.ts";
import { hostileBriefing, hostileStrings, hostileText, message } from "../briefing/arbitrary.ts";
import { all, byTag, parseHtml, textOf } from "./web-html.ts";
import type { Element } from "./web-html.ts";

const TAGS: ReadonlySet<string> = new Set(
  ` p h2 h3 h4 h5 h6 ul ol li div blockquote pre code s em strong a br bdi time hr section table thead tbody tr th
    td form button span`.split(/\s+/),
);
const ATTRIBUTES: ReadonlySet<string> = new Set(
  "dir class href target rel datetime data-show start value tabindex role aria-label aria-hidden scope name".split(
    " ",
  ),
);

function pageOf(payload: unknown): Element {
  const { blocks } = WebPayload.parse(payload);
  const html = blocksHtml(blocks, { topHeading: 2, form: (buttons) => buttons });
  return parseHtml(html.map(String).join(""));
}

/** Every string of a payload that a reader sees, in order. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    ["text", "label"].includes(name) && typeof part === "string" ? [part] : textsOf(part),
  );
}

/** Lone surrogates, line ends and control characters do not survive in HTML, and are not words. */
function visible(text: string): string {
  return text.toWellFormed().replace(/[\s\p{Cc}\uFFFD]+/gu, "");
}

/** Elements, attributes and targets that no message may bring. */
function aliensIn(page: Element): unknown[] {
  return all(page, () => true).filter(({ tag, attributes }) => {
    const { href = "https://" } = attributes;
    const isKnown = TAGS.has(tag) && Object.keys(attributes).every((name) => ATTRIBUTES.has(name));
    return !isKnown || !/^https?:\/\//i.test(href);
  });
}

function withoutTimes(root: Element): string {
  const isText = ({ tag, attributes }: Element): boolean =>
    tag !== "time" && attributes["aria-hidden"] !== "true";
  return textOf(root, isText);
}

const separators = (text: string): string => text.replace(/·/gu, "");

describe("a page made of any message", () => {
  it("shows every text as text and makes none of it markup", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          message,
          hostileBriefing.map((each) => composeBriefing(each, "full")),
        ),
        (each) => {
          for (const { payload } of renderWeb(each)) {
            const page = pageOf(payload);
            expect(aliensIn(page)).toEqual([]);
            const expected = textsOf(payload["blocks"]).map(visible).join("");
            expect(separators(visible(withoutTimes(page)))).toBe(separators(expected));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("loses nothing on the way into payloads that meet every limit", () => {
    fc.assert(
      fc.property(message, (each) => {
        const rendered = renderWeb(each);
        expect(rendered.flatMap(({ payload }) => findFaults(payload))).toEqual([]);
        const texts = textsOf(rendered.map(({ payload }) => payload["blocks"]));
        const before = textsOf([each.lead, each.thread]);
        expect(texts.map(visible).join("")).toBe(before.map(visible).join(""));
        expect(rendered.slice(1).every(({ to }) => to === "thread")).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("survives the way through the database", () => {
    fc.assert(
      fc.property(message, (each) => {
        for (const { payload } of renderWeb(each)) {
          expect(WebPayload.parse(JSON.parse(JSON.stringify(payload)))).toEqual(payload);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("what people write", () => {
  it("is shown as they wrote it", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = pageOf(renderPerson(text));
        expect(byTag(page, "a")).toEqual([]);
        expect(visible(textOf(page))).toBe(visible(text));
      }),
      { numRuns: 200 },
    );
  });
});

const note = (lead: readonly Block[], thread: readonly Block[] = []): Message => ({
  title: "Note",
  notice: "Note",
  lead,
  thread,
});
const paragraph = (text: string): TextBlock => ({ type: "paragraph", spans: [{ text }] });

describe("payloads", () => {
  it("go on in numbered parts when a text is too long for one", () => {
    const rendered = renderWeb(
      note([paragraph("Lead.")], [paragraph("A sentence. ".repeat(40_000))]),
    );
    expect(rendered.length).toBeGreaterThan(2);
    expect(rendered.map(({ to }) => to)).toEqual([
      "channel",
      ...rendered.slice(1).map(() => "thread"),
    ]);
    for (const { payload } of rendered) {
      expect(jsonBytes(payload)).toBeLessThanOrEqual(LIMITS.messageBytes);
    }
    expect(textsOf(rendered.at(-1)?.payload).at(-1)).toBe(
      `${String(rendered.length - 1)}/${String(rendered.length - 1)}`,
    );
  });

  it("keep a link to the web and drop any other, with its text kept", () => {
    const hrefs = [
      "javascript:alert(1)",
      "java\nscript:alert(1)",
      "data:text/html,x",
      "//evil.example",
      "https://",
    ];
    const spans = ["https://example.org/", ...hrefs].map((href) => ({ text: "here ", href }));
    const [rendered] = renderWeb(note([{ type: "paragraph", spans }]));
    const page = pageOf(rendered?.payload);
    expect(byTag(page, "a").map(({ attributes }) => attributes["href"])).toEqual([
      "https://example.org/",
    ]);
    expect(textOf(page).match(/here/g)).toHaveLength(6);
  });

  it("put more buttons than a row holds into more rows", () => {
    const items = Array.from({ length: 7 }, (_, n) => ({
      type: "button" as const,
      id: `b:${String(n)}`,
      label: `Button ${String(n)}`,
    }));
    const [rendered] = renderWeb(note([{ type: "actions", items }]));
    expect(findFaults(rendered?.payload ?? {})).toEqual([]);
    expect(byTag(pageOf(rendered?.payload), "button")).toHaveLength(7);
  });

  it("clip a title and a notice between graphemes", () => {
    const family = "👨‍👩‍👧‍👦";
    const { title, notice } = renderPrivate({
      ...note([]),
      title: family.repeat(99),
      notice: family.repeat(999),
    });
    expect(title.length).toBeLessThanOrEqual(LIMITS.title);
    expect(notice.length).toBeLessThanOrEqual(LIMITS.notice);
    expect(title.replaceAll(family, "")).toBe("…");
  });

  it("are refused when they are not ours or too large", () => {
    expect(findFaults({ title: "x" }).map(({ path }) => path)).toEqual(["notice", "blocks"]);
    const large = renderPrivate(note([paragraph("x".repeat(LIMITS.messageBytes))]));
    expect(findFaults(large).map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/bytes, at most 200000$/),
    ]);
    const script = { title: "x", notice: "x", blocks: [{ type: "html", text: "<script>" }] };
    expect(findFaults(script)[0]?.path).toBe("blocks.0.type");
  });
});

describe("elements", () => {
  it("are those that say what the block is", () => {
    const [rendered] = renderWeb(
      note([
        { type: "heading", level: 1, spans: [{ text: "Title" }] },
        { type: "quote", spans: [{ text: "One.\n\nTwo." }] },
        {
          type: "list",
          items: [
            { depth: 0, ordinal: 3, spans: [{ text: "three" }] },
            { depth: 1, ordinal: null, spans: [{ text: "inner" }] },
            { depth: 0, ordinal: 4, spans: [{ text: "four" }] },
          ],
        },
        {
          type: "table",
          header: [[{ text: "Aspect" }], [{ text: "Description" }]],
          rows: [[[{ text: "Cost" }], [{ text: "High" }]]],
        },
      ]),
    );
    const page = pageOf(rendered?.payload);
    expect(byTag(page, "h2").map((each) => textOf(each).trim())).toEqual(["Title"]);
    expect(byTag(page, "blockquote").flatMap((each) => byTag(each, "p"))).toHaveLength(2);
    expect(byTag(page, "ol")[0]?.attributes["start"]).toBe("3");
    expect(byTag(page, "ol").flatMap((each) => byTag(each, "ul"))).toHaveLength(1);
    // The mark of an item stands on the side its text begins on, and the first column of a table as well.
    const directed = ["ol", "ul", "table"].flatMap((tag) => byTag(page, tag));
    expect(directed.map(({ attributes }) => attributes["dir"])).toEqual(["auto", "auto", "auto"]);
    expect(byTag(page, "th").map(({ attributes }) => attributes["scope"])).toEqual([
      "col",
      "col",
      "row",
    ]);
  });

  it("never skip a heading level", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 }), (levels) => {
        const blocks = levels.map((level) => ({ type: "heading" as const, level, spans: [] }));
        const shown = headingLevels(blocks, 3);
        expect(shown[0] ?? 3).toBe(3);
        for (const [index, level] of shown.entries()) {
          expect(level).toBeLessThanOrEqual(Math.min(6, (shown[index - 1] ?? 2) + 1));
        }
      }),
    );
  });

  it("hold what articles write to come alive", () => {
    const [rendered] = renderWeb(note(hostileStrings.map((text) => ({ type: "code", text }))));
    const codes = byTag(pageOf(rendered?.payload), "code").map((each) => visible(textOf(each)));
    expect(codes).toEqual(hostileStrings.map(visible));
  });
});
