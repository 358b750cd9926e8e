/** Schedules that follow the briefings instead of the clock, and quiet hours. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { BotError } from "../../src/errors.ts";
import { lookAhead } from "../../src/delivery/outlook.ts";
import { explain, selectDigest } from "../../src/schedule/digest.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { Selection } from "../../src/schedule/selection.ts";
import { at, daily, Desk, openDesk } from "./desk.ts";

const each: PlannedSchedule = {
  ...daily,
  key: "each",
  rule: parseRule({ ready: true, timezone: "UTC" }),
  group: { from: 3, minutes: 5 },
};

/** Plans every minute of (from, until], and gives the posts as "09:05 a,b". */
async function run(
  desk: Desk,
  from: string,
  until: string,
  ...schedules: PlannedSchedule[]
): Promise<readonly string[]> {
  const before = (await desk.posts()).length;
  for (
    let now = at(from).add({ minutes: 1 });
    now.epochMilliseconds <= at(until).epochMilliseconds;
  ) {
    await desk.plan(now, ...schedules);
    now = now.add({ minutes: 1 });
  }
  return (await desk.posts()).slice(before).map((post) => {
    const [, time = "", ids = ""] = /T(\d\d:\d\d)\S* ([^"]*)"/u.exec(post) ?? [];
    return `${time} ${ids}`;
  });
}

describe("a schedule that follows the briefings", () => {
  it("starts quietly, then posts each in the minute in which it is ready", async () => {
    const desk = openDesk();
    desk.write("old", at("2026-11-20T08:00"));
    await desk.plan(at("2026-11-20T09:00"), each);
    desk.write("a", at("2026-11-20T09:01"));
    desk.write("b", at("2026-11-20T09:20"));
    expect(await run(desk, "2026-11-20T09:00", "2026-11-20T09:30", each)).toEqual([
      "09:01 a",
      "09:20 b",
    ]);
  });

  it("makes one post of a bulk commit, also when it takes minutes to land", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T09:00"), each);
    for (let index = 0; index < 40; index += 1)
      desk.write(`b${10 + index}`, at(`2026-11-20T09:0${1 + Math.floor(index / 20)}`));
    const posts = await run(desk, "2026-11-20T09:00", "2026-11-20T09:30", each);
    expect(posts.map((post) => post.slice(0, 5))).toEqual(["09:01", "09:06"]);
    expect(posts.join(" ").match(/b\d+/gu)).toHaveLength(40);
  });

  it("posts everything at once, as one, where it begins so", async () => {
    const desk = openDesk();
    for (const id of ["a", "b", "c", "d"]) desk.write(id, at("2026-11-20T08:00"));
    const posts = await run(desk, "2026-11-20T08:59", "2026-11-20T09:10", {
      ...each,
      first: "now",
    });
    expect(posts).toEqual(["09:00 a,b,c,d"]);
  });

  it("posts at the minute at which an embargo ends, whatever was posted just before", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T09:00"), each);
    for (const id of ["a", "b", "c"]) desk.write(id, at("2026-11-20T09:58"));
    desk.write("held", at("2026-11-20T10:00"), [], { embargoUntil: "2026-11-20T10:00:00Z" });
    expect(await run(desk, "2026-11-20T09:00", "2026-11-20T10:10", each)).toEqual([
      "09:58 a,b,c",
      "10:00 held",
    ]);
  });

  it("holds what lands in quiet hours until they end, also over a restart", async () => {
    const desk = openDesk();
    const rule = parseRule({ ready: true, timezone: "Europe/London", quiet: "22:00-07:00" });
    const quiet = { ...each, rule };
    await desk.plan(at("2026-11-20T21:00"), quiet);
    desk.write("a", at("2026-11-20T21:59"));
    desk.write("b", at("2026-11-20T22:00"));
    desk.write("c", at("2026-11-21T03:00"));
    expect(await run(desk, "2026-11-20T21:00", "2026-11-21T05:00", quiet)).toEqual(["21:59 a"]);
    await desk.restart();
    expect(await run(desk, "2026-11-21T05:00", "2026-11-21T09:00", quiet)).toEqual([
      "07:00 c",
      "07:00 b",
    ]);
  });

  it("waits for its days", async () => {
    const desk = openDesk();
    const rule = parseRule({ ready: true, timezone: "UTC", days: "weekdays", skip: "2026-11-23" });
    const weekdays = { ...each, rule };
    await desk.plan(at("2026-11-20T09:00"), weekdays);
    desk.write("saturday", at("2026-11-21T12:00"));
    expect(await run(desk, "2026-11-21T11:59", "2026-11-21T12:10", weekdays)).toEqual([]);
    expect(await run(desk, "2026-11-23T23:58", "2026-11-24T00:05", weekdays)).toEqual([
      "00:00 saturday",
    ]);
  });

  it("posts what was changed to fit, and a new filter begins from now", async () => {
    const desk = openDesk();
    const sea = { ...each, selection: Selection.parse({ topics: "sea" }) };
    await desk.plan(at("2026-11-20T09:00"), sea);
    desk.write("a", at("2026-11-20T09:01"), ["law"]);
    expect(await run(desk, "2026-11-20T09:00", "2026-11-20T09:10", sea)).toEqual([]);
    desk.write("a", at("2026-11-20T09:01"), ["law", "sea"]);
    desk.write("b", at("2026-11-20T09:11"), ["ice"]);
    expect(await run(desk, "2026-11-20T09:10", "2026-11-20T09:20", sea)).toEqual(["09:11 a"]);
    const ice = { ...each, selection: Selection.parse({ topics: "ice" }) };
    expect(await run(desk, "2026-11-20T09:20", "2026-11-20T09:30", ice)).toEqual([]);
    desk.write("c", at("2026-11-20T09:31"), ["ice"]);
    expect(await run(desk, "2026-11-20T09:30", "2026-11-20T09:40", ice)).toEqual(["09:31 c"]);
  });

  it("tries again what could not be composed or written", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T09:00"), each);
    await desk.plan(at("2026-11-20T09:01"), each);
    desk.write("a", at("2026-11-20T09:02"));
    desk.fault = new Error("no words");
    await desk.plan(at("2026-11-20T09:02"), each);
    desk.fault = new BotError("storage", "The disk is full.");
    await expect(desk.plan(at("2026-11-20T09:03"), each)).rejects.toThrow("The disk is full.");
    desk.fault = null;
    expect(await run(desk, "2026-11-20T09:03", "2026-11-20T09:10", each)).toEqual(["09:04 a"]);
  });

  it("gives a channel each briefing once, beside a digest in the same minute", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T08:50"), daily, each);
    desk.write("a", at("2026-11-20T08:59"));
    desk.write("b", at("2026-11-20T09:00"));
    const posts = await run(desk, "2026-11-20T08:50", "2026-11-20T09:10", daily, each);
    expect(posts).toEqual(["08:59 a", "09:00 b"]);
  });

  it("makes few posts, loses nothing and repeats nothing, whatever lands and whenever it is started anew", async () => {
    const landing = fc.record({
      gap: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 30 })),
      count: fc.integer({ min: 1, max: 6 }),
      restart: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(landing, { minLength: 1, maxLength: 8 }), async (landings) => {
        const desk = new Desk();
        try {
          let now = at("2026-11-20T09:00");
          await desk.plan(now, each);
          let written = 0;
          for (const { gap, count, restart } of landings) {
            for (let minute = 0; minute < gap; minute += 1) {
              now = now.add({ minutes: 1 });
              await desk.plan(now, each);
            }
            for (let index = 0; index < count; index += 1, written += 1)
              desk.write(`b${written}`, now.add({ milliseconds: 1 }));
            if (restart) await desk.restart();
          }
          for (let minute = 0; minute < 8; minute += 1) {
            now = now.add({ minutes: 1 });
            await desk.plan(now, each);
          }
          const posts = await desk.posts();
          const shown = posts.join(" ").match(/\bb\d+/gu) ?? [];
          expect(shown.toSorted()).toEqual(
            Array.from({ length: written }, (_, index) => `b${index}`).toSorted(),
          );
          const times = posts.map((post) => /\d{4}-\S+Z/u.exec(post)?.[0] ?? "");
          for (const time of times) {
            const fromMs = Temporal.Instant.from(time).epochMilliseconds;
            const within = times.filter((other) => {
              const ms = Temporal.Instant.from(other).epochMilliseconds;
              return ms >= fromMs && ms < fromMs + 5 * 60_000;
            });
            expect(within.length).toBeLessThan(3);
          }
        } finally {
          await desk.store.close();
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("a digest with quiet hours", () => {
  it("comes at their end, also one that is made up for", async () => {
    const desk = openDesk();
    const late = parseRule({ at: "06:00,23:00", timezone: "UTC", quiet: "22:00-07:00" });
    const schedule = { ...daily, rule: late };
    await desk.plan(at("2026-11-20T12:00"), schedule);
    desk.write("a", at("2026-11-20T13:00"));
    expect(await run(desk, "2026-11-20T22:58", "2026-11-21T07:02", schedule)).toEqual(["07:00 a"]);
    const evening = {
      ...daily,
      key: "evening",
      rule: parseRule({ at: "21:30", timezone: "UTC", quiet: "22:00-07:00" }),
    };
    await desk.plan(at("2026-11-21T12:00"), evening);
    desk.write("b", at("2026-11-21T13:00"));
    await desk.restart();
    expect(await run(desk, "2026-11-21T23:00", "2026-11-22T06:59", evening)).toEqual([]);
    expect(await run(desk, "2026-11-22T06:59", "2026-11-22T07:02", evening)).toEqual(["21:30 b"]);
  });
});

describe("a day without news", () => {
  it("is told where the schedule wants that, and not while some wait for more", async () => {
    const desk = openDesk();
    const says = { ...daily, empty: "say" as const };
    await desk.plan(at("2026-11-20T12:00"), says);
    expect(await run(desk, "2026-11-21T08:59", "2026-11-21T09:01", says)).toEqual(["09:00 "]);
    desk.write("a", at("2026-11-21T10:00"));
    const two = { ...says, selection: Selection.parse({ limit: { least: 2 } }) };
    expect(await run(desk, "2026-11-22T08:59", "2026-11-22T09:01", two)).toEqual([]);
    desk.write("b", at("2026-11-22T10:00"));
    expect(await run(desk, "2026-11-23T08:59", "2026-11-23T09:01", two)).toEqual(["09:00 b,a"]);
  });
});

describe("looking ahead", () => {
  it("asks what the next slot will ask, and knows why one does not come", async () => {
    const desk = openDesk();
    const schedule = {
      ...daily,
      selection: Selection.parse({ topics: "sea", limit: { most: 1 } }),
    };
    desk.write("old", at("2026-11-19T12:00"), ["sea"]);
    await desk.plan(at("2026-11-20T12:00"), schedule);
    desk.write("a", at("2026-11-20T13:00"), ["sea"]);
    desk.write("b", at("2026-11-21T08:00"), ["sea"], { embargoUntil: "2026-11-21T08:00:00Z" });
    desk.write("law", at("2026-11-20T13:00"), ["law"]);
    const parts = { db: desk.store.db, known: () => desk.known };
    const ahead = await lookAhead(parts, schedule, at("2026-11-20T14:00"), "old");
    expect(ahead.at?.toString()).toBe("2026-11-21T09:00:00Z");
    expect(selectDigest(ahead.question).map(({ id }) => id)).toEqual(["b"]);
    expect(explain(ahead.question, "a")?.stop).toMatchObject({ stage: "most" });
    expect(explain(ahead.question, "law")?.stop).toMatchObject({ stage: "include" });
    expect(explain(ahead.question, "old")?.stop).toMatchObject({ stage: "since" });
    expect(await run(desk, "2026-11-21T08:59", "2026-11-21T09:00", schedule)).toEqual(["09:00 b"]);
  });

  it("knows the end of quiet hours", async () => {
    const desk = openDesk();
    const rule = parseRule({ ready: true, timezone: "UTC", quiet: "22:00-07:00" });
    const parts = { db: desk.store.db, known: () => desk.known };
    const ahead = await lookAhead(parts, { ...each, rule }, at("2026-11-20T23:00"));
    expect(ahead.quietUntil?.toString()).toBe("2026-11-21T07:00:00Z");
    const open = await lookAhead(parts, { ...each, rule }, at("2026-11-20T12:00"));
    expect(open.quietUntil).toBeNull();
  });
});
