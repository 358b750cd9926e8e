/** Who may do what on the loopback Discord. */
export const permissions = {
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ReadMessageHistory: 1n << 16n,
  CreatePublicThreads: 1n << 35n,
  SendMessagesInThreads: 1n << 38n,
} as const;
/** What nobody has who is not given it. */
export const manageThreads = 1n << 34n;
export const mentionEveryone = 1n << 17n;
export const allPermissions = Object.values(permissions).reduce((all, bit) => all | bit, 0n);

/** One that members of the server can have. */
export interface Role {
  id: string;
  name: string;
  /** Whether anyone may mention it. */
  mentionable: boolean;
}
