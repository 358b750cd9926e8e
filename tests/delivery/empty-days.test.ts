/** What a channel gets on days without anything new. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { enqueue } from "../../src/delivery/enqueue.ts";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { Selection } from "../../src/schedule/selection.ts";
import { at, daily, Desk, openDesk } from "./desk.ts";
import { inChannel, news, rendered } from "./world.ts";

const mostRead: PlannedSchedule = { ...daily, empty: "most-read" };

/** Everything in the outbox is shown. */
async function send(desk: Desk, now: Temporal.Instant): Promise<void> {
  await desk.store.db
    .updateTable("delivery")
    .set({ state: "sent", settled_at: now.epochMilliseconds })
    .where("state", "=", "pending")
    .execute();
}

let readings = 0;

/** Somebody opens a text in the thread of some post. */
async function read(desk: Desk, id: string, now: Temporal.Instant): Promise<void> {
  const to = { ...news, thread: { root: "m1", title: id } };
  const request = {
    key: `reading-${(readings += 1)}`,
    kind: "full-text",
    to,
    title: id,
    rendered: rendered(`text of ${id}`).map((each) => ({ ...each, to: "thread" as const })),
    briefings: [id],
  };
  await enqueue(desk.store.db, request, now);
}

describe("a digest with empty: most-read", () => {
  it("tells what was most read, once in a week, and of its own topics alone", async () => {
    const desk = openDesk();
    const schedule = { ...mostRead, selection: Selection.parse({ topics: "sea" }) };
    const all = { ...daily, key: "all" };
    const tick = async (time: string) => {
      await desk.plan(at(time), all, schedule);
      await send(desk, at(time));
    };
    await tick("2026-11-01T08:00");
    desk.write("a", at("2026-11-01T10:00"), ["sea"]);
    desk.write("b", at("2026-11-01T10:00"), ["sea"]);
    desk.write("c", at("2026-11-01T10:00"), ["law"]);
    desk.write("d", at("2026-11-01T10:00"), ["sea"]);
    await tick("2026-11-02T09:00");
    for (const id of ["b", "a", "c", "c", "c", "b"]) await read(desk, id, at("2026-11-02T12:00"));
    for (let day = 3; day <= 18; day += 1)
      await tick(`2026-11-${String(day).padStart(2, "0")}T09:00`);
    const posts = await desk.posts();
    const repeats = posts.filter((text) => text.includes("most-read"));
    expect(repeats).toHaveLength(1);
    expect(repeats[0]).toContain("2026-11-03T09:00:00Z most-read b,a");
  });

  it("stays silent where nothing was read, and where something waits for more", async () => {
    const desk = openDesk();
    const least = { ...mostRead, selection: Selection.parse({ limit: { least: 2 } }) };
    await desk.plan(at("2026-11-01T08:00"), least);
    for (const id of ["a", "b"]) desk.write(id, at("2026-11-01T10:00"));
    await desk.plan(at("2026-11-02T09:00"), least);
    await send(desk, at("2026-11-02T09:00"));
    await desk.plan(at("2026-11-03T09:00"), least);
    await read(desk, "a", at("2026-11-03T10:00"));
    desk.write("c", at("2026-11-03T10:00"));
    await desk.plan(at("2026-11-04T09:00"), least);
    const digests = (await desk.posts()).filter((text) => text.includes("morning:news"));
    expect(digests).toHaveLength(1);
    expect(digests[0]).toContain("a,b");
  });

  it("never shows what was withdrawn or is held back", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-01T08:00"), mostRead);
    for (const id of ["a", "b"]) desk.write(id, at("2026-11-01T10:00"));
    await desk.plan(at("2026-11-02T09:00"), mostRead);
    await send(desk, at("2026-11-02T09:00"));
    for (const id of ["a", "b"]) await read(desk, id, at("2026-11-02T10:00"));
    desk.write("a", at("2026-11-01T10:00"), [], { status: "withdrawn" });
    desk.write("b", at("2026-11-01T10:00"), [], { embargoUntil: "2026-12-01T00:00:00Z" });
    await desk.plan(at("2026-11-03T09:00"), mostRead);
    expect((await desk.posts()).filter((text) => text.includes("most-read"))).toEqual([]);
  });

  it("leaves the news as it is, whatever comes and is read", async () => {
    const day = fc.record({
      come: fc.integer({ min: 0, max: 2 }),
      reads: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(day, { minLength: 10, maxLength: 25 }), async (days) => {
        const desk = new Desk();
        try {
          const schedules = [
            mostRead,
            { ...mostRead, key: "evening", rule: parseRule({ at: "18:00", timezone: "UTC" }) },
            { ...mostRead, key: "elsewhere", address: inChannel("more") },
          ];
          const start = at("2026-10-01T08:00");
          await desk.plan(start, ...schedules);
          const readAt = new Map<string, Temporal.Instant[]>();
          let count = 0;
          for (const [index, { come, reads }] of days.entries()) {
            const morning = start.add({ hours: 24 * index });
            for (let each = 0; each < come; each += 1)
              desk.write(`b${(count += 1)}`, morning.add({ minutes: 1 }));
            await desk.plan(morning.add({ hours: 1 }), ...schedules);
            await send(desk, morning.add({ hours: 1 }));
            // Only what was posted can be opened.
            for (const number of reads.filter((each) => each >= 1 && each <= count)) {
              const id = `b${number}`;
              const now = morning.add({ hours: 2 });
              await read(desk, id, now);
              readAt.set(id, [...(readAt.get(id) ?? []), now]);
            }
            await desk.plan(morning.add({ hours: 10 }), ...schedules);
            await send(desk, morning.add({ hours: 10 }));
          }
          const posts = await postsOf(desk);
          for (const channel of ["news", "more"]) {
            const here = posts.filter((each) => each.channel === channel);
            const news = here.filter(({ isAgain }) => !isAgain).flatMap(({ ids }) => ids);
            expect(news.toSorted()).toEqual([...new Set(news)].toSorted());
            expect(news).toHaveLength(count);
            const again = here.filter(({ isAgain }) => isAgain);
            expect(again.flatMap((each) => faultsOf(each, here, readAt))).toEqual([]);
          }
          // Nobody has read anything in the other channel.
          expect(posts.filter(({ isAgain, channel }) => isAgain && channel === "more")).toEqual([]);
        } finally {
          await desk.store.close();
        }
      }),
      { numRuns: 25 },
    );
  });
});

