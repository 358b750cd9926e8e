/** What `briefing doctor` looks at in Slack. Nothing is posted, and no connection is kept. */
import { WebAPIPlatformError, WebClient } from "@slack/web-api";
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { CommandSpec, Finding, Log } from "../../platform.ts";
import type { Managers } from "../api/authority.ts";
import { findChannel } from "../api/channels.ts";
import { caller, clientOptions, type Call } from "../api/client.ts";
import { explainSlackError } from "../errors.ts";
import { eventsPath, optionalScopes, requiredScopes } from "./manifest.ts";
import { checkManifest } from "./check-manifest.ts";
import { sampleForm, sampleMessage } from "./sample.ts";
import { renderSlack } from "../render.ts";
import type { SlackSettings } from "../settings.ts";
import { formView, homeView, messageView } from "../forms/views.ts";

interface CheckOptions {
  settings: SlackSettings;
  channels: readonly { name: string; title: string }[];
  commands: readonly CommandSpec[];
  isLive: boolean;
  log: Log;
  /** Who may decide what is posted; without it everyone. */
  slackManagers?: Managers;
  /** A configuration token, with which the app's own set-up can be read. */
  configToken: string | undefined;
}

const appPages = "https://api.slack.com/apps";

export async function checkSlack(options: CheckOptions): Promise<readonly Finding[]> {
  const { settings, channels, commands, isLive, log, configToken, slackManagers } = options;
  const managers = slackManagers ?? "everyone";
  const client = new WebClient(settings.botToken, clientOptions(settings, log));
  const call = caller(client);
  const known = await checkToken(call, managers);
  const findings = [...known.findings, ...(await checkConnection(settings, log))];
  if (!known.isValid) return findings;
  findings.push(...(await checkChannels(call, channels)), ...(await checkManagers(call, managers)));
  findings.push(...(await checkManifest({ settings, commands, log, configToken })));
  if (isLive) findings.push(...(await checkBlocks(client)));
  return findings;
}

