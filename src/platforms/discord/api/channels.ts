/** What the bot may do in channels and threads and what people call them, as the gateway tells wherever it does. */
import { PermissionFlagsBits, Routes } from "discord.js";
import type { Client } from "discord.js";
import { z } from "zod";
import { oneLine } from "../../../briefing/words.ts";
import { BotError } from "../../../errors.ts";
import type { Address } from "../../platform.ts";
import type { Api } from "./api.ts";
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

const Thread = z.object({ thread_metadata: z.object({ locked: z.boolean().default(false) }) });

/** Null where there is no thread, or Discord does not tell. The gateway does not tell of what was archived before it was opened. */
async function isLocked(client: Client<true>, thread: string, api: Api): Promise<boolean | null> {
  const told = client.channels.cache.get(thread);
  if (told?.isThread() === true) return told.locked ?? false;
  try {
    const asked = await api.get(Routes.channel(thread), `looking for thread ${thread}`);
    return Thread.parse(asked).thread_metadata.locked;
  } catch {
    return null;
  }
}

/** A locked thread takes messages of those alone who manage threads: https://docs.discord.com/developers/topics/threads */
function mayUnlock(client: Client<true>, channel: string): boolean {
  const parent = client.channels.cache.get(channel);
  if (parent === undefined || parent.isDMBased()) return false;
  return parent.permissionsFor(client.user)?.has(PermissionFlagsBits.ManageThreads) ?? false;
}

const sendInThreads = "Send Messages in Threads";
const createThreads = "Create Public Threads";

/** For whoever wants something said under a message; null where it can be. Never rejects. */
export async function whyNotReply(
  client: Connected,
  { thread, ...channel }: Address,
  api: Api,
): Promise<string | null> {
  if (client === null || thread === undefined || channel.workspace === directMessages) return null;
  const locked = await isLocked(client, thread.root, api);
  const missing = findMissing(client, channel, [sendInThreads, createThreads]) ?? [];
  // Where there is no thread and it may open none, it answers in the channel.
  if (missing.includes(sendInThreads) && (locked !== null || !missing.includes(createThreads)))
    return `I may not write in threads here: my role lacks ${sendInThreads}.`;
  return locked === true && !mayUnlock(client, channel.channel)
    ? "The thread is locked, so I cannot write there."
    : null;
}

/** "#general"; null where the gateway did not tell of the channel. Backticks would mark what is typed. */
export function nameOfChannel(client: Connected, { channel }: Address): string | null {
  const known = client?.channels.cache.get(channel);
  if (known === undefined || known.isDMBased()) return null;
  return `#${oneLine(known.name).replaceAll("`", "'")}`;
}
