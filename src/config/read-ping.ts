/** Whom the posts of a schedule notify. */
import type { PlatformName } from "../platforms/index.ts";
import type { Issue } from "./yaml.ts";

/** As Discord writes the ids of roles. https://docs.discord.com/developers/reference#snowflakes */
const roleId = /^\d{15,21}$/;
const notifying: PlatformName = "discord";

/** No value: nobody is notified. `platforms` are those it posts to; none where that is not known here. */
export function readPing(
  ping: string | undefined,
  path: readonly string[],
  platforms: readonly PlatformName[],
): { value?: string; issues: readonly Issue[] } {
  if (ping === undefined) return { issues: [] };
  const issues: Issue[] = [];
  if (!roleId.test(ping)) {
    issues.push({
      path,
      message: `${JSON.stringify(ping)} is not the id of a Discord role.`,
      hint: "Switch on Developer Mode in Discord (Settings, Advanced); then Server Settings, Roles, right-click the role, Copy Role ID. Write it in quotes.",
    });
  }
  if (platforms.length > 0 && !platforms.includes(notifying)) {
    issues.push({
      path,
      message: "Only posts on Discord can notify a role, and this schedule posts elsewhere.",
      hint: "Take ping out, or let it post to a channel of Discord.",
    });
  }
  return issues.length > 0 ? { issues } : { value: ping, issues };
}
