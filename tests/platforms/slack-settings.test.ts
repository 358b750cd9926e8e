import { describe, expect, it } from "vitest";
import { readSlackSettings } from "../../src/platforms/slack/settings.ts";

const bot = { SLACK_BOT_TOKEN: "xoxb-1-secret" };
const app = { SLACK_APP_TOKEN: "xapp-1-secret" };
const signing = { SLACK_SIGNING_SECRET: "0123456789abcdef0123456789abcdef" };

describe("Slack's settings", () => {
  it("switch to Socket Mode with an app token, also where a signing secret is set", () => {
    expect(readSlackSettings({ ...bot, ...app, ...signing })).toEqual({
      state: "ready",
      settings: {
        botToken: "xoxb-1-secret",
        connection: { mode: "socket", appToken: "xapp-1-secret" },
      },
    });
  });

  it("switch to HTTP with a signing secret", () => {
    expect(
      readSlackSettings({ ...bot, ...signing, SLACK_API_URL: "http://127.0.0.1:1/api" }),
    ).toEqual({
      state: "ready",
      settings: {
        botToken: "xoxb-1-secret",
        apiUrl: "http://127.0.0.1:1/api",
        connection: { mode: "http", signingSecret: signing.SLACK_SIGNING_SECRET, port: 3001 },
      },
    });
    expect(readSlackSettings({ ...bot, ...signing, SLACK_PORT: "8080" })).toMatchObject({
      settings: { connection: { port: 8080 } },
    });
  });

  it("say what to set where nothing is set, and take empty for unset", () => {
    for (const env of [{}, { SLACK_BOT_TOKEN: "", SLACK_APP_TOKEN: " " }, { SLACK_PORT: "1" }]) {
      expect(readSlackSettings(env)).toEqual({
        state: "off",
        missing: expect.stringMatching(/SLACK_BOT_TOKEN.*SLACK_APP_TOKEN.*SLACK_SIGNING_SECRET/),
      });
    }
  });

  it.each([
    ["SLACK_APP_TOKEN", bot],
    ["SLACK_BOT_TOKEN", app],
    ["SLACK_BOT_TOKEN", signing],
    ["SLACK_BOT_TOKEN", { SLACK_BOT_TOKEN: "oops-secret", ...app }],
    ["SLACK_APP_TOKEN", { ...bot, SLACK_APP_TOKEN: "xoxb-1-secret" }],
    ["SLACK_SIGNING_SECRET", { ...bot, SLACK_SIGNING_SECRET: "secret" }],
    ["SLACK_API_URL", { ...bot, ...app, SLACK_API_URL: "ftp://secret.example" }],
    ["SLACK_PORT", { ...bot, ...signing, SLACK_PORT: "99999" }],
  ])("name %s where it is missing or wrong, and no value", (name, env) => {
    const read = (): unknown => readSlackSettings(env);
    expect(read).toThrow(expect.objectContaining({ kind: "config", hint: expect.any(String) }));
    expect(read).toThrow(expect.objectContaining({ message: expect.stringContaining(name) }));
    expect(read).not.toThrow("secret");
  });
});
