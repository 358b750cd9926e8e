/** What the bot may do in a channel and what people call it, as the gateway tells: no request is made for that. */
import type { Client } from "discord.js";
import { oneLine } from "../../../briefing/words.ts";
import { BotError } from "../../../errors.ts";
import type { Address } from "../../platform.ts";
import { wantedPermissions } from "../setup/permissions.ts";
import { directMessages } from "./places.ts";

type Connected = Client<true> | null;

const vital = wantedPermissions.filter(({ isVital }) => isVital).map(({ name }) => name);

/** Which of these it lacks there, by the names of Discord's settings; null where the gateway did not tell of the channel. */
export function findMissing(
  client: Connected,
  { workspace, channel }: Address,
  names: readonly string[],
): readonly string[] | null {
  if (workspace === directMessages) return [];
  const known = client?.channels.cache.get(channel);
  if (client === null || known === undefined || known.isDMBased()) return null;
  const may = known.permissionsFor(client.user);
  if (may === null) return null;
  return wantedPermissions
    .filter(({ name, bit }) => names.includes(name) && !may.has(bit))
    .map(({ name }) => name);
}

/** Throws `forbidden` where the bot may not post. */
export function demandSpeech(client: Connected, address: Address): void {
  const missing = findMissing(client, address, vital) ?? [];
  if (missing.length === 0) return;
  throw new BotError("forbidden", `The bot may not speak in Discord channel ${address.channel}.`, {
    hint: `Give it there: ${missing.join(", ")}.`,
  });
}

/** For whoever wants something posted there; null where it can be, or where the gateway did not tell. */
export function whyNotPost(client: Connected, address: Address): string | null {
  const missing = findMissing(client, address, vital) ?? [];
  if (missing.length === 0) return null;
  const where = nameOfChannel(client, address) ?? "this channel";
  return `I may not post in ${where}. Edit Channel → Permissions → my role: allow ${missing.join(" and ")}, then try again.`;
}

/** "#general". Backticks would mark what is typed. */
export function nameOfChannel(client: Connected, { channel }: Address): string | null {
  const known = client?.channels.cache.get(channel);
  if (known === undefined || known.isDMBased()) return null;
  return `#${oneLine(known.name).replaceAll("`", "'")}`;
}
