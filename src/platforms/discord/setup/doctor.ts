/** Whether Discord is set up as the bot needs it; asks Discord, and changes and posts nothing. */
import { Routes } from "discord.js";
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { CommandSpec, Finding } from "../../platform.ts";
import { openApi } from "../api/api.ts";
import type { Api } from "../api/api.ts";
import { areSameCommands, renderCommands } from "../connect/commands.ts";
import { readCommands } from "../connect/register.ts";
import { discordCodes, hasCode } from "../errors.ts";
import { inviteLink, mentionRoles, permissionsIn, wantedPermissions } from "./permissions.ts";
import type { Membership } from "./permissions.ts";
import { createPlaces, directMessages } from "../api/places.ts";
import type { DiscordSettings } from "../settings.ts";

/** https://discord.com/developers/docs/resources/application#application-object-application-flags */
const messageContentFlags = (1 << 18) | (1 << 19);

const Application = z.object({
  id: z.string(),
  flags: z.int().optional(),
  bot: z.object({ id: z.string(), username: z.string() }).optional(),
});
const Channel = z.object({
  name: z.string().nullish(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), allow: z.string(), deny: z.string() }))
    .default([]),
});
const Guild = z.object({
  name: z.string(),
  owner_id: z.string(),
  roles: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      permissions: z.string(),
      mentionable: z.boolean().default(false),
    }),
  ),
});
const Member = z.object({ roles: z.array(z.string()) });

interface Server {
  name: string;
  membership: Membership;
  roles: z.infer<typeof Guild>["roles"];
}

interface Place {
  /** The id of the channel. */
  name: string;
  title: string;
  /** Ids of the roles that posts there are to notify. */
  pings?: readonly string[];
}

export interface Patient {
  settings: DiscordSettings;
  channels: readonly Place[];
  commands: readonly CommandSpec[];
}

function failed(error: unknown): Finding {
  if (!(error instanceof BotError)) throw error;
  const hint = error.hint ?? "Try again; https://discordstatus.com tells whether it is Discord.";
  return { level: "error", what: error.message, hint };
}

function examineIntents(
  { messageContent }: DiscordSettings,
  { id, flags = 0 }: z.infer<typeof Application>,
): Finding {
  const isGranted = (flags & messageContentFlags) !== 0;
  if (!messageContent) {
    return {
      level: "ok",
      what: "No privileged intent is asked for: in threads, people mention the bot to ask.",
    };
  }
  if (isGranted) return { level: "ok", what: "It hears words in its threads without a mention." };
  return {
    level: "error",
    what: "DISCORD_MESSAGE_CONTENT is on, but Discord does not let the bot read messages.",
    hint: `Switch on Message Content Intent on https://discord.com/developers/applications/${id}/bot, or set DISCORD_MESSAGE_CONTENT=off.`,
  };
}

async function loadServer(guild: string, bot: string, api: Api): Promise<Server> {
  const {
    name,
    owner_id: owner,
    roles,
  } = Guild.parse(await api.get(Routes.guild(guild), `reading server ${guild}`));
  const member = Member.parse(
    await api.get(Routes.guildMember(guild, bot), `reading the roles of the bot in ${guild}`),
  );
  const permissions = new Map(roles.map((role) => [role.id, BigInt(role.permissions)]));
  const membership = { guild, owner, member: bot, roles: member.roles, permissions };
  return { name, membership, roles };
}

function describeMissing(where: string, may: bigint): Finding {
  const missing = wantedPermissions.filter(({ bit }) => (may & bit) === 0n);
  if (missing.length === 0) return { level: "ok", what: `${where}: the bot may do all it needs.` };
  const lacks = missing.map(({ name, without }) => `${name} (${without})`).join(", ");
  return {
    level: missing.some(({ isVital }) => isVital) ? "error" : "warning",
    what: `${where}: the bot lacks ${lacks}.`,
    hint: `In Discord: Edit Channel → Permissions → the role of the bot, allow ${missing.map(({ name }) => name).join(", ")}.`,
  };
}

