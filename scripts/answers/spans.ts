/** Whether every quote is a piece of the article as it was written. */
import { answerFrom } from "../../src/answer/answer.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";
import type { DataSet, Text } from "./data.ts";

function briefingOf({ id, title, passages }: Text): Briefing {
  const paragraphs = [...Map.groupBy(passages, ({ paragraph }) => paragraph).values()].map(
    (members) => members.map(({ text }) => text).join(" "),
  );
  const block = (text: string) => ({ type: "paragraph" as const, spans: [{ text }] });
  const [first = "", ...rest] = paragraphs;
  return {
    id: id.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
    title,
    preface: [block(first)],
    summary: [block(rest[0] ?? first)],
    body: rest.map(block),
    insights: {
      header: ["Aspect", "Description"],
      rows: [{ aspect: [{ text: "Key" }], description: [{ text: passages[0]?.text ?? "" }] }],
    },
    topics: [],
    status: "ready",
  };
}

export function exactSpans({ texts, askings }: DataSet): { quotes: number; exact: number } {
  const briefings = new Map(texts.map((text) => [text, briefingOf(text)]));
  let quotes = 0;
  let exact = 0;
  for (const { text, question } of askings) {
    const briefing = briefings.get(text);
    if (briefing === undefined) continue;
    const written = JSON.stringify(briefing);
    for (const quote of answerFrom(question, [briefing]).quotes) {
      quotes += 1;
      exact += Number(written.includes(JSON.stringify(quote.text).slice(1, -1)));
    }
  }
  return { quotes, exact };
}
