/** Announcement channels, forums, threads that cannot be opened, and roles that are notified. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "../../src/briefing/message.ts";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import type { Address, Payload } from "../../src/platforms/platform.ts";
import { permissions } from "../fakes/discord-permissions.ts";
import type { Channel } from "../fakes/discord-world.ts";
import { openDiscordRig, showMessage } from "./discord.rig.ts";
import type { DiscordRig } from "./discord.rig.ts";
import { note, recordingBot } from "./recording-bot.ts";
import type { RecordingBot } from "./recording-bot.ts";

const longAgo = Temporal.Instant.from("2020-01-01T00:00:00Z");
const crossposted = 1;
const crosspostRoute = /\/crosspost$/;
const role = "200000000000000001";

function payloadOf(message: Message, pushText = true): Payload {
  const payload = renderDiscord(message, { pushText })[0]?.payload;
  if (payload === undefined) throw new Error("nothing was rendered");
  return payload;
}

let bot: RecordingBot;
let rig: DiscordRig;

beforeEach(async () => {
  bot = recordingBot();
  rig = await openDiscordRig(bot);
});

afterEach(async () => {
  await rig.stop();
});

/** Another channel, of which the gateway tells. */
async function addChannel(type: number, more: Partial<Channel> = {}): Promise<Address> {
  const channel = rig.fake.world.addChannel("another", { type, ...more });
  rig.fake.tellChannel(channel);
  return rig.platform.locate(channel.id);
}

function count(request: RegExp): number {
  return rig.fake.requests.filter((each) => request.test(each)).length;
}

describe.each([true, false])("an announcement channel, with text first: %s", (pushText) => {
  const once = payloadOf(note("Once"), pushText);
  let channel: Address;

  beforeEach(async () => {
    channel = await addChannel(5);
  });

  it("is published to the servers that follow it, once", async () => {
    const { message } = await rig.platform.post(once, channel, "news");
    expect(rig.fake.message(message).flags & crossposted).toBe(crossposted);
    await rig.platform.post(once, channel, "news");
    expect(rig.fake.world.shown()).toHaveLength(1);
    await rig.platform.edit(
      payloadOf(note("Twice"), pushText),
      { address: channel, message },
      "news",
    );
    expect(rig.fake.message(message).flags & crossposted).toBe(crossposted);
  });

  it("is posted at once and published later where Discord asks to wait, and says so meanwhile", async () => {
    const slow = { kind: "answer", status: 429, headers: { "retry-after": "0.2" } } as const;
    rig.fake.fail("POST", crosspostRoute, slow);
    const { message } = await rig.platform.post(once, channel, "news");
    expect(rig.fake.message(message).flags & crossposted).toBe(0);
    expect(rig.platform.connection?.()).toBe("connected; 1 post still to be published");
    expect(rig.reports.at(-1)).toMatchObject({
      level: "warn",
      message: expect.stringContaining("tried again"),
    });
    await rig.fake.world.until(
      () => (rig.fake.message(message).flags & crossposted) !== 0,
      "a publication",
    );
    await vi.waitFor(() => expect(rig.platform.connection?.()).toBe("connected"));
    expect(count(crosspostRoute)).toBe(2);
  });

  it("is posted where it may not be published, and that is told", async () => {
    const body = { code: 50_013, message: "Missing Permissions" };
    rig.fake.fail("POST", crosspostRoute, { kind: "answer", status: 403, body });
    await rig.platform.post(once, channel, "news");
    expect(rig.fake.world.shown()).toHaveLength(1);
    expect(rig.reports.at(-1)).toMatchObject({
      level: "error",
      message: expect.stringContaining("not published"),
    });
    expect(rig.platform.connection?.()).toBe("connected");
  });

  it("is published by what finishes a post that was cut off", async () => {
    rig.fake.fail("POST", crosspostRoute, { kind: "answer", status: 403 });
    await rig.platform.post(once, channel, "news");
    const found = await rig.platform.find("news", channel, longAgo);
    expect(found).toMatchObject({ state: "posted", unfinished: true });
    if (found.state !== "posted") throw new Error("it was not found");
    await rig.platform.edit(once, found.post, "news");
    expect(await rig.platform.find("news", channel, longAgo)).toEqual({
      state: "posted",
      post: found.post,
    });
  });

  it("is not published from its threads, nor are other channels", async () => {
    const root = await rig.platform.post(once, channel, "news");
    const thread = { root: root.message, title: "A thread" };
    await rig.platform.post(once, { ...channel, thread }, "child");
    await rig.platform.post(once, await rig.platform.locate(rig.channel), "other");
    expect(count(crosspostRoute)).toBe(1);
  });
});

