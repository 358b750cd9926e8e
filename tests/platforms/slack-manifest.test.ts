/** The manifest: what Slack takes (https://github.com/slackapi/manifest-schema, version 2), and what the bot needs. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { commands } from "../../src/chat/commands.ts";
import { formatSlackManifest } from "../../src/cli/slack-manifest.ts";
import { runProgram, openFolder } from "../cli/program.ts";

const text = (most: number): z.ZodString => z.string().min(1).max(most);
const Url = z.url({ protocol: /^https?$/ }).max(3_000);
const list = (of: z.ZodString) =>
  z.array(of).refine((all) => new Set(all).size === all.length, { error: "twice" });
const Scopes = list(text(50)).max(255);

/** The part of the schema that concerns this app; nothing else is allowed, as there. */
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: text(24),
          type: z.enum(["message", "global"]),
          callback_id: text(255),
          description: text(150),
        }),
      )
      .min(1)
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(32).regex(/^\/[a-z-]+$/),
          description: text(2_000),
          usage_hint: text(1_000),
          should_escape: z.boolean(),
          url: Url.exactOptional(),
        }),
      )
      .min(1)
      .max(50),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(Url).exactOptional(),
    scopes: z.strictObject({ bot: Scopes, bot_optional: Scopes }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: Url.exactOptional(),
      bot_events: list(text(50)).max(100),
    }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: Url.exactOptional(),
      message_menu_options_url: Url.exactOptional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

/** https://docs.slack.dev/reference/events: what has to be granted to hear of it. */
const scopeOfEvent: Readonly<Record<string, string | null>> = {
  app_home_opened: null,
  app_mention: "app_mentions:read",
  app_uninstalled: null,
  tokens_revoked: null,
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  "message.im": "im:history",
};

type Choices = Parameters<typeof formatSlackManifest>[0];

const plain: Choices = { name: "Briefings", listens: false, isShared: false };
const url = "https://bot.example.org";

function manifest(choices: Choices): z.infer<typeof Manifest> {
  return Manifest.parse(parse(formatSlackManifest(choices)));
}

describe("the manifest", () => {
  it("in config/slack-manifest.yaml is the one that is made; `npm run -s briefing -- slack manifest > config/slack-manifest.yaml` mends it", () => {
    const file = readFileSync(new URL("../../config/slack-manifest.yaml", import.meta.url), "utf8");
    expect(file).toBe(formatSlackManifest(plain));
  });

  it.each<[string, Choices]>([
    ["Socket Mode", plain],
    ["HTTP", { ...plain, url }],
    ["one that listens", { ...plain, listens: true }],
    ["one for many workspaces", { ...plain, url: `${url}/`, isShared: true, listens: true }],
    [
      "one with a long name",
      { ...plain, name: "Briefings & news of the town of <Llanfairpwll>".repeat(3) },
    ],
  ])("for %s is valid, and every event may be heard", (_, choices) => {
    const { features, settings, oauth_config: oauth } = manifest(choices);
    for (const event of settings.event_subscriptions.bot_events) {
      const scope = scopeOfEvent[event];
      expect(scope, event).not.toBeUndefined();
      expect([null, ...oauth.scopes.bot]).toContain(scope);
    }
    expect(features.slash_commands.map(({ command }) => command)).toEqual(
      commands.map(({ name }) => `/${name}`),
    );
    // https://docs.slack.dev/reference/app-manifest#oauth: what is optional has to be in both.
    expect(oauth.scopes.bot).toEqual(expect.arrayContaining(oauth.scopes.bot_optional));
    const listens = choices.listens ? ["channels:history", "groups:history"] : [];
    for (const scope of listens) expect(oauth.scopes.bot_optional).not.toContain(scope);
  });

  it("asks for nothing that it does not need", () => {
    const { bot, bot_optional: optional } = manifest(plain).oauth_config.scopes;
    expect(bot.filter((scope) => !optional.includes(scope))).toEqual([
      "commands",
      "chat:write",
      "app_mentions:read",
      "im:history",
      "channels:read",
      "groups:read",
    ]);
    expect(optional).toEqual([
      "channels:history",
      "groups:history",
      "users:read",
      "usergroups:read",
    ]);
  });

  it("names the address everywhere when there is one, and nowhere when not", () => {
    const events = `${url}/slack/events`;
    const { features, settings, oauth_config: oauth } = manifest({ ...plain, url, isShared: true });
    expect(features.slash_commands.every((each) => each.url === events)).toBe(true);
    expect(settings).toMatchObject({
      event_subscriptions: { request_url: events },
      interactivity: { request_url: events, message_menu_options_url: events },
      socket_mode_enabled: false,
    });
    expect(oauth.redirect_urls).toEqual([`${url}/slack/oauth_redirect`]);
    expect(formatSlackManifest(plain)).not.toMatch(/url:/);
  });

  it("is printed by the command, which refuses what Slack would refuse", async () => {
    const folder = openFolder();
    const run = (...words: readonly string[]) =>
      runProgram(folder, ["slack", "manifest", ...words]);
    expect(await run()).toEqual({ code: 0, out: formatSlackManifest(plain), err: "" });
    const named = await run("--name", "News", "--url", url, "--listen");
    expect(Manifest.parse(parse(named.out)).display_information.name).toBe("News");
    for (const wrong of ["http://bot.example.org", "bot.example.org", `${url}/path`]) {
      expect(await run("--url", wrong)).toMatchObject({ code: 1, out: "" });
    }
    expect((await run("--shared")).err).toContain("--shared needs --url");
    folder.remove();
  });
});
