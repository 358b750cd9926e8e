/** Which channel of the configuration an address is, to know what was set for it. */
import type { ByChannel } from "../config/by-channel.ts";
import type { ConfiguredChannel } from "../config/config.ts";
import { BotError } from "../errors.ts";
import type { Address, Platform } from "../platforms/platform.ts";

export function createChannelModes<Mode>(
  modes: ByChannel<Mode>,
  platforms: ReadonlyMap<string, Platform>,
): (address: Address) => Promise<Mode> {
  const ids = new Map<ConfiguredChannel, string>();

  /** A channel may be written by its name; only the platform knows its id. */
  async function idOf(channel: ConfiguredChannel): Promise<string> {
    const known = ids.get(channel);
    if (known !== undefined) return known;
    try {
      const located = await platforms.get(channel.platform)?.locate(channel.channel);
      if (located === undefined) return channel.channel;
      ids.set(channel, located.channel);
      return located.channel;
    } catch (error) {
      if (error instanceof BotError) return channel.channel;
      throw error;
    }
  }

  return async (address) => {
    for (const [channel, mode] of modes.channels) {
      if (channel.platform !== address.platform) continue;
      if ((await idOf(channel)) === address.channel) return mode;
    }
    return modes.default;
  };
}
