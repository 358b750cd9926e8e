/** Coming up, staying up and going down. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SocketModeReceiver } from "@slack/bolt";
import type { Platform } from "../../src/platforms/platform.ts";
import { loggerFor } from "../../src/platforms/slack/api/client.ts";
import { openSlack } from "../../src/platforms/slack/index.ts";
import type { SlackConnection } from "../../src/platforms/slack/settings.ts";
import { keepSocket } from "../../src/platforms/slack/connect/socket.ts";
import { appToken, botToken, FakeSlack } from "../fakes/slack.ts";
import { SignedHttp } from "../fakes/slack-delivery.ts";
import { recordingBot, type RecordingBot } from "./recording-bot.ts";
import { logInto, openSlackRigWith, signingSecret, type SlackRig } from "./slack.rig.ts";

async function secondsTo(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

describe("a Slack that does not let us in", () => {
  let fake: FakeSlack;
  let platform: Platform;

  beforeEach(async () => {
    fake = await FakeSlack.open();
    platform = open({ mode: "socket", appToken });
  });

  afterEach(async () => {
    await platform.stop();
    await fake.close();
  });

  function open(connection: SlackConnection): Platform {
    return openSlack({ botToken, apiUrl: fake.apiUrl, connection }, logInto([]));
  }

  it("is reported at the start with its kind, what to do, and no token", async () => {
    const wrong = open({ mode: "socket", appToken: "xapp-wrong-secret" });
    await expect(wrong.start(recordingBot())).rejects.toMatchObject({
      kind: "unauthorized",
      message: "Slack: could not open the Socket Mode connection: invalid_auth.",
      hint: expect.stringContaining("SLACK_APP_TOKEN"),
    });
    fake.fault("auth.test", { kind: "error", code: "token_revoked" });
    await expect(platform.start(recordingBot())).rejects.toMatchObject({ kind: "unauthorized" });
    fake.fault("apps.connections.open", { kind: "status", status: 500 });
    await expect(platform.start(recordingBot())).rejects.toMatchObject({ kind: "ambiguous" });
  });

  it("does not keep the start waiting for ever when the line stays silent", async () => {
    fake.socket.isMute = true;
    const { client } = new SocketModeReceiver({
      appToken,
      autoReconnectEnabled: false,
      logger: loggerFor(logInto([])),
      installerOptions: { clientOptions: { slackApiUrl: fake.apiUrl } },
    });
    const connection = keepSocket(client, logInto([]), 1_000);
    await expect(connection.start()).rejects.toMatchObject({ kind: "unreachable" });
    await connection.stop();
  });

  it("says which port is taken", async () => {
    const port = Number(new URL(fake.apiUrl).port);
    const taken = open({ mode: "http", signingSecret, port });
    await expect(taken.start(recordingBot())).rejects.toMatchObject({
      kind: "config",
      message: `Slack: cannot listen on port ${port}: EADDRINUSE.`,
      hint: expect.stringContaining("SLACK_PORT"),
    });
  });
});

describe("a connection in Socket Mode", () => {
  let rig: SlackRig;
  let bot: RecordingBot;

  beforeEach(async () => {
    bot = recordingBot();
    rig = await openSlackRigWith("socket", bot);
  });

  afterEach(() => rig.stop());

  it("says as whom it is connected", () => {
    expect(rig.platform.describe()).toBe("@briefing in Acme");
  });

  it("follows at once when Slack moves it to another server", async () => {
    const moved = rig.fake.socket.nextConnection();
    rig.fake.socket.moveAway();
    expect(await secondsTo(() => moved)).toBeLessThan(2);
    expect(await rig.command("latest", {})).toContain("Certainly.");
  });

  it("comes back after it was cut, also where Slack is not there at first", async () => {
    rig.fake.fault("apps.connections.open", { kind: "status", status: 503 });
    rig.fake.fault("apps.connections.open", { kind: "drop" });
    const back = rig.fake.socket.nextConnection();
    rig.fake.socket.cut();
    await back;
    expect(await rig.command("latest", {})).toContain("Certainly.");
    expect(rig.log.map(({ message }) => message)).toContain("Cannot connect to Slack");
  });

  it("lives through what it cannot read", async () => {
    for (const odd of [
      "no json",
      { type: "events_api" },
      { type: "events_api", payload: {} },
      {},
    ]) {
      rig.fake.socket.say(odd);
    }
    expect(await rig.command("latest", {})).toContain("Certainly.");
  });

  it("stops within a second though the other side hangs", async () => {
    rig.fake.socket.freeze();
    expect(await secondsTo(() => rig.platform.stop())).toBeLessThan(1);
  });

  it("does not come back after it was stopped", async () => {
    await rig.platform.stop();
    await vi.waitFor(() => expect(rig.fake.socket.open).toBe(0));
    expect(rig.fake.socket.attempts).toBe(1);
  });
});

describe("requests over HTTP", () => {
  let rig: SlackRig;
  let bot: RecordingBot;
  let http: SignedHttp;

  beforeEach(async () => {
    bot = recordingBot();
    rig = await openSlackRigWith("http", bot);
    if (!(rig.fake.delivery instanceof SignedHttp)) throw new Error("HTTP expected");
    http = rig.fake.delivery;
  });

  afterEach(() => rig.stop());

  const command = {
    command: "/briefing",
    text: "latest",
    channel_id: "C0GENERAL",
    team_id: "T0FAKE001",
    user_id: "U0PERSON1",
    trigger_id: "trigger-1",
    response_url: "http://127.0.0.1:9/respond",
  };

  it.each([
    ["of the past", { skewSeconds: -301 }],
    ["of the future", { skewSeconds: 302 }],
    ["signed with another secret", { secret: "fedcba9876543210" }],
  ])("%s are refused, and nothing happens", async (_, options) => {
    expect((await http.send("slash_commands", command, options)).status).toBe(401);
    expect(bot.calls.commands).toEqual([]);
  });

  it("with a clock a little off are served", async () => {
    for (const skewSeconds of [-290, 290]) {
      const another = { ...command, trigger_id: `trigger${skewSeconds}` };
      expect((await http.send("slash_commands", another, { skewSeconds })).status).toBe(200);
    }
    await vi.waitFor(() => expect(bot.calls.commands).toHaveLength(2));
  });

  it("that are none of Slack's are refused", async () => {
    for (const body of ["", "{", "ssl_check=1&command=/briefing", "payload={}"]) {
      const response = await fetch(http.url, {
        method: "POST",
        body,
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
      expect([200, 401]).toContain(response.status);
    }
    expect((await fetch(http.url)).status).toBe(404);
    expect(bot.calls.commands).toEqual([]);
  });

  it("answer Slack's question whether the address is ours", async () => {
    const response = await http.send("events_api", { type: "url_verification", challenge: "abc" });
    expect(await response.json()).toEqual({ challenge: "abc" });
  });
});
