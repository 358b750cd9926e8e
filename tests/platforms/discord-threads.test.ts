/** The threads under posts on Discord: opened, found, or made up for. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/briefing/message.ts";
import { renderDiscord } from "../../src/platforms/discord/render.ts";
import type { Address, Payload } from "../../src/platforms/platform.ts";
import { permissions } from "../fakes/discord-permissions.ts";
import { openDiscordRig, showMessage } from "./discord.rig.ts";
import type { DiscordRig } from "./discord.rig.ts";
import { note, recordingBot } from "./recording-bot.ts";

const longAgo = Temporal.Instant.from("2020-01-01T00:00:00Z");

function payloadOf(message: Message, pushText = true): Payload {
  const payload = renderDiscord(message, { pushText })[0]?.payload;
  if (payload === undefined) throw new Error("nothing was rendered");
  return payload;
}

let rig: DiscordRig;

beforeEach(async () => {
  rig = await openDiscordRig(recordingBot());
});

afterEach(async () => {
  await rig.stop();
});

describe("a thread on Discord", () => {
  const once = payloadOf(note("Once"));
  let channel: Address;
  let root: string;

  beforeEach(async () => {
    channel = await rig.platform.locate(rig.channel);
    root = (await rig.platform.post(once, channel, "root")).message;
  });

  const thread = (): Address => ({ ...channel, thread: { root, title: "A thread" } });

  it.each([
    ["may open none", 403, 50_013],
    ["is on a server that has as many as it may", 400, 160_006],
    ["posts in a voice channel", 400, 50_024],
  ])("is made up for by an answer in the channel where the bot %s", async (_why, status, code) => {
    rig.fake.fail("POST", /\/threads$/, { kind: "answer", status, body: { code, message: "No" } });
    const answer = await rig.platform.post(payloadOf(note("1,204 metres"), false), thread(), "a");
    expect(answer.address).toEqual(channel);
    const shown = rig.fake.message(answer.message);
    expect(shown).toMatchObject({ channel: rig.channel, reference: root });
    expect(showMessage(shown, null).text).toMatch(/^1,204 metres\n.*could not open a thread here/);
    expect(shown.pings.size).toBe(0);
    expect(await rig.platform.find("a", thread(), longAgo)).toMatchObject({ state: "posted" });
    expect(rig.reports.at(-1)).toMatchObject({ level: "warn" });
  });

  it("cannot be opened under a message that was deleted, and nothing counts as posted", async () => {
    rig.fake.world.delete(root);
    await expect(rig.platform.post(once, thread(), "a")).rejects.toMatchObject({ kind: "gone" });
  });

  it("goes on when its message was deleted after it was opened", async () => {
    rig.fake.openThread(root);
    rig.fake.world.delete(root);
    const post = await rig.platform.post(once, thread(), "a");
    expect(rig.fake.message(post.message).channel).toBe(root);
  });

  it.each([
    ["locked", 400, 160_005, "forbidden"],
    ["in slow mode", 429, 20_016, "rate-limited"],
    ["watched by AutoMod", 400, 200_000, "refused"],
  ])("that is %s says so", async (_what, status, code, kind) => {
    rig.fake.openThread(root);
    rig.fake.fail("POST", /\/messages$/, {
      kind: "answer",
      status,
      body: { code, message: "No", retry_after: 5 },
    });
    await expect(rig.platform.post(once, thread(), "a")).rejects.toMatchObject({ kind });
  });

  describe("that is archived", () => {
    beforeEach(() => {
      rig.fake.openThread(root);
      rig.fake.world.archived.add(root);
      const body = { code: 50_083, message: "Thread is archived" };
      rig.fake.fail("POST", /\/messages$/, { kind: "answer", status: 400, body });
    });

    it("is opened again where Discord wants that first", async () => {
      const { message } = await rig.platform.post(once, thread(), "a");
      expect(rig.fake.message(message).channel).toBe(root);
      expect(rig.fake.world.archived.size).toBe(0);
    });

    it("is left as it is where it is locked", async () => {
      rig.fake.world.locked.add(root);
      await expect(rig.platform.post(once, thread(), "a")).rejects.toMatchObject({
        kind: "forbidden",
      });
      expect(rig.fake.world.archived.size).toBe(1);
    });
  });

  describe("of which the gateway did not tell", () => {
    const answer = payloadOf(note("1,204 metres"), false);
    const asked = (): readonly string[] =>
      rig.fake.requests.filter((each) => each.startsWith("POST")).slice(1);
    /** As after a restart, when it has been archived since. */
    const archive = (): void =>
      void rig.fake.world.addChannel("Old", { id: root, type: 11, parent: channel.channel });

    it("is opened first where there is none, and asked for no more after that", async () => {
      await rig.platform.post(answer, thread(), "first");
      await rig.platform.post(answer, thread(), "second");
      expect(asked()).toEqual([
        `POST /channels/${channel.channel}/messages/${root}/threads`,
        `POST /channels/${root}/messages`,
        `POST /channels/${root}/messages`,
      ]);
    });

    it("is posted to where it is there", async () => {
      archive();
      const post = await rig.platform.post(answer, thread(), "first");
      expect(rig.fake.message(post.message).channel).toBe(root);
    });

    it("is posted to where its message was deleted", async () => {
      archive();
      rig.fake.world.delete(root);
      const post = await rig.platform.post(answer, thread(), "first");
      expect(rig.fake.message(post.message).channel).toBe(root);
    });

    it("is posted to where the bot may open none", async () => {
      archive();
      rig.fake.channel(channel.channel).denied = permissions.CreatePublicThreads;
      const post = await rig.platform.post(answer, thread(), "first");
      expect(rig.fake.message(post.message).channel).toBe(root);
      expect(rig.reports.filter(({ level }) => level === "warn")).toEqual([]);
    });
  });
});
