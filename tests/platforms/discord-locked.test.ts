/** *Read in thread* and *Ask* where the thread takes nothing: the person is told, and answered alone. */
import { describe, expect, it, vi } from "vitest";
import { manageThreads, permissions } from "../fakes/discord-permissions.ts";
import type { Message } from "../fakes/discord-world.ts";
import type { DiscordFault } from "../fakes/discord.ts";
import { type DiscordApp, openDiscordApp, type Seen, textOf } from "./discord-app.ts";

const patient = { timeout: 8_000 };
const locked = "The thread is locked, so I cannot write there. Only you see this:";
const inThread = "The full text is in the thread.";

async function open(): Promise<{ world: DiscordApp; post: Message }> {
  const world = await openDiscordApp();
  await world.start(`channels: { discord: { news: "%" } }
schedules: { morning: { to: "discord:news", at: "09:00" } }
`);
  await world.write("bridge");
  await world.at("23T09:00:00");
  return { world, post: await world.postThat("bridge") };
}

/** The person, or a moderator, has opened it and locked it; `isTold`: the bot was there to hear of it. */
function lock({ fake }: DiscordApp, post: Message, isTold: boolean): void {
  fake.world.locked.add(post.id);
  if (isTold) fake.tellChannel(fake.openThread(post.id));
  else fake.world.addChannel("Old", { id: post.id, type: 11, parent: post.channel });
}

const read = (world: DiscordApp, message: Message): Promise<Seen> =>
  world.press({ message }, "Read in thread");

function below({ fake }: DiscordApp, post: Message): readonly Message[] {
  return fake.world.shown().filter(({ channel }) => channel === post.id);
}

async function untilBelow(world: DiscordApp, post: Message): Promise<void> {
  await vi.waitFor(
    () => expect(below(world, post).map(textOf).join()).toContain("bridge"),
    patient,
  );
}

/** What the person sees who filled in the form. */
async function ask(world: DiscordApp, post: Message): Promise<readonly Message[]> {
  const pressed = world.pressOnly(post, "Ask");
  await world.fake.world.until(() => pressed.modal !== null, "a form");
  const sent = world.fake.fillIn(pressed, { "Your question": "What is the bridge?" });
  const seen = (): readonly Message[] => sent.seen.filter(({ onlyFor }) => onlyFor !== null);
  await world.fake.world.until(() => seen().length > 0, "an answer");
  return seen();
}

describe.each([true, false])("a locked thread, of which the gateway told: %s", (isTold) => {
  it("is told of, and the text shown to the reader alone", async () => {
    const { world, post } = await open();
    lock(world, post, isTold);
    const { text, message } = await read(world, post);
    expect(text).toContain(locked);
    expect(text).toContain("bridge");
    expect(message.onlyFor).toBe(world.fake.world.person.id);
    expect((await world.briefing("status")).text).not.toContain("failed");
    expect(below(world, post)).toEqual([]);
  });

  it("is told of, and the question answered alone", async () => {
    const { world, post } = await open();
    lock(world, post, isTold);
    const text = (await ask(world, post)).map(textOf).join("\n");
    expect(text).toContain(locked);
    expect(text).toContain("What is the bridge?");
    expect(below(world, post)).toEqual([]);
  });

  it("is written to by a bot that manages threads", async () => {
    const { world, post } = await open();
    world.fake.world.everyoneMay |= manageThreads;
    world.fake.tellServer();
    lock(world, post, isTold);
    await vi.waitFor(async () => expect((await read(world, post)).text).toContain("thread."));
    await untilBelow(world, post);
  });

  it("takes the text when it was unlocked", async () => {
    const { world, post } = await open();
    lock(world, post, isTold);
    await read(world, post);
    world.fake.world.locked.clear();
    world.fake.tellChannel(world.fake.channel(post.id));
    await vi.waitFor(async () => expect((await read(world, post)).text).toBe(inThread), patient);
    await untilBelow(world, post);
  });
});

it("opens an archived thread again", async () => {
  const { world, post } = await open();
  const thread = world.fake.openThread(post.id);
  world.fake.world.archived.add(post.id);
  world.fake.tellChannel(thread);
  expect((await read(world, post)).text).toBe(inThread);
  await untilBelow(world, post);
  expect(world.fake.world.archived.size).toBe(0);
});

it("says so where the bot may open threads and not write in them", async () => {
  const { world, post } = await open();
  world.fake.general.denied = permissions.SendMessagesInThreads;
  world.fake.tellChannel(world.fake.general);
  await vi.waitFor(async () => {
    const { text } = await read(world, post);
    expect(text).toContain("my role lacks Send Messages in Threads");
    expect(text).toContain("bridge");
  }, patient);
});

it("shows the text to the reader alone where it did not get into the thread before", async () => {
  const { world, post } = await open();
  const body = { code: 200_000, message: "Blocked by AutoMod" };
  const refusal: DiscordFault = { kind: "answer", status: 400, body };
  world.fake.fail("POST", new RegExp(`/channels/${post.id}/messages$`), refusal);
  expect((await read(world, post)).text).toBe(inThread);
  await vi.waitFor(async () => {
    const { text } = await read(world, post);
    expect(text).toContain("I could not post it in the thread. Only you see this:");
    expect(text).toContain("bridge");
  }, patient);
  expect(below(world, post)).toEqual([]);
});

it("puts the text into the thread where Discord does not tell", async () => {
  const { world, post } = await open();
  world.fake.fail("GET", new RegExp(`/channels/${post.id}$`), { kind: "answer", status: 500 });
  expect((await read(world, post)).text).toBe(inThread);
  await untilBelow(world, post);
});
