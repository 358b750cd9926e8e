/** What people do on Discord, and what the bot hears and shows. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import type { Address } from "../../src/platforms/platform.ts";
import { openDiscordRig, showMessage } from "./discord.rig.ts";
import type { DiscordRig } from "./discord.rig.ts";
import { note, recordingBot } from "./recording-bot.ts";
import type { RecordingBot } from "./recording-bot.ts";

let bot: RecordingBot;
let rig: DiscordRig;
let channel: Address;

beforeEach(async () => {
  bot = recordingBot();
  rig = await openDiscordRig(bot);
  channel = await rig.platform.locate(rig.channel);
});

afterEach(async () => {
  await rig.stop();
});

async function postNote(): Promise<string> {
  const payload = renderDiscord({
    ...note("A post"),
    lead: [
      { type: "paragraph", spans: [{ text: "A post" }] },
      { type: "actions", items: [{ type: "button", id: "read:a", label: "Read" }] },
    ],
  })[0]?.payload;
  if (payload === undefined) throw new Error("nothing was rendered");
  return (await rig.platform.post(payload, channel, "a-post")).message;
}

/** Waits until everything sent to the gateway before has been heard: a command comes last and is answered. */
async function settled(): Promise<void> {
  await rig.command("latest", {});
}

describe("a command on Discord", () => {
  it("carries its options, flags only where they are set", async () => {
    await rig.command("show", { name: "ariane-6", share: "share" });
    await rig.command("show", { name: "ariane-6" });
    expect(bot.calls.commands.map(({ input }) => input)).toEqual([
      { kind: "fields", sub: "show", options: { name: "ariane-6", share: "true" } },
      { kind: "fields", sub: "show", options: { name: "ariane-6" } },
    ]);
  });

  it("tells who asks, from what Discord says and not from the text", async () => {
    await rig.command("latest", {});
    expect(bot.calls.commands[0]?.caller).toEqual({
      address: { platform: "discord", workspace: rig.fake.world.guild, channel: rig.channel },
      person: rig.fake.world.person.id,
      name: "ada",
      locale: "en-US",
    });
  });

  it("is handed over once, however often it is delivered", async () => {
    await rig.command("latest", {}, "twice");
    await rig.redeliver();
    await settled();
    expect(bot.calls.commands.filter(({ id }) => id === bot.calls.commands[0]?.id)).toHaveLength(1);
  });

  it("is dropped quietly when another process was faster", async () => {
    const elsewhere = rig.fake.command("latest", {}, "shared");
    await rig.fake.world.until(() => elsewhere.callback !== null, "a first response");
    await settled();
    const accepted = bot.calls.commands.length;
    bot.accept = () => Promise.resolve(true);
    rig.fake.command("latest", {}, "shared");
    await rig.fake.world.until(() => elsewhere.callbacks === 2, "a second response");
    await settled();
    expect(bot.calls.commands).toHaveLength(accepted + 1);
    expect(rig.reports.map(({ message }) => message)).toContain(
      "This Discord request was answered already.",
    );
  });

  it("gets an apology when the bot fails, and the bot lives on", async () => {
    const { onCommand } = bot;
    bot.onCommand = () => Promise.reject(new Error("broken"));
    expect(await rig.command("latest", {})).toContain("Something went wrong");
    expect(rig.reports.some(({ level }) => level === "error")).toBe(true);
    bot.onCommand = onCommand;
    expect(await rig.command("latest", {})).toBe("Certainly.");
  });

  it("is dropped quietly when it comes too late to be answered", async () => {
    rig.fake.fail("POST", /callback$/, {
      kind: "answer",
      status: 404,
      body: { code: 10_062, message: "Unknown interaction" },
    });
    rig.fake.command("latest", {});
    await settled();
    expect(bot.calls.commands).toHaveLength(1);
    expect(rig.reports.some(({ message }) => message.includes("not answered"))).toBe(true);
  });

  it("says so when an answer is longer than Discord shows", async () => {
    const paragraph = "A sentence that goes on and on. ".repeat(100);
    bot.answer = {
      ...note("Long"),
      lead: Array.from({ length: 12 }, () => ({ type: "paragraph", spans: [{ text: paragraph }] })),
    };
    expect(await rig.command("latest", {})).toMatch(/does not fit into one answer on Discord\.$/);
  });
});

describe("suggestions on Discord", () => {
  it("come from the bot, for the option somebody types in", async () => {
    expect(await rig.complete("show", "name", "ari")).toEqual(["ariane-6", "leap-second"]);
    expect(bot.calls.completions[0]?.input).toEqual({
      kind: "field",
      sub: "show",
      option: "name",
      text: "ari",
    });
  });

  it("are cut to what Discord takes", async () => {
    bot.onComplete = () =>
      Promise.resolve([
        { label: "x".repeat(120), value: "long-label" },
        { label: "long value", value: "y".repeat(101) },
        ...Array.from({ length: 40 }, (_, n) => ({ label: `label ${n}`, value: `value-${n}` })),
      ]);
    const values = await rig.complete("show", "name", "");
    expect(values).toHaveLength(25);
    expect(values.slice(0, 2)).toEqual(["long-label", "value-0"]);
  });
});

