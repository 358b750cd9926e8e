/** Who may do what in a channel, as Discord itself says when it is done. */
import { PermissionFlagsBits } from "discord.js";
import type { Client, PermissionsBitField } from "discord.js";
import type { Caller } from "../../platform.ts";
import { directMessages } from "./places.ts";

/** Who may decide what is posted in a channel: whoever may change the channel or the server. */
const deciding = [PermissionFlagsBits.ManageChannels, PermissionFlagsBits.ManageGuild];

type Permissions = Readonly<PermissionsBitField>;

export interface Authority {
  /** What Discord itself says in a signed request about the person who makes it, in its channel. */
  note(caller: Caller, permissions: Permissions): void;
  /**
   * In direct messages everybody decides for themselves, and from elsewhere nobody does: whose they are is not known
   * there. Where the bot is no member, nobody does either.
   */
  mayManage(client: Client<true> | null, caller: Caller): Promise<boolean>;
  /** What the person may do in the channel of the request; null where Discord does not tell. */
  permissionsOf(client: Client<true> | null, caller: Caller): Promise<Permissions | null>;
}

export function createAuthority(): Authority {
  /** Lives as long as the request does, so no other request can draw on it. */
  const noted = new WeakMap<Caller, Permissions>();

  async function permissionsOf(
    client: Client<true> | null,
    caller: Caller,
  ): Promise<Permissions | null> {
    const signed = noted.get(caller);
    if (signed !== undefined) return signed;
    const known = client?.channels.cache.get(caller.address.channel);
    if (known === undefined || known.isDMBased()) return null;
    // Of another server: whoever decides there decides nothing here.
    if (known.guild.id !== caller.address.workspace) return null;
    try {
      const member = await known.guild.members.fetch({ user: caller.person, force: true });
      return known.permissionsFor(member);
    } catch {
      return null;
    }
  }

  return {
    note: (caller, permissions) => void noted.set(caller, permissions),
    permissionsOf,
    mayManage: async (client, caller) => {
      if (caller.isGuest) return false;
      if (caller.address.workspace === directMessages) return caller.isElsewhere !== true;
      return (await permissionsOf(client, caller))?.any(deciding) ?? false;
    },
  };
}
