/** What becomes of schedules when a server, a channel or a permission goes, and when it comes back. */
import { describe, expect, it, vi } from "vitest";
import { permissions } from "../fakes/discord-permissions.ts";
import type { Channel } from "../fakes/discord-world.ts";
import { type DiscordApp, openDiscordApp, textOf } from "./discord-app.ts";

const patient = { timeout: 8_000 };

interface Newsroom {
  world: DiscordApp;
  /** #general with a schedule made in chat, #desk with one of the configuration. */
  both: readonly [Channel, Channel];
  /** With one of the configuration; it stays as it is. */
  other: Channel;
}

async function open(): Promise<Newsroom> {
  const world = await openDiscordApp();
  const desk = world.fake.world.addChannel("desk");
  const other = world.fake.world.addChannel("other");
  await world.start(`channels: { discord: { desk: "${desk.id}", other: "${other.id}" } }
schedules:
  filed: { to: "discord:desk", at: "09:00" }
  elsewhere: { to: "discord:other", at: "09:00" }
`);
  const understood = await world.digest("add", { when: "09:00 UTC", name: "chatty" });
  await world.press(understood, "Save");
  await world.write("bridge");
  return { world, both: [world.fake.general, desk], other };
}

function said(world: DiscordApp, message: string): number {
  return world.log.lines.filter((line) => line.message === message).length;
}

const paused = "schedule paused: its channel cannot be written to";

async function pausedAre(world: DiscordApp, count: number): Promise<readonly string[]> {
  return vi.waitFor(async () => {
    const all = await world.app.paused();
    expect(all).toHaveLength(count);
    return all.map((each) => each.paused?.reason ?? "");
  }, patient);
}

/** What the person was told alone. */
function notices(world: DiscordApp): readonly string[] {
  return [...world.fake.world.channels.values()]
    .filter(({ type }) => type === 1)
    .flatMap((channel) => world.posts(channel).map(textOf));
}

