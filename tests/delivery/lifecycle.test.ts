import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { BotError } from "../../src/errors.ts";
import { inChannel, news, startWorld, type World } from "./world.ts";

const minute = 60_000;

describe("pace", () => {
  it("keeps the distance within a channel and the rate over all of them", async () => {
    const pace = { laneMs: 1_000, perSecond: 4, per: "platform", abreast: 16 } as const;
    const world = await startWorld({ paces: { chat: pace } });
    for (let index = 0; index < 40; index += 1) {
      await world.say({ key: `${index}`, to: inChannel(`c${index % 8}`) });
    }
    await world.clock.advance(30_000);
    const { requests } = world.platform;
    expect(requests).toHaveLength(40);
    for (const { at, channel } of requests) {
      const here = requests.filter(
        (each) => each.channel === channel && Math.abs(each.at - at) < 1_000,
      );
      expect(here).toHaveLength(1);
      const second = requests.filter((each) => each.at > at - 1_000 && each.at <= at);
      expect(second.length).toBeLessThanOrEqual(5);
    }
    expect(requests.at(-1)?.at).toBeLessThan(11_000);
  });

  it("serves every channel in turn", async () => {
    const pace = { laneMs: 0, perSecond: 1, per: "platform", abreast: 1 } as const;
    const world = await startWorld({ paces: { chat: pace } });
    for (let index = 0; index < 20; index += 1)
      await world.say({ key: `a${index}`, to: inChannel("loud") });
    await world.say({ key: "b", to: inChannel("quiet") });
    await world.clock.advance(3_000);
    expect(world.texts()).toContain("b");
  });
});

describe("a database that cannot be written", () => {
  async function writable(world: World, yes: boolean): Promise<void> {
    await sql.raw(`pragma query_only = ${yes ? "off" : "on"}`).execute(world.store.db);
  }

  it("stops sending with one error, and it goes on when it can be written again", async () => {
    const world = await startWorld();
    await world.say({ key: "a", to: inChannel("a") });
    await world.say({ key: "b", to: inChannel("b") });
    await writable(world, false);
    await world.clock.advance(10 * minute);
    expect(world.platform.requests).toEqual([]);
    expect(world.log.errors()).toEqual(["sending stops until the database can be used again"]);
    await writable(world, true);
    await world.clock.advance(minute);
    expect(world.texts().toSorted()).toEqual(["a", "b"]);
    expect(world.log.lines.at(-1)?.message).not.toBe(
      "sending stops until the database can be used again",
    );
  });

  it("does not repeat what was shown when that could not be written down", async () => {
    const world = await startWorld();
    world.platform.beforeAnswer = () => writable(world, false);
    await world.say({ key: "a" });
    await world.clock.advance(minute);
    expect(world.texts()).toEqual(["a"]);
    expect(await world.states()).toEqual(["sending"]);
    await writable(world, true);
    await world.clock.advance(minute);
    expect(world.texts()).toEqual(["a"]);
    expect(await world.states()).toEqual(["sent"]);
  });
});

describe("a bot that was replaced", () => {
  it("sends no more and says so", async () => {
    const replaced: BotError[] = [];
    const world = await startWorld({ onReplaced: (error) => replaced.push(error) });
    await world.store.db.updateTable("owner").set({ epoch: 99 }).execute();
    await world.say({ key: "a" });
    await world.clock.advance(10 * minute);
    expect(world.platform.requests).toEqual([]);
    expect(replaced.map(({ kind }) => kind)).toEqual(["busy"]);
  });
});

describe("stopping", () => {
  it("finishes what is on its way and leaves the rest", async () => {
    const world = await startWorld({
      paces: { chat: { laneMs: 5_000, perSecond: 100, per: "platform", abreast: 1 } },
    });
    await world.say({ key: "a" });
    await world.say({ key: "b" });
    await world.clock.settle();
    await world.dispatcher.stop();
    await world.clock.advance(minute);
    expect(await world.states()).toEqual(["sent", "pending"]);
  });

  it("does not wait for a request that hangs", async () => {
    const world = await startWorld();
    world.platform.postFaults = ["dies-after"];
    await world.say({ key: "a" });
    await world.clock.settle();
    const stopped = world.dispatcher.stop(1_500);
    await world.clock.advance(1_500);
    await stopped;
    await world.die();
    await world.start();
    await world.clock.advance(minute);
    expect(world.texts()).toEqual(["a"]);
    expect(await world.states()).toEqual(["sent"]);
  });
});

describe("waiting for what is on its way to a channel", () => {
  it("ends when it is settled, and at its bound when it hangs", async () => {
    const world = await startWorld();
    await world.dispatcher.arrival(news, 1_000);
    world.platform.postFaults = ["ok", "dies-after"];
    const told = Promise.withResolvers<void>();
    world.platform.beforeAnswer = () => told.promise;
    await world.say({ key: "a" });
    await world.clock.settle();
    const arrived = world.dispatcher.arrival(news, 1_000);
    told.resolve();
    await arrived;
    expect(await world.states()).toEqual(["sent"]);
    await world.say({ key: "b" });
    await world.clock.settle();
    const given = world.dispatcher.arrival(news, 1_000);
    await world.clock.advance(1_000);
    await given;
    expect(await world.states()).toEqual(["sent", "sending"]);
    await world.die();
  });
});
