/** What the environment says about Slack. Imports no SDK, so that asking costs nothing. */
import { BotError } from "../../errors.ts";

export interface SlackSettings {
  botToken: string;
  /** Another root for the Web API, such as a proxy or a test server. */
  apiUrl?: string;
  connection: SlackConnection;
}

/**
 * Socket Mode needs no public address (https://docs.slack.dev/apis/events-api/using-socket-mode);
 * over HTTP Slack sends signed requests to `/slack/events` on `port`
 * (https://docs.slack.dev/authentication/verifying-requests-from-slack).
 */
export type SlackConnection =
  | { mode: "socket"; appToken: string }
  | { mode: "http"; signingSecret: string; port: number };

/** For many workspaces, each of which installs the app itself; needs HTTP. */
export interface SharedSlackSettings {
  clientId: string;
  clientSecret: string;
  /** Signs what travels through the browser while somebody installs the app. */
  stateSecret: string;
  connection: Extract<SlackConnection, { mode: "http" }>;
  apiUrl?: string;
}

export type SlackSwitch =
  | { state: "ready"; settings: SlackSettings }
  | { state: "shared"; settings: SharedSlackSettings }
  | { state: "off"; missing: string };

type Environment = Readonly<Record<string, string | undefined>>;

const defaultPort = 3001;

/** Throws `config`, naming the variable and never its value, where Slack is set up in part or wrongly. */
export function readSlackSettings(env: Environment): SlackSwitch {
  const botToken = read(env, "SLACK_BOT_TOKEN", /^xox[be][-.]\S+$/, 'begins with "xoxb-"');
  const appToken = read(env, "SLACK_APP_TOKEN", /^xapp-\S+$/, 'begins with "xapp-"');
  const secret = read(env, "SLACK_SIGNING_SECRET", /^\S{16,}$/, "has 32 characters, no spaces");
  const clientId = value(env, "SLACK_CLIENT_ID");
  if (clientId !== undefined) {
    if (botToken === undefined && secret !== undefined)
      return { state: "shared", settings: readShared(env, clientId, secret) };
    throw new BotError("config", "SLACK_CLIENT_ID is set, which is for many workspaces.", {
      hint: "Set SLACK_SIGNING_SECRET, SLACK_CLIENT_SECRET and SLACK_STATE_SECRET, and no SLACK_BOT_TOKEN: each workspace brings its own. For one workspace, leave SLACK_CLIENT_ID empty.",
    });
  }
  if (botToken === undefined) {
    const lonely = appToken === undefined ? "SLACK_SIGNING_SECRET" : "SLACK_APP_TOKEN";
    if (appToken === undefined && secret === undefined) return { state: "off", missing };
    throw new BotError("config", `${lonely} is set, but SLACK_BOT_TOKEN is not.`, {
      hint: 'Set SLACK_BOT_TOKEN to the "Bot User OAuth Token" of your app at https://api.slack.com/apps (OAuth & Permissions).',
    });
  }
  const apiUrl = readUrl(env);
  const settings = {
    botToken,
    connection: chooseConnection(env, appToken, secret),
    ...(apiUrl === undefined ? {} : { apiUrl }),
  };
  return { state: "ready", settings };
}

function readShared(
  env: Environment,
  clientId: string,
  signingSecret: string,
): SharedSlackSettings {
  const apiUrl = readUrl(env);
  return {
    clientId,
    clientSecret: demand(
      env,
      "SLACK_CLIENT_SECRET",
      "Copy it from Basic Information → App Credentials.",
    ),
    stateSecret: demand(env, "SLACK_STATE_SECRET", "Make one with `openssl rand -base64 32`."),
    connection: { mode: "http", signingSecret, port: readPort(env) },
    ...(apiUrl === undefined ? {} : { apiUrl }),
  };
}

function demand(env: Environment, name: string, hint: string): string {
  const text = value(env, name);
  if (text !== undefined && text.length >= 16) return text;
  throw new BotError("config", `${name} is missing, or has fewer than 16 characters.`, { hint });
}

const missing =
  "Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode), or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (HTTP).";

function chooseConnection(
  env: Environment,
  appToken: string | undefined,
  signingSecret: string | undefined,
): SlackConnection {
  if (appToken !== undefined) return { mode: "socket", appToken };
  if (signingSecret !== undefined) return { mode: "http", signingSecret, port: readPort(env) };
  throw new BotError(
    "config",
    "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is.",
    {
      hint: 'Set SLACK_APP_TOKEN to an app-level token with the scope "connections:write" (Basic Information → App-Level Tokens), or SLACK_SIGNING_SECRET (Basic Information → App Credentials).',
    },
  );
}

/** Many workspaces, and nothing to seal their tokens with. */
export function missingKey(): BotError {
  return new BotError(
    "config",
    "BRIEFING_SECRET_KEY is not set; without it no workspace's token can be kept.",
    {
      hint: "Make a key with `openssl rand -base64 32`, put it into .env, and keep it as safe as a password.",
    },
  );
}

function value(env: Environment, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === "" ? undefined : text;
}

function read(env: Environment, name: string, pattern: RegExp, shape: string): string | undefined {
  const text = value(env, name);
  if (text === undefined || pattern.test(text)) return text;
  throw new BotError("config", `${name} does not look right: a value of this kind ${shape}.`, {
    hint: `Copy ${name} once more from your app's pages at https://api.slack.com/apps.`,
  });
}

function readUrl(env: Environment): string | undefined {
  const text = value(env, "SLACK_API_URL");
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url?.protocol === "https:" || url?.protocol === "http:") return url.href;
  throw new BotError("config", "SLACK_API_URL is not an http or https address.", {
    hint: 'Leave it empty for Slack itself, or write a root such as "http://127.0.0.1:4003/api/".',
  });
}

function readPort(env: Environment): number {
  const text = value(env, "SLACK_PORT");
  if (text === undefined) return defaultPort;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new BotError("config", "SLACK_PORT is not a port number.", {
    hint: `Write a number from 1 to 65535, or leave it empty for ${defaultPort}.`,
  });
}