/** Two days on which nothing can be posted there. */
async function daysGoBy(world: DiscordApp, other: Channel): Promise<void> {
  await world.postThat("bridge", other);
  await world.at("23T09:01:00");
  await vi.waitFor(() => expect(notices(world)).toHaveLength(1), patient);
  for (const [day, name] of [
    ["24", "ferry"],
    ["25", "tunnel"],
  ] as const) {
    await world.write(name);
    await world.at(`${day}T09:00:00`);
    await world.postThat(name, other);
    await world.at(`${day}T09:10:00`);
  }
  expect(said(world, paused)).toBe(2);
  expect(notices(world)).toHaveLength(1);
  expect(notices(world)[0]).toMatch(/Your schedule “chatty” rests, .* (?:its channel|#general): /u);
}

/** Each article stands in each channel once, of those that were missed, too. */
async function allPostedOnce({ world, both }: Newsroom): Promise<void> {
  await world.write("harbour");
  await world.at("26T09:00:00");
  for (const channel of both) await world.postThat("harbour", channel);
  await world.at("27T09:00:00");
  await world.at("27T09:01:00");
  for (const channel of both) {
    const [text = "", ...more] = world.posts(channel).map(textOf);
    expect(more).toEqual([]);
    for (const name of ["bridge", "ferry", "tunnel", "harbour"]) expect(text).toContain(name);
  }
}

async function resume({ world, both }: Newsroom): Promise<void> {
  for (const channel of both)
    expect((await world.digest("resume", {}, channel)).text).toMatch(/“(?:filed|chatty)” goes on/);
}

describe("a schedule on Discord", () => {
  it("rests while the bot may not write, says why, and goes on by one command, twice nothing", async () => {
    const room = await open();
    const { world, both, other } = room;
    for (const channel of both) {
      channel.denied = permissions.SendMessages;
      world.fake.tellChannel(channel);
    }
    await world.at("23T09:00:00");
    for (const reason of await pausedAre(world, 2))
      expect(reason).toContain("permissions Send Messages");
    await daysGoBy(world, other);
    expect(notices(world)[0]).toContain("post to #general");
    for (const channel of both) {
      const status = await world.briefing("status", {}, channel);
      for (const seen of [status, await world.digest("list", {}, channel)]) {
        expect(seen.text).toContain("Missing Permissions");
        expect(seen.text).toContain("Give the bot the permissions Send Messages");
      }
      const early = await world.digest("resume", {}, channel);
      expect(early.text).toMatch(/cannot go on yet.* allow Send Messages/u);
      channel.denied = 0n;
      world.fake.tellChannel(channel);
    }
    await resume(room);
    expect(await world.app.paused()).toEqual([]);
    expect((await world.briefing("status")).text).not.toContain("Paused schedules");
    await allPostedOnce(room);
  });

  it("rests when the bot was shown out of the server, and goes on when it was let in again", async () => {
    const room = await open();
    const { world } = room;
    world.fake.gateway.moveServer("left");
    await world.at("23T09:00:00");
    for (const reason of await pausedAre(world, 3)) expect(reason).toContain("invite it");
    for (const [day, name] of [
      ["24", "ferry"],
      ["25", "tunnel"],
    ] as const) {
      await world.write(name);
      await world.at(`${day}T09:00:00`);
    }
    expect(said(world, paused)).toBe(3);
    expect(notices(world)).toHaveLength(1);
    world.fake.gateway.moveServer("here");
    await vi.waitFor(async () => expect((await world.digest("list")).text).toContain("invite it"));
    await resume(room);
    await allPostedOnce(room);
  });

  it("rests when its channel was deleted, and leaves the others alone", async () => {
    const { world, both, other } = await open();
    for (const channel of both) world.fake.deleteChannel(channel);
    await world.at("23T09:00:00");
    for (const reason of await pausedAre(world, 2)) expect(reason).toContain("Unknown Channel");
    await daysGoBy(world, other);
    expect(world.posts(other)).toHaveLength(3);
  });

  it("waits through an outage of the server, and posts once after it", async () => {
    const { world, both, other } = await open();
    world.fake.gateway.moveServer("down");
    for (const time of ["09:00", "09:01", "09:06"]) await world.at(`23T${time}:00`);
    expect(await world.app.paused()).toEqual([]);
    world.fake.gateway.moveServer("here");
    await vi.waitFor(async () => {
      world.now = world.now.add({ minutes: 1 });
      await world.app.tick();
      for (const channel of [...both, other]) expect(world.posts(channel)).toHaveLength(1);
    }, 15_000);
    await world.at("24T09:00:00");
    await world.at("24T09:05:00");
    for (const channel of [...both, other]) expect(world.posts(channel)).toHaveLength(1);
    expect(notices(world)).toEqual([]);
  });

  it("waits as long as a slow channel asks for, and posts once", async () => {
    const { world, both, other } = await open();
    const body = { code: 20_016, message: "Slowmode rate limit.", retry_after: 30 };
    const slow = { kind: "answer", status: 429, headers: { "retry-after": "30" }, body } as const;
    world.fake.fail("POST", new RegExp(`^/channels/${both[1].id}/messages$`), slow);
    await world.at("23T09:00:00");
    for (const channel of [both[0], other]) await world.postThat("bridge", channel);
    await world.at("23T09:00:29");
    expect(world.posts(both[1])).toEqual([]);
    await vi.waitFor(async () => {
      world.now = world.now.add({ seconds: 5 });
      await world.app.tick();
      expect(world.posts(both[1])).toHaveLength(1);
    }, 15_000);
    expect(await world.app.paused()).toEqual([]);
  });
});

it("says where the bot may not post before anything is promised", async () => {
  const { world } = await open();
  world.fake.general.denied = permissions.SendMessages | permissions.ViewChannel;
  world.fake.tellChannel(world.fake.general);
  const told = "I may not post in #general. Edit Channel → Permissions → my role: allow";
  await vi.waitFor(async () => {
    const shared = await world.briefing("latest", { share: true });
    expect(shared.text).toContain(`${told} View Channels and Send Messages`);
  }, patient);
  expect((await world.digest("now", { schedule: "chatty" })).text).toContain(told);
  expect((await world.digest("add", { when: "10am" })).text).toContain(told);
  expect(world.posts()).toEqual([]);
});

it("reads on in the channel where a server has as many threads as it may", async () => {
  const { world } = await open();
  const body = { code: 160_006, message: "Maximum number of active threads reached" };
  world.fake.fail("POST", /\/threads$/, { kind: "answer", status: 400, body }, 9);
  await world.at("23T09:00:00");
  const digest = await world.postThat("bridge");
  world.pressOnly(digest, "Read in thread");
  expect(textOf(await world.postThat("I could not open a thread here"))).toContain("bridge");
  expect(await world.app.paused()).toEqual([]);
});
