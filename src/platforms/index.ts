/**
 * The registry: one entry per platform. An SDK is imported only when its platform is switched on,
 * because all of them together cost 0.8 s and 169 MB.
 */
import type { Message } from "../briefing/message.ts";
import { BotError } from "../errors.ts";
import { discordPace, discordRepostWithinMs } from "./discord/pace.ts";
import { readDiscordSettings } from "./discord/settings.ts";
import type {
  CommandSpec,
  Finding,
  Health,
  Log,
  Pace,
  Platform,
  Rendered,
  Vault,
} from "./platform.ts";
import { slackPace } from "./slack/pace.ts";
import { missingKey, readSlackSettings } from "./slack/settings.ts";
import { readWebSettings } from "./web/settings.ts";

export interface PlatformParts {
  env: Readonly<Record<string, string | undefined>>;
  /** The channels of this platform in the configuration. */
  channels: readonly { name: string; title: string }[];
  dataDirectory: string;
  log: Log;
  /** Who may decide what is posted in Slack: "everyone" in the channel (without it), "admins", or a user group's id. */
  slackManagers?: string;
  /** Where the platform keeps tokens of its own; absent without BRIEFING_SECRET_KEY. */
  vault?: () => Vault;
  /** For the platform that listens where whatever watches over the bot can ask. */
  health?: () => Promise<Health>;
}

/** What `briefing doctor` hands in: the same, and what should be there. */
export interface CheckParts extends Omit<PlatformParts, "dataDirectory" | "health" | "vault"> {
  /** `pings`: ids of the roles that the schedules of the configuration notify there. */
  channels: readonly { name: string; title: string; pings?: readonly string[] }[];
  commands: readonly CommandSpec[];
  /** Whether the service itself may be asked what it thinks of our messages; nothing is posted. */
  isLive: boolean;
}

/** `missing` is a sentence: what to set to switch the platform on. */
export type Opened = { state: "on"; platform: Platform } | { state: "off"; missing: string };

export interface PlatformEntry {
  /** The pure renderer alone, for previews: no SDK, no connection. */
  renderer(): Promise<(message: Message) => readonly Rendered[]>;
  /** Throws a BotError of kind `config` when its settings cannot be used. */
  open(parts: PlatformParts): Promise<Opened>;
  /** Looks at its set-up without starting anything, and asks the service where one is set up; posts nothing. Never rejects. */
  check(parts: CheckParts): Promise<readonly Finding[]>;
  /** A message in a thread can show in the channel as well (`Message.broadcast`). */
  broadcasts?: true;
  /** Without one only the number of requests abreast is limited. */
  pace?: Pace;
  /** For so long after the first attempt, posting a key again gives back the first post. */
  repostWithinMs?: number;
}

export const platformNames = ["web", "slack", "discord"] as const;
export type PlatformName = (typeof platformNames)[number];

export type PlatformRegistry = Readonly<Record<PlatformName, PlatformEntry>>;

export const platformRegistry: PlatformRegistry = {
  web: {
    renderer: async () => (await import("./web/render.ts")).renderWeb,
    open: async ({ env, channels, dataDirectory, log, health }) => {
      const settings = readWebSettings(env);
      const { openWeb } = await import("./web/index.ts");
      const dataFile = `${dataDirectory}/web.db`;
      return {
        state: "on",
        platform: openWeb({ settings, channels, dataFile, log, ...(health && { health }) }),
      };
    },
    check: ({ env }) =>
      checking(() => {
        const { host, port } = readWebSettings(env);
        return [{ level: "ok", what: `The local chat opens at http://${host}:${port}.` }];
      }),
  },
  slack: {
    broadcasts: true,
    pace: slackPace,
    renderer: async () => (await import("./slack/render.ts")).renderSlack,
    open: async ({ env, log, slackManagers, vault }) => {
      const read = readSlackSettings(env);
      if (read.state === "off") return read;
      if (read.state === "shared") {
        const { openSharedSlack } = await import("./slack/shared.ts");
        if (vault === undefined) throw missingKey();
        const platform = openSharedSlack(read.settings, vault(), log, slackManagers);
        return { state: "on", platform };
      }
      const { openSlack } = await import("./slack/index.ts");
      return { state: "on", platform: openSlack(read.settings, log, slackManagers) };
    },
    check: ({ env, ...parts }) =>
      checking(async () => {
        const read = readSlackSettings(env);
        if (read.state === "off") return switched(read);
        if (read.state === "shared") {
          const { checkShared } = await import("./slack/setup/check-shared.ts");
          return checkShared(read.settings, Boolean(env["BRIEFING_SECRET_KEY"]?.trim()));
        }
        const { checkSlack } = await import("./slack/setup/check.ts");
        const configToken = env["SLACK_CONFIG_TOKEN"]?.trim() || undefined;
        return checkSlack({ ...parts, settings: read.settings, configToken });
      }),
  },
  discord: {
    pace: discordPace,
    repostWithinMs: discordRepostWithinMs,
    renderer: async () => (await import("./discord/render.ts")).renderDiscord,
    open: async ({ env, log }) => {
      const read = readDiscordSettings(env);
      if (read.state === "off") return read;
      const { openDiscord } = await import("./discord/index.ts");
      return { state: "on", platform: openDiscord(read.settings, log) };
    },
    check: ({ env, channels, commands }) =>
      checking(async () => {
        const read = readDiscordSettings(env);
        if (read.state === "off") return switched(read);
        const { examineDiscord } = await import("./discord/setup/doctor.ts");
        return examineDiscord({ settings: read.settings, channels, commands });
      }),
  },
};

type Findings = readonly Finding[] | Promise<readonly Finding[]>;

/** What cannot be used is a finding like any other. */
async function checking(look: () => Findings): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return [{ level: "error", what: error.message, ...hint }];
  }
}

function switched(
  read: { state: "ready" } | { state: "off"; missing: string },
): readonly Finding[] {
  return read.state === "off" ? [{ level: "note", what: `Not set up. ${read.missing}` }] : [];
}
