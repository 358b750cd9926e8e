/** The quick search for kin finds what comparing each with each finds. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findKin, type Kin } from "../../src/answer/kin.ts";
import { readForKin } from "../../src/answer/kin-text.ts";
import type { Briefing } from "../../src/briefing/briefing.ts";
import { sampleBriefing } from "../delivery/sample-briefing.ts";

const week = 7 * 86_400_000;

/** The rule of docs/stories.md word for word, on every two. */
function compareEach(briefings: readonly Briefing[]): readonly Kin[] {
  const dated = briefings.map((briefing) => ({
    briefing,
    at: briefing.publishedAt === undefined ? Infinity : Date.parse(briefing.publishedAt),
  }));
  const texts = readForKin(
    dated
      .filter(({ briefing }) => briefing.status !== "withdrawn")
      .toSorted((a, b) => (a.at === b.at ? 0 : a.at - b.at))
      .map(({ briefing }) => briefing),
  ).map((text) => ({ ...text, runs: new Set(text.runs), title: new Set(text.title) }));
  type Text = (typeof texts)[number];
  const most = Math.max(50, texts.length / 20);
  const holders = <Key>(keysOf: (text: Text) => Iterable<Key>): Map<Key, number> => {
    const counts = new Map<Key, number>();
    for (const text of texts)
      for (const key of keysOf(text)) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const [runs, stems] = [holders(({ runs: own }) => own), holders(({ title }) => title)];
  const [names, figures] = [holders((text) => text.names), holders((text) => text.figures)];
  const both = <Key>(a: ReadonlySet<Key>, b: ReadonlySet<Key>): readonly Key[] => [
    ...a.intersection(b),
  ];
  const worth = (stem: number): number =>
    (1 + Math.log((1 + texts.length) / (1 + (stems.get(stem) ?? 0)))) ** 2;
  const sum = (keys: Iterable<number>): number =>
    [...keys].reduce((all, key) => all + worth(key), 0);

  function judge(text: Text, other: Text) {
    const shared = both(text.runs, other.runs).filter((run) => (runs.get(run) ?? 0) <= most);
    const least = Math.min(text.runs.size, other.runs.size);
    const inText = shared.length === 0 ? 0 : shared.length / least;
    const alike = both(text.title, other.title).filter((stem) => (stems.get(stem) ?? 0) <= most);
    const whole = Math.sqrt(sum(text.title) * sum(other.title));
    const inTitle = alike.length === 0 ? 0 : sum(alike) / whole;
    const [a, b] = [text.briefing.publishedAt, other.briefing.publishedAt];
    const isClose =
      a !== undefined && b !== undefined && Math.abs(Date.parse(a) - Date.parse(b)) <= week;
    const isFact =
      isClose &&
      both(text.names, other.names).some((name) => names.get(name) === 2) &&
      both(text.figures, other.figures).some((figure) => figures.get(figure) === 2);
    const title = inTitle >= 0.45 ? inTitle : 0;
    const touching = inText >= 0.05 ? inText : 0;
    if (inText >= 0.5) return { kind: "repeat" as const, much: 3 + inText };
    if (!isFact && (title === 0 || touching === 0)) return null;
    return { kind: "update" as const, much: 1 + title + touching };
  }

  return texts.flatMap((text, place): readonly Kin[] => {
    if (text.briefing.updates !== undefined) return [];
    const found = texts.slice(0, place).flatMap((other) => {
      if (other.briefing.updates === text.briefing.id) return [];
      const judged = judge(text, other);
      return judged === null ? [] : [{ ...judged, of: other.briefing.id }];
    });
    // The earliest of those that differ by no more than the order in which a sum was made.
    let best = found.at(0);
    for (const next of found) if (best !== undefined && next.much > best.much + 1e-9) best = next;
    return best === undefined ? [] : [{ id: text.briefing.id, of: best.of, kind: best.kind }];
  });
}

const word = fc.constantFrom(
  ..."bridge river crane Halvorsen Porto Lisbon steel train 4812 97 310 2024 opens closes the of and".split(
    " ",
  ),
);
const phrase = fc.array(word, { minLength: 3, maxLength: 9 }).map((words) => words.join(" "));
const pool = fc.array(phrase, { minLength: 3, maxLength: 12 });

/** Texts that are put together from few phrases, some of them a word of their own; more than so many that some are in all. */
const archiveOf = (minLength: number, maxLength: number) =>
  pool.chain((phrases) =>
    fc.array(
      fc.record({
        title: fc.array(fc.constantFrom(...phrases), { minLength: 1, maxLength: 2 }),
        text: fc.array(fc.oneof(fc.constantFrom(...phrases), phrase), { maxLength: 8 }),
        day: fc.option(fc.integer({ min: 1, max: 28 }), { nil: undefined }),
        own: fc.nat(400),
        updates: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, fc.nat(5)),
        isWithdrawn: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
      }),
      { minLength, maxLength, size: "max" },
    ),
  );

type Parts = typeof archiveOf extends (...lengths: never[]) => fc.Arbitrary<infer All>
  ? All
  : never;

function briefingsOf(parts: Parts): readonly Briefing[] {
  return parts.map(({ title, text, day, own, updates, isWithdrawn }, at) =>
    sampleBriefing(`b${at}`, {
      title: title.join(" "),
      body: [{ type: "paragraph", spans: [{ text: `${text.join(". ")}. Own${own} has ${own}.` }] }],
      ...(day === undefined
        ? {}
        : { publishedAt: `2026-11-${String(day).padStart(2, "0")}T09:00:00Z` }),
      ...(updates === undefined ? {} : { updates: `b${updates}` }),
      ...(isWithdrawn ? { status: "withdrawn" as const } : {}),
    }),
  );
}

describe("the search for kin", () => {
  it.each([
    { least: 2, most: 12, runs: 300 },
    { least: 55, most: 70, runs: 10 },
  ])("finds among $least to $most what comparing each with each finds", ({ least, most, runs }) => {
    let found = 0;
    fc.assert(
      fc.property(archiveOf(least, most), (parts) => {
        const briefings = briefingsOf(parts);
        const kin = findKin(briefings);
        found += kin.length;
        expect(kin).toEqual(compareEach(briefings));
      }),
      { numRuns: runs },
    );
    expect(found).toBeGreaterThan(100);
  });
});
