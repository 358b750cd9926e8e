/** What the bot has to be allowed, and how that is worked out for a channel. Pure; imports no SDK. */

interface Permission {
  bit: bigint;
  /** As Discord's own settings call it. */
  name: string;
  /** What does not work without it. */
  without: string;
  /** Whether the bot can post at all without it. */
  isVital: boolean;
}

/** The fewest with which everything works. https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags */
export const wantedPermissions: readonly Permission[] = [
  { bit: 1n << 10n, name: "View Channels", without: "it sees nothing there", isVital: true },
  { bit: 1n << 11n, name: "Send Messages", without: "it cannot post there", isVital: true },
  {
    bit: 1n << 38n,
    name: "Send Messages in Threads",
    without: "it cannot answer in threads",
    isVital: false,
  },
  {
    bit: 1n << 35n,
    name: "Create Public Threads",
    without: "“Read in thread” and questions have no place to go",
    isVital: false,
  },
  {
    bit: 1n << 16n,
    name: "Read Message History",
    without: "it cannot look up whether a message arrived before a connection broke",
    isVital: false,
  },
];

/** To notify a role that not anyone may mention. It would let the bot notify everybody, so the invitation does not ask for it. */
export const mentionRoles = {
  bit: 1n << 17n,
  name: "Mention @everyone, @here, and All Roles",
};

const administrator = 1n << 3n;

/** https://discord.com/developers/docs/topics/oauth2#bot-authorization-flow */
export function inviteLink(applicationId: string): string {
  const bits = wantedPermissions.reduce((all, { bit }) => all | bit, 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: "bot applications.commands",
    permissions: String(bits),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}

/** The first part of a token is the id of its bot, which is that of its application. Null where it is not. */
export function applicationIdOf(token: string): string | null {
  const id = Buffer.from(token.split(".", 1)[0] ?? "", "base64").toString("latin1");
  return /^\d{15,21}$/.test(id) ? id : null;
}

export interface Overwrite {
  id: string;
  allow: string;
  deny: string;
}

export interface Membership {
  guild: string;
  owner: string;
  member: string;
  /** Ids of the member's roles; that of everyone is not among them. */
  roles: readonly string[];
  /** Of every role of the server, by its id; that of everyone has the id of the server. */
  permissions: ReadonlyMap<string, bigint>;
}

/** What a member may do in a channel. https://discord.com/developers/docs/topics/permissions#permission-overwrites */
export function permissionsIn(
  { guild, owner, member, roles, permissions }: Membership,
  overwrites: readonly Overwrite[],
): bigint {
  const all = [guild, ...roles].reduce((sum, role) => sum | (permissions.get(role) ?? 0n), 0n);
  if (member === owner || (all & administrator) !== 0n) return ~0n;
  const apply = (before: bigint, ids: readonly string[]): bigint => {
    const here = overwrites.filter(({ id }) => ids.includes(id));
    const deny = here.reduce((sum, each) => sum | BigInt(each.deny), 0n);
    const allow = here.reduce((sum, each) => sum | BigInt(each.allow), 0n);
    return (before & ~deny) | allow;
  };
  return apply(apply(apply(all, [guild]), roles), [member]);
}