interface Posted {
  channel: string;
  isAgain: boolean;
  at: Temporal.Instant;
  ids: readonly string[];
}

async function postsOf(desk: Desk): Promise<readonly Posted[]> {
  const rows = await desk.store.db
    .selectFrom("delivery")
    .selectAll()
    .where("schedule", "is not", null)
    .orderBy("id")
    .execute();
  return rows.map(({ channel, kind, created_at, payload }) => ({
    channel,
    isAgain: kind === "most-read",
    at: Temporal.Instant.fromEpochMilliseconds(created_at),
    ids: payload.match(/\bb\d+/gu) ?? [],
  }));
}

/** What is wrong with a post that tells something again; none when all is well. */
function faultsOf(
  again: Posted,
  here: readonly Posted[],
  readAt: ReadonlyMap<string, readonly Temporal.Instant[]>,
): readonly string[] {
  const isBefore = (each: Temporal.Instant) => Temporal.Instant.compare(each, again.at) < 0;
  const hoursAgo = (each: Temporal.Instant) => again.at.since(each).total("hours");
  const before = here.filter(({ at: each }) => isBefore(each));
  const had = new Set(before.flatMap(({ ids }) => ids));
  const reads = again.ids.map(
    (id) =>
      (readAt.get(id) ?? []).filter((each) => isBefore(each) && hoursAgo(each) < 7 * 24).length,
  );
  return [
    before.some((each) => each.isAgain && hoursAgo(each.at) < 6.5 * 24) ? "too soon" : "",
    again.ids.every((id) => had.has(id)) ? "" : "not posted before",
    reads.every((each) => each > 0) ? "" : "not read",
    reads.every((each, index) => each <= (reads[index - 1] ?? Infinity)) ? "" : "not in order",
    again.ids.length > 5 ? "too many" : "",
  ].filter((fault) => fault !== "");
}
