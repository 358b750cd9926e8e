/**
 * What is still to be published is kept by Discord itself: a message of ours in an announcement channel without the mark
 * of those that were. So nothing of it is lost when the bot stops, however it does.
 */
import { ChannelType, Routes } from "discord.js";
import type { Guild } from "discord.js";
import { z } from "zod";
import type { Api } from "../api/api.ts";
import { findMissing } from "../api/channels.ts";
import { smallestId } from "../api/places.ts";
import { messageFlags } from "../draw/components.ts";

const Messages = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    flags: z.int().default(0),
  }),
);
const pageSize = 100;

interface AnnouncementChannel {
  channel: string;
  /** Without that permission Discord gives an empty list. */
  canReadHistory: boolean;
}

/** The announcement channels that the bot sees, of those in which somebody wrote since then; as the gateway tells. */
export function recentAnnouncements(
  guild: Guild,
  since: Temporal.Instant,
): readonly AnnouncementChannel[] {
  return guild.channels.cache
    .filter((each) => each.type === ChannelType.GuildAnnouncement)
    .filter(({ lastMessageId: last }) => last !== null && BigInt(last) >= smallestId(since))
    .map(({ id }) => id)
    .flatMap((channel) => {
      const address = { platform: "discord", workspace: guild.id, channel };
      const names = ["View Channels", "Read Message History"];
      const missing = findMissing(guild.client, address, names) ?? names;
      if (missing.includes("View Channels")) return [];
      return [{ channel, canReadHistory: missing.length === 0 }];
    });
}

/**
 * Ids of the bot's messages there since then that are not published, oldest first. One that shows its notification text
 * only is not whole yet, and is published by what finishes it.
 */
export async function listUnpublished(
  channel: string,
  since: Temporal.Instant,
  { api, self }: { api: Api; self: string },
): Promise<readonly string[]> {
  const found: string[] = [];
  let before: string | undefined;
  for (;;) {
    const messages = Messages.parse(
      await api.get(
        Routes.channelMessages(channel),
        `looking for what is to be published in channel ${channel}`,
        { limit: String(pageSize), ...(before === undefined ? {} : { before }) },
      ),
    );
    const recent = messages.filter(({ id }) => BigInt(id) >= smallestId(since));
    found.push(
      ...recent
        .filter(({ author, flags }) => author.id === self && isUnpublished(flags))
        .map(({ id }) => id),
    );
    before = messages.at(-1)?.id;
    if (recent.length < pageSize) return found.toReversed();
  }
}

function isUnpublished(flags: number): boolean {
  const isWhole = (flags & messageFlags.componentsV2) !== 0;
  return isWhole && (flags & messageFlags.crossposted) === 0;
}
