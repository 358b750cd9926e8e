/** Coming, going and coming back. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDiscord } from "../../src/platforms/discord/index.ts";
import type { Log, Platform } from "../../src/platforms/platform.ts";
import { openDiscordRig, prepareDiscord } from "./discord.rig.ts";
import type { DiscordRig, Unstarted } from "./discord.rig.ts";
import { recordingBot } from "./recording-bot.ts";

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

describe("starting on Discord", () => {
  let unstarted: Unstarted;

  beforeEach(async () => {
    unstarted = await prepareDiscord();
  });

  afterEach(async () => {
    await unstarted.platform.stop();
    await unstarted.fake.close();
  });

  it("says as whom and where it speaks", async () => {
    const { platform } = unstarted;
    expect(platform.describe()).toBe("Discord, not connected");
    await platform.start(recordingBot());
    expect(platform.describe()).toBe("@briefing in Newsroom");
  });

  it("posts without being started", async () => {
    const { platform, fake } = unstarted;
    const address = await platform.locate(fake.general.id);
    const bot = recordingBot();
    const [rendered] = platform.render(bot.answer);
    await platform.post(rendered?.payload ?? {}, address, "early");
    const since = Temporal.Instant.from("2020-01-01T00:00:00Z");
    expect((await platform.find("early", address, since)).state).toBe("posted");
    expect((await platform.find("other", address, since)).state).toBe("unknown");
  });

  it("registers the commands once, and again only when they changed", async () => {
    const { fake } = unstarted;
    const bot = recordingBot();
    const again = async (): Promise<void> => {
      const platform = openDiscord(
        { token: fake.token, apiUrl: fake.apiUrl, pushText: true, messageContent: false },
        silent,
      );
      await platform.start(bot);
      await platform.stop();
    };
    await again();
    expect(fake.world.commandWrites).toBe(1);
    expect(fake.world.commands[0]).toMatchObject({
      name: "briefing",
      contexts: [0, 1, 2],
      integration_types: [0, 1],
    });
    await again();
    expect(fake.world.commandWrites).toBe(1);
    fake.world.commands = [];
    await again();
    expect(fake.world.commandWrites).toBe(2);
  });

  it("goes on when the commands cannot be registered", async () => {
    const { platform, fake, reports } = unstarted;
    fake.fail("PUT", /commands$/, {
      kind: "answer",
      status: 429,
      headers: { "retry-after": "60" },
    });
    await platform.start(recordingBot());
    expect(reports.at(-1)).toMatchObject({ level: "error", fields: { kind: "rate-limited" } });
  });

  it("says that the token is wrong", async () => {
    const { platform, fake } = unstarted;
    fake.rest.token = "another";
    await expect(platform.start(recordingBot())).rejects.toMatchObject({
      name: "BotError",
      kind: "unauthorized",
      hint: expect.stringContaining("DISCORD_TOKEN"),
    });
  });

  it.each([
    [4_004, "unauthorized"],
    [4_014, "config"],
    [4_013, "refused"],
  ])("says why Discord closes the connection with code %i", async (code, kind) => {
    const { platform, fake } = unstarted;
    fake.gateway.refusesWith = code;
    await expect(platform.start(recordingBot())).rejects.toMatchObject({
      name: "BotError",
      kind,
    });
  });

  it("says that nobody is there", async () => {
    const { fake } = unstarted;
    const { apiUrl } = fake;
    await fake.close();
    const platform: Platform = openDiscord(
      { token: fake.token, apiUrl, pushText: true, messageContent: false },
      silent,
    );
    await expect(platform.start(recordingBot())).rejects.toMatchObject({
      name: "BotError",
      kind: "unreachable",
    });
    await platform.stop();
    unstarted = await prepareDiscord();
  });

  it("can be stopped while it is still starting", async () => {
    const { platform, fake } = unstarted;
    fake.fail("GET", /gateway/, { kind: "hang" });
    const starting = platform.start(recordingBot()).then(
      () => "started",
      () => "given up",
    );
    await expect.poll(() => fake.requests.length).toBe(1);
    await platform.stop();
    expect(await starting).toBe("given up");
  });

  it("can be tried again after it failed", async () => {
    const { platform, fake } = unstarted;
    fake.fail("GET", /gateway/, { kind: "answer", status: 503 });
    await expect(platform.start(recordingBot())).rejects.toMatchObject({ name: "BotError" });
    await platform.start(recordingBot());
    expect(platform.describe()).toBe("@briefing in Newsroom");
  });
});

describe("the connection to Discord", () => {
  let rig: DiscordRig;
  let heard: () => number;

  beforeEach(async () => {
    const bot = recordingBot();
    rig = await openDiscordRig(bot);
    heard = () => bot.calls.replies.length;
  });

  afterEach(async () => {
    await rig.stop();
  });

  it("comes back after a break and hears what was said meanwhile, once", async () => {
    const { fake } = rig;
    fake.gateway.breakConnections();
    fake.say(rig.channel, `<@${fake.world.bot.id}> are you there?`);
    await fake.world.until(() => fake.gateway.resumes === 1, "a resume");
    await expect.poll(heard).toBe(1);
    await rig.command("latest", {});
    expect(heard()).toBe(1);
    expect(fake.gateway.identifies).toBe(1);
  });

  it("begins anew when Discord forgot the session", async () => {
    const { fake } = rig;
    fake.gateway.forgetSessions();
    await expect.poll(() => fake.gateway.identifies, { timeout: 8_000 }).toBe(2);
    expect(await rig.command("latest", {})).toBe("Certainly.");
  }, 15_000);

  it("is opened again when Discord asks for it, and misses nothing", async () => {
    const { fake } = rig;
    fake.gateway.askToReconnect();
    fake.say(rig.channel, `<@${fake.world.bot.id}> are you there?`);
    await fake.world.until(() => fake.gateway.resumes === 1, "a resume");
    await expect.poll(heard).toBe(1);
    expect(rig.platform.connection?.()).toBe("connected");
  });

  it("logs in again when Discord asks to wait with that", async () => {
    const { fake } = rig;
    fake.gateway.identifiesUntilInvalid = 1;
    fake.gateway.forgetSessions();
    await expect.poll(() => fake.gateway.identifies, { timeout: 20_000 }).toBe(3);
    expect(await rig.command("latest", {})).toBe("Certainly.");
  }, 25_000);

  it("tells nobody its token", () => {
    expect(JSON.stringify(rig.reports)).not.toContain(rig.fake.token);
  });
});

describe("several connections to Discord", () => {
  it("are opened where Discord advises it; each hears its own, and every state can be seen", async () => {
    const { fake, platform } = await prepareDiscord();
    fake.rest.shards = 2;
    const bot = recordingBot();
    await platform.start(bot);
    expect(fake.gateway.identifies).toBe(2);
    expect(platform.connection?.()).toBe("connected, 2 connections");
    fake.say(fake.general.id, `<@${fake.world.bot.id}> are you there?`);
    const direct = fake.openDirectMessages();
    fake.say(direct.id, "and here?");
    await expect.poll(() => bot.calls.replies.length).toBe(2);
    fake.gateway.refusesWith = 4_004;
    fake.gateway.forgetSessions();
    await expect.poll(() => platform.connection?.()).toMatch(/^connection 1 of 2 \w+/);
    await platform.stop();
    expect(platform.connection?.()).toBe("not connected");
    await fake.close();
  }, 25_000);

  it("that fell silent are noticed by their heartbeat, and nothing is heard twice", async () => {
    const { fake, platform } = await prepareDiscord();
    fake.gateway.heartbeatMs = 300;
    const bot = recordingBot();
    await platform.start(bot);
    fake.gateway.fallSilent();
    fake.say(fake.general.id, `<@${fake.world.bot.id}> are you there?`);
    await expect.poll(() => fake.gateway.resumes, { timeout: 15_000 }).toBeGreaterThan(0);
    await expect.poll(() => bot.calls.replies.length).toBe(1);
    await platform.stop();
    await fake.close();
  }, 25_000);
});
