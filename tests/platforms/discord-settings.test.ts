import { describe, expect, it } from "vitest";
import { readDiscordSettings } from "../../src/platforms/discord/settings.ts";

const token = "MTA0.abc-DEF.0123456789_x";

describe("the settings of Discord", () => {
  it("are off without a token, and say what to set", () => {
    for (const env of [{}, { DISCORD_TOKEN: " " }]) {
      const read = readDiscordSettings(env);
      expect(read).toMatchObject({
        state: "off",
        missing: expect.stringContaining("DISCORD_TOKEN"),
      });
    }
  });

  it("need a token alone", () => {
    expect(readDiscordSettings({ DISCORD_TOKEN: ` ${token}\n` })).toEqual({
      state: "ready",
      settings: { token, pushText: true, messageContent: false },
    });
  });

  it("take another root of the API, posts in one request, and words without a mention", () => {
    const env = {
      DISCORD_TOKEN: token,
      DISCORD_API_URL: "http://127.0.0.1:1234/api/",
      DISCORD_PUSH_TEXT: "off",
      DISCORD_MESSAGE_CONTENT: "on",
    };
    expect(readDiscordSettings(env)).toEqual({
      state: "ready",
      settings: {
        token,
        apiUrl: "http://127.0.0.1:1234/api",
        pushText: false,
        messageContent: true,
      },
    });
  });

  it.each([
    ["DISCORD_TOKEN", `Bot ${token}`],
    ["DISCORD_TOKEN", `"${token}"`],
    ["DISCORD_API_URL", "ftp://example.org"],
    ["DISCORD_API_URL", "somewhere-secret"],
    ["DISCORD_PUSH_TEXT", "perhaps-secret"],
    ["DISCORD_MESSAGE_CONTENT", "maybe-secret"],
  ])("name %s when it cannot be used, and keep its value secret", (name, value) => {
    const env = { DISCORD_TOKEN: token, [name]: value };
    expect(() => readDiscordSettings(env)).toThrow(
      expect.objectContaining({ kind: "config", message: expect.stringContaining(name) }),
    );
    expect(() => readDiscordSettings(env)).not.toThrow(value);
  });
});
