/** The running bot over a folder that takes a while to read: it is there at once, and says what it does not know yet. */
import { describe, expect, it, vi } from "vitest";
import { describeApp } from "../../src/app/status.ts";
import { plainText } from "../../src/briefing/plain.ts";
import { parseConfig } from "../../src/config/config.ts";
import { openAppWorld, type AppWorld } from "./app-world.ts";

const names = Array.from({ length: 120 }, (_, at) => `story-${at}`);

async function ask(world: AppWorld, text: string): Promise<string> {
  const message = await world.bot.onCommand({
    id: text,
    caller: { address: { platform: "web", workspace: "local", channel: "news" }, person: "ada" },
    command: "briefing",
    input: { kind: "line", text },
  });
  return plainText(message.lead);
}

function openLarge(): AppWorld {
  const world = openAppWorld();
  for (const name of names) world.write(name);
  return world;
}

async function read(world: AppWorld): Promise<void> {
  await world.app.shelf.catchUp();
  expect(world.app.shelf.catchingUp()).toBeNull();
}

describe("a large folder that was never read", () => {
  it("keeps nobody waiting, and every answer says that there may be more", async () => {
    const world = openLarge();
    await world.start();
    const { config } = parseConfig("channels: { web: { news: null } }", "bot.yaml");
    if (config === null) throw new Error("no configuration");
    const lines = describeApp(world.app, config, { paused: [], holds: new Map() }, world.now);
    expect(lines).toMatch(/articles +\d+ ready, \d+ files still to be read/);
    for (const command of ["list", "search story", "latest", "show story-119"])
      expect(await ask(world, command)).toContain("I am still reading the archive");
    await read(world);
    for (const command of ["list", "search story", "latest", "show story-119"])
      expect(await ask(world, command)).not.toContain("still reading");
    expect(await ask(world, "list")).toContain("120 briefings");
  });

  it("is not posted before it is known as a whole", async () => {
    const world = openLarge();
    await world.start(`channels: { web: { news: null } }
schedules: { morning: { to: "web:news", at: "09:00", title: Morning digest, first: now } }
`);
    expect(world.chat.shown).toEqual([]);
    await read(world);
    // One post, and the rest of it in the thread.
    await vi.waitFor(
      () => {
        const text = world.chat.shown.map((post) => post.text).join("\n");
        for (const name of names) expect(text).toContain(name);
      },
      { timeout: 10_000 },
    );
  });
});

describe("a large folder that was read before", () => {
  it("has its titles at once; searching says that it did not look into everything", async () => {
    const world = openLarge();
    await world.start();
    await read(world);
    await world.stop();
    await world.start();
    expect(world.app.shelf.known()).toHaveLength(names.length);
    expect(await ask(world, "list")).toContain("120 briefings");
    expect(await ask(world, "search story")).toContain("there may be more");
    await read(world);
    expect(await ask(world, "search story")).not.toContain("may be more");
  });
});
