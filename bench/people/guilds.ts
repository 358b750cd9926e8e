/** Servers of Discord as its gateway describes them to a bot that asks for no members and no presences. */

const channels = 30;
const roles = 12;
const emojis = 20;

/** Discord's ids are of this length; the same number is the same id. */
export function idOf(number: number): string {
  return String(1_200_000_000_000_000_000n + BigInt(number));
}

/** Of `GUILD_CREATE` (https://docs.discord.com/developers/events/gateway-events#guild-create). */
export function describeGuild(at: number, bot: { id: string }): object {
  const base = 100 + at * 1_000;
  const guild = idOf(base);
  const many = <Made>(count: number, make: (index: number) => Made): readonly Made[] =>
    Array.from({ length: count }, (_, index) => make(index));
  return {
    id: guild,
    name: `Server ${at}`,
    owner_id: idOf(base + 900),
    unavailable: false,
    member_count: 250,
    large: true,
    joined_at: "2024-01-01T00:00:00Z",
    roles: many(roles, (index) => ({
      id: index === 0 ? guild : idOf(base + 200 + index),
      name: index === 0 ? "@everyone" : `Role ${index}`,
      permissions: "277025770560",
      position: index,
      color: index,
      hoist: false,
      managed: false,
      mentionable: false,
      flags: 0,
    })),
    members: [
      {
        user: bot,
        roles: [],
        joined_at: "2024-01-01T00:00:00Z",
        deaf: false,
        mute: false,
        flags: 0,
      },
    ],
    channels: many(channels, (index) => ({
      id: idOf(base + 1 + index),
      type: 0,
      name: `channel-${index}`,
      topic: `What is talked about in channel ${index} of server ${at}.`,
      position: index,
      parent_id: null,
      nsfw: false,
      rate_limit_per_user: 0,
      last_message_id: idOf(base + 500 + index),
      flags: 0,
      permission_overwrites: [{ id: guild, type: 0, allow: "0", deny: "2048" }],
    })),
    emojis: many(emojis, (index) => ({
      id: idOf(base + 300 + index),
      name: `emoji${index}`,
      roles: [],
      require_colons: true,
      managed: false,
      animated: false,
      available: true,
    })),
    threads: [],
    stickers: [],
    features: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    preferred_locale: "en-US",
  };
}
