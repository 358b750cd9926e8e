import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { Selection } from "../../src/schedule/selection.ts";
import { listDeliveries } from "../../src/storage/deliveries.ts";
import { pauseSchedule, resumeSchedule } from "../../src/storage/schedules.ts";
import { at, daily, Desk, hour, openDesk } from "./desk.ts";
import { inChannel } from "./world.ts";

describe("the planner", () => {
  it("is quiet when it meets a schedule, then posts what is new at its times", async () => {
    const desk = openDesk();
    desk.write("old", at("2026-11-20T08:00"));
    await desk.plan(at("2026-11-20T10:00"));
    expect(await desk.posts()).toEqual([]);
    desk.write("new", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T08:59:59"));
    expect(await desk.posts()).toEqual([]);
    await desk.plan(at("2026-11-21T09:00"));
    expect(await desk.posts()).toEqual(['{"text":"morning:news 2026-11-21T09:00:00Z new"}']);
  });

  it("posts everything at once, and once, where the schedule wants that", async () => {
    const desk = openDesk();
    desk.write("old", at("2026-11-20T08:00"));
    const schedule: PlannedSchedule = { ...daily, first: "now" };
    await desk.plan(at("2026-11-20T10:00"), schedule);
    await desk.restart();
    await desk.plan(at("2026-11-20T10:01"), schedule);
    expect(await desk.posts()).toEqual(['{"text":"morning:news 2026-11-20T10:00:00Z old"}']);
  });

  it("posts by a clock that is finer than a millisecond", async () => {
    const desk = openDesk();
    const fine = (text: string): Temporal.Instant => at(text).add({ nanoseconds: 123_456 });
    desk.write("old", at("2026-11-20T08:00"));
    await desk.plan(fine("2026-11-20T10:00"), { ...daily, first: "now" });
    expect(await desk.posts()).toHaveLength(1);
    desk.write("new", at("2026-11-20T12:00"));
    await desk.plan(fine("2026-11-21T09:00"), { ...daily, first: "now" });
    expect(await desk.posts()).toHaveLength(2);
  });

  it("says nothing when there is nothing new, and records that", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"));
    const report = await desk.plan(at("2026-11-21T09:00"));
    expect(report).toEqual({ planned: 0, empty: 1, missed: 0, problems: [] });
    expect(await desk.occurrences()).toEqual(["2026-11-21T09:00:00Z empty"]);
    expect(await desk.posts()).toEqual([]);
  });

  it("makes up for the newest slot after downtime and records the others", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"));
    desk.write("new", at("2026-11-20T12:00"));
    await desk.restart();
    await desk.plan(at("2026-11-23T14:59"));
    expect(await desk.occurrences()).toEqual([
      "2026-11-21T09:00:00Z missed",
      "2026-11-22T09:00:00Z missed",
      "2026-11-23T09:00:00Z planned",
    ]);
  });

  it("does not make up for what is older than the window", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"));
    desk.write("new", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T15:01"));
    expect(await desk.occurrences()).toEqual(["2026-11-21T09:00:00Z missed"]);
    await desk.plan(at("2026-11-22T09:00"));
    expect(await desk.posts()).toHaveLength(1);
  });

  it("brings what failed with the next digest, and nothing twice", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"));
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T09:00"));
    await desk.store.db.updateTable("delivery").set({ state: "failed" }).execute();
    desk.write("b", at("2026-11-21T12:00"));
    await desk.plan(at("2026-11-22T09:00"));
    await desk.plan(at("2026-11-23T09:00"));
    expect(await desk.posts()).toEqual([
      '{"text":"morning:news 2026-11-21T09:00:00Z a"}',
      '{"text":"morning:news 2026-11-22T09:00:00Z b,a"}',
    ]);
  });

  it("gives a channel with two schedules each briefing once", async () => {
    const desk = openDesk();
    const other: PlannedSchedule = { ...daily, key: "other:news" };
    const elsewhere: PlannedSchedule = { ...daily, key: "else", address: inChannel("else") };
    await desk.plan(at("2026-11-20T10:00"), daily, other, elsewhere);
    desk.write("a", at("2026-11-20T12:00"));
    const report = await desk.plan(at("2026-11-21T09:00"), daily, other, elsewhere);
    expect(report).toMatchObject({ planned: 2, empty: 1 });
  });

  it("does not plan a slot again when its watermark is lost", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"));
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T09:00"));
    const lost = at("2026-11-20T10:00").epochMilliseconds;
    await desk.store.db.updateTable("schedule").set({ watermark_at: lost }).execute();
    await desk.restart();
    desk.write("b", at("2026-11-21T09:01"));
    const report = await desk.plan(at("2026-11-21T09:02"));
    expect(report).toMatchObject({ planned: 0, empty: 0 });
    expect(await desk.posts()).toHaveLength(1);
  });

  it("does not make up for the past of a rule that was changed", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"));
    desk.write("a", at("2026-11-20T12:00"));
    const earlier = { ...daily, rule: parseRule({ at: "08:00", timezone: "UTC" }) };
    await desk.plan(at("2026-11-21T08:30"), earlier);
    expect(await desk.posts()).toEqual([]);
    await desk.plan(at("2026-11-22T08:00"), earlier);
    expect(await desk.posts()).toHaveLength(1);
  });

  it("does not bring up what new topics would have brought before", async () => {
    const desk = openDesk();
    const space = { ...daily, selection: Selection.parse({ topics: "space" }) };
    await desk.plan(at("2026-11-20T10:00"), space);
    desk.write("old", at("2026-11-20T12:00"), ["sea"]);
    await desk.plan(at("2026-11-21T09:00"), space);
    const both = { ...daily, selection: Selection.parse({ topics: "space, sea" }) };
    desk.write("new", at("2026-11-21T12:00"), ["Sea"]);
    await desk.plan(at("2026-11-22T09:00"), both);
    expect(await desk.posts()).toEqual(['{"text":"morning:news 2026-11-22T09:00:00Z new"}']);
  });

  it("lets a paused schedule miss its slots until it is resumed", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"));
    desk.write("a", at("2026-11-20T12:00"));
    await pauseSchedule(desk.store.db, daily, "gone", at("2026-11-20T13:00"));
    await desk.plan(at("2026-11-21T09:00"));
    await resumeSchedule(desk.store.db, daily.key);
    await desk.plan(at("2026-11-22T09:00"));
    expect(await desk.occurrences()).toEqual([
      "2026-11-21T09:00:00Z missed",
      "2026-11-22T09:00:00Z planned",
    ]);
  });

  it("tries again what could not be composed, and lets it hold up nobody else", async () => {
    const desk = openDesk();
    const other: PlannedSchedule = { ...daily, key: "b", address: inChannel("b") };
    await desk.plan(at("2026-11-20T10:00"), daily, other);
    desk.write("a", at("2026-11-20T12:00"));
    desk.fault = new Error("no words");
    const report = await desk.plan(at("2026-11-21T09:00"), daily, other);
    expect(report.problems).toEqual([
      { schedule: "morning:news", reason: "no words" },
      { schedule: "b", reason: "no words" },
    ]);
    desk.fault = null;
    await desk.plan(at("2026-11-21T09:01"), daily, other);
    expect(await desk.posts()).toHaveLength(2);
  });

  it("names every part so that a platform can tell it apart", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T10:00"));
    desk.write("a", at("2026-11-20T12:00"));
    await desk.plan(at("2026-11-21T09:00"));
    const [delivery] = await listDeliveries(desk.store.db, { limit: 1 });
    expect(delivery?.key).toMatch(/^[A-Za-z0-9_-]{32}$/u);
  });

  it("forgets no slot and repeats none, whenever it runs and however the clock jumps", async () => {
    const step = fc.oneof(
      fc.integer({ min: 1, max: 30 * 60_000 }),
      fc.integer({ min: 1, max: 7 * 24 * hour }),
      fc.integer({ min: -2 * hour, max: 0 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ step, restart: fc.boolean() }), { maxLength: 12 }),
        async (steps) => {
          const desk = new Desk();
          try {
            const hourly = { ...daily, rule: parseRule({ cron: "0 */3 * * *", timezone: "UTC" }) };
            let now = at("2026-11-20T10:10");
            let dealtWith = now.epochMilliseconds;
            const expected: string[] = [];
            await desk.plan(now, hourly);
            for (const [index, { step: stepMs, restart }] of steps.entries()) {
              now = now.add({ milliseconds: stepMs });
              desk.write(`b${index}`, now);
              if (restart) await desk.restart();
              await desk.plan(now, hourly);
              // Every three hours from 1970 on.
              const newest = Math.floor(now.epochMilliseconds / (3 * hour)) * 3 * hour;
              const slots: number[] = [];
              for (let slot = newest; slot > dealtWith; slot -= 3 * hour) slots.unshift(slot);
              const madeUp = now.epochMilliseconds - newest <= 6 * hour;
              const missed = (madeUp ? slots.slice(0, -1) : slots).slice(-100);
              for (const slot of missed) expected.push(`${iso(slot)} missed`);
              if (madeUp && slots.length > 0) expected.push(`${iso(newest)} planned`);
              dealtWith = Math.max(dealtWith, newest);
            }
            const seen = (await desk.occurrences()).map((line) => line.replace("empty", "planned"));
            expect(seen).toEqual(expected);
          } finally {
            await desk.store.close();
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

function iso(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString();
}
