/** Failures that others had with Slack, each by the name of its issue. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { join } from "node:path";
import { createInbox } from "../../src/chat/inbox.ts";
import type { Address } from "../../src/platforms/platform.ts";
import { listPausedSchedules } from "../../src/storage/schedules.ts";
import { openStore } from "../../src/storage/store.ts";
import { RecordingLog, temporaryFolder } from "../delivery/world.ts";
import { longMessage } from "../platforms/messages.ts";
import { note, recordingBot, type RecordingBot } from "../platforms/recording-bot.ts";
import { openSlackRigWith, type SlackRig } from "../platforms/slack.rig.ts";
import { openOutbox, type Outbox } from "./outbox.ts";

let bot: RecordingBot;
let rig: SlackRig;
let to: Address;
let outbox: Outbox;

beforeEach(async () => {
  bot = recordingBot();
  rig = await openSlackRigWith("socket", bot);
  onTestFinished(() => rig.stop());
  to = await rig.platform.locate(rig.channel);
  outbox = await openOutbox(rig.platform, to);
});

function posts(): number {
  return rig.fake.calls.filter(({ method }) => method === "chat.postMessage").length;
}

async function texts(): Promise<readonly string[]> {
  return (await rig.shown()).map(({ text }) => text);
}

describe("posting to Slack", () => {
  it("slackapi/slack-api-specs#10: a post has no idempotency key, and one whose answer is lost is shown once", async () => {
    rig.fake.fault("chat.postMessage", { kind: "drop", after: true });
    await outbox.say(note("Once"));
    expect(await outbox.settled()).toEqual(["sent"]);
    expect([posts(), (await texts()).length]).toEqual([1, 1]);
  });

  it("openclaw/openclaw#22780: the SDK repeats nothing, neither after a failure nor in our back", async () => {
    rig.fake.fault("chat.postMessage", { kind: "status", status: 503, after: true });
    await outbox.say(note("Accepted, then 503"));
    expect(await outbox.settled()).toEqual(["sent"]);
    expect(posts()).toBe(1);
    rig.fake.fault("chat.postMessage", { kind: "status", status: 503 });
    await outbox.say(note("Only 503"));
    expect(await outbox.settled()).toEqual(["sent", "sent"]);
    expect(posts()).toBe(3);
    expect(await texts()).toHaveLength(2);
  });

  it("slackapi/bolt-js#2509: no request comes near the undocumented limit of 13,200 characters", async () => {
    const lead = Array.from({ length: 60 }, (_, index) => ({
      type: "paragraph" as const,
      spans: [
        {
          text: `Paragraph ${index}. ${"All work and no play makes Jack a dull boy. ".repeat(20)}`,
        },
      ],
    }));
    const rendered = rig.platform.render({ ...note("Long"), lead, thread: lead });
    expect(rendered.length).toBeGreaterThan(2);
    for (const { payload } of rendered)
      expect(textIn(payload["blocks"])).toBeLessThanOrEqual(13_000);
    await outbox.say({ ...note("Long"), lead, thread: lead });
    expect(new Set(await outbox.settled())).toEqual(new Set(["sent"]));
    expect((await texts()).join("\n")).toContain("Paragraph 59.");
    expect(outbox.log.errors()).toEqual([]);
  });

  it("slackapi/bolt-python#764: every part of one long post is shown once, though every answer is lost", async () => {
    const parts = rig.platform.render(longMessage()).length;
    expect(parts).toBeGreaterThan(1);
    for (let part = 0; part < parts; part += 1)
      rig.fake.fault("chat.postMessage", { kind: "drop", after: true });
    await outbox.say(longMessage());
    expect(await outbox.settled()).toEqual(Array.from({ length: parts }, () => "sent"));
    const ends = (await texts()).flatMap((text) => text.match(/\bend\d+\b/g) ?? []);
    expect(ends.length).toBe(new Set(ends).size);
    expect(posts()).toBe(parts);
  });

  it("integrations/slack#1548: a bot that was removed from a channel pauses its schedule and says so", async () => {
    rig.fake.fault("chat.postMessage", { kind: "error", code: "not_in_channel" });
    await outbox.say(note("Reminder"));
    expect(await outbox.settled()).toEqual(["failed"]);
    const paused = await vi.waitFor(async () => {
      const [first] = await listPausedSchedules(outbox.db, to);
      if (first === undefined) throw new Error("nothing is paused");
      return first;
    });
    expect(paused).toMatchObject({
      key: "morning",
      paused: { reason: expect.stringMatching(/\/invite|not in/) },
    });
    expect(outbox.log.errors()).toEqual([
      "delivery failed",
      "schedule paused: its channel cannot be written to",
    ]);
  });
});

/** Every character of text in blocks, however deep. */
function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textIn(each), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) =>
      sum + (key === "text" && typeof each === "string" ? each.length : textIn(each)),
    0,
  );
}

describe("what Slack delivers", () => {
  it("slackapi/bolt-js#2487: one event delivered again and again with retry_attempt 0 is answered once, also after a restart", async () => {
    const path = join(temporaryFolder(), "bot.db");
    const start = (answering: RecordingBot) => {
      const store = openStore(path);
      onTestFinished(() => store.close());
      const now = () => Temporal.Now.instant();
      const options = { db: store.db, answering, isConnected: () => true, now };
      return { store, inbox: createInbox({ ...options, log: new RecordingLog() }) };
    };
    const first = start(bot);
    await rig.restart(first.inbox.bot);
    const text = `<@${rig.fake.workspace.bot.user}> how long is it?`;
    const ts = await rig.fake.say(rig.channel, text);
    for (const attempt of [0, 0, 1, 0]) await rig.fake.say(rig.channel, text, { ts, attempt });
    await rig.command("latest", {});
    expect(bot.calls.replies).toHaveLength(1);
    await first.store.close();
    const other = recordingBot();
    await rig.restart(start(other).inbox.bot);
    await rig.fake.say(rig.channel, text, { ts, attempt: 0 });
    await rig.command("latest", {});
    expect([other.calls.replies, other.calls.commands.length]).toEqual([[], 1]);
  });
});
