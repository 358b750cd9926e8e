/** Who may decide what is posted in a channel: whoever may change the channel or the server. */
import { PermissionFlagsBits } from "discord.js";
import type { Client, PermissionsBitField } from "discord.js";
import type { Caller } from "../../platform.ts";
import { directMessages } from "./places.ts";

const deciding = [PermissionFlagsBits.ManageChannels, PermissionFlagsBits.ManageGuild];

export interface Authority {
  /** What Discord itself says in a signed request about the person who makes it, in its channel. */
  note(caller: Caller, permissions: Readonly<PermissionsBitField>): void;
  /** In direct messages everybody decides for themselves; where the bot is no member, nobody does. */
  mayManage(client: Client<true> | null, caller: Caller): Promise<boolean>;
}

export function createAuthority(): Authority {
  /** Lives as long as the request does, so no other request can draw on it. */
  const noted = new WeakMap<Caller, Readonly<PermissionsBitField>>();
  return {
    note: (caller, permissions) => void noted.set(caller, permissions),
    mayManage: async (client, caller) => {
      const { address, person, isGuest } = caller;
      if (isGuest) return false;
      if (address.workspace === directMessages) return true;
      const signed = noted.get(caller);
      if (signed !== undefined) return signed.any(deciding);
      const known = client?.channels.cache.get(address.channel);
      if (known === undefined || known.isDMBased()) return false;
      try {
        const member = await known.guild.members.fetch({ user: person, force: true });
        return known.permissionsFor(member).any(deciding);
      } catch {
        return false;
      }
    },
  };
}
