/** What happens around the deliveries: schedules that pause and go on, a process that is replaced. */
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, vi } from "vitest";
import { describeApp } from "../../src/app/status.ts";
import { parseConfig } from "../../src/config/config.ts";
import { BotError } from "../../src/errors.ts";
import { acceptEvent } from "../../src/storage/inbox.ts";
import { openStore } from "../../src/storage/store.ts";
import { openAppWorld, type AppWorld } from "./app-world.ts";

const nine = Temporal.Instant.from("2026-11-23T09:00:01Z");

async function failAtNine(world: AppWorld): Promise<void> {
  world.write("bridge");
  await world.start();
  world.now = Temporal.Instant.from("2026-11-23T08:55:00Z");
  world.write("ferry");
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(2), { timeout: 10_000 });
  world.chat.postFaults = ["forbidden"];
  world.now = nine;
  await world.app.tick();
  await vi.waitFor(async () => expect(await world.app.paused()).toHaveLength(1));
}

async function restsOf({ app }: AppWorld) {
  return { paused: await app.paused(), holds: await app.holds() };
}

describe("a schedule whose channel cannot be written to", () => {
  it("is told in the lines of the start, with why and what to do", async () => {
    const world = openAppWorld();
    await failAtNine(world);
    const { config } = parseConfig("channels: { web: { news: null } }", "bot.yaml");
    if (config === null) throw new Error("no configuration");
    const lines = describeApp(world.app, config, await restsOf(world), world.now);
    expect(lines).toMatch(/paused +morning@web:news since Mon.*The platform says forbidden/);
    expect(lines).toContain("goes on by itself");
    for (const line of lines.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("stays paused over a restart as long as the channel is not to be had", async () => {
    const world = openAppWorld();
    await failAtNine(world);
    await world.stop();
    world.locateError = new BotError("gone", "There is no such channel.");
    await world.start();
    expect(await world.app.paused()).toHaveLength(1);
  });

  it("goes on after a restart that finds the channel, with what it could not post", async () => {
    const world = openAppWorld();
    await failAtNine(world);
    await world.stop();
    world.now = Temporal.Instant.from("2026-11-23T12:00:00Z");
    await world.start();
    expect(await world.app.paused()).toEqual([]);
    expect(world.log.lines.map(({ message }) => message)).toContain(
      "schedule goes on: its channel is there again",
    );
    world.now = Temporal.Instant.from("2026-11-24T09:00:01Z");
    await world.app.tick();
    await vi.waitFor(() => expect(world.chat.shown).toHaveLength(1));
    expect(world.chat.shown[0]?.text).toContain("ferry");
  });
});

describe("another process that takes over the database", () => {
  it("makes this one say so and end", async () => {
    const world = openAppWorld();
    await world.start();
    const other = new DatabaseSync(world.databasePath);
    other.exec(
      "update owner set epoch = 99; insert into delivery (key, kind, platform, workspace, channel, thread_title, payload, payload_hash, state, created_at) values ('k', 'send', 'web', 'local', 'news', '', '{}', '', 'pending', 0)",
    );
    other.close();
    await vi.waitFor(() => expect(world.replaced).toHaveLength(1), { timeout: 5_000 });
    expect(world.replaced[0]).toMatchObject({
      kind: "busy",
      message: expect.stringContaining("has taken over the database; this one stops sending."),
    });
    expect(world.chat.requests).toEqual([]);
  });
});

describe("requests of people", () => {
  it("are forgotten after a week", async () => {
    const world = openAppWorld();
    await world.start();
    const store = openStore(world.databasePath);
    await acceptEvent(store.db, "old", world.now.subtract({ hours: 8 * 24 }));
    await acceptEvent(store.db, "young", world.now.subtract({ hours: 5 * 24 }));
    world.now = world.now.add({ hours: 24 });
    await world.app.tick();
    expect(await acceptEvent(store.db, "old", world.now)).toBe(true);
    expect(await acceptEvent(store.db, "young", world.now)).toBe(false);
    await store.close();
  });
});
