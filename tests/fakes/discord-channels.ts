/** Channels and threads as REST and the gateway give them. */
import type { Body } from "./discord-checks.ts";
import type { Channel, DiscordWorld } from "./discord-world.ts";

export function openThread(
  world: DiscordWorld,
  channel: Channel,
  root: string,
  { name, owner, applied = [] }: { name: string; owner: string; applied?: readonly string[] },
): Channel {
  const thread = world.addChannel(name, { id: root, type: 11, parent: channel.id, owner, applied });
  world.emit("dispatch", "THREAD_CREATE", describeChannel(thread, world));
  return thread;
}

/** The server, without its channels and members. */
export function describeGuild({ guild, person, everyoneMay, roles }: DiscordWorld): Body {
  const everyone = { id: guild, name: "@everyone", mentionable: false };
  const described = [everyone, ...roles].map((role, position) => ({
    ...role,
    position,
    permissions: String(everyoneMay),
  }));
  return {
    id: guild,
    name: "Newsroom",
    owner_id: person.id,
    roles: described,
  };
}

export function describeChannel(channel: Channel, world: DiscordWorld): Body {
  const { id, name, type, guild, parent, owner, denied, tags, flags } = channel;
  if (guild === null) return { id, type, recipients: [{ ...world.person, discriminator: "0" }] };
  const overwrite = { id: guild, type: 0, allow: "0", deny: String(denied) };
  const common = { id, name, type, guild_id: guild, parent_id: parent, flags };
  if (type !== 11) {
    const here = world.shown().filter((message) => message.channel === id);
    const last = { last_message_id: here.at(-1)?.id ?? null };
    const place = { position: 0, permission_overwrites: [overwrite], ...last };
    return { ...common, ...place, ...(type === 15 ? { available_tags: tags } : {}) };
  }
  return {
    ...common,
    owner_id: owner,
    applied_tags: channel.applied,
    message_count: 0,
    member_count: 1,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: world.archived.has(id),
      auto_archive_duration: 1_440,
      archive_timestamp: new Date().toISOString(),
      locked: world.locked.has(id),
    },
  };
}

/** All threads that are open. */
export function listThreads(world: DiscordWorld): Body {
  const threads = [...world.channels.values()].filter(
    ({ id, type }) => type === 11 && !world.archived.has(id),
  );
  return { threads: threads.map((thread) => describeChannel(thread, world)), members: [] };
}
