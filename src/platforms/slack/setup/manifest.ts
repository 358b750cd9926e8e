/**
 * The app as Slack has to know it (https://docs.slack.dev/reference/app-manifest): made from the command table, so that
 * what is set up there and what the bot understands cannot drift apart. Pure.
 */
import type { CommandSpec, JsonObject } from "../../platform.ts";
import { plainOf } from "../forms/fields.ts";

/** https://github.com/slackapi/manifest-schema, version 2 */
const longestName = 35;
const longestHint = 1_000;

/** What Slack is asked for: a reason for each, which the doctor says as well. */
export const requiredScopes = {
  commands: "to be asked with slash commands and from the menu of a message",
  "chat:write": "to post and to answer",
  "app_mentions:read": "to be asked by mentioning it",
  "im:history": "to be talked to in a direct message",
  "channels:read": "to check its channels, and who is in them",
  "groups:read": "to do the same in private channels",
} as const;

export const optionalScopes = {
  "channels:history": "to look up, after a broken connection, whether a message arrived",
  "groups:history": "to do the same in private channels",
  "users:read":
    "to show times in the reader's own time zone, to name who made a schedule, and to know who is an admin",
  "usergroups:read": "to let a user group decide what is posted",
} as const;

/** To hear replies in its threads that do not mention it. */
const listening = {
  events: ["message.channels", "message.groups"],
  scopes: ["channels:history", "groups:history"],
};

export const eventsPath = "/slack/events";
export const redirectPath = "/slack/oauth_redirect";

/** Of the shortcut in the menu of a message; the bot knows it as the action of this name. */
export const askShortcut = "ask-post";

interface ManifestOptions {
  commands: readonly CommandSpec[];
  /** What people see; at most 35 characters. */
  name: string;
  /** Where Slack reaches the bot, without a path; without it Socket Mode is used, which needs no address. */
  url?: string;
  /** Whether it hears replies in its threads that do not mention it. */
  listens: boolean;
  /** Whether other workspaces install it themselves; needs `url`. */
  isShared: boolean;
}

export function slackManifest(options: ManifestOptions): JsonObject {
  const { commands, url, listens, isShared } = options;
  const name = plainOf(options.name, longestName).text;
  const requestUrl = url === undefined ? undefined : `${url.replace(/\/+$/, "")}${eventsPath}`;
  const heard = listens ? listening.events : [];
  const ending = isShared ? ["app_uninstalled", "tokens_revoked"] : [];
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name,
      description:
        "Turns articles into briefings, posts them on a schedule, and answers questions from them.",
      background_color: "#1f3a5f",
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: name, always_online: true },
      shortcuts: [
        {
          name: "Ask about this briefing",
          type: "message",
          callback_id: askShortcut,
          description: "Ask the article behind this post a question",
        },
      ],
      slash_commands: commands.map((command) => ({
        command: `/${command.name}`,
        description: command.description,
        usage_hint: usageOf(command),
        should_escape: false,
        ...(requestUrl === undefined ? {} : { url: requestUrl }),
      })),
    },
    oauth_config: {
      ...(isShared && url !== undefined
        ? { redirect_urls: [`${url.replace(/\/+$/, "")}${redirectPath}`] }
        : {}),
      scopes: scopesFor(listens),
    },
    settings: {
      event_subscriptions: {
        ...(requestUrl === undefined ? {} : { request_url: requestUrl }),
        bot_events: ["app_home_opened", "app_mention", "message.im", ...heard, ...ending],
      },
      interactivity: {
        is_enabled: true,
        // The second is asked while somebody types into a select that searches.
        ...(requestUrl === undefined
          ? {}
          : { request_url: requestUrl, message_menu_options_url: requestUrl }),
      },
      org_deploy_enabled: isShared,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  };
}

/** What is optional stands in both lists (https://docs.slack.dev/reference/app-manifest#oauth), or it is not asked for. */
function scopesFor(listens: boolean): { bot: readonly string[]; bot_optional: readonly string[] } {
  const needed = [...Object.keys(requiredScopes), ...(listens ? listening.scopes : [])];
  const optional = Object.keys(optionalScopes).filter((scope) => !needed.includes(scope));
  return { bot: [...needed, ...optional], bot_optional: optional };
}

/** "latest [topic] [share] | show <name>", as long as Slack shows. */
function usageOf({ subcommands }: CommandSpec): string {
  const whole = subcommands.map(({ name }) => name).join(" | ");
  const detailed = subcommands
    .map(({ name, options }) =>
      [name, ...options.filter(({ required }) => required).map((each) => `<${each.name}>`)].join(
        " ",
      ),
    )
    .join(" | ");
  return detailed.length <= longestHint ? detailed : plainOf(whole, longestHint).text;
}
