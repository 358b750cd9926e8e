/** Arbitrary briefings and messages, friendly and hostile, for property tests. */
import * as fc from "fast-check";
import type { ListItem, Span, Style, TextBlock, TextSpan } from "../../src/briefing/blocks.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";
import { composeAnswer } from "../../src/briefing/compose/answer.ts";
import { composeBriefing, composeDigest } from "../../src/briefing/compose/compose.ts";
import type { Action, Block, Message } from "../../src/briefing/message.ts";
import { hostileStrings } from "./hostile.ts";

export { hostileStrings };

/** Words and sentences as people write them; never empty, never only spaces. */
const word = fc.constantFrom(
  ..."the rocket reached orbit after two delays and Dr. Kim of the U.S. team said e.g. “fine” costs fell 12 % in Q3 naïve café 東京 Größe".split(
    " ",
  ),
);
const friendlyText = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 30 }), fc.constantFrom("", ".", "!", "?", ":"))
  .map(([words, mark]) => words.join(" ") + mark);

/** Hostile constants between random Unicode, one to four pieces. Never empty. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...hostileStrings) },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 20 }) },
      { weight: 1, arbitrary: friendlyText },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .chain((pieces) => fc.constantFrom("", " ", "\n").map((glue) => pieces.join(glue)));

const style: fc.Arbitrary<Style> = fc.record(
  {
    bold: fc.constant(true as const),
    italic: fc.constant(true as const),
    strike: fc.constant(true as const),
    code: fc.constant(true as const),
  },
  { requiredKeys: [] },
);

const href = fc
  .tuple(
    fc.constantFrom("http", "https"),
    fc.constantFrom("example.org", "evil.example", "xn--fsq.example"),
    fc.constantFrom(
      "/",
      "/a_b*c~d",
      "/(x)[y]",
      "/?q=%3C!channel%3E&x=1",
      "/|x|",
      "/a%20b#:~:text=c",
    ),
  )
  .map(([scheme, host, path]) => `${scheme}://${host}${path}`);

const instant = fc
  .date({
    min: new Date("1990-01-01T00:00:00Z"),
    max: new Date("2090-01-01T00:00:00Z"),
    noInvalidDate: true,
  })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);

function textSpanOf(text: fc.Arbitrary<string>): fc.Arbitrary<TextSpan> {
  return fc.record({ text, style, href }, { requiredKeys: ["text"] });
}

function spanOf(text: fc.Arbitrary<string>): fc.Arbitrary<Span> {
  return fc.oneof(
    { weight: 12, arbitrary: textSpanOf(text) },
    {
      weight: 1,
      arbitrary: fc.record({
        at: instant,
        show: fc.constantFrom("date", "datetime", "relative"),
      }),
    },
  );
}

function spansOf(text: fc.Arbitrary<string>): fc.Arbitrary<readonly Span[]> {
  return fc.array(spanOf(text), { minLength: 1, maxLength: 5 });
}

function listOf(text: fc.Arbitrary<string>): fc.Arbitrary<TextBlock> {
  const item: fc.Arbitrary<ListItem> = fc.record({
    depth: fc.integer({ min: 0, max: 10 }),
    ordinal: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 1000 })),
    spans: spansOf(text),
  });
  return fc.record({
    type: fc.constant("list" as const),
    items: fc.array(item, { minLength: 1, maxLength: 6 }),
  });
}

function tableOf(text: fc.Arbitrary<string>): fc.Arbitrary<TextBlock> {
  const cell = fc.oneof(
    { weight: 6, arbitrary: spansOf(text) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
  return fc.integer({ min: 1, max: 5 }).chain((columns) => {
    const row = fc.array(cell, { minLength: columns, maxLength: columns });
    return fc.record({
      type: fc.constant("table" as const),
      header: row,
      rows: fc.array(row, { maxLength: 5 }),
    });
  });
}

function textBlockOf(text: fc.Arbitrary<string>): fc.Arbitrary<TextBlock> {
  const spans = spansOf(text);
  return fc.oneof(
    fc.record({
      type: fc.constant("heading" as const),
      level: fc.integer({ min: 1, max: 6 }),
      spans,
    }),
    { weight: 3, arbitrary: fc.record({ type: fc.constant("paragraph" as const), spans }) },
    listOf(text),
    fc.record({ type: fc.constant("quote" as const), spans }),
    fc.record(
      {
        type: fc.constant("code" as const),
        text,
        language: fc.constantFrom("ts", "js\n```", "c++"),
      },
      { requiredKeys: ["type", "text"] },
    ),
    tableOf(text),
    fc.record({ type: fc.constant("divider" as const) }),
  );
}

const id = fc
  .tuple(
    fc.constantFrom("a", "ariane-6", "東京", "größe", "2026-11-22", "x.y_z"),
    fc.stringMatching(/^[a-z0-9_.-]{0,55}$/),
  )
  .map(([start, rest]) => start + rest);

/** Unicode that a parser would let into a one-line text: trimmed, no line breaks, never empty. */
function lineOf(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return text.map((value) => value.replaceAll(/\s+/gu, " ").trim()).filter((value) => value !== "");
}

