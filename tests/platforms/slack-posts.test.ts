/** Posting, editing and finding where things are not as they should be. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Address, Payload } from "../../src/platforms/platform.ts";
import { recordingBot } from "./recording-bot.ts";
import { messageOf, paragraph } from "./slack-json.ts";
import { openSlackRigWith, type SlackRig } from "./slack.rig.ts";

const longAgo = Temporal.Instant.from("2020-01-01T00:00:00Z");
let rig: SlackRig;
let to: Address;

beforeEach(async () => {
  rig = await openSlackRigWith("http", recordingBot());
  to = await rig.platform.locate(rig.channel);
});

afterEach(async () => {
  await rig.stop();
});

function payloadOf(words: string): Payload {
  return rig.platform.render(messageOf([paragraph(words)]))[0]?.payload ?? {};
}

function defects(): readonly string[] {
  return rig.log.filter(({ level }) => level === "error").map(({ message }) => message);
}

describe("blocks that Slack does not take", () => {
  it.each(["invalid_blocks", "msg_blocks_too_long"])(
    "arrive as words, once, and count as our defect (%s)",
    async (code) => {
      rig.fake.fault("chat.postMessage", { kind: "error", code });
      await rig.platform.post(payloadOf("Hello & goodbye"), to, "key");
      const [shown] = await rig.shown();
      expect(shown?.text).toContain("Hello & goodbye");
      expect(rig.fake.shown()[0]?.message.blocks).toEqual([]);
      expect(defects()).toEqual(["Slack refused our blocks"]);
      expect(await rig.platform.find("key", to, longAgo)).toMatchObject({ state: "posted" });
    },
  );

  it("are not tried again and again", async () => {
    for (const _ of [1, 2]) {
      rig.fake.fault("chat.postMessage", { kind: "error", code: "invalid_blocks" });
    }
    const failed = rig.platform.post(payloadOf("Hello"), to, "key");
    await expect(failed).rejects.toMatchObject({ kind: "refused" });
    expect(rig.fake.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(2);
  });

  it("are found before they are sent", async () => {
    const faulty = { ...payloadOf("Hello"), blocks: [{ type: "markdown", text: "<!channel>" }] };
    const post = await rig.platform.post(faulty, to, "key");
    await rig.platform.edit(faulty, post, "key");
    expect((await rig.shown()).map(({ text }) => text)).toEqual(["Title\n\nHello"]);
    expect(rig.fake.calls.filter(({ method }) => method.startsWith("chat."))).toHaveLength(2);
    expect(defects()).toHaveLength(2);
  });
});

describe("what was posted", () => {
  it("is found among many messages, page by page", async () => {
    const first = await rig.platform.post(payloadOf("First"), to, "the-first");
    for (let n = 0; n < 450; n++) rig.fake.workspace.addMessage(to.channel, `Noise ${n}`);
    expect(await rig.platform.find("the-first", to, longAgo)).toEqual({
      state: "posted",
      post: first,
    });
    expect(rig.fake.calls.filter(({ method }) => method === "conversations.history")).toHaveLength(
      3,
    );
  });

  it("is not found where it was posted before anybody could have asked for it", async () => {
    await rig.platform.post(payloadOf("Early"), to, "early");
    const later = Temporal.Now.instant().add({ seconds: 10 });
    expect(await rig.platform.find("early", to, later)).toEqual({ state: "absent" });
  });

  it("is ours only where we posted it", async () => {
    const metadata = { event_type: "briefing_posted", event_payload: { id: "forged" } };
    rig.fake.workspace.addMessage(to.channel, "Forged", metadata);
    expect(await rig.platform.find("forged", to, longAgo)).toEqual({ state: "absent" });
  });

  it("cannot be told where we may not look, or not now", async () => {
    rig.fake.workspace.scopes.delete("channels:history");
    expect(await rig.platform.find("key", to, longAgo)).toEqual({
      state: "unknown",
      reason: expect.stringContaining("missing_scope (needed: channels:history)"),
    });
    rig.fake.workspace.scopes.add("channels:history");
    rig.fake.fault("conversations.history", { kind: "status", status: 429 });
    await expect(rig.platform.find("key", to, longAgo)).rejects.toMatchObject({
      kind: "rate-limited",
    });
  });

  it("cannot be told where there is too much to look through", async () => {
    for (let n = 0; n < 2_001; n++) rig.fake.workspace.addMessage(to.channel, `Noise ${n}`);
    expect(await rig.platform.find("key", to, longAgo)).toMatchObject({ state: "unknown" });
  });

  it("cannot be edited once it is gone", async () => {
    const post = { address: to, message: "1700000000.000001" };
    await expect(rig.platform.edit(payloadOf("x"), post, "key")).rejects.toMatchObject({
      kind: "gone",
    });
  });
});

describe("a channel", () => {
  it("is known by its name, with and without #, on any page", async () => {
    for (let n = 0; n < 250; n++) {
      rig.fake.workspace.addChannel(`C0N${n}`, `n${n}`);
    }
    for (const name of ["n249", "#n249"]) {
      expect(await rig.platform.locate(name)).toEqual({ ...to, channel: "C0N249" });
    }
  });

  it("may be public where private ones may not be listed", async () => {
    rig.fake.workspace.scopes.delete("groups:read");
    expect(await rig.platform.locate("general")).toEqual(to);
  });

  it("has to be written by its id where names may not be looked up", async () => {
    rig.fake.workspace.scopes.delete("channels:read");
    expect(await rig.platform.locate(rig.channel)).toEqual(to);
    await expect(rig.platform.locate("general")).rejects.toMatchObject({
      kind: "config",
      hint: expect.stringContaining("id"),
    });
  });

  it("that we are not in, or that is archived, is told with what to do", async () => {
    rig.fake.workspace.addChannel("C0CLOSED", "closed", { isMember: false });
    rig.fake.workspace.addChannel("C0OLD", "old", { isArchived: true });
    await expect(rig.platform.locate("closed")).rejects.toMatchObject({
      kind: "forbidden",
      hint: expect.stringContaining("/invite"),
    });
    await expect(rig.platform.locate("C0OLD")).rejects.toMatchObject({ kind: "gone" });
  });

  it("that we are not in, or that is archived, is told to whoever wants something posted there", async () => {
    rig.fake.workspace.addChannel("C0CLOSED", "closed", { isMember: false });
    rig.fake.workspace.addChannel("C0OLD", "old", { isArchived: true });
    const ask = (channel: string) =>
      rig.platform.whyNotPost?.({ address: { ...to, channel }, person: "U0PERSON" });
    expect(await ask(to.channel)).toBeNull();
    expect(await ask("C0CLOSED")).toContain("Type `/invite` and my name");
    expect(await ask("C0NOWHERE")).toContain("Type `/invite` and my name");
    expect(await ask("C0OLD")).toBe("This channel is archived: nothing can be posted here.");
    rig.fake.fault("conversations.info", { kind: "error", code: "missing_scope" });
    expect(await ask("C0OLD")).toBeNull();
  });
});
