/** No secret reaches the log, at any level, however it slipped in. */
import fc from "fast-check";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { startApp } from "../src/app/app.ts";
import { parseConfig } from "../src/config/config.ts";
import { hideSecrets, openLog } from "../src/log.ts";
import { platformRegistry } from "../src/platforms/index.ts";
import { temporaryFolder } from "./delivery/world.ts";
import { openDiscordFake } from "./fakes/discord.ts";
import { appToken, botToken, FakeSlack } from "./fakes/slack.ts";
import { off } from "./platforms/off.ts";

const levels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

const canaries = [
  "xoxb-1234567890-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
  "xoxe.xoxp-1-Mi0yLTEyMzQ1Njc4OTAtY2FuYXJ5",
  "xapp-1-A0123456789-1234567890123-0123456789abcdef",
  "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB",
  "0123456789abcdef0123456789abcdef",
] as const;
const env = { SLACK_SIGNING_SECRET: canaries[4], EMPTY_TOKEN: "", SHORT_SECRET: "the" };

let written = "";

beforeEach(() => {
  written = "";
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += String(text);
    return true;
  });
  onTestFinished(() => write.mockRestore());
});

class SdkError extends Error {
  readonly url: string;
  readonly config: object;
  constructor(secret: string) {
    super(`Request failed with Authorization: Bearer ${secret}`, {
      cause: new Error(`socket hang up at https://example.org/?token=${secret}`),
    });
    this.url = `https://hooks.slack.com/commands/T1/2/${secret}`;
    this.config = { headers: { authorization: `Bot ${secret}` }, nested: [{ secret }] };
  }
}

describe("the log", () => {
  it.each(levels)("hides secrets in fields, messages and errors at level %s", (level) => {
    const log = openLog("trace", env);
    for (const secret of canaries) {
      log[level]({ err: new SdkError(secret), id: "delivery-12" }, `with ${secret}`);
      log[level]({ [secret]: { deep: [secret] }, url: `wss://host/?ticket=${secret}` }, "fields");
    }
    expect(written.trim().split("\n")).toHaveLength(canaries.length * 2);
    for (const secret of canaries) expect(written).not.toContain(secret);
    expect(written).toContain("delivery-12");
  });

  it("hides the addresses to which answers go", () => {
    openLog("info").info(
      { at: "https://discord.com/api/v10/interactions/123/aW50ZXJhY3Rpb24/callback" },
      "/webhooks/456/aW50ZXJhY3Rpb24/messages/@original https://hooks.slack.com/services/T0/B0/abc",
    );
    expect(written).not.toMatch(/aW50|T0\/B0|abc/);
    expect(written).toContain("/interactions/123/[secret]/callback");
  });

  it("is for people to read at a terminal, with the hint on a line of its own", () => {
    const log = openLog("warn", env, true);
    log.error({ platform: "web", hint: "Take another port." }, "Port 3000 is taken.");
    log.warn({}, `with ${canaries[0] ?? ""}`);
    const [first = "", hint, second = ""] = written.split("\n");
    expect(first).toMatch(/^\d\d:\d\d:\d\dZ error Port 3000 is taken\. {2}\{"platform":"web"\}$/);
    expect(hint).toBe("  Hint: Take another port.");
    expect(second).toMatch(/Z warn {2}with \[secret\]$/);
  });

  it("leaves everything else as it is", () => {
    fc.assert(
      fc.property(fc.lorem({ mode: "sentences" }), (text) => {
        expect(hideSecrets(text, env)).toBe(text);
      }),
    );
  });

  it("stays JSON", () => {
    openLog("info", env).info({ token: canaries[0] }, canaries.join('"\n'));
    expect(JSON.parse(written)).toMatchObject({ token: "[secret]" });
  });
});

describe("the whole bot at its most talkative", () => {
  it("writes no token of its own, of an answer, or of a request", async () => {
    const slack = await FakeSlack.open();
    onTestFinished(() => slack.close());
    slack.workspace.addChannel("C0GENERAL", "general");
    const discord = await openDiscordFake();
    onTestFinished(() => discord.close());
    const secrets = {
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      DISCORD_TOKEN: discord.token,
    };
    const { config } = parseConfig(
      `briefings: ${join(import.meta.dirname, "../briefings")}
channels: { slack: { news: C0GENERAL }, discord: { news: "${discord.general.id}" } }
schedules: { now: { to: ["slack:news", "discord:news"], at: "09:00", first: now } }
`,
      "bot.yaml",
    );
    if (config === null) throw new Error("no configuration");
    const said = `no such thing: ${canaries[0]} ${canaries[3]}`;
    slack.fault("chat.postMessage", { kind: "error", code: said });
    discord.fail("POST", /messages$/, {
      kind: "answer",
      status: 400,
      body: { code: 1, message: said },
    });
    discord.fail("POST", /callback$/, { kind: "answer", status: 500, body: {} });
    discord.fail("PATCH", /original$/, { kind: "answer", status: 500, body: {} });
    const apis = { SLACK_API_URL: slack.apiUrl, DISCORD_API_URL: discord.apiUrl };
    const app = await startApp({
      config,
      env: { ...secrets, ...apis },
      dataDirectory: temporaryFolder(),
      log: openLog("trace", secrets),
      registry: { web: off, slack: platformRegistry.slack, discord: platformRegistry.discord },
    });
    onTestFinished(() => app.stop());
    await vi.waitFor(() => {
      expect(written.match(/delivery (?:failed|waits)/g)?.length).toBeGreaterThanOrEqual(2);
    }, 5_000);
    discord.command("latest", {});
    await vi.waitFor(() => expect(written).toContain("was not answered"), 5_000);
    discord.command("latest", {});
    await vi.waitFor(() => expect(written).toContain("could not be delivered"), 5_000);
    for (const secret of [...Object.values(secrets), ...canaries, "token-of-"])
      expect(written).not.toContain(secret);
  });
});
