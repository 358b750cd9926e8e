/** What `briefing doctor` can say about an app that many workspaces install. Pure: their tokens are the running bot's. */
import type { Finding } from "../../platform.ts";
import { eventsPath, redirectPath } from "./manifest.ts";
import { missingKey, type SharedSlackSettings } from "../settings.ts";

export function checkShared(
  { connection }: SharedSlackSettings,
  hasKey: boolean,
): readonly Finding[] {
  const { message: what, hint = "" } = missingKey();
  return [
    { level: "ok", what: "Set up for many workspaces." },
    ...(hasKey ? [] : [{ level: "error", what, hint } as const]),
    {
      level: "note",
      what: `Slack has to reach port ${connection.port} with the paths ${eventsPath}, /slack/install and ${redirectPath}. That cannot be seen from here.`,
      hint: "https://api.slack.com/apps → your app → App Manifest: compare with `npm run -s briefing -- slack manifest --url https://your.host --shared`.",
    },
  ];
}
