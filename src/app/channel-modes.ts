/** Which channel of the configuration an address is, to know what was set for it. */
import type { ByChannel } from "../config/by-channel.ts";
import type { ConfiguredChannel } from "../config/config.ts";
import { BotError } from "../errors.ts";
import type { Address, Platform } from "../platforms/platform.ts";
import { isSameChannel } from "./schedules.ts";

export function createChannelModes<Mode>(
  modes: ByChannel<Mode>,
  platforms: ReadonlyMap<string, Platform>,
): (address: Address) => Promise<Mode> {
  const places = new Map<ConfiguredChannel, Address>();

  /** A channel may be written by its name, and two workspaces may have one with the same id: the platform knows. */
  async function placeOf(channel: ConfiguredChannel): Promise<Address | undefined> {
    const known = places.get(channel);
    if (known !== undefined) return known;
    try {
      const located = await platforms.get(channel.platform)?.locate(channel.channel);
      if (located !== undefined) places.set(channel, located);
      return located;
    } catch (error) {
      if (error instanceof BotError) return undefined;
      throw error;
    }
  }

  return async (address) => {
    for (const [channel, mode] of modes.channels) {
      if (channel.platform !== address.platform) continue;
      const place = await placeOf(channel);
      // Until it is found, what is written says most.
      const isIt =
        place === undefined
          ? [address.channel, `${address.workspace}/${address.channel}`].includes(channel.channel)
          : isSameChannel(place, address);
      if (isIt) return mode;
    }
    return modes.default;
  };
}