describe("a forum", () => {
  const tags = [
    { id: "300000000000000001", name: "Space", moderated: false },
    { id: "300000000000000002", name: "Law", moderated: false },
    { id: "300000000000000003", name: "History", moderated: true },
  ];
  const briefing = payloadOf({
    ...note("It flew"),
    title: "Ariane 6 flies",
    topics: ["space", "history", "rockets"],
  });
  let forum: Address;

  beforeEach(async () => {
    forum = await addChannel(15, { tags });
  });

  it("gets a post for every briefing, filed under its topics", async () => {
    const post = await rig.platform.post(briefing, forum, "ariane");
    const thread = rig.fake.channel(post.message);
    expect(thread).toMatchObject({ name: "Ariane 6 flies", parent: forum.channel });
    expect(thread.applied).toEqual([tags[0]?.id]);
    const [shown] = rig.fake.world.shown();
    expect(shown).toMatchObject({ id: post.message, channel: post.message, flags: 32_768 });
    expect(shown === undefined ? "" : showMessage(shown, null).text).toBe("It flew");
  });

  it("shows the rest below, and what is edited", async () => {
    const post = await rig.platform.post(briefing, forum, "ariane");
    const thread = { root: post.message, title: "x" };
    const child = await rig.platform.post(payloadOf(note("More")), { ...forum, thread }, "more");
    expect(rig.fake.message(child.message).channel).toBe(post.message);
    await rig.platform.edit(payloadOf(note("It flew again")), post, "ariane");
    expect(showMessage(rig.fake.message(post.message), null).text).toBe("It flew again");
  });

  it("is posted to once, though Discord knows no nonce there", async () => {
    rig.fake.fail("POST", /\/threads$/, { kind: "lost" });
    await expect(rig.platform.post(briefing, forum, "ariane")).rejects.toMatchObject({
      kind: "ambiguous",
    });
    expect(await rig.platform.find("ariane", forum, longAgo)).toMatchObject({
      state: "posted",
      unfinished: true,
    });
    await rig.platform.post(briefing, forum, "ariane");
    expect(rig.fake.world.shown()).toHaveLength(1);
    expect(await rig.platform.find("ariane", forum, longAgo)).not.toHaveProperty("unfinished");
    expect(await rig.platform.find("another", forum, longAgo)).toEqual({ state: "absent" });
  });

  it("has certainly got nothing when it could not be looked at before", async () => {
    rig.fake.fail("GET", /threads\/active$/, { kind: "answer", status: 500 });
    await expect(rig.platform.post(briefing, forum, "ariane")).rejects.toMatchObject({
      kind: "unreachable",
    });
    expect(rig.fake.world.shown()).toEqual([]);
  });

  it("that wants a tag gets its first one when none fits", async () => {
    const strict = await addChannel(15, { tags, flags: 1 << 4 });
    const post = await rig.platform.post(payloadOf(note("Cooking")), strict, "cooking");
    expect(rig.fake.channel(post.message).applied).toEqual([tags[0]?.id]);
    const loose = await rig.platform.post(payloadOf(note("Cooking")), forum, "cooking-2");
    expect(rig.fake.channel(loose.message).applied).toEqual([]);
  });

  it("has buttons that belong to its post", async () => {
    const read = { type: "button", id: "read:a", label: "Read" } as const;
    const payload = payloadOf({ ...note("It flew"), lead: [{ type: "actions", items: [read] }] });
    const post = await rig.platform.post(payload, forum, "ariane");
    await rig.press(post.message, "read:a");
    expect(bot.calls.actions[0]?.post).toEqual(post);
    expect(bot.calls.actions[0]?.caller.address.channel).toBe(forum.channel);
  });

  it("says what is missing where the bot may not post", async () => {
    rig.fake.channel(forum.channel).denied = permissions.SendMessages;
    await expect(rig.platform.post(briefing, forum, "ariane")).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});

describe("a role", () => {
  it.each([true, false])("is notified once, with text first: %s", async (pushText) => {
    const channel = await rig.platform.locate(rig.channel);
    const hostile = "@everyone <@&200000000000000002>";
    const payload = payloadOf({ ...note(hostile), ping: role }, pushText);
    const { message } = await rig.platform.post(payload, channel, "ping");
    const shown = rig.fake.message(message);
    expect([...shown.pings]).toEqual([role]);
    expect(shown.components[0]).toMatchObject({ type: 10, content: `<@&${role}>` });
    shown.pings.clear();
    await rig.platform.edit(payload, { address: channel, message }, "ping");
    expect([...shown.pings]).toEqual([]);
    expect(await rig.platform.find("ping", channel, longAgo)).toMatchObject({ state: "posted" });
  });

  it("is none of what is not the id of one", () => {
    for (const ping of ["everyone", "1", "200000000000000001> @here", ""]) {
      expect(JSON.stringify(renderDiscord({ ...note("x"), ping }))).not.toContain("<@");
    }
  });

  it("is not notified by an answer that one person sees", async () => {
    bot.answer = { ...note("For you"), ping: role };
    await rig.command("latest", {});
    expect([...rig.fake.world.messages.values()].every(({ pings }) => pings.size === 0)).toBe(true);
  });
});
