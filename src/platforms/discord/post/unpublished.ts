/**
 * What is still to be published is kept by Discord itself: a message of ours in an announcement channel without the mark
 * of those that were. So nothing of it is lost when the bot stops, however it does.
 */
import { ChannelType } from "discord.js";
import type { Guild } from "discord.js";
import type { Api } from "../api/api.ts";
import { findMissing } from "../api/channels.ts";
import { readPage } from "../api/history.ts";
import { smallestId } from "../api/places.ts";
import { messageFlags } from "../draw/components.ts";

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
  const what = `looking for what is to be published in channel ${channel}`;
  let before: string | null = null;
  do {
    const page = await readPage(channel, { since, before }, what, api);
    found.push(
      ...page.messages
        .filter(({ author, flags }) => author.id === self && isUnpublished(flags))
        .map(({ id }) => id)
        .filter((id) => BigInt(id) >= smallestId(since)),
    );
    before = page.next;
  } while (before !== null);
  return found.toReversed();
}

function isUnpublished(flags: number): boolean {
  const isWhole = (flags & messageFlags.componentsV2) !== 0;
  return isWhole && (flags & messageFlags.crossposted) === 0;
}
