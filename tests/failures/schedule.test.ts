/** Failures that others had with schedules, feeds and dead workers, each by the name of its issue. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { nextInstants } from "../../src/schedule/calendar.ts";
import { parseRule } from "../../src/schedule/rule.ts";
import { article, openAppWorld, type AppWorld } from "../app/app-world.ts";
import { startWorld } from "../delivery/world.ts";

function at(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

/** A bot that knows one article which became news after the first morning. */
async function openNews(): Promise<AppWorld> {
  const world = openAppWorld();
  await world.start();
  world.now = at("2026-11-23T08:55:00Z");
  world.write("ferry");
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(1), { timeout: 10_000 });
  return world;
}

async function shown(world: AppWorld, count: number): Promise<void> {
  await vi.waitFor(() => expect(world.chat.shown).toHaveLength(count), { timeout: 5_000 });
}

describe("schedules", () => {
  it.each([
    ["30 2 * * *", "America/New_York"],
    ["0 0 * * *", "America/Santiago"],
    ["0 0 * * *", "Africa/Cairo"],
    ["59 23 * * *", "Australia/Lord_Howe"],
  ])(
    "node-cron/node-cron#509: %s in %s comes once every day, over the nights of two years when clocks change",
    (cron, timezone) => {
      const rule = parseRule({ cron, timezone });
      const days = 730;
      const times = nextInstants(rule, at("2026-01-01T12:00:00Z"), days);
      const dates = times.map((time) => time.toZonedDateTimeISO(timezone).toPlainDate().toString());
      const first = Temporal.PlainDate.from(dates[0] ?? "");
      expect(dates).toEqual(
        Array.from({ length: days }, (_, index) => first.add({ days: index }).toString()),
      );
    },
  );

  it("node-cron/node-cron#457: what was missed while the bot was away is made up for", async () => {
    const world = await openNews();
    await world.stop();
    world.now = at("2026-11-23T11:30:00Z");
    await world.start();
    await shown(world, 1);
    expect(world.chat.shown[0]?.text).toContain("ferry");
  });

  it("timgit/pg-boss#327: a schedule that nobody looked at for many minutes is not forgotten", async () => {
    const world = await openNews();
    await world.app.tick();
    world.now = at("2026-11-23T09:25:00Z");
    await world.app.tick();
    await world.app.tick();
    await shown(world, 1);
    expect(world.chat.shown[0]?.text).toContain("Morning digest");
  });

  it("timgit/pg-boss#208: what a killed process had in hand goes on at once", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["dies-before"];
    await world.say({ key: "a" });
    await world.clock.settle();
    await world.die();
    await world.start();
    await world.clock.advance(90_000);
    expect(world.texts()).toEqual(["a"]);
    expect(await world.states()).toEqual(["sent"]);
  });

  it("Qolors/FeedCord#67: an article that is dated anew is no news", async () => {
    const world = await openNews();
    world.now = at("2026-11-23T09:00:01Z");
    await world.app.tick();
    await shown(world, 1);
    const again = `---\nid: ferry\npublishedAt: 2026-11-23T18:00:00Z\nupdatedAt: 2026-11-23T19:00:00Z\n---\n${article("ferry again")}`;
    writeFileSync(join(world.directory, "briefings", "ferry.md"), again);
    await vi.waitFor(
      () =>
        expect(world.app.shelf.known().map(({ briefing }) => briefing.title)).toEqual([
          "ferry again",
        ]),
      { timeout: 10_000 },
    );
    world.now = at("2026-11-24T09:00:01Z");
    await world.app.tick();
    await world.stop();
    await world.start();
    expect(world.chat.shown).toHaveLength(1);
  });
});
