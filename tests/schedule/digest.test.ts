import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DigestQuestion,
  type KnownBriefing,
  readyAt,
  selectDigest,
} from "../../src/schedule/digest.ts";
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

const question = { posted: new Set<string>(), topics: [], since: null, until: at("22T09:00") };

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