describe("a button on Discord", () => {
  it("shows nothing more when there is nothing to add", async () => {
    const message = await postNote();
    bot.onAction = () => Promise.resolve(null);
    expect(await rig.press(message, "read:a")).toBeNull();
    expect(await rig.shown()).toHaveLength(1);
  });

  it("of an answer that only one person sees belongs to no post", async () => {
    bot.answer = {
      ...note("Answer"),
      lead: [{ type: "actions", items: [{ type: "button", id: "read:b", label: "Read" }] }],
    };
    await rig.command("latest", {});
    const answer = [...rig.fake.world.messages.values()].find(({ onlyFor }) => onlyFor !== null);
    await rig.press(answer?.id ?? "", "read:b");
    expect(bot.calls.actions).toHaveLength(1);
    expect(bot.calls.actions[0]).not.toHaveProperty("post");
  });

  it("leafs in the message that only one person sees, and posts nothing beside it", async () => {
    const leaf = (page: number) => ({
      ...note(`Page ${page}`),
      lead: [
        { type: "paragraph" as const, spans: [{ text: `Page ${page}` }] },
        {
          type: "actions" as const,
          items: [{ type: "button" as const, id: `page-list:${page + 1}`, label: "▶" }],
        },
      ],
    });
    bot.answer = leaf(1);
    await rig.command("latest", {});
    const seen = () =>
      [...rig.fake.world.messages.values()].filter(({ onlyFor }) => onlyFor !== null);
    for (const page of [2, 3]) {
      bot.answer = { ...leaf(page), inPlace: true };
      await rig.press(seen()[0]?.id ?? "", `page-list:${page}`);
      expect(seen().map((each) => showMessage(each, null).text)).toEqual([`Page ${page}`]);
    }
    expect(await rig.shown()).toHaveLength(0);
  });

  it.each(["", "x", "v1", "v1:", "v2:read:a", "read:a", "v1.x:read:a"])(
    "with the made-up id %j is answered politely and reaches nobody",
    async (customId) => {
      const message = await postNote();
      const pressed = rig.fake.press(message, customId);
      await rig.fake.world.until(() => pressed.seen.length > 0, "an answer");
      expect(bot.calls.actions).toEqual([]);
      expect(pressed.seen[0]?.onlyFor).toBe(rig.fake.world.person.id);
    },
  );

  it("in a thread says which thread", async () => {
    const root = await postNote();
    const to = { ...channel, thread: { root, title: "A thread" } };
    const payload = renderDiscord({
      ...note("Deep"),
      lead: [{ type: "actions", items: [{ type: "button", id: "read:c", label: "Read" }] }],
    })[0]?.payload;
    const child = await rig.platform.post(payload ?? {}, to, "child");
    await rig.press(child.message, "read:c");
    expect(bot.calls.actions[0]?.post).toEqual({ address: to, message: child.message });
  });
});

describe("talking to the bot on Discord", () => {
  const hello = (): string => `<@${rig.fake.world.bot.id}>`;

  it("by a mention in a channel starts a thread under that message", async () => {
    const said = rig.fake.say(rig.channel, `${hello()} what is new?`);
    await settled();
    expect(bot.calls.replies).toEqual([
      {
        id: said.id,
        caller: { address: channel, person: rig.fake.world.person.id },
        text: "what is new?",
        root: { address: channel, message: said.id },
      },
    ]);
  });

  it("by a reply to a post belongs to that post", async () => {
    const post = await postNote();
    rig.fake.say(rig.channel, `${hello()} why?`, { replyTo: post });
    await settled();
    expect(bot.calls.replies.map(({ root, text }) => [root.message, text])).toEqual([
      [post, "why?"],
    ]);
  });

  it("in the thread under a post needs no mention where the bot may read", async () => {
    rig.fake.world.showsContent = true;
    const post = await postNote();
    rig.fake.openThread(post);
    rig.fake.say(post, "How long is it?");
    await expect.poll(() => bot.calls.replies.length).toBe(1);
    expect(bot.calls.replies[0]).toMatchObject({
      text: "How long is it?",
      root: { address: channel, message: post },
      caller: { address: { ...channel, thread: { root: post, title: "Questions" } } },
    });
  });

  it("elsewhere without a mention is not overheard", async () => {
    rig.fake.world.showsContent = true;
    const other = rig.fake.say(rig.channel, "between ourselves");
    rig.fake.openThread(other.id);
    rig.fake.say(other.id, "in our own thread");
    await settled();
    await settled();
    expect(bot.calls.replies).toEqual([]);
  });

  it("in direct messages needs no mention", async () => {
    const direct = rig.fake.openDirectMessages();
    const said = rig.fake.say(direct.id, "what is new?");
    await settled();
    const address = { platform: "discord", workspace: "dm", channel: direct.id };
    expect(bot.calls.replies).toMatchObject([
      { text: "what is new?", root: { address, message: said.id } },
    ]);
  });

  it("is for people: bots, webhooks and the bot itself are not answered", async () => {
    const { world } = rig.fake;
    const other = { id: world.nextId(), username: "other", bot: true };
    world.say(rig.fake.general, other, { content: `${hello()} hi` });
    world.say(rig.fake.general, world.bot, { content: `${hello()} hi` });
    const fromHook = { content: `${hello()} hi` };
    world.say(rig.fake.general, world.person, fromHook, { webhook: world.nextId() });
    await settled();
    expect(bot.calls.replies).toEqual([]);
  });

  it("does no harm when the bot fails", async () => {
    bot.onReply = () => Promise.reject(new Error("broken"));
    rig.fake.say(rig.channel, `${hello()} hi`);
    await settled();
    expect(rig.reports.at(-1)).toMatchObject({ level: "error" });
  });
});
