import { describe, expect, it } from "vitest";
import { BotError } from "../../src/errors.ts";
import { dropDelivery, resendDelivery } from "../../src/storage/outbox.ts";
import { rendered, startWorld, type World } from "./world.ts";

const minute = 60_000;

describe("when nobody knows whether it was posted", () => {
  it("believes at once that it is there", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["lost"];
    await world.say({ key: "a", rendered: rendered("root", "one") });
    await world.clock.advance(3_000);
    expect(world.texts()).toEqual(["root", "one"]);
    expect(await world.states()).toEqual(["sent", "sent"]);
  });

  it("sends again only after the settle time and two empty looks", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["swallowed"];
    await world.say({ key: "a" });
    await world.clock.advance(64_000);
    expect(world.platform.requests.map(({ what }) => what)).toEqual(["post", "find", "find"]);
    await world.clock.advance(2_000);
    expect(world.platform.requests.map(({ what }) => what)).toEqual([
      "post",
      "find",
      "find",
      "find",
      "post",
    ]);
    expect(world.texts()).toEqual(["a"]);
  });

  it("waits for a platform that is late", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["late"];
    world.platform.lateMs = 55_000;
    await world.say({ key: "a" });
    await world.clock.advance(5 * minute);
    expect(world.texts()).toEqual(["a"]);
    expect(await world.states()).toEqual(["sent"]);
  });

  it("would repeat itself without a settle time", async () => {
    const world = await startWorld({ look: { settleMs: 0, lookGapMs: 0 } });
    world.platform.postFaults = ["late"];
    world.platform.lateMs = 55_000;
    await world.say({ key: "a" });
    await world.clock.advance(5 * minute);
    expect(world.texts()).toEqual(["a", "a"]);
  });

  it("holds it where the platform cannot tell, and goes on with the channel", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["lost"];
    world.platform.findFaults = Array.from({ length: 20 }, () => "blind" as const);
    await world.say({ key: "a", rendered: rendered("root", "one") });
    await world.clock.settle();
    await world.say({ key: "b" });
    await world.clock.advance(60 * minute);
    expect(world.texts()).toEqual(["root", "b"]);
    expect(await world.states()).toEqual(["uncertain", "pending", "sent"]);
    expect(world.log.errors()).toEqual(["delivery held: nobody can tell whether it arrived"]);
  });

  it("holds it too where looking is always refused", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["lost"];
    world.platform.findFaults = Array.from({ length: 40 }, () => "rate-limited" as const);
    await world.say({ key: "a" });
    await world.clock.advance(20 * minute);
    expect(await world.states()).toEqual(["unknown"]);
    await world.clock.advance(60 * minute);
    expect(await world.states()).toEqual(["uncertain"]);
    const finds = world.platform.requests.filter(({ what }) => what === "find");
    expect(
      finds.every(({ at }, index) => index === 0 || at - (finds[index - 1]?.at ?? 0) >= minute),
    ).toBe(true);
  });

  it("finishes what it finds half done before it counts as sent", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["half"];
    world.platform.editFaults = [
      new BotError("ambiguous", "The connection broke."),
      new BotError("rate-limited", "Too many requests.", { retryAfterMs: 2_000 }),
    ];
    await world.say({ key: "a", rendered: rendered("root", "one") });
    await world.clock.settle();
    await world.die();
    await world.start();
    await world.clock.advance(minute);
    expect(world.platform.shown.map(({ text, unfinished }) => [text, unfinished])).toEqual([
      ["root", undefined],
      ["one", undefined],
    ]);
    expect(world.platform.requests.map(({ what }) => what)).toEqual([
      "post",
      "find",
      "edit",
      "find",
      "edit",
      "find",
      "edit",
      "post",
    ]);
  });

  it("takes what was deleted before it could be finished for posted", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["half"];
    world.platform.editFaults = [new BotError("gone", "Somebody deleted it.")];
    await world.say({ key: "a" });
    await world.clock.settle();
    await world.die();
    await world.start();
    await world.clock.advance(minute);
    expect(await world.states()).toEqual(["sent"]);
  });

  it("keeps asking a platform that is away", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["lost"];
    world.platform.findFaults = Array.from({ length: 12 }, () => "unreachable" as const);
    await world.say({ key: "a" });
    await world.clock.advance(120 * minute);
    expect(await world.states()).toEqual(["sent"]);
    expect(world.texts()).toEqual(["a"]);
  });

  it("posts again at once where the platform remembers the key", async () => {
    const world = await startWorld({ repostWithinMs: { chat: minute } });
    world.platform.nonceMs = 3 * minute;
    world.platform.postFaults = ["lost", "swallowed"];
    await world.say({ key: "a" });
    await world.clock.advance(10_000);
    expect(world.texts()).toEqual(["a"]);
    expect(world.platform.requests.map(({ what }) => what)).toEqual(["post", "post", "post"]);
  });

  it.each(["rate-limited", "unreachable", "unauthorized"] as const)(
    "still does not know when the second attempt is turned away: %s",
    async (fault) => {
      const world = await startWorld({ repostWithinMs: { chat: minute } });
      world.platform.nonceMs = 3 * minute;
      world.platform.postFaults = ["lost", fault];
      await world.say({ key: "a" });
      await world.clock.advance(2_000);
      expect(world.platform.requests.map(({ what }) => what)).toEqual(["post", "post"]);
      expect(await world.states()).toEqual(["unknown"]);
      await world.die();
      await world.clock.advance(10 * minute);
      await world.start();
      await world.clock.advance(minute);
      expect(world.platform.requests.map(({ what }) => what)).toEqual(["post", "post", "find"]);
      expect(world.texts()).toEqual(["a"]);
    },
  );

  it("looks instead when that time is over, or when the clock went back", async () => {
    const world = await startWorld({ repostWithinMs: { chat: minute } });
    world.platform.nonceMs = 3 * minute;
    world.platform.postFaults = ["dies-after"];
    await world.say({ key: "a" });
    await world.clock.settle();
    await world.die();
    await world.clock.advance(10 * minute);
    world.clock.jump(-10 * minute - 1_000);
    await world.start();
    await world.clock.advance(minute);
    expect(world.platform.requests.map(({ what }) => what)).toEqual(["post", "find"]);
    expect(world.texts()).toEqual(["a"]);
  });
});

