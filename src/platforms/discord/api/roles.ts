/** Roles that posts notify. */
import { PermissionFlagsBits } from "discord.js";
import type { Client, Role } from "discord.js";
import { oneLine } from "../../../briefing/words.ts";
import type { Address, Caller, Platform } from "../../platform.ts";
import { mentionRoles } from "../setup/permissions.ts";
import type { Authority } from "./authority.ts";

/** Backticks would mark what is typed. */
function nameOf({ name }: Role): string {
  return `@${oneLine(name).replaceAll("`", "'")}`;
}

function findRole(client: Client<true> | null, { workspace }: Address, role: string): Role | null {
  return client?.guilds.cache.get(workspace)?.roles.cache.get(role) ?? null;
}

export function createRoles(
  client: () => Client<true> | null,
  authority: Authority,
): NonNullable<Platform["roles"]> {
  function mayBotMention({ address }: Caller): boolean {
    const open = client();
    const channel = open?.channels.cache.get(address.channel);
    if (!open || channel === undefined || channel.isDMBased()) return false;
    return channel.permissionsFor(open.user)?.has(PermissionFlagsBits.MentionEveryone) ?? false;
  }

  return {
    nameOf: (place, role) => {
      const found = findRole(client(), place, role);
      return found === null ? null : nameOf(found);
    },
    whyNotPing: async (caller, role) => {
      const { address } = caller;
      const found = findRole(client(), address, role);
      if (caller.isGuest || found === null) return "There is no such role here.";
      // The role of everyone has the id of its server.
      if (role === address.workspace) return "I do not notify everyone of a server. Choose a role.";
      if (found.mentionable) return null;
      const name = nameOf(found);
      const person = await authority.permissionsOf(client(), caller);
      if (!(person?.has(PermissionFlagsBits.MentionEveryone) ?? false))
        return `You may not notify ${name} in this channel. Somebody with the permission “${mentionRoles.name}” may.`;
      if (mayBotMention(caller)) return null;
      return `I may not notify ${name} in this channel. Allow anyone to @mention this role (Server Settings, Roles), or give me the permission “${mentionRoles.name}”.`;
    },
  };
}
