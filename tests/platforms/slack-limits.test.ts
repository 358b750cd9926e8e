/** The walker: every fault planted into a good payload is found, and named where it stands. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFaults } from "../../src/platforms/slack/faults.ts";
import { escapedLength, escapeText, slackLimits } from "../../src/platforms/slack/limits.ts";

const section = (text: string): object => ({
  type: "rich_text_section",
  elements: [{ type: "text", text }],
});
const rich = (text: string): object => ({ type: "rich_text", elements: [section(text)] });
const button = (more: object = {}): object => ({
  type: "button",
  text: { type: "plain_text", text: "Read", emoji: false },
  action_id: "read:a",
  value: "read:a",
  ...more,
});
const actions = (...elements: readonly object[]): object => ({ type: "actions", elements });
const judging = (value: string, more: object = {}): object => ({
  text: { type: "plain_text", text: value, emoji: false },
  value,
  accessibility_label: `This is ${value}`,
  ...more,
});
const feedback = (more: object = {}): object => ({
  type: "feedback_buttons",
  action_id: "feedback",
  positive_button: judging("useful"),
  negative_button: judging("useless"),
  ...more,
});
const feedbacks = (...elements: readonly object[]): object => ({
  type: "context_actions",
  elements,
});
const header = (text: string): object => ({
  type: "header",
  text: { type: "plain_text", text, emoji: false },
});
const context = (text: string): object => ({
  type: "context",
  elements: [{ type: "mrkdwn", text, verbatim: true }],
});
const table = (rows: readonly (readonly string[])[]): object => ({
  type: "table",
  column_settings: [],
  rows: rows.map((row) => row.map((text) => ({ type: "raw_text", text }))),
});

function payload(blocks: readonly object[], more: object = {}): object {
  return {
    text: "Title &amp; more",
    blocks,
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    ...more,
  };
}

const good: readonly object[] = [
  header("Title & more"),
  context("<https://example.org/?a=1&amp;b=2|site> <!date^1795338000^{ago}|now>"),
  rich("Text with <!channel>, taken literally"),
  table([
    ["Aspect", "Description"],
    ["Cost", "High"],
  ]),
  { type: "divider" },
  actions(button(), button({ action_id: "read:b" })),
  feedbacks(feedback(), feedback({ action_id: "feedback#2" })),
];

describe("the walker", () => {
  it("finds nothing in a good payload", () => {
    expect(findFaults(payload(good))).toEqual([]);
  });

  const wide = Array.from({ length: 21 }, () => "x");
  const planted: Readonly<Record<string, readonly [object, RegExp]>> = {
    "no blocks": [payload([]), /^\/blocks: /],
    "51 blocks": [payload(Array.from({ length: 51 }, () => ({ type: "divider" }))), /^\/blocks: /],
    "too much text": [payload(Array.from({ length: 4 }, () => rich("&".repeat(480)))), /9600 char/],
    "headers that count extra": [
      payload(Array.from({ length: 40 }, () => header("x".repeat(140)))),
      /9600 char/,
    ],
    "a long rich_text": [payload([rich("x".repeat(2_501))]), /^\/blocks\/0: 2501 char/],
    "a long header": [payload([header("x".repeat(151))]), /^\/blocks\/0\/text\/text: /],
    "a header long by its entities": [payload([header("&".repeat(31))]), /text\/text: /],
    "two tables": [payload([table([["a"]]), table([["b"]])]), /2 tables/],
    "101 rows": [payload([table(Array.from({ length: 101 }, () => ["x"]))]), /blocks\/0\/rows/],
    "21 columns": [payload([table([wide])]), /blocks\/0\/rows\/0/],
    "an empty cell": [payload([table([["a", ""]])]), /rows\/0\/1\/text/],
    "ragged rows": [payload([table([["a", "b"], ["c"]])]), /different lengths/],
    "empty text": [payload([rich("")]), /elements\/0\/elements\/0\/text/],
    "an empty section": [
      payload([{ type: "rich_text", elements: [{ type: "rich_text_section", elements: [] }] }]),
      /elements/,
    ],
    "11 pieces of small print": [
      payload([
        {
          type: "context",
          elements: Array.from({ length: 11 }, () => ({
            type: "plain_text",
            text: "x",
            emoji: false,
          })),
        },
      ]),
      /blocks\/0\/elements/,
    ],
    "26 buttons": [
      payload([actions(...Array.from({ length: 26 }, (_, n) => button({ action_id: String(n) })))]),
      /blocks\/0\/elements/,
    ],
    "the same action_id twice": [
      payload([actions(button()), actions(button())]),
      /"read:a".*twice/,
    ],
    "a long label": [
      payload([
        actions(button({ text: { type: "plain_text", text: "x".repeat(76), emoji: false } })),
      ]),
      /elements\/0\/text\/text/,
    ],
    "six pairs of feedback buttons": [
      payload([
        feedbacks(...Array.from({ length: 6 }, (_, n) => feedback({ action_id: String(n) }))),
      ]),
      /blocks\/0\/elements/,
    ],
    "half a pair of feedback buttons": [
      payload([feedbacks(feedback({ negative_button: undefined }))]),
      /elements\/0\/negative_button/,
    ],
    "a long tip": [
      payload([feedbacks(feedback({ positive_button: judging("x".repeat(76)) }))]),
      /positive_button\/text\/text/,
    ],
    "much for a screen reader to say": [
      payload([
        feedbacks(
          feedback({ positive_button: judging("a", { accessibility_label: "x".repeat(76) }) }),
        ),
      ]),
      /positive_button\/accessibility_label/,
    ],
    "feedback that tells nothing": [
      payload([feedbacks(feedback({ negative_button: judging("a", { value: "" }) }))]),
      /negative_button\/value/,
    ],
    "the action_id of a button for feedback, too": [
      payload([actions(button()), feedbacks(feedback({ action_id: "read:a" }))]),
      /"read:a".*twice/,
    ],
    "a link that runs": [payload([actions(button({ url: "javascript:alert(1)" }))]), /url/],
    "a mention in mrkdwn": [payload([context("<!channel>")]), /live markup/],
    "a person in mrkdwn": [payload([context("<@U123>")]), /live markup/],
    "a disguised mention": [payload([context("<!date^1^{ago}|x> <!here|x>")]), /live markup/],
    "a bare ampersand": [payload([context("a & b")]), /live markup/],
    "mrkdwn that links by itself": [
      payload([{ type: "context", elements: [{ type: "mrkdwn", text: "x" }] }]),
      /verbatim/,
    ],
    "a mention in rich_text": [
      payload([
        {
          type: "rich_text",
          elements: [
            { type: "rich_text_section", elements: [{ type: "broadcast", range: "here" }] },
          ],
        },
      ]),
      /elements\/0\/elements\/0/,
    ],
    "a block that is not ours": [payload([{ type: "markdown", text: "x" }]), /^\/blocks\/0/],
    "a mention in the text": [payload(good, { text: "<!here>" }), /^\/text: .*live/],
    "a long text": [payload(good, { text: "x".repeat(4_001) }), /^\/text/],
    "no text": [payload(good, { text: "" }), /^\/text/],
    "previews of links": [payload(good, { unfurl_links: true }), /^\/unfurl_links/],
    "names turned into mentions": [payload(good, { link_names: true }), /link_names/],
  };

  it.each(Object.entries(planted))("finds %s", (_, [faulty, expected]) => {
    expect(findFaults(faulty).join("\n")).toMatch(expected);
  });

  it("does not fall over what is no payload at all", () => {
    for (const value of [null, 1, "x", [], {}]) expect(findFaults(value)).not.toEqual([]);
  });
});

describe("escaping", () => {
  it("leaves nothing for Slack to read as markup, and is counted rightly", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = escapeText(text);
        expect(escaped).not.toMatch(/[<>]/);
        expect(escapedLength(text)).toBe(escaped.length);
      }),
    );
    expect(slackLimits.messageText).toBeLessThan(11_000);
  });
});
