/** Which briefings look like updates of earlier ones. */
import { describe, expect, it } from "vitest";
import { findKin } from "../../src/answer/kin.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";
import { sampleBriefing } from "../delivery/sample-briefing.ts";

/** Sentences of which no three words in a row stand in two of them. */
function prose(from: number, count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const [a, b, c] = [from + at, (from + at) * 7, (from + at) * 13];
    return `Item q${a}a meets q${b}b over r${c}c and s${a}d.`;
  }).join(" ");
}

function story(id: string, title: string, text: string, day: number): Briefing {
  return sampleBriefing(id, {
    title,
    body: [{ type: "paragraph", spans: [{ text }] }],
    publishedAt: `2026-11-${String(day).padStart(2, "0")}T09:00:00Z`,
  });
}

const bridge = story("bridge", "Harbour bridge opens in Porto", prose(0, 40), 1);
const ferry = story("ferry", "Night ferries to Lisbon return", prose(100, 40), 2);
const library = story("library", "A library of seeds for the north", prose(200, 40), 3);

describe("a briefing looks like an update of an earlier one", () => {
  it("when the titles are like each other and some of the text is the same", () => {
    const later = story(
      "later",
      "Harbour bridge in Porto closes again",
      `${prose(0, 8)} ${prose(300, 30)}`,
      20,
    );
    expect(findKin([later, ferry, bridge, library])).toEqual([
      { id: "later", of: "bridge", kind: "update" },
    ]);
  });

  it("when a name and a figure stand in these two alone, within a week", () => {
    const told = (id: string, day: number, from: number): Briefing => {
      const text = `${prose(from, 20)} A spokesman for Halvorsen spoke of 4,812 tonnes.`;
      return story(id, `${id} is news today q${from}`, text, day);
    };
    const [first, second, third] = [
      told("first", 4, 400),
      told("second", 9, 500),
      told("third", 28, 600),
    ];
    expect(findKin([bridge, first, second])).toEqual([
      { id: "second", of: "first", kind: "update" },
    ]);
    expect(findKin([bridge, first, third])).toEqual([]);
  });

  it("and like a repeat when most of the text is the same", () => {
    const copy = story("copy", "Entirely other words above", prose(0, 36), 12);
    expect(findKin([bridge, copy, ferry])).toEqual([{ id: "copy", of: "bridge", kind: "repeat" }]);
  });

  it("but not when only the titles are alike, when it says so itself, or when the other is withdrawn", () => {
    const text = `${prose(0, 8)} ${prose(300, 30)}`;
    const title = "Harbour bridge in Porto closes again";
    const said = { ...story("said", title, text, 20), updates: "bridge" };
    expect(findKin([bridge, ferry, library])).toEqual([]);
    expect(findKin([bridge, ferry, story("other", title, prose(700, 30), 20)])).toEqual([]);
    expect(findKin([bridge, ferry, said])).toEqual([]);
    const gone = { ...bridge, status: "withdrawn" as const };
    expect(findKin([gone, ferry, story("later", title, text, 20)])).toEqual([]);
  });
});
