/** What the environment says about Discord. Light: imports no SDK. */
import { BotError } from "../../errors.ts";

export interface DiscordSettings {
  token: string;
  /** Another root of the REST API, without the version; through it the gateway is found as well. */
  apiUrl?: string;
  /** Posts are text first and then edited, so that notifications have words; costs a second request. */
  pushText: boolean;
  /** Whether it hears words in its threads without a mention; Discord has to grant a privileged intent for that. */
  messageContent: boolean;
}

export type ReadDiscordSettings =
  | { state: "ready"; settings: DiscordSettings }
  | { state: "off"; missing: string };

/** Reads `DISCORD_TOKEN`, `DISCORD_API_URL`, `DISCORD_PUSH_TEXT` and `DISCORD_MESSAGE_CONTENT`. Throws `config`; never shows a value. */
export function readDiscordSettings(
  env: Readonly<Record<string, string | undefined>>,
): ReadDiscordSettings {
  const token = env["DISCORD_TOKEN"]?.trim() ?? "";
  if (token === "") {
    return {
      state: "off",
      missing:
        "Set DISCORD_TOKEN to the bot's token (https://discord.com/developers/applications, page Bot) to switch Discord on.",
    };
  }
  if (!/^[\w.-]{10,}$/.test(token)) {
    throw new BotError("config", "DISCORD_TOKEN is not a bot token.", {
      hint: 'Copy the token alone, without "Bot" and without quotes. It has letters, digits, "-", "_" and two dots.',
    });
  }
  const apiUrl = parseApiUrl(env["DISCORD_API_URL"]?.trim());
  const pushText = parseSwitch(env, "DISCORD_PUSH_TEXT", {
    default: true,
    hint: "Use DISCORD_PUSH_TEXT=off to post in one request, with an empty notification.",
  });
  const messageContent = parseSwitch(env, "DISCORD_MESSAGE_CONTENT", {
    default: false,
    hint: "Use DISCORD_MESSAGE_CONTENT=on to hear words in threads without a mention, once Message Content Intent is switched on for the application (page Bot).",
  });
  return {
    state: "ready",
    settings: { token, pushText, messageContent, ...(apiUrl === undefined ? {} : { apiUrl }) },
  };
}

function parseApiUrl(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "") {
    throw new BotError("config", "DISCORD_API_URL is not a web address.", {
      hint: "Use e.g. DISCORD_API_URL=http://127.0.0.1:1234/api, or leave it out for Discord itself.",
    });
  }
  return url.href.replace(/\/+$/, "");
}

function parseSwitch(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  { default: unset, hint }: { default: boolean; hint: string },
): boolean {
  switch (env[name]?.trim().toLowerCase() ?? "") {
    case "":
      return unset;
    case "on":
      return true;
    case "off":
      return false;
    default:
      throw new BotError("config", `${name} is neither on nor off.`, { hint });
  }
}
