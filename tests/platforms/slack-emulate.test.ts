/** The adapter against a Slack that somebody else wrote (npm `emulate`). */
import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Message } from "../../src/briefing/message.ts";
import type { Address, Platform } from "../../src/platforms/platform.ts";
import { openSlack } from "../../src/platforms/slack/index.ts";
import { SlackPayload } from "../../src/platforms/slack/limits.ts";
import { messageOf, paragraph, text } from "./slack-json.ts";
import { logInto, signingSecret } from "./slack.rig.ts";

const token = "xoxb-emulated";

const History = z.object({
  ok: z.literal(true),
  messages: z.array(
    z.object({
      ts: z.string(),
      text: z.string(),
      blocks: z.array(z.unknown()),
      thread_ts: z.string().optional(),
      metadata: z.unknown(),
    }),
  ),
});

describe("an emulated workspace", () => {
  let emulator: Emulator;
  let platform: Platform;
  let news: Address;

  async function ask(method: string, args: object): Promise<unknown> {
    const response = await fetch(new URL(`/api/${method}`, emulator.url), {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(args),
    });
    return response.json();
  }

  beforeAll(async () => {
    const scopes = ["chat:write", "channels:read", "channels:history"];
    emulator = await createEmulator({
      service: "slack",
      port: 0,
      seed: {
        slack: {
          strict_scopes: true,
          users: [{ name: "briefing" }],
          channels: [{ name: "news" }],
          tokens: [{ token, user: "briefing", scopes }],
        },
      },
    });
    platform = openSlack(
      {
        botToken: token,
        apiUrl: new URL("/api/", emulator.url).href,
        connection: { mode: "http", signingSecret, port: 0 },
      },
      logInto([]),
    );
    news = await platform.locate("#news");
  });

  afterAll(async () => {
    await platform.stop();
    await emulator.close();
  });

  const message: Message = messageOf(
    [{ type: "heading", level: 1, spans: [text("Salt & <sugar>")] }, paragraph("Lead")],
    [paragraph("The full text")],
  );

  it("takes posts, their threads and edits, and gives them back", async () => {
    const [lead, full] = platform.render(message);
    if (lead === undefined || full === undefined) throw new Error("two payloads expected");
    const root = await platform.post(lead.payload, news, "key-1");
    const thread: Address = { ...news, thread: { root: root.message, title: "Salt" } };
    const child = await platform.post(full.payload, thread, "key-2");
    const [after] = platform.render(messageOf([paragraph("Edited")]));
    if (after === undefined) throw new Error("one payload expected");
    await platform.edit(after.payload, root, "key-1");

    const { messages } = History.parse(
      await ask("conversations.replies", { channel: news.channel, ts: root.message }),
    );
    expect(messages.map(({ ts }) => ts)).toEqual([root.message, child.message]);
    expect(messages[0]?.blocks).toEqual(SlackPayload.parse(after.payload).blocks);
    expect(messages[0]?.metadata).toEqual({
      event_type: "briefing_posted",
      event_payload: { id: "key-1" },
    });
    expect(messages[1]).toMatchObject({ text: "The full text", thread_ts: root.message });
  });

  it("is asked whether something was posted, and tells", async () => {
    const since = Temporal.Now.instant().subtract({ minutes: 1 });
    const [lead] = platform.render(message);
    if (lead === undefined) throw new Error("one payload expected");
    const post = await platform.post(lead.payload, news, "key-3");
    expect(await platform.find("key-3", news, since)).toEqual({ state: "posted", post });
    expect(await platform.find("key-4", news, since)).toEqual({ state: "absent" });
  });

  it("says what is wrong with a channel", async () => {
    await expect(platform.locate("#general")).rejects.toMatchObject({ kind: "forbidden" });
    await expect(platform.locate("#nowhere")).rejects.toMatchObject({ kind: "gone" });
    await expect(platform.locate("C0NOTHERE")).rejects.toMatchObject({ kind: "gone" });
  });
});
