/** Channels and threads as REST and the gateway give them. */
import type { Body } from "./discord-checks.ts";
import { allPermissions } from "./discord-world.ts";
import type { Channel, DiscordWorld } from "./discord-world.ts";

export function openThread(
  world: DiscordWorld,
  channel: Channel,
  root: string,
  { name, owner }: { name: string; owner: string },
): Channel {
  const thread = world.addChannel(name, { id: root, type: 11, parent: channel.id, owner });
  world.emit("dispatch", "THREAD_CREATE", describeChannel(thread, world));
  return thread;
}

/** The server, without its channels and members. */
export function describeGuild({ guild, person }: DiscordWorld): Body {
  return {
    id: guild,
    name: "Newsroom",
    owner_id: person.id,
    roles: [{ id: guild, name: "@everyone", permissions: String(allPermissions), position: 0 }],
  };
}

export function describeChannel(channel: Channel, world: DiscordWorld): Body {
  const { id, name, type, guild, parent, owner, denied } = channel;
  if (guild === null) return { id, type, recipients: [{ ...world.person, discriminator: "0" }] };
  const overwrite = { id: guild, type: 0, allow: "0", deny: String(denied) };
  const common = { id, name, type, guild_id: guild, parent_id: parent, flags: 0 };
  if (type !== 11) return { ...common, position: 0, permission_overwrites: [overwrite] };
  return {
    ...common,
    owner_id: owner,
    message_count: 0,
    member_count: 1,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: false,
      auto_archive_duration: 1_440,
      archive_timestamp: new Date().toISOString(),
      locked: false,
    },
  };
}