function briefingOf(text: fc.Arbitrary<string>): fc.Arbitrary<Briefing> {
  const line = lineOf(text);
  const blocks = fc.array(textBlockOf(text), { minLength: 1, maxLength: 5 });
  const spans = fc.array(textSpanOf(line), { minLength: 1, maxLength: 4 });
  return fc.record(
    {
      id,
      title: line,
      preface: blocks,
      summary: blocks,
      body: fc.array(textBlockOf(text), { minLength: 1, maxLength: 12 }),
      insights: fc.record({
        header: fc.oneof(fc.constant(["Aspect", "Description"] as const), fc.tuple(line, line)),
        rows: fc.array(fc.record({ aspect: spans, description: spans }), {
          minLength: 1,
          maxLength: 8,
        }),
      }),
      topics: fc.array(line, { maxLength: 4 }),
      status: fc.constantFrom("ready", "draft", "withdrawn"),
      publishedAt: instant,
      embargoUntil: instant,
      updatedAt: instant,
      source: fc.record({ name: line, url: href }, { requiredKeys: ["name"] }),
      author: line,
      language: fc.constantFrom("en", "pt-BR", "ja", "ar"),
    },
    {
      requiredKeys: ["id", "title", "preface", "summary", "body", "insights", "topics", "status"],
    },
  );
}

const anyText = fc.oneof({ weight: 3, arbitrary: friendlyText }, hostileText);

/** One span, friendly or hostile. */
export const span: fc.Arbitrary<Span> = spanOf(anyText);

/** One block of an article, friendly or hostile. */
const textBlock: fc.Arbitrary<TextBlock> = textBlockOf(anyText);

/** Valid by the schema; texts as people write them, some hostile. */
export const briefing: fc.Arbitrary<Briefing> = briefingOf(anyText);

/** Valid by the schema; every text hostile. */
export const hostileBriefing: fc.Arbitrary<Briefing> = briefingOf(hostileText);

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record(
    {
      type: fc.constant("button" as const),
      id: id.map((value) => `read:${value}`),
      label: lineOf(anyText),
      primary: fc.constant(true as const),
      verdict: fc.record({ isPositive: fc.boolean(), spoken: anyText }),
    },
    { requiredKeys: ["type", "id", "label"] },
  ),
  fc.record({ type: fc.constant("link" as const), label: lineOf(anyText), href }),
);

/** The ids of the buttons of one message differ. */
const actions = fc.uniqueArray(action, {
  minLength: 1,
  maxLength: 5,
  selector: (item) => (item.type === "button" ? item.id : item.href),
});

/** One block of any kind. */
export const block: fc.Arbitrary<Block> = fc.oneof(
  { weight: 4, arbitrary: textBlock },
  fc.record({
    type: fc.constant("meta" as const),
    parts: fc.array(spansOf(anyText), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ type: fc.constant("actions" as const), items: actions }),
  fc.record({
    type: fc.constant("card" as const),
    title: spansOf(anyText),
    subtitle: fc.array(spansOf(anyText), { maxLength: 3 }),
    body: spansOf(anyText),
    actions: fc.oneof(fc.constant([]), actions),
  }),
);

const mixedMessage: fc.Arbitrary<Message> = fc
  .record({
    title: lineOf(anyText),
    rest: lineOf(anyText),
    lead: fc.array(block, { maxLength: 8 }),
    thread: fc.array(block, { maxLength: 8 }),
  })
  .filter(({ lead, thread }) => lead.length + thread.length > 0)
  .map(({ title, rest, lead, thread }) => ({ title, notice: `${title}. ${rest}`, lead, thread }));

const someBriefing = fc.oneof(briefing, hostileBriefing);

/** Any message: as the bot composes them, and mixed blocks in the lead, the thread or both. */
export const message: fc.Arbitrary<Message> = fc.oneof(
  { weight: 2, arbitrary: mixedMessage },
  someBriefing.map((each) => composeBriefing(each, "full")),
  fc
    .uniqueArray(someBriefing, { maxLength: 7, selector: (each) => each.id })
    .map((all) => composeDigest(all, { title: "Digest", at: "2026-11-22T08:00:00Z" })),
  fc
    .tuple(
      fc.array(fc.record({ text: anyText, section: fc.constant("Main Body"), title: anyText }), {
        maxLength: 3,
      }),
      fc.constantFrom("one" as const, "several" as const, "all" as const),
    )
    .map(([quotes, of]) => {
      const found = quotes.map((quote) => ({ ...quote, briefing: "some-briefing" }));
      return composeAnswer({ tier: "sure", quotes: found }, { of });
    }),
);
