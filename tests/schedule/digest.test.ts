import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countWanted,
  type DigestQuestion,
  explain,
  type KnownBriefing,
  readyAt,
  selectDigest,
} from "../../src/schedule/digest.ts";
import { selectAll, Selection } from "../../src/schedule/selection.ts";
import { sampleBriefing } from "../delivery/sample-briefing.ts";

function at(text: string): Temporal.Instant {
  return Temporal.Instant.from(`2026-11-${text}Z`);
}

function known(
  id: string,
  ready: string,
  more: Parameters<typeof sampleBriefing>[1] = {},
): KnownBriefing {
  return { briefing: sampleBriefing(id, more), readyAt: at(ready) };
}

const question = {
  posted: new Set<string>(),
  selection: selectAll,
  since: null,
  until: at("22T09:00"),
};

function ids(all: readonly KnownBriefing[], more: Partial<DigestQuestion> = {}): readonly string[] {
  return selectDigest({ ...question, known: all, ...more }).map(({ id }) => id);
}

describe("a digest", () => {
  it("begins with the newest, by the day of publication where there is one", () => {
    const all = [
      known("a", "20T09:00"),
      known("b", "21T09:00"),
      known("c", "19T09:00", { publishedAt: "2026-11-20T12:00:00Z" }),
    ];
    expect(ids(all)).toEqual(["b", "c", "a"]);
  });

  it("leaves out drafts, embargoes, and what becomes ready later", () => {
    const draft = { briefing: sampleBriefing("a", { status: "draft" }), readyAt: null };
    const held = known("b", "20T09:00", { embargoUntil: "2026-11-22T09:00:01Z" });
    expect(ids([draft, held, known("c", "22T09:00:01"), known("d", "22T09:00")])).toEqual(["d"]);
  });

  it("leaves out what the channel has and what is no news", () => {
    const all = [known("a", "20T09:00"), known("b", "21T09:00"), known("c", "21T09:00:01")];
    expect(ids(all, { since: at("21T09:00") })).toEqual(["c"]);
    expect(ids(all, { posted: new Set(["b"]) })).toEqual(["c", "a"]);
  });

  it("never repeats and never forgets over any row of digests", () => {
    const ready = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 30 });
    const digests = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(ready, digests, (minutes, times) => {
        const start = at("01T00:00");
        const all = minutes.map((minute, index) => ({
          briefing: sampleBriefing(`b${index}`),
          readyAt: start.add({ minutes: minute }),
        }));
        const posted = new Set<string>();
        for (const time of times.toSorted((a, b) => a - b)) {
          const until = start.add({ minutes: time });
          for (const { id } of selectDigest({ ...question, known: all, posted, until })) {
            expect(posted.has(id)).toBe(false);
            posted.add(id);
          }
        }
        const last = Math.max(...times);
        expect(posted.size).toBe(minutes.filter((minute) => minute <= last).length);
      }),
    );
  });
});

describe("limits", () => {
  const all = ["a", "b", "c", "d"].map((id, index) =>
    known(id, `${18 + index}T09:00`, { topics: [id < "c" ? "Sea" : "law"] }),
  );
  const limited = (written: Parameters<typeof Selection.parse>[0]) =>
    ids(all, { selection: Selection.parse(written) });

  it("take the newest, or the oldest, and by topic the newest in the order of topics", () => {
    expect(limited({ limit: { most: 2 } })).toEqual(["d", "c"]);
    expect(limited({ limit: { most: 2 }, order: "oldest" })).toEqual(["a", "b"]);
    expect(limited({ order: "topic" })).toEqual(["d", "c", "b", "a"]);
    expect(limited({ limit: { most: 3 }, order: "topic" })).toEqual(["d", "c", "b"]);
  });

  it("count each topic alone", () => {
    expect(limited({ limit: { perTopic: 1 } })).toEqual(["d", "b"]);
    expect(limited({ limit: { perTopic: { SEA: 1 } } })).toEqual(["d", "c", "b"]);
    expect(limited({ limit: { perTopic: { law: 1, "*": 2 } } })).toEqual(["d", "b", "a"]);
  });

  it("let few wait for more", () => {
    expect(limited({ limit: { least: 5 } })).toEqual([]);
    expect(limited({ limit: { least: 4 } })).toHaveLength(4);
  });
});

