/** What is told of an edit, and what is not. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Briefing } from "../../src/briefing/briefing.ts";
import { findChanges, findNews, type Change } from "../../src/briefing/changes.ts";
import { composeNews } from "../../src/briefing/compose/changes.ts";
import { parseBriefing } from "../../src/briefing/parse/parse.ts";
import { plainText } from "../../src/briefing/plain.ts";
import { isTouchUp } from "../../src/briefing/touch-up.ts";
import { oneLine } from "../../src/briefing/words.ts";
import { briefing as anyBriefing } from "./arbitrary.ts";

function bridge(
  body: string,
  rows: readonly string[] = ["| Cost | 310 million euros |"],
): Briefing {
  const text = `# The bridge opens

## Preface
It opens on Monday.

## Lazy bag
- Trains cross first.

## Main Body
${body}

## Key Insights Table
| Aspect | Description |
|---|---|
${rows.join("\n")}
`;
  const { briefing } = parseBriefing(text, { file: "bridge.md", timeZone: "UTC" });
  if (briefing === null) throw new Error("the sample is broken");
  return briefing;
}

const body = "The mayor opened it on Saturday. It cost 310 million euros. Nobody was hurt.";

function saidIn({ title, preface, summary, body: main, insights }: Briefing): string {
  const rows = insights.rows.map((row) =>
    plainText([{ type: "table", header: [], rows: [[row.aspect], [row.description]] }]),
  );
  return oneLine(
    [title, plainText([...preface, ...summary, ...main]), ...rows].join("\n").normalize("NFC"),
  );
}

function quotesOf(change: Change): readonly string[] {
  return change.kind === "changed" ? [change.before, change.after] : [change.text];
}

describe("what changed", () => {
  it("is a sentence that came, one that went, and one with another figure", () => {
    const after = bridge(
      "The mayor opened it on Saturday. It cost 325 million euros. Cyclists have a lane of their own.",
    );
    expect(findChanges(bridge(body), after)).toEqual([
      {
        kind: "changed",
        where: "Main Body",
        before: "It cost 310 million euros.",
        after: "It cost 325 million euros.",
      },
      { kind: "added", where: "Main Body", text: "Cyclists have a lane of their own." },
      { kind: "removed", where: "Main Body", text: "Nobody was hurt." },
    ]);
  });

  it("is a row of the insights, by its aspect", () => {
    const after = bridge(body, ["| Cost | 325 million euros |", "| Length | 1,204 metres |"]);
    expect(findChanges(bridge(body), after)).toEqual([
      {
        kind: "changed",
        where: "Key insights",
        label: "Cost",
        before: "310 million euros",
        after: "325 million euros",
      },
      { kind: "added", where: "Key insights", label: "Length", text: "1,204 metres" },
    ]);
    expect(findNews(bridge(body), after)).toEqual([
      { label: "Cost", text: "325 million euros" },
      { label: "Length", text: "1,204 metres" },
    ]);
  });

  it("is nothing when sentences only moved, and one thing when summary and body changed alike", () => {
    const moved = "Nobody was hurt. It cost 310 million euros.\n\nThe mayor opened it on Saturday.";
    expect(findChanges(bridge(body), bridge(moved))).toEqual([]);
    const twice = {
      ...bridge(`${body} New.`),
      preface: [...bridge(body).preface, ...bridge("New.").body],
    };
    expect(findChanges(bridge(body), twice)).toHaveLength(1);
  });

  it("is told in the article's words, a few of them", () => {
    const after = bridge(`${body} One came. Two came. Three came. Four came. Five came.`);
    const { thread } = composeNews([
      { briefing: after, changes: findChanges(bridge(body), after) },
    ]);
    const text = plainText(thread);
    expect(text).toContain("New: “One came.”");
    expect(text).not.toContain("Four came");
    expect(text).toContain("And 2 more.");
  });
});

describe("a slip of the pen", () => {
  it.each([
    ["The goverment fell.", "The government fell."],
    ["the mayor opened it", "The mayor opened it."],
    ["It reaches  the harbour", "It reaches the harbour!"],
    ["They recieved it", "They received it"],
  ])("mends %j in silence", (before, after) => {
    expect(isTouchUp(before, after)).toBe(true);
  });

  it.each([
    ["It is now open.", "It is not open."],
    ["It cost 3 million.", "It cost 3 billion."],
    ["It cost 3.5 million.", "It cost 35 million."],
    ["It cost €5.", "It cost $5."],
    ["Profit rose to -3", "Profit rose to 3"],
    ["That is legal.", "That is illegal."],
    ["Rates increased today.", "Rates decreased today."],
    ["It flew to Iran.", "It flew to Iraq."],
    ["Germany won.", "Germans won."],
    ["He did it.", "He did not do it."],
    ["東京は晴れです", "東京は雨です"],
  ])("is not %j becoming %j", (before, after) => {
    expect(isTouchUp(before, after)).toBe(false);
  });
});

describe("of any two articles", () => {
  it("everything quoted stands in one of them, and the same text gives nothing", () => {
    fc.assert(
      fc.property(anyBriefing, anyBriefing, (before, after) => {
        expect(findChanges(before, before)).toEqual([]);
        const [old, now] = [saidIn(before), saidIn(after)];
        const places = { added: [now], removed: [old], changed: [old, now] };
        const invented = findChanges(before, after).filter(
          (change) =>
            !quotesOf(change).every((text, index) =>
              places[change.kind][index]?.includes(oneLine(text.normalize("NFC"))),
            ),
        );
        expect(invented).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("spaces and line breaks are no change", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(" ", "  ", "\n"), { minLength: 12, maxLength: 12 }),
        (gaps) => {
          const words =
            "One bridge opened on Saturday. It cost 310 million euros. Nobody slept.".split(" ");
          const spaced = words
            .map((word, index) => word + (gaps[index] ?? " "))
            .join("")
            .trim();
          expect(findChanges(bridge(words.join(" ")), bridge(spaced))).toEqual([]);
        },
      ),
    );
  });

  it("a sentence that is put in, taken out or given another figure is found", () => {
    const base = Array.from(
      { length: 12 },
      (_, at) => `Sentence ${at} tells of case ${at * 7} in town.`,
    );
    fc.assert(
      fc.property(
        fc.nat(11),
        fc.integer({ min: 1_000, max: 9_999 }),
        fc.constantFrom("added", "removed", "changed"),
        (at, figure, kind) => {
          const edited = [...base];
          const old = base[at] ?? "";
          const fresh = `Reporters counted ${figure} lamps yesterday.`;
          const other = old.replace("case", `case ${figure}`);
          if (kind === "added") edited.splice(at, 0, fresh);
          if (kind === "removed") edited.splice(at, 1);
          if (kind === "changed") edited[at] = other;
          const changes = findChanges(bridge(base.join(" ")), bridge(edited.join(" ")));
          expect(changes).toEqual([
            kind === "changed"
              ? { kind, where: "Main Body", before: old, after: other }
              : { kind, where: "Main Body", text: kind === "added" ? fresh : old },
          ]);
        },
      ),
    );
  });
});
