/** Very many articles at once: what was there before is no news, and what lands together is one post. */
import { describe, expect, it } from "vitest";
import type { PlannedSchedule } from "../../src/delivery/planner.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { Selection } from "../../src/schedule/selection.ts";
import { at, daily, type Desk, openDesk } from "./desk.ts";
import { sampleBriefing } from "./sample-briefing.ts";
import { inChannel } from "./world.ts";

const timezone = "UTC";
const each: PlannedSchedule = {
  ...daily,
  key: "each",
  address: inChannel("each"),
  rule: parseRule({ ready: true, timezone }),
  group: { from: 3, minutes: 5 },
};
const hourly: PlannedSchedule = {
  ...daily,
  key: "hourly",
  address: inChannel("hourly"),
  rule: parseRule({ cron: "0 * * * *", timezone }),
  selection: Selection.parse({ limit: { most: 25 } }),
};
const sea: PlannedSchedule = {
  ...each,
  key: "sea",
  address: inChannel("sea"),
  selection: Selection.parse({ topics: "sea" }),
};

function fill(desk: Desk, count: number, readyAt: Temporal.Instant, prefix: string): void {
  const more = Array.from({ length: count }, (_, index) => ({
    briefing: sampleBriefing(`${prefix}${index}`, { topics: index % 2 === 0 ? ["sea"] : ["law"] }),
    readyAt,
  }));
  desk.known = [...desk.known, ...more];
}

async function minutes(desk: Desk, from: string, count: number): Promise<void> {
  for (let minute = 1; minute <= count; minute += 1)
    await desk.plan(at(from).add({ minutes: minute }), each, hourly, sea);
}

/** By channel, how many briefings each post has. */
async function sizes(desk: Desk): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await desk.store.db
    .selectFrom("delivery")
    .select(["channel", "payload"])
    .orderBy("id")
    .execute();
  const found = new Map<string, number[]>();
  for (const { channel, payload } of rows) {
    const count = (payload.match(/\b(?:old|new)\d+/gu) ?? []).length;
    found.set(channel, [...(found.get(channel) ?? []), count]);
  }
  return found;
}

describe("an archive of 10,000 articles", () => {
  it("posts nothing old where somebody subscribes", async () => {
    const desk = openDesk();
    fill(desk, 10_000, at("2026-11-20T08:59"), "old");
    await desk.plan(at("2026-11-20T09:00"), each, hourly, sea);
    await minutes(desk, "2026-11-20T09:00", 90);
    await desk.restart();
    await minutes(desk, "2026-11-20T10:30", 90);
    expect(await sizes(desk)).toEqual(new Map());
    fill(desk, 1, at("2026-11-20T12:10"), "new");
    await minutes(desk, "2026-11-20T12:05", 60);
    expect(await desk.posts()).toEqual([
      expect.stringContaining("each 2026-11-20T12:10:00Z new0"),
      expect.stringContaining("sea 2026-11-20T12:10:00Z new0"),
      expect.stringContaining("hourly 2026-11-20T13:00:00Z new0"),
    ]);
  });

  it("is one post where somebody wants all of it at once", async () => {
    const desk = openDesk();
    fill(desk, 10_000, at("2026-11-20T08:59"), "old");
    const all = { ...each, first: "now" as const };
    const report = await desk.plan(at("2026-11-20T09:00"), all);
    expect(report).toMatchObject({ planned: 1, problems: [] });
    await desk.plan(at("2026-11-20T09:01"), all);
    expect(await sizes(desk)).toEqual(new Map([["each", [10_000]]]));
  });
});

describe("1,000 articles that land at once", () => {
  it("are one post, and as many as a limit allows in each run", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T09:00"), each, hourly, sea);
    fill(desk, 1_000, at("2026-11-20T09:01"), "new");
    await minutes(desk, "2026-11-20T09:00", 41 * 60);
    const found = await sizes(desk);
    expect(found.get("each")).toEqual([1_000]);
    expect(found.get("sea")).toEqual([500]);
    expect(found.get("hourly")).toEqual(Array.from({ length: 40 }, () => 25));
  });

  it("are a post every five minutes at most while they land one after the other", async () => {
    const desk = openDesk();
    await desk.plan(at("2026-11-20T09:00"), each);
    for (let minute = 1; minute <= 100; minute += 1) {
      const now = at("2026-11-20T09:00").add({ minutes: minute });
      fill(desk, 10, now, `new${minute}0`);
      await desk.plan(now, each);
    }
    for (let minute = 101; minute <= 106; minute += 1)
      await desk.plan(at("2026-11-20T09:00").add({ minutes: minute }), each);
    const posts = (await sizes(desk)).get("each") ?? [];
    expect(posts.length).toBeLessThanOrEqual(21);
    expect(posts.reduce((sum, count) => sum + count, 0)).toBe(1_000);
  });
});
