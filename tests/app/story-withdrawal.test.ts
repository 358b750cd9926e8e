/** Files that are gone for a moment, by mistake, or for good: the whole bot over a scripted chat. */
import { describe, expect, it, vi } from "vitest";
import { openAppWorld, type AppWorld } from "./app-world.ts";

const patient = { timeout: 20_000 };
const many = Array.from({ length: 200 }, (_, at) => `article-${String(at).padStart(3, "0")}`);
const withdrawn = "files are gone: their briefings are withdrawn";

async function knows(world: AppWorld, count: number): Promise<void> {
  await vi.waitFor(() => expect(world.app.shelf.known()).toHaveLength(count), patient);
  await world.app.shelf.settled();
}

async function later(world: AppWorld, seconds: number): Promise<void> {
  world.now = world.now.add({ seconds });
  await world.app.tick();
}

/** A digest with all of them. */
async function startPosted(names: readonly string[]): Promise<AppWorld> {
  const world = openAppWorld();
  await world.start();
  world.now = Temporal.Instant.from("2026-11-23T08:55:00Z");
  for (const name of names) world.write(name);
  await knows(world, names.length);
  world.now = Temporal.Instant.from("2026-11-23T09:00:01Z");
  await world.app.tick();
  await vi.waitFor(() => expect(world.chat.shown.length).toBeGreaterThan(0), patient);
  return world;
}

function said({ log }: AppWorld): readonly string[] {
  return log.lines.map(({ message }) => message);
}

function edits({ chat }: AppWorld): number {
  return chat.requests.filter(({ what }) => what === "edit").length;
}

describe("files that are gone", () => {
  it("by hundreds and come back within five minutes change no post, and those that stay away do", async () => {
    const world = await startPosted(many);
    const gone = many.slice(0, 190);
    for (const name of gone) world.delete(name);
    await knows(world, 10);
    await later(world, 240);
    for (const name of gone) world.write(name);
    await knows(world, 200);
    await later(world, 600);
    await later(world, 6);
    expect([edits(world), said(world).includes(withdrawn)]).toEqual([0, false]);
    for (const name of gone) world.delete(name);
    await knows(world, 10);
    await later(world, 301);
    await later(world, 6);
    await vi.waitFor(() => {
      const text = world.chat.shown.map((each) => String(each.text)).join("\n");
      expect(text.match(/was withdrawn on|· withdrawn/gu)).toHaveLength(190);
    }, patient);
  }, 60_000);

  it("and came back while the bot was away are not withdrawn before all of them are read", async () => {
    const world = await startPosted(many);
    for (const name of many.slice(0, 190)) world.delete(name);
    await knows(world, 10);
    await world.stop();
    for (const name of many.slice(0, 190)) world.write(name);
    world.now = world.now.add({ seconds: 600 });
    await world.start();
    await world.app.tick();
    await knows(world, 200);
    await later(world, 6);
    await later(world, 6);
    expect([edits(world), said(world).includes(withdrawn)]).toEqual([0, false]);
  }, 60_000);

  it("for the moment in which an editor saves are an edit, or nothing", async () => {
    const world = await startPosted(["bridge", "ferry"]);
    for (let save = 0; save < 3; save += 1) {
      world.delete("bridge");
      await knows(world, 1);
      world.write("bridge");
      await knows(world, 2);
      await later(world, 10);
    }
    await later(world, 600);
    await later(world, 6);
    expect([edits(world), world.chat.shown.length]).toEqual([0, 1]);
  });
});
