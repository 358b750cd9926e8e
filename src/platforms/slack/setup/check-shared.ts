/** What `briefing doctor` can say about an app that many workspaces install. Pure: their tokens are the running bot's. */
import type { Finding } from "../../platform.ts";
import { eventsPath, redirectPath } from "./manifest.ts";
import type { SharedSlackSettings } from "../settings.ts";

export function checkShared(
  { connection }: SharedSlackSettings,
  hasKey: boolean,
): readonly Finding[] {
  const keyless: Finding = {
    level: "error",
    what: "BRIEFING_SECRET_KEY is not set; without it no workspace's token can be kept.",
    hint: "Make a key with `openssl rand -base64 32`, put it into .env, and keep it as safe as a password.",
  };
  return [
    { level: "ok", what: "Set up for many workspaces." },
    ...(hasKey ? [] : [keyless]),
    {
      level: "note",
      what: `Slack has to reach port ${connection.port} with the paths ${eventsPath}, /slack/install and ${redirectPath}. That cannot be seen from here.`,
      hint: "https://api.slack.com/apps → your app → App Manifest: compare with `npm run -s briefing -- slack manifest --url https://your.host --shared`.",
    },
  ];
}
