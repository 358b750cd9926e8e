/** Where messages stand on Discord: channels, threads, forums and direct messages. */
import { ChannelType, Routes } from "discord.js";
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { Address, Post } from "../../platform.ts";
import { beforehand } from "./api.ts";
import type { Api } from "./api.ts";

/** The workspace of direct messages, which belong to no server. */
export const directMessages = "dm";

/** In place of a channel, an address may name a person: their direct messages are opened when they are needed. */
const ofPerson = /^@(\d{15,21})$/;

/** Null for what is no id of a person. */
export function directMessagesWith(person: string): Address | null {
  const channel = `@${person}`;
  return ofPerson.test(channel)
    ? { platform: "discord", workspace: directMessages, channel }
    : null;
}

const Opened = z.object({ id: z.string() });
const Channel = z.object({ id: z.string(), type: z.int(), guild_id: z.string().nullish() });

/** https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
const withoutMessages: ReadonlySet<number> = new Set([
  ChannelType.GuildCategory,
  ChannelType.GuildMedia,
  ChannelType.GuildDirectory,
]);

export interface Places {
  locate(channel: string): Promise<Address>;
  /** The same place with the channel that Discord knows. Opens direct messages; nobody hears of that. */
  reach(address: Address): Promise<Address>;
  /** Whether the gateway told of it; of threads that are archived it does not tell. */
  isKnown(channel: string): boolean;
  /** What neither the gateway told of nor was located counts as a text channel. */
  isForum(address: Address): boolean;
  /** Whether what is posted there, not in a thread, can be passed on to other servers that follow it. */
  isAnnouncement(address: Address): boolean;
}

/** `toldType` is what the gateway says of a channel, if anything. */
export function createPlaces(api: Api, toldType: (channel: string) => number | undefined): Places {
  const located = new Map<string, number>();
  const opened = new Map<string, string>();
  const typeOf = ({ channel }: Address): number | undefined =>
    toldType(channel) ?? located.get(channel);
  return {
    locate: async (channel) => {
      if (!/^\d{15,21}$/.test(channel)) {
        throw new BotError("config", `"${channel}" is not the id of a Discord channel.`, {
          hint: "Switch on Developer Mode in Discord (Settings, Advanced), right-click the channel, Copy Channel ID.",
        });
      }
      const found = Channel.parse(
        await api.get(Routes.channel(channel), `finding channel ${channel}`),
      );
      if (withoutMessages.has(found.type)) {
        throw new BotError("refused", `Discord channel ${channel} holds no messages.`, {
          hint: "Choose a text channel, an announcement channel or a forum; categories take no messages.",
        });
      }
      located.set(channel, found.type);
      return { platform: "discord", workspace: found.guild_id ?? directMessages, channel };
    },
    reach: async (address) => {
      const [, person] = ofPerson.exec(address.channel) ?? [];
      if (person === undefined) return address;
      const known = opened.get(person);
      if (known !== undefined) return { ...address, channel: known };
      // https://docs.discord.com/developers/resources/user#create-dm
      const opening = api.send({
        method: "POST",
        route: Routes.userChannels(),
        body: { recipient_id: person },
        what: `opening direct messages with ${person}`,
      });
      const { id } = Opened.parse(await beforehand(opening));
      opened.set(person, id);
      return { ...address, channel: id };
    },
    isKnown: (channel) => toldType(channel) !== undefined,
    isForum: (address) => typeOf(address) === ChannelType.GuildForum,
    isAnnouncement: (address) =>
      address.thread === undefined && typeOf(address) === ChannelType.GuildAnnouncement,
  };
}

export function describeAddress({ channel, thread }: Address): string {
  return thread === undefined ? `channel ${channel}` : `the thread under message ${thread.root}`;
}

/** The id of a thread is the id of the message it hangs on; direct messages have no threads. */
export function channelOf({ workspace, channel, thread }: Address): string {
  return thread === undefined || workspace === directMessages ? channel : thread.root;
}

/** The channel in which a post of ours stands: in a forum it is the first message of a thread of its own. */
export function channelOfPost({ address, message }: Post, places: Places): string {
  if (address.thread !== undefined || address.workspace === directMessages) {
    return channelOf(address);
  }
  return places.isForum(address) ? message : address.channel;
}

/** https://discord.com/developers/docs/reference#snowflakes */
const discordEpochMs = 1_420_070_400_000;

/** The smallest id that something made at this instant can have. */
export function smallestId(at: Temporal.Instant): bigint {
  return BigInt(Math.max(0, at.epochMilliseconds - discordEpochMs)) << 22n;
}
