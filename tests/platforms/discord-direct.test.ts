/** What the bot writes to one person on Discord, and what becomes of it where the person does not take that. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import type { Address, Payload } from "../../src/platforms/platform.ts";
import { walk } from "../fakes/discord-checks.ts";
import type { Channel } from "../fakes/discord-world.ts";
import { type DiscordApp, openDiscordApp, textOf } from "./discord-app.ts";
import { openDiscordRig, type DiscordRig } from "./discord.rig.ts";
import { note, recordingBot } from "./recording-bot.ts";

describe("the direct messages of a person", () => {
  let rig: DiscordRig | null = null;
  afterEach(async () => {
    await rig?.stop();
    rig = null;
  });

  async function open(): Promise<{ rig: DiscordRig; to: Address; payload: Payload }> {
    rig = await openDiscordRig(recordingBot());
    const { guild, person } = rig.fake.world;
    const to = rig.platform.directTo(person.id, guild);
    const payload = renderDiscord(note("For you alone."))[0]?.payload;
    if (to === null || payload === undefined) throw new Error("nowhere to write");
    return { rig, to, payload };
  }

  it("are opened once, and what stands there is found and edited", async () => {
    const { rig, to, payload } = await open();
    const { fake, platform } = rig;
    const since = Temporal.Now.instant().subtract({ minutes: 1 });
    expect(await platform.find("a-notice", to, since)).toEqual({ state: "absent" });
    const post = await platform.post(payload, to, "a-notice");
    expect(fake.channel(fake.message(post.message).channel).type).toBe(1);
    const other = renderDiscord(note("Something else."))[0]?.payload ?? {};
    await platform.edit(other, { address: to, message: post.message }, "a-notice");
    expect(JSON.stringify(fake.message(post.message).components)).toContain("Something else");
    expect(await platform.find("a-notice", to, since)).toMatchObject({
      state: "posted",
      post: { message: post.message },
    });
    expect(fake.requests.filter((each) => each === "POST /users/@me/channels")).toHaveLength(1);
  });

  it("were certainly not written to when they could not be opened", async () => {
    const { rig, to, payload } = await open();
    rig.fake.fail("POST", /^\/users\/@me\/channels$/, { kind: "lost" });
    await expect(rig.platform.post(payload, to, "a-notice")).rejects.toMatchObject({
      kind: "unreachable",
    });
  });

  it("are refused in words that say who has to do what", async () => {
    const { rig, to, payload } = await open();
    rig.fake.world.takesDirectMessages = false;
    await expect(rig.platform.post(payload, to, "a-notice")).rejects.toMatchObject({
      kind: "forbidden",
      hint: "The person has to allow direct messages from the bot.",
    });
  });

  it("are those of nobody where the id is none of a person", async () => {
    const { rig } = await open();
    expect(rig.platform.directTo("../guilds", "1")).toBeNull();
  });
});

/** What stands in the person's direct messages. */
async function direct(world: DiscordApp): Promise<Channel> {
  const { channels } = world.fake.world;
  return vi.waitFor(() => {
    const found = [...channels.values()].find(({ type }) => type === 1);
    if (found === undefined) throw new Error("nobody was written to");
    return found;
  }, 8_000);
}

describe("an approver on Discord", () => {
  const digest = { when: "09:30 UTC", approval: "required", ask: "30m", name: "careful" };

  async function ask(world: DiscordApp): Promise<void> {
    await world.start(`channels: { discord: { news: "%" } }`);
    await world.press(await world.digest("add", digest), "Save");
    await world.write("bridge");
    await world.at("23T09:05:00");
  }

  it("is asked in direct messages, and decides there", async () => {
    const world = await openDiscordApp();
    await ask(world);
    const question = await world.postThat("May “careful” go out?", await direct(world));
    world.fake.world.personMay = 0n;
    const seen = await world.press({ message: question }, "Approve");
    expect(seen.text).toContain("goes out at its time");
    expect(world.posts()).toEqual([]);
    await vi.waitFor(() => {
      expect(textOf(question)).toMatch(/bridge[^]*Approved by ada/u);
      expect(() => world.pressOnly(question, "Approve")).toThrow("no button");
    }, 8_000);
    await world.at("23T09:30:00");
    await world.postThat("bridge");
  });

  it("finds no button of a question in several messages alive, once that is decided", async () => {
    const world = await openDiscordApp();
    await world.start(`channels: { discord: { news: "%" } }`);
    const long = { ...digest, form: "each", most: "30" };
    await world.press(await world.digest("add", long), "Save");
    for (let number = 1; number <= 7; number += 1) await world.write(`story-${number}`);
    await world.at("23T09:05:00");
    const place = await direct(world);
    await vi.waitFor(() => expect(world.posts(place).length).toBeGreaterThan(1), 8_000);
    const buttons = () =>
      world
        .posts(place)
        .flatMap(({ components }) => components.flatMap(walk).map((each) => each["label"]));
    await vi.waitFor(() => expect(buttons()).toContain("Approve"), 8_000);
    const asks = world.posts(place).find((each) => JSON.stringify(each).includes("digest-approve"));
    if (asks === undefined) throw new Error("nothing asks");
    await world.press({ message: asks }, "Approve");
    await vi.waitFor(() => expect(buttons()).not.toContain("Approve"), 8_000);
    expect(world.posts(place).map(textOf).join("\n")).not.toContain("no longer needed");
    expect(world.posts(place).map(textOf).join("\n")).toContain("story-1");
  });

  it("is the only one who decides there, and decides once", async () => {
    const world = await openDiscordApp();
    await ask(world);
    const question = await world.postThat("May “careful” go out?", await direct(world));
    const { id: ada } = world.fake.world.person;
    world.fake.world.personMay = 0n;
    world.fake.world.person.id = "423456789012345678";
    const refused = await world.press({ message: question }, "Approve");
    expect(refused.text).toContain("This is for the approver of “careful”");
    world.fake.world.person.id = ada;
    world.pressOnly(question, "Skip this one");
    const skipped = await world.press({ message: question }, "Skip this one");
    expect(skipped.text).toMatch(/is not posted this time|was vetoed already/u);
    await vi.waitFor(
      () => expect(textOf(question)).toContain("Not posted this time, says "),
      8_000,
    );
    await world.at("23T09:30:00");
    await world.at("23T09:31:00");
    expect(world.posts()).toEqual([]);
    // Its briefing waits for the next one.
    await world.at("24T09:05:00");
    await world.postThat("May “careful” go out? · Its time: ", await direct(world));
  });

  it("who takes no direct messages is stood in for by those who manage the channel, who hear of it once", async () => {
    const world = await openDiscordApp();
    world.fake.world.takesDirectMessages = false;
    await ask(world);
    await vi.waitFor(async () => {
      await world.app.tick();
      expect(world.posts()).toHaveLength(1);
    }, 8_000);
    const said = await world.postThat("I cannot write to its approver");
    expect(JSON.stringify(said.components)).not.toContain("bridge");
    await world.at("23T09:10:00");
    const list = await world.digest("list");
    expect(list.text).toContain("the question could not be delivered");
    const one = await world.press(list, "Open");
    expect((await world.press(one, "Approve")).text).toContain("goes out at its time");
    await world.at("23T09:30:00");
    await world.postThat("bridge");
    expect(world.posts()).toHaveLength(2);
  });
});
