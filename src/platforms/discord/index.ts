/** Discord as a platform. Imports the SDK, so it is imported only when Discord is switched on. */
import { Events, Routes } from "discord.js";
import type { Client, Guild } from "discord.js";
import { z } from "zod";
import { counted } from "../../briefing/words.ts";
import type { Log, Platform } from "../platform.ts";
import { openApi } from "./api/api.ts";
import { createAuthority } from "./api/authority.ts";
import { createDrafts } from "./forms/drafts.ts";
import { type CommandIds, registerCommands } from "./connect/register.ts";
import { close, describeConnections, openGateway } from "./connect/gateway.ts";
import { find } from "./post/find.ts";
import {
  demandSpeech,
  findMissing,
  nameOfChannel,
  whyNotPost,
  whyNotReply,
} from "./api/channels.ts";
import { createRoles } from "./api/roles.ts";
import { createPlaces, directMessagesWith } from "./api/places.ts";
import { edit, post } from "./post/posts.ts";
import type { Posting } from "./post/posts.ts";
import { createPublisher } from "./post/publish.ts";
import { renderDiscord } from "./render.ts";
import type { DiscordSettings } from "./settings.ts";

const Self = z.object({ id: z.string() });

const mostNames = 3;

function describeClient(client: Client<true> | null): string {
  if (client === null) return "Discord, not connected";
  const servers = client.guilds.cache.map(({ name }) => name);
  const where =
    servers.length === 0 || servers.length > mostNames
      ? `${servers.length} servers`
      : servers.join(", ");
  return `@${client.user.username} in ${where}`;
}

export function openDiscord(settings: DiscordSettings, log: Log): Platform {
  const api = openApi(settings);
  const authority = createAuthority();
  const drafts = createDrafts();
  let client: Client<true> | null = null;
  let commandIds: CommandIds = new Map();
  let self: string | null = null;
  let stopping = new AbortController();
  const readSelf = async (): Promise<string> => {
    self ??= client?.user.id ?? Self.parse(await api.get(Routes.user(), "reading who we are")).id;
    return self;
  };
  const places = createPlaces(api, (channel) => client?.channels.cache.get(channel)?.type);
  const now = (): Temporal.Instant => Temporal.Now.instant();
  const publishing = { api, places, log, self: readSelf, now };
  const publisher = createPublisher(publishing);
  const posting: Posting = { ...publishing, publisher };
  return {
    name: "discord",
    render: (message) => renderDiscord(message, settings),
    locate: async (channel) => {
      const address = await places.locate(channel);
      demandSpeech(client, address);
      return address;
    },
    post: (payload, to, key) => post(payload, to, key, posting),
    edit: (payload, at, key) => edit(payload, at, key, posting),
    find: async (key, to, since) => {
      const missing = findMissing(client, to, ["Read Message History"]);
      const mayRead = missing === null ? null : missing.length === 0;
      return find(key, to, since, mayRead, posting);
    },
    mayManage: (caller) => authority.mayManage(client, caller),
    managers: "On Discord these are people with the permission Manage Channels or Manage Server.",
    nameOf: (place) => Promise.resolve(nameOfChannel(client, place)),
    whyNotPost: ({ address }) => Promise.resolve(whyNotPost(client, address)),
    whyNotReply: (to) => whyNotReply(client, to, api),
    roles: createRoles(() => client, authority),
    directTo: directMessagesWith,
    describe: () => describeClient(client),
    connection: () => {
      const waiting = publisher.waiting();
      const later = waiting === 0 ? "" : `; ${counted(waiting, "post")} still to be published`;
      return (client === null ? "not connected" : describeConnections(client)) + later;
    },
    start: async (bot) => {
      stopping = new AbortController();
      const desk = { bot, api, log, drafts, authority, commandIds: () => commandIds };
      client = await openGateway(settings, desk, stopping.signal);
      commandIds = await registerCommands(bot.commands, client.application.id, api, log);
      const resume = (guild: Guild): void => void publisher.resume(guild);
      client.guilds.cache.forEach(resume);
      // Of a server that Discord could not reach before.
      client.on(Events.GuildAvailable, resume);
    },
    stop: async () => {
      const open = client;
      client = null;
      stopping.abort();
      publisher.stop();
      api.close();
      if (open !== null) await close(open);
    },
  };
}
