/** Posting, editing and finding, seen from the service. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/briefing/message.ts";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import type { Address, Payload } from "../../src/platforms/platform.ts";
import { permissions } from "../fakes/discord-permissions.ts";
import { openDiscordRig, showMessage } from "./discord.rig.ts";
import type { DiscordRig } from "./discord.rig.ts";
import { note, recordingBot } from "./recording-bot.ts";

const longAgo = Temporal.Instant.from("2020-01-01T00:00:00Z");
const postRoute = /^\/channels\/\d+\/messages$/;
const editRoute = /^\/channels\/\d+\/messages\/\d+$/;
const threadRoute = /\/threads$/;

function payloadOf(message: Message): Payload {
  const payload = renderDiscord(message)[0]?.payload;
  if (payload === undefined) throw new Error("nothing was rendered");
  return payload;
}

describe("posting to Discord", () => {
  let rig: DiscordRig;
  let channel: Address;
  const once = payloadOf(note("Once"));
  const twice = payloadOf(note("Twice"));

  beforeEach(async () => {
    rig = await openDiscordRig(recordingBot());
    channel = await rig.platform.locate(rig.channel);
  });

  afterEach(async () => {
    await rig.stop();
  });

  function inThread(root: string, title = "A thread"): Address {
    return { ...channel, thread: { root, title } };
  }

  it("gives the same message for the same key, and shows it once", async () => {
    const first = await rig.platform.post(once, channel, "same");
    const second = await rig.platform.post(once, channel, "same");
    expect(second).toEqual(first);
    expect(await rig.shown()).toHaveLength(1);
  });

  it("finishes on a repeat what a broken connection left as plain text", async () => {
    rig.fault("lost");
    await expect(rig.platform.post(once, channel, "cut")).rejects.toMatchObject({
      kind: "ambiguous",
    });
    const [plain] = rig.fake.world.shown();
    expect(plain).toMatchObject({ content: "Once", flags: 4 });
    await rig.platform.post(once, channel, "cut");
    expect(rig.fake.world.shown()).toHaveLength(1);
    expect(plain).toMatchObject({ content: "", flags: 32_768 });
  });

  it("finds what is still plain text, and finishes it with an edit", async () => {
    rig.fake.fail("PATCH", editRoute, { kind: "answer", status: 500 });
    await expect(rig.platform.post(once, channel, "half")).rejects.toMatchObject({
      kind: "ambiguous",
    });
    const found = await rig.platform.find("half", channel, longAgo);
    expect(found).toMatchObject({ state: "posted", unfinished: true });
    if (found.state !== "posted") throw new Error("it was not found");
    await rig.platform.edit(once, found.post, "half");
    expect(rig.fake.world.shown()[0]).toMatchObject({ content: "", flags: 32_768 });
    const { post } = found;
    expect(await rig.platform.find("half", channel, longAgo)).toEqual({ state: "posted", post });
  });

  it("edits what stands in a thread that was closed because nobody wrote in it", async () => {
    const root = await rig.platform.post(once, channel, "root");
    const to = { ...channel, thread: { root: root.message, title: "A thread" } };
    const post = await rig.platform.post(once, to, "part");
    rig.fake.world.archived.add(root.message);
    await rig.platform.edit(twice, post, "part");
    expect((await rig.shown()).map(({ text }) => text.trim())).toEqual(["Once", "Twice"]);
    expect(rig.fake.world.archived.size).toBe(0);
  });

  it("counts a message that was deleted before the repeat as posted", async () => {
    const post = await rig.platform.post(once, channel, "deleted");
    rig.fake.world.delete(post.message);
    await rig.platform.post(once, channel, "deleted");
    expect(await rig.shown()).toEqual([]);
  });

  it("finds a post after the service has forgotten its nonce", async () => {
    rig.fake.world.nonceWindowMs = -1;
    const post = await rig.platform.post(once, channel, "old");
    expect(await rig.platform.find("old", channel, longAgo)).toEqual({ state: "posted", post });
    await rig.platform.post(once, channel, "old");
    expect(await rig.shown()).toHaveLength(2);
  });

  it("finds a post under hundreds of newer messages, and no further back than asked", async () => {
    const post = await rig.platform.post(once, channel, "deep");
    for (let n = 0; n < 250; n += 1) rig.fake.say(rig.channel, `message ${n}`);
    expect(await rig.platform.find("deep", channel, longAgo)).toEqual({ state: "posted", post });
    rig.fake.requests.length = 0;
    const tomorrow = Temporal.Now.instant().add({ hours: 24 });
    expect(await rig.platform.find("deeper", channel, tomorrow)).toEqual({ state: "absent" });
    expect(rig.fake.requests).toHaveLength(1);
  });

  it("does not take an empty list for an answer where it may not read", async () => {
    await rig.platform.post(once, channel, "blind");
    rig.fake.general.denied = permissions.ReadMessageHistory;
    rig.fake.tellChannel(rig.fake.general);
    const answers = async (): Promise<string> =>
      (await rig.platform.find("blind", channel, longAgo)).state;
    await expect.poll(answers).toBe("unknown");
    expect(await rig.platform.find("blind", channel, longAgo)).toMatchObject({
      reason: expect.stringContaining("Read Message History"),
    });
  });

  it("says so when the service fails, because that passes", async () => {
    rig.fake.fail("GET", postRoute, { kind: "answer", status: 503 });
    await expect(rig.platform.find("any", channel, longAgo)).rejects.toMatchObject({
      kind: "ambiguous",
    });
  });

  it("opens the thread of a post once, with a name that fits", async () => {
    const root = await rig.platform.post(once, channel, "root");
    const to = inThread(root.message, `A title\nof ${"very ".repeat(40)}many words`);
    await rig.platform.post(payloadOf(note("First")), to, "first");
    await rig.platform.post(payloadOf(note("Second")), to, "second");
    expect(rig.fake.requests.filter((request) => threadRoute.test(request))).toHaveLength(1);
    const { name } = rig.fake.channel(root.message);
    expect(name).toMatch(/^A title of very .*…$/);
    expect(name.length).toBeLessThanOrEqual(100);
    expect((await rig.shown()).map((shown) => shown.root)).toEqual([
      null,
      root.message,
      root.message,
    ]);
  });

  it("posts into a thread that somebody else opens in the same moment", async () => {
    const root = await rig.platform.post(once, channel, "root");
    rig.fake.fail("POST", threadRoute, {
      kind: "answer",
      status: 400,
      body: { code: 160_004, message: "A thread has already been created for this message" },
    });
    const to = inThread(root.message);
    await expect(rig.platform.post(once, to, "first")).rejects.toMatchObject({ kind: "gone" });
    rig.fake.openThread(root.message);
    await rig.platform.post(once, to, "first");
    expect((await rig.shown()).at(-1)?.root).toBe(root.message);
  });

  it("has posted nothing when opening the thread went wrong", async () => {
    const root = await rig.platform.post(once, channel, "root");
    rig.fake.fail("POST", threadRoute, { kind: "lost" });
    const to = inThread(root.message);
    await expect(rig.platform.post(once, to, "child")).rejects.toMatchObject({
      kind: "unreachable",
    });
    expect(await rig.platform.find("child", to, longAgo)).toEqual({ state: "absent" });
    await rig.platform.post(once, to, "child");
    expect(await rig.shown()).toHaveLength(2);
  });

  it("finds nothing in a thread that was never opened", async () => {
    const root = await rig.platform.post(once, channel, "root");
    expect(await rig.platform.find("child", inThread(root.message), longAgo)).toEqual({
      state: "absent",
    });
  });

  it("answers in direct messages beside the question, where there are no threads", async () => {
    const direct = rig.fake.openDirectMessages();
    const question = rig.fake.say(direct.id, "How long is it?");
    const to: Address = {
      platform: "discord",
      workspace: "dm",
      channel: direct.id,
      thread: { root: question.id, title: "Questions" },
    };
    const post = await rig.platform.post(payloadOf(note("1,204 metres")), to, "dm-answer");
    const answer = rig.fake.message(post.message);
    expect(answer).toMatchObject({ channel: direct.id, reference: question.id });
    expect(showMessage(answer, null)).toMatchObject({ text: "1,204 metres", pings: [] });
    expect(await rig.platform.find("dm-answer", to, longAgo)).toMatchObject({ state: "posted" });
  });

  it("does not send what the service would refuse", async () => {
    rig.fake.requests.length = 0;
    const broken = { ...once, create: { content: "@everyone" } };
    await expect(rig.platform.post(broken, channel, "broken")).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining("allowed_mentions"),
    });
    expect(rig.fake.requests).toEqual([]);
  });

  it("keeps its token after a refusal, for when it is accepted again", async () => {
    rig.fault("unauthorized");
    await expect(rig.platform.post(once, channel, "k1")).rejects.toMatchObject({
      kind: "unauthorized",
    });
    await rig.platform.post(once, channel, "k2");
    expect(await rig.shown()).toHaveLength(1);
  });

  it.each([
    ["the header", { "retry-after": "7" }, {}, 7_000],
    ["the body", {}, { retry_after: 1.5 }, 1_500],
    ["neither", {}, {}, 10_000],
  ])("asks once and waits as long as %s says", async (_where, headers, body, retryAfterMs) => {
    rig.fake.fail("POST", postRoute, { kind: "answer", status: 429, headers, body }, 5);
    rig.fake.requests.length = 0;
    await expect(rig.platform.post(once, channel, "limited")).rejects.toMatchObject({
      kind: "rate-limited",
      retryAfterMs,
    });
    expect(rig.fake.requests).toHaveLength(1);
  });

  it("asks nothing at all while Discord limits the whole bot", async () => {
    const headers = { "retry-after": "0.4", "x-ratelimit-global": "true" };
    rig.fake.fail("POST", postRoute, { kind: "answer", status: 429, headers });
    await expect(rig.platform.post(once, channel, "limited")).rejects.toMatchObject({
      kind: "rate-limited",
    });
    const since = performance.now();
    await rig.platform.locate(rig.channel);
    expect(performance.now() - since).toBeGreaterThan(350);
  });

  it.each([
    ["deleted", 404, 10_003, "gone"],
    ["closed to the bot", 403, 50_001, "forbidden"],
  ])("says what happened to a channel that is %s", async (_what, status, code, kind) => {
    const fault = { kind: "answer", status, body: { code, message: "No" } } as const;
    rig.fake.fail("POST", postRoute, fault);
    await expect(rig.platform.post(once, channel, "no")).rejects.toMatchObject({ kind });
    rig.fake.fail("GET", /^\/channels\/\d+$/, fault);
    await expect(rig.platform.locate(rig.channel)).rejects.toMatchObject({ kind });
  });

  it("names the permission that is missing before anything is posted", async () => {
    rig.fake.general.denied = permissions.SendMessages;
    rig.fake.tellChannel(rig.fake.general);
    const hint = async (): Promise<unknown> =>
      rig.platform.locate(rig.channel).then(
        () => null,
        (error: unknown) => error,
      );
    await expect.poll(hint).toMatchObject({
      kind: "forbidden",
      hint: expect.stringContaining("Send Messages"),
    });
  });

  it("refuses channels that hold no messages, and names that are no ids", async () => {
    const category = rig.fake.world.addChannel("news", { type: 4 });
    await expect(rig.platform.locate(category.id)).rejects.toMatchObject({ kind: "refused" });
    await expect(rig.platform.locate("#general")).rejects.toMatchObject({ kind: "config" });
  });
});
