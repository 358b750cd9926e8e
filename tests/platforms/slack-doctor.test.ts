/** What the doctor says about Slack, asked of the fake one. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commands } from "../../src/chat/commands.ts";
import { platformRegistry } from "../../src/platforms/index.ts";
import type { Finding } from "../../src/platforms/platform.ts";
import {
  optionalScopes,
  requiredScopes,
  slackManifest,
} from "../../src/platforms/slack/setup/manifest.ts";
import { appToken, botToken, configToken, FakeSlack } from "../fakes/slack.ts";
import { logInto, signingSecret } from "./slack.rig.ts";

let fake: FakeSlack;

beforeEach(async () => {
  fake = await FakeSlack.open();
  fake.workspace.addChannel("C0GENERAL", "general");
  fake.workspace.manifest = slackManifest({
    commands,
    name: "Briefings",
    listens: false,
    isShared: false,
  });
});

afterEach(() => fake.close());

interface Asked {
  env?: Readonly<Record<string, string>>;
  channels?: readonly string[];
  isLive?: boolean;
  managers?: string;
}

function examine({
  env = {},
  channels = ["C0GENERAL"],
  isLive = false,
  managers = "everyone",
}: Asked = {}): Promise<readonly Finding[]> {
  return platformRegistry.slack.check({
    env: {
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SLACK_CONFIG_TOKEN: configToken,
      SLACK_API_URL: fake.apiUrl,
      ...env,
    },
    channels: channels.map((name) => ({ name, title: name })),
    commands,
    isLive,
    slackManagers: managers,
    log: logInto([]),
  });
}

function wrong(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ level }) => level === "error" || level === "warning");
}

describe("the doctor", () => {
  it("finds nothing wrong where all is well, and posts nothing", async () => {
    const findings = await examine({ isLive: true });
    expect(findings.every(({ level }) => level === "ok")).toBe(true);
    expect(findings.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        "Signed in as @briefing in Acme.",
        "It has every scope that it needs.",
        "Slack takes the blocks of a form.",
        "Slack takes the blocks of the App Home.",
      ]),
    );
    const methods = new Set(fake.calls.map(({ method }) => method));
    expect([...methods].filter((method) => /^(?:chat|views)\./.test(method))).toEqual([]);
    expect(fake.socket.attempts).toBe(0);
  });

  it.each(Object.keys(requiredScopes))(
    "says where to click when the scope %s is missing",
    async (scope) => {
      fake.workspace.scopes.delete(scope);
      const found = wrong(await examine({ channels: [] })).find(({ what }) => what.includes(scope));
      expect(found?.level).toBe("error");
      expect(found?.hint).toMatch(new RegExp(`OAuth & Permissions .* ${scope}, .*Reinstall`));
    },
  );

  it.each(Object.keys(optionalScopes))("only notes that %s is not granted", async (scope) => {
    fake.workspace.scopes.delete(scope);
    const findings = await examine();
    expect(wrong(findings)).toEqual([]);
    expect(findings.find(({ what }) => what.includes(scope))?.level).toBe("note");
  });

  it("finds what is missing for those who may manage", async () => {
    fake.workspace.groups.set("S0EDITORS", ["U0EDITOR"]);
    expect(wrong(await examine({ managers: "S0EDITORS" }))).toEqual([]);
    fake.workspace.scopes.delete("users:read");
    const [admins] = wrong(await examine({ managers: "admins" }));
    expect(admins).toMatchObject({ level: "error", what: expect.stringContaining("users:read") });
    expect(admins?.what).toContain("manage: admins");
    const [noGroup] = wrong(await examine({ managers: "S0NOSUCH" }));
    expect(noGroup?.hint).toContain("slack.manage");
    fake.workspace.scopes.delete("usergroups:read");
    const unscoped = wrong(await examine({ managers: "S0EDITORS" }));
    expect(unscoped[0]?.what).toContain("usergroups:read");
  });

  it("tells a wrong bot token from a wrong app-level token, and shows neither", async () => {
    const wrongBot = wrong(await examine({ env: { SLACK_BOT_TOKEN: "xoxb-wrong-secret" } }));
    expect(wrongBot).toHaveLength(1);
    expect(wrongBot[0]?.hint).toContain("Copy the bot token once more");
    const wrongApp = wrong(await examine({ env: { SLACK_APP_TOKEN: "xapp-1-A0FAKE-secret" } }));
    expect(wrongApp).toHaveLength(1);
    expect(wrongApp[0]?.hint).toContain("connections:write");
    expect(JSON.stringify([wrongBot, wrongApp])).not.toMatch(/secret/);
  });

  it("tells for each channel what is wrong with it", async () => {
    fake.workspace.addChannel("C0OLD", "old", { isArchived: true });
    fake.workspace.addChannel("C0OUT", "out", { isMember: false });
    const channels = ["C0OLD", "C0OUT", "C0NOTHERE", "C0GENERAL"];
    const found = wrong(await examine({ channels }));
    expect(found.map(({ what }) => what)).toEqual([
      expect.stringContaining("archived"),
      expect.stringContaining("not in the channel"),
      expect.stringContaining("channel_not_found"),
    ]);
    expect(found[1]?.hint).toContain("/invite");
    expect(wrong(await examine({ channels: [] }))[0]?.hint).toContain("config/bot.yaml");
  });

  it("compares the app with its manifest, where it may read it", async () => {
    fake.workspace.manifest = { settings: { interactivity: { is_enabled: false } } };
    const found = wrong(await examine());
    expect(found.map(({ hint }) => hint).join("\n")).toMatch(
      /Slash Commands .*\/briefing[^]*app_home_opened[^]*app_mention[^]*message\.im[^]*Interactivity[^]*ask-post[^]*Home Tab/,
    );
    const blind = await examine({ env: { SLACK_CONFIG_TOKEN: "" } });
    expect(wrong(blind)).toEqual([]);
    expect(blind.find(({ hint }) => hint?.includes("slack manifest"))?.level).toBe("note");
  });

  it("says what cannot be seen over HTTP", async () => {
    const env = { SLACK_APP_TOKEN: "", SLACK_SIGNING_SECRET: signingSecret };
    const findings = await examine({ env });
    expect(wrong(findings)).toEqual([]);
    expect(findings.map(({ hint }) => hint).join("\n")).toContain("Request URL");
  });

  it("tells what Slack thinks of our blocks", async () => {
    fake.fault("blocks.validate", { kind: "error", code: "invalid_blocks" });
    const found = wrong(await examine({ isLive: true }));
    expect(found).toEqual([
      {
        level: "error",
        what: "Slack does not take the blocks of part 1 of a message: invalid_blocks",
        hint: expect.stringContaining("defect"),
      },
    ]);
  });

  it("says so when Slack cannot be reached", async () => {
    const gone = await FakeSlack.open();
    const env = { SLACK_API_URL: gone.apiUrl };
    await gone.close();
    const found = wrong(await examine({ env }));
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]?.hint).toContain("network");
  });
});

it.each([undefined, "", " "])(
  "says that many workspaces need a key to keep tokens (%j)",
  async (key) => {
    const findings = await examine({
      env: {
        SLACK_BOT_TOKEN: "",
        SLACK_APP_TOKEN: "",
        SLACK_CLIENT_ID: "1.2",
        SLACK_CLIENT_SECRET: "a-client-secret-of-slack",
        SLACK_STATE_SECRET: "a-state-secret-of-ours",
        SLACK_SIGNING_SECRET: signingSecret,
        ...(key === undefined ? {} : { BRIEFING_SECRET_KEY: key }),
      },
    });
    expect(wrong(findings)).toMatchObject([
      { what: expect.stringContaining("BRIEFING_SECRET_KEY is not set"), hint: expect.any(String) },
    ]);
  },
);
