/** Schedules that rest because their channel was closed, and what watches over the bot is told. */
import { describe, expect, it, vi } from "vitest";
import { BotError } from "../../src/errors.ts";
import { plainText } from "../../src/briefing/plain.ts";
import { openAppWorld, type AppWorld } from "./app-world.ts";
import { Person } from "./digest-person.ts";

function at(time: string): Temporal.Instant {
  return Temporal.Instant.from(`2026-11-${time}Z`);
}

/** Two articles, of which the second could not be posted at nine. */
async function failAtNine(): Promise<AppWorld> {
  const world = openAppWorld();
  world.write("bridge");
  await world.start();
  world.now = at("23T08:55:00");
  world.write("ferry");
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(2), { timeout: 10_000 });
  await refuse(world, "23T09:00:01");
  return world;
}

async function refuse(world: AppWorld, time: string): Promise<void> {
  world.chat.postFaults = ["forbidden"];
  world.now = at(time);
  await world.app.tick();
  await vi.waitFor(async () => expect(await world.app.paused()).toHaveLength(1));
}

async function pausedAt(world: AppWorld, time: string): Promise<boolean> {
  world.now = at(time);
  await world.app.tick();
  return (await world.app.paused()).length > 0;
}

describe("a schedule whose channel was closed to the bot", () => {
  it("goes on by itself when the channel can be had again, with what it could not post", async () => {
    const world = await failAtNine();
    world.locateError = new BotError("forbidden", "The bot may not speak there.");
    expect(await pausedAt(world, "23T09:04:00")).toBe(true);
    expect(await pausedAt(world, "23T09:06:00")).toBe(true);
    world.locateError = null;
    // It was looked at a moment ago.
    expect(await pausedAt(world, "23T09:10:00")).toBe(true);
    expect(await pausedAt(world, "23T09:12:00")).toBe(false);
    expect(world.log.lines.map(({ message }) => message)).toContain(
      "schedule goes on: its channel can be written to again",
    );
    world.now = at("24T09:00:01");
    await world.app.tick();
    await vi.waitFor(() => expect(world.chat.shown).toHaveLength(1));
    expect(world.chat.shown[0]?.text).toContain("ferry");
  });

  it("is tried less and less often where the channel is found and refuses every post", async () => {
    const world = await failAtNine();
    expect(await pausedAt(world, "23T09:05:02")).toBe(false);
    await refuse(world, "24T09:00:00");
    expect(await pausedAt(world, "24T09:05:01")).toBe(true);
    expect(await pausedAt(world, "24T09:10:01")).toBe(false);
  });
});

describe("a schedule of the configuration whose channel was closed to the bot", () => {
  it("goes on by one command of who manages the channel, and posts each article once", async () => {
    const world = await failAtNine();
    world.locateError = new BotError("forbidden", "The bot may not speak there.");
    const person = new Person(world);
    const list = await person.digest("list");
    expect(plainText(list.lead)).toContain("The platform says forbidden");
    expect(JSON.stringify(list)).toContain("digest-resume:f.morning");
    expect(JSON.stringify(list)).not.toContain("digest-pause:");
    expect(await person.says("resume morning")).toContain("“morning” goes on");
    expect(await pausedAt(world, "23T09:06:00")).toBe(false);
    expect(await person.says("resume morning")).toContain("config/bot.yaml");
    for (const day of ["24", "25"]) {
      world.now = at(`${day}T09:00:01`);
      await world.app.tick();
    }
    await vi.waitFor(() => expect(world.chat.shown).toHaveLength(1));
    expect(world.chat.shown[0]?.text).toContain("ferry");
  });
});

describe("what watches over the bot", () => {
  it("is told that all is well, and of what could leave and has not left for five minutes", async () => {
    const world = openAppWorld();
    world.write("bridge");
    await world.start();
    expect(await world.health()).toEqual({
      ok: true,
      platformsConnected: true,
      oldestDueSeconds: null,
    });
    world.chat.postFaults = ["unauthorized"];
    world.now = at("23T08:55:00");
    world.write("ferry");
    await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(2), { timeout: 10_000 });
    world.now = at("23T09:00:00");
    await world.app.tick();
    // The platform stops, because it does not accept our token.
    await vi.waitFor(async () => expect((await world.health()).platformsConnected).toBe(false));
    world.now = at("23T09:05:00");
    expect(await world.health()).toMatchObject({ ok: false, oldestDueSeconds: 300 });
    world.now = at("23T09:05:01");
    expect(await world.health()).toMatchObject({ ok: false, oldestDueSeconds: 301 });
  });
});