describe("why a briefing comes or not", () => {
  const all = [
    { briefing: sampleBriefing("draft", { status: "draft" as const }), readyAt: null },
    known("held", "23T09:00", { embargoUntil: "2026-11-23T09:00:00Z" }),
    known("old", "19T09:00"),
    known("odd", "21T09:00", { author: "Bo" }),
    known("shown", "21T09:01", { topics: ["sea"] }),
    known("early", "21T09:02", { topics: ["sea"] }),
    known("late", "21T09:03", { topics: ["sea"] }),
    known("other", "21T09:04", { topics: ["law"] }),
    known("third", "21T09:01", { topics: ["ice"] }),
  ];
  const asked: DigestQuestion = {
    known: all,
    posted: new Set(["shown"]),
    selection: Selection.parse({ exclude: { authors: "Bo" }, limit: { most: 2, perTopic: 1 } }),
    since: at("20T09:00"),
    until: at("22T09:00"),
  };

  it.each([
    ["draft", { stage: "draft" }],
    ["held", { stage: "embargo", until: at("23T09:00") }],
    ["old", { stage: "since", readyAt: at("19T09:00"), since: at("20T09:00") }],
    ["odd", { stage: "exclude" }],
    ["shown", { stage: "posted" }],
    ["early", { stage: "perTopic", topic: "sea", limit: 1 }],
    ["late", null],
    ["other", null],
    ["third", { stage: "most", limit: 2, place: 4 }],
  ])("is told of %s", (id, stop) => {
    expect(explain(asked, id)?.stop).toEqual(stop);
  });

  it("is told with the stages that it passed and the term that fitted", () => {
    expect(explain(asked, "odd")).toMatchObject({
      passed: ["draft", "embargo", "since", "include"],
      decision: { excludedBy: { kind: "authors", term: "Bo" } },
    });
    const narrow = { ...asked, selection: Selection.parse({ topics: "law" }) };
    expect(explain(narrow, "late")).toMatchObject({
      stop: { stage: "include" },
      decision: { included: [{ kind: "topics", by: null }] },
    });
    expect(explain(asked, "nobody")).toBeNull();
  });

  it("agrees with the digest", () => {
    const chosen = new Set(selectDigest(asked).map(({ id }) => id));
    for (const { briefing } of all)
      expect(explain(asked, briefing.id)?.stop === null).toBe(chosen.has(briefing.id));
  });

  it("counts what a filter would have wanted", () => {
    const { selection } = asked;
    expect(countWanted(all, selection, at("01T00:00"), at("22T09:00"))).toBe(6);
    expect(countWanted(all, selection, at("21T09:03"), at("22T09:00"))).toBe(1);
  });
});

describe("when a briefing could first be shown", () => {
  const seen = at("20T09:00");
  const later = at("21T09:00");

  it("is when it was seen ready, and stays so", () => {
    expect(readyAt(sampleBriefing("a"), seen, null)).toEqual(seen);
    expect(readyAt(sampleBriefing("a"), later, seen)).toEqual(seen);
    expect(readyAt(sampleBriefing("a", { status: "draft" }), later, seen)).toBeNull();
  });

  it("is the end of an embargo, also one that is moved", () => {
    const until = (text: string) => sampleBriefing("a", { embargoUntil: `2026-11-${text}:00Z` });
    expect(readyAt(until("25T09:00"), seen, null)).toEqual(at("25T09:00"));
    expect(readyAt(until("26T09:00"), later, at("25T09:00"))).toEqual(at("26T09:00"));
    expect(readyAt(until("20T12:00"), later, at("25T09:00"))).toEqual(later);
  });
});