describe("a clock that was hours ahead and is set right", () => {
  it.each(["dies-after", "dies-before"] as const)(
    "leads to no repeat and no loss: %s",
    async (fault) => {
      const world = await startWorld();
      world.clock.jump(120 * minute);
      world.platform.postFaults = [fault];
      await world.say({ key: "a" });
      await world.clock.settle();
      await world.die();
      world.clock.jump(-120 * minute);
      for (const shown of world.platform.shown) shown.atMs -= 120 * minute;
      await world.start();
      await world.clock.advance(10 * minute);
      expect(world.texts()).toEqual(["a"]);
      expect(await world.states()).toEqual(["sent"]);
    },
  );
});

describe("what a person decides about one that is held", () => {
  async function held(): Promise<{ world: World; ids: readonly number[] }> {
    const world = await startWorld();
    world.platform.postFaults = ["swallowed"];
    world.platform.findFaults = Array.from({ length: 5 }, () => "blind" as const);
    const ids = await world.say({ key: "a", rendered: rendered("root", "one", "two") });
    await world.clock.advance(60 * minute);
    expect(await world.states()).toEqual(["uncertain", "pending", "pending"]);
    return { world, ids };
  }

  it("sends it again, and the thread after it", async () => {
    const { world, ids } = await held();
    await resendDelivery(world.store.db, ids[0] ?? 0);
    world.dispatcher.wake();
    await world.clock.settle();
    expect(world.texts()).toEqual(["root", "one", "two"]);
  });

  it("drops it, and what belongs under it", async () => {
    const { world, ids } = await held();
    await dropDelivery(world.store.db, ids[0] ?? 0, world.clock.now());
    world.dispatcher.wake();
    await world.clock.advance(minute);
    expect(await world.states()).toEqual(["dropped", "dropped", "dropped"]);
    expect(world.texts()).toEqual([]);
  });

  it("drops one part of a thread, and the rest goes on", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["ok", "refused"];
    const ids = await world.say({ key: "a", rendered: rendered("root", "one", "two") });
    await world.clock.settle();
    expect(await world.states()).toEqual(["sent", "failed", "failed"]);
    await dropDelivery(world.store.db, ids[1] ?? 0, world.clock.now());
    world.dispatcher.wake();
    await world.clock.settle();
    expect(world.texts()).toEqual(["root", "two"]);
  });

  it("is told when there is nothing to decide", async () => {
    const world = await startWorld();
    const [id] = await world.say({ key: "a" });
    await world.clock.settle();
    await expect(resendDelivery(world.store.db, id ?? 0)).rejects.toMatchObject({ kind: "input" });
    await expect(dropDelivery(world.store.db, 99, world.clock.now())).rejects.toMatchObject({
      kind: "input",
    });
  });
});