const Test = z.object({
  user: z.string().optional(),
  team: z.string().optional(),
  bot_id: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** https://docs.slack.dev/reference/methods/auth.test tells the scopes of a token in the header `x-oauth-scopes`. */
async function checkToken(
  call: Call,
  managers: Managers,
): Promise<{ isValid: boolean; findings: readonly Finding[] }> {
  try {
    const answer = await call("auth.test", {}, Test, "sign in");
    const { user = "the bot", team = "the workspace", bot_id: bot } = answer;
    const scopes = answer.response_metadata?.scopes;
    const who: Finding =
      bot === undefined
        ? {
            level: "error",
            what: "SLACK_BOT_TOKEN belongs to a person, not to a bot.",
            hint: `Copy the "Bot User OAuth Token" from ${appPages} → your app → OAuth & Permissions.`,
          }
        : { level: "ok", what: `Signed in as @${user} in ${team}.` };
    return { isValid: true, findings: [who, ...checkScopes(scopes, managers)] };
  } catch (error) {
    return { isValid: false, findings: [failure(error)] };
  }
}

/** Without it nobody could manage anything. */
function scopeFor(managers: Managers): Readonly<Record<string, string>> {
  const why = `because config/bot.yaml says slack: { manage: ${managers} }`;
  if (managers === "everyone") return {};
  return { [managers === "admins" ? "users:read" : "usergroups:read"]: why };
}

function checkScopes(
  granted: readonly string[] | undefined,
  managers: Managers,
): readonly Finding[] {
  if (granted === undefined) {
    return [{ level: "note", what: "Slack does not tell the scopes of this token." }];
  }
  const needed = { ...requiredScopes, ...scopeFor(managers) };
  const missing = Object.entries(needed).filter(([scope]) => !granted.includes(scope));
  const without = Object.entries(optionalScopes).filter(
    ([scope]) => !granted.includes(scope) && !(scope in needed),
  );
  const add = (scope: string): string =>
    `${appPages} → your app → OAuth & Permissions → Bot Token Scopes → Add an OAuth Scope → ${scope}, then "Reinstall to Workspace".`;
  const all: Finding = { level: "ok", what: "It has every scope that it needs." };
  return [
    ...(missing.length === 0 ? [all] : []),
    ...missing.map(([scope, why]): Finding => ({
      level: "error",
      what: `The scope ${scope} is missing; the bot needs it ${why}.`,
      hint: add(scope),
    })),
    ...without.map(([scope, why]): Finding => ({
      level: "note",
      what: `The optional scope ${scope} is not granted; with it the bot is able ${why}.`,
      hint: add(scope),
    })),
  ];
}

const Opened = z.object({ url: z.string() });

/** https://docs.slack.dev/reference/methods/apps.connections.open gives an address, and opens nothing yet. */
async function checkConnection(settings: SlackSettings, log: Log): Promise<readonly Finding[]> {
  const { connection } = settings;
  if (connection.mode === "http") {
    return [
      {
        level: "note",
        what: `Slack has to reach this bot over HTTP: it listens on port ${connection.port}, path ${eventsPath}. That cannot be seen from here.`,
        hint: `${appPages} → your app → Event Subscriptions → Request URL: it says "Verified" while the bot runs and can be reached.`,
      },
    ];
  }
  try {
    const call = caller(new WebClient(connection.appToken, clientOptions(settings, log)));
    await call("apps.connections.open", {}, Opened, "open a Socket Mode connection");
    return [{ level: "ok", what: "Socket Mode is on, and the app-level token opens it." }];
  } catch (error) {
    return [
      {
        ...failure(error),
        hint: `${appPages} → your app → Socket Mode: switch it on. Basic Information → App-Level Tokens: one with the scope connections:write is SLACK_APP_TOKEN.`,
      },
    ];
  }
}

async function checkChannels(
  call: Call,
  channels: CheckOptions["channels"],
): Promise<readonly Finding[]> {
  if (channels.length === 0) {
    return [
      {
        level: "warning",
        what: "No channel of Slack is in the configuration; schedules there post nowhere.",
        hint: "Write the channel's id under channels.slack in config/bot.yaml (channel name → About → Channel ID).",
      },
    ];
  }
  const findings: Finding[] = [];
  for (const { name, title } of channels) {
    try {
      await findChannel(call, name);
      findings.push({ level: "ok", what: `The channel ${title} (${name}) is there for the bot.` });
    } catch (error) {
      findings.push(failure(error));
    }
  }
  return findings;
}

const Group = z.object({ users: z.array(z.string()) });

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
async function checkManagers(call: Call, managers: Managers): Promise<readonly Finding[]> {
  if (managers === "everyone" || managers === "admins") return [];
  try {
    const args = { usergroup: managers };
    const { users } = await call("usergroups.users.list", args, Group, `look up ${managers}`);
    const what = `The user group ${managers} decides what is posted: ${users.length} people.`;
    return [{ level: "ok", what }];
  } catch (error) {
    return [
      {
        ...failure(error),
        hint: `Nobody can decide what is posted with /digest. In Slack → People → User groups → the group → ⋮ → Copy group ID; put it into config/bot.yaml under slack.manage.`,
      },
    ];
  }
}

const Refused = z.object({
  errors: z
    .array(z.object({ message: z.string().default(""), pointer: z.string().default("") }))
    .optional(),
  response_metadata: z.object({ messages: z.array(z.string()).optional() }).optional(),
});

/** https://docs.slack.dev/reference/methods/blocks.validate looks at what we would send, and sends nothing. */
async function checkBlocks(client: WebClient): Promise<readonly Finding[]> {
  const message = sampleMessage();
  const samples: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ...renderSlack(message).map(
      ({ payload }, at) =>
        [`part ${at + 1} of a message`, { message: { blocks: payload["blocks"] } }] as const,
    ),
    ["a form", { view: formView(sampleForm(), { form: "sample", channel: "C0000000" }) }],
    ["a window", { view: messageView(message) }],
    ["the App Home", { view: homeView(message) }],
  ];
  const findings: Finding[] = [];
  for (const [what, args] of samples) {
    try {
      await client.apiCall("blocks.validate", args);
      findings.push({ level: "ok", what: `Slack takes the blocks of ${what}.` });
    } catch (error) {
      findings.push(...refusals(what, error));
    }
  }
  return findings;
}

function refusals(what: string, error: unknown): readonly Finding[] {
  if (!(error instanceof WebAPIPlatformError)) return [failure(explainSlackError(error, "ask"))];
  const { errors = [], response_metadata: more } = Refused.safeParse(error.data).data ?? {};
  const reasons = [
    ...errors.map(({ message, pointer }) => `${pointer} ${message}`.trim()),
    ...(more?.messages ?? []),
  ];
  const shown = reasons.length === 0 ? [error.data.error] : reasons.slice(0, 5);
  return shown.map((reason) => ({
    level: "error",
    what: `Slack does not take the blocks of ${what}: ${reason}`,
    hint: "This is a defect of this bot, or Slack has changed; messages arrive as plain text until it is mended.",
  }));
}

function failure(error: unknown): Finding {
  const known = error instanceof BotError ? error : explainSlackError(error, "ask");
  const hint = known.hint === undefined ? {} : { hint: known.hint };
  return { level: "error", what: known.message, ...hint };
}
