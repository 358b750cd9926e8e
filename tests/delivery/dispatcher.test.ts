import { describe, expect, it } from "vitest";
import { enqueue } from "../../src/delivery/enqueue.ts";
import { listPausedSchedules, saveSchedule } from "../../src/storage/schedules.ts";
import { openStore } from "../../src/storage/store.ts";
import { inChannel, news, rendered, startWorld, type World } from "./world.ts";

const minute = 60_000;

async function haveSchedule(world: World, key: string): Promise<void> {
  const now = world.clock.now();
  await saveSchedule(world.store.db, { key, watermarkAt: now, sinceAt: now, rule: "", topics: "" });
}

describe("when all is well", () => {
  it("posts the first part, then the thread under it, in order", async () => {
    const world = await startWorld();
    await world.say({ key: "a", rendered: rendered("root", "one", "two") });
    await world.clock.settle();
    expect(world.texts()).toEqual(["root", "one", "two"]);
    expect(world.platform.shown.map(({ root }) => root)).toEqual([null, "m1", "m1"]);
  });

  it("says the same thing once, however often it is asked to", async () => {
    const world = await startWorld();
    const first = await world.say({ key: "a", rendered: rendered("root", "one") });
    const again = await world.say({ key: "a", rendered: rendered("other") });
    await world.clock.settle();
    expect(again).toEqual(first);
    expect(world.texts()).toEqual(["root", "one"]);
  });

  it("puts everything into the thread it is told", async () => {
    const world = await startWorld();
    const to = { ...news, thread: { root: "r9", title: "Somewhere" } };
    await world.say({ key: "a", to, rendered: rendered("one", "two") });
    await world.clock.settle();
    expect(world.platform.shown.map(({ text, root }) => [text, root])).toEqual([
      ["one", "r9"],
      ["two", "r9"],
    ]);
  });

  it("hangs what is said later under a delivery that is not sent yet", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["unreachable"];
    const [root] = await world.say({ key: "a" });
    await world.say({ key: "b", under: root ?? 0 });
    await world.clock.advance(minute);
    expect(world.platform.shown.map(({ text, root }) => [text, root])).toEqual([
      ["a", null],
      ["b", "m1"],
    ]);
  });

  it("finds what another process has put into the outbox", async () => {
    const world = await startWorld();
    await world.clock.advance(minute);
    const other = openStore(world.path);
    const request = {
      key: "a",
      kind: "send",
      to: news,
      title: "a",
      rendered: rendered("a"),
      briefings: [],
    };
    await enqueue(other.db, request, world.clock.now());
    await other.close();
    await world.clock.advance(1_000);
    expect(world.texts()).toEqual(["a"]);
  });
});

describe("when the platform certainly did not post", () => {
  it("waits as long as it is asked to, while other channels go on", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["rate-limited"];
    world.platform.retryAfterMs = 90_000;
    await world.say({ key: "a", to: inChannel("busy") });
    await world.clock.settle();
    await world.say({ key: "b", to: inChannel("busy") });
    await world.say({ key: "c", to: inChannel("other") });
    await world.clock.advance(89_000);
    expect(world.texts()).toEqual(["c"]);
    await world.clock.advance(2_000);
    expect(world.texts()).toEqual(["c", "a", "b"]);
  });

  it("backs off from a limit that names no time", async () => {
    const world = await startWorld();
    world.platform.retryAfterMs = undefined;
    world.platform.postFaults = Array.from({ length: 200 }, () => "rate-limited" as const);
    await world.say({ key: "a" });
    await world.clock.advance(10 * minute);
    expect(world.platform.requests.length).toBeGreaterThan(3);
    expect(world.platform.requests.length).toBeLessThan(15);
  });

  it("tries again after a while when nobody answers", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["unreachable", "unreachable", "unreachable"];
    await world.say({ key: "a" });
    await world.clock.advance(minute);
    expect(world.texts()).toEqual(["a"]);
    expect(world.platform.requests).toHaveLength(4);
  });

  it("gives up what is refused, and what hangs under it", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["refused"];
    await world.say({ key: "a", rendered: rendered("root", "one", "two") });
    await world.say({ key: "b" });
    await world.clock.advance(minute);
    expect(await world.states()).toEqual(["failed", "failed", "failed", "sent"]);
    expect(world.log.errors()).toContain("delivery failed");
  });

  it.each(["forbidden", "gone"] as const)(
    "pauses the schedule of a channel that is %s",
    async (fault) => {
      const world = await startWorld();
      await haveSchedule(world, "morning");
      world.platform.postFaults = [fault];
      await world.say({ key: "a", schedule: "morning" });
      await world.clock.settle();
      const [paused] = await listPausedSchedules(world.store.db);
      expect(paused?.key).toBe("morning");
      expect(paused?.paused?.reason).toContain(fault);
    },
  );

  it("leaves out what belongs under a post that somebody deleted, and its schedule goes on", async () => {
    const world = await startWorld();
    await haveSchedule(world, "morning");
    world.platform.postFaults = ["ok", "gone"];
    await world.say({ key: "a", schedule: "morning", rendered: rendered("root", "one") });
    await world.clock.settle();
    expect(await world.states()).toEqual(["sent", "dropped"]);
    expect(await listPausedSchedules(world.store.db)).toEqual([]);
    expect(world.log.errors()).toEqual([]);
  });

  it("stops a platform that does not know us, and keeps what it is owed", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["unauthorized"];
    await world.say({ key: "a" });
    await world.say({ key: "b", to: inChannel("other") });
    await world.clock.advance(10 * minute);
    expect(world.platform.requests.length).toBeLessThan(3);
    expect(world.dispatcher.halted().get("chat")?.kind).toBe("unauthorized");
    await world.die();
    await world.start();
    await world.clock.settle();
    expect(world.texts().toSorted()).toEqual(["a", "b"]);
  });
});