/** A role that a post may not notify is still named in it; that nobody hears of it shows nowhere else. */
function describePing(
  role: string,
  { where, may, server }: { where: string; may: bigint; server: Server },
): Finding {
  const found = server.roles.find(({ id }) => id === role);
  if (found === undefined || role === server.membership.guild) {
    return {
      level: "error",
      what: `${where}: ping names ${found === undefined ? `the role ${role}, which is not there` : "everyone of the server, whom I do not notify"}.`,
      hint: "In Discord: Server Settings → Roles, right-click the role, Copy Role ID (with Developer Mode on), and write that.",
    };
  }
  if (found.mentionable || (may & mentionRoles.bit) !== 0n)
    return { level: "ok", what: `${where}: posts notify @${found.name}.` };
  return {
    level: "warning",
    what: `${where}: posts name @${found.name}, but notify nobody of that role.`,
    hint: `In Discord: Server Settings → Roles → ${found.name}, allow anyone to @mention this role; or give the role of the bot ${mentionRoles.name} in that channel.`,
  };
}

async function examineChannel(
  { name, title, pings = [] }: Place,
  { id, bot }: z.infer<typeof Application>,
  servers: Map<string, Promise<Server>>,
  api: Api,
): Promise<readonly Finding[]> {
  try {
    const { workspace } = await createPlaces(api, () => undefined).locate(name);
    if (workspace === directMessages) return [{ level: "ok", what: `${title}: direct messages.` }];
    const server = servers.get(workspace) ?? loadServer(workspace, bot?.id ?? id, api);
    servers.set(workspace, server);
    const known = await server;
    const channel = Channel.parse(await api.get(Routes.channel(name), `reading channel ${name}`));
    const where = `${title} (#${channel.name ?? name} in ${known.name})`;
    const may = permissionsIn(known.membership, channel.permission_overwrites);
    const told = { where, may, server: known };
    return [describeMissing(where, may), ...pings.map((role) => describePing(role, told))];
  } catch (error) {
    if (!hasCode(error, discordCodes.missingAccess, discordCodes.unknownChannel)) {
      return [failed(error)];
    }
    return [
      {
        level: "error",
        what: `${title}: the bot cannot see Discord channel ${name}.`,
        hint: `Check the id. If it is right, invite the bot (${inviteLink(id)}), or give its role View Channels there.`,
      },
    ];
  }
}

async function examineCommands(
  commands: readonly CommandSpec[],
  { id }: z.infer<typeof Application>,
  api: Api,
): Promise<Finding> {
  return areSameCommands(await readCommands(id, api), renderCommands(commands))
    ? { level: "ok", what: "The commands are registered." }
    : { level: "note", what: "The commands are registered when the bot starts." };
}

/** Rejects with a BotError only where nothing could be asked. */
export async function examineDiscord({
  settings,
  channels,
  commands,
}: Patient): Promise<readonly Finding[]> {
  const api = openApi(settings);
  try {
    const application = Application.parse(
      await api.get(Routes.currentApplication(), "reading the application"),
    );
    const who = application.bot?.username ?? application.id;
    const servers = new Map<string, Promise<Server>>();
    const findings: Finding[] = [
      { level: "ok", what: `The token is that of @${who}.` },
      examineIntents(settings, application),
      await examineCommands(commands, application, api).catch(failed),
    ];
    for (const channel of channels) {
      findings.push(...(await examineChannel(channel, application, servers, api)));
    }
    if (channels.length > 0) return findings;
    return [
      ...findings,
      {
        level: "note",
        what: `No channel of Discord is in the configuration yet. Invite the bot: ${inviteLink(application.id)}`,
      },
    ];
  } finally {
    api.close();
  }
}

export interface Invitation {
  link: string;
  scopes: readonly string[];
  permissions: readonly string[];
  intents: readonly string[];
}

/** Asks Discord only where the token does not say whose it is. Rejects with a BotError. */
export async function inviteDiscord(
  settings: DiscordSettings,
  applicationId: string | null,
): Promise<Invitation> {
  const api = openApi(settings);
  try {
    const id =
      applicationId ??
      Application.parse(await api.get(Routes.currentApplication(), "reading the application")).id;
    return {
      link: inviteLink(id),
      scopes: ["bot", "applications.commands"],
      permissions: wantedPermissions.map(({ name }) => name),
      intents: [
        "Guilds",
        "GuildMessages",
        "DirectMessages",
        ...(settings.messageContent ? ["MessageContent"] : []),
      ],
    };
  } finally {
    api.close();
  }
}
