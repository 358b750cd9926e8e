/** `briefing discord invite`: the link with which a server takes the bot in. */
import { BotError } from "../errors.ts";
import { inviteDiscord, type Invitation } from "../platforms/discord/setup/doctor.ts";
import { applicationIdOf } from "../platforms/discord/setup/permissions.ts";
import { readDiscordSettings } from "../platforms/discord/settings.ts";

/** Throws `config` without a token. Asks Discord only where the token does not say whose it is. */
export async function invite(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Invitation> {
  const read = readDiscordSettings(env);
  if (read.state === "off")
    throw new BotError("config", "There is no Discord bot to invite yet.", { hint: read.missing });
  const { settings } = read;
  return inviteDiscord(settings, applicationIdOf(settings.token));
}

export function formatInvitation({ link, scopes, permissions, intents }: Invitation): string {
  return [
    link,
    "",
    `Open it, choose your server, and confirm. It asks for ${scopes.join(" and ")}, and for`,
    `${permissions.join(", ")}.`,
    `The bot listens to ${intents.join(", ")}.`,
  ].join("\n");
}
