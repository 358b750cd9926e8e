/** Where somebody spoke, from what the gateway says. */
import type { Channel } from "discord.js";
import type { Address } from "../../platform.ts";
import { directMessages } from "./places.ts";

/** A thread belongs to the channel of the message it hangs on, and has that message's id. */
export function addressOf(
  guild: string | null,
  channelId: string,
  channel: Channel | null,
): Address {
  const place = { platform: "discord", workspace: guild ?? directMessages };
  if (channel === null || !channel.isThread() || channel.parentId === null) {
    return { ...place, channel: channelId };
  }
  const thread = { root: channel.id, title: channel.name };
  return { ...place, channel: channel.parentId, thread };
}
