/** `briefing slack manifest`: what is pasted at https://api.slack.com/apps, as YAML. */
import { stringify } from "yaml";
import { commands } from "../chat/commands.ts";
import { slackManifest } from "../platforms/slack/setup/manifest.ts";

const head = `# The Slack app of this bot. Made by \`npm run -s briefing -- slack manifest\`; --help tells what can be chosen.
# https://api.slack.com/apps → Create New App → From a manifest → YAML: paste all of it.
`;

type Choices = Omit<Parameters<typeof slackManifest>[0], "commands">;

export function formatSlackManifest(choices: Choices): string {
  return head + stringify(slackManifest({ ...choices, commands }), { lineWidth: 0 });
}
