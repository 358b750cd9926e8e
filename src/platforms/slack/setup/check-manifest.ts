/** Whether the app is set up at Slack as its manifest says. */
import { WebClient } from "@slack/web-api";
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { CommandSpec, Finding, Log } from "../../platform.ts";
import { caller, clientOptions } from "../api/client.ts";
import { askShortcut, slackManifest } from "./manifest.ts";
import type { SlackSettings } from "../settings.ts";

interface ManifestCheck {
  settings: SlackSettings;
  commands: readonly CommandSpec[];
  log: Log;
  configToken: string | undefined;
}

const Manifest = z.object({
  features: z
    .object({
      slash_commands: z.array(z.object({ command: z.string() })).default([]),
      shortcuts: z.array(z.object({ callback_id: z.string() })).default([]),
      app_home: z
        .object({
          home_tab_enabled: z.boolean().optional(),
          messages_tab_enabled: z.boolean().optional(),
        })
        .prefault({}),
    })
    .prefault({}),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
      interactivity: z.object({ is_enabled: z.boolean().optional() }).prefault({}),
    })
    .prefault({}),
});
type Manifest = z.infer<typeof Manifest>;

const Exported = z.object({ manifest: Manifest });

const where = "https://api.slack.com/apps → your app";

/**
 * Only a configuration token may read the set-up of an app (https://docs.slack.dev/reference/methods/apps.manifest.export);
 * it is made at https://api.slack.com/apps and lives for twelve hours.
 */
export async function checkManifest(check: ManifestCheck): Promise<readonly Finding[]> {
  const { settings, commands, log, configToken } = check;
  const app = appOf(settings);
  if (configToken === undefined || app === undefined) {
    const names = commands.map(({ name }) => `/${name}`).join(", ");
    return [
      {
        level: "note",
        what: `Whether the app has its commands (${names}), events and interactivity cannot be seen with these tokens.`,
        hint: `${where} → App Manifest: compare with \`npm run -s briefing -- slack manifest\`. Or set SLACK_CONFIG_TOKEN (https://api.slack.com/apps → Your App Configuration Tokens) for this command; Socket Mode is needed for that.`,
      },
    ];
  }
  try {
    const call = caller(new WebClient(configToken, clientOptions(settings, log)));
    const args = { app_id: app };
    const { manifest } = await call(
      "apps.manifest.export",
      args,
      Exported,
      "read the app's set-up",
    );
    const faults = findSetUpFaults(manifest, commands);
    return faults.length > 0
      ? faults
      : [{ level: "ok", what: "The app has its commands, its events, its shortcut and its Home." }];
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const hint = "Make a new configuration token: the old ones are good for twelve hours.";
    return [{ level: "warning", what: error.message, hint }];
  }
}

/** The id of the app stands in its app-level token. */
function appOf({ connection }: SlackSettings): string | undefined {
  return connection.mode === "socket"
    ? /^xapp-\d+-(A[A-Z0-9]+)-/.exec(connection.appToken)?.[1]
    : undefined;
}

function findSetUpFaults(
  { features, settings }: Manifest,
  commands: readonly CommandSpec[],
): readonly Finding[] {
  const has = new Set(features.slash_commands.map(({ command }) => command));
  const wanted = Manifest.parse(
    slackManifest({ commands, name: "Briefings", listens: false, isShared: false }),
  );
  const error = (what: string, click: string): Finding => ({
    level: "error",
    what,
    hint: `${where} → ${click}`,
  });
  return [
    ...wanted.features.slash_commands
      .filter(({ command }) => !has.has(command))
      .map(({ command }) =>
        error(
          `The app has no command ${command}.`,
          `Slash Commands → Create New Command → ${command}`,
        ),
      ),
    ...wanted.settings.event_subscriptions.bot_events
      .filter((event) => !settings.event_subscriptions.bot_events.includes(event))
      .map((event) =>
        error(
          `The app does not hear of ${event}.`,
          `Event Subscriptions → Subscribe to bot events → ${event}`,
        ),
      ),
    ...(settings.interactivity.is_enabled === true
      ? []
      : [error("Buttons and forms do nothing.", "Interactivity & Shortcuts → switch it on")]),
    ...(features.shortcuts.some(({ callback_id: id }) => id === askShortcut)
      ? []
      : [
          error(
            "The menu of a message does not offer to ask about it.",
            `Interactivity & Shortcuts → Create New Shortcut → On messages, callback ID ${askShortcut}`,
          ),
        ]),
    ...(features.app_home.home_tab_enabled === true
      ? []
      : [error("The App Home is off.", "App Home → Show Tabs → Home Tab")]),
  ];
}
