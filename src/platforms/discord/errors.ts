/**
 * What goes wrong with a request, in words of this project. No error of the SDK leaves this folder: its errors
 * carry request bodies and addresses with tokens of interactions.
 */
import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { BotError } from "../../errors.ts";
import type { ErrorKind } from "../../errors.ts";

/** Used here; all of them: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export const discordCodes = {
  unknownChannel: 10_003,
  unknownGuild: 10_004,
  unknownMessage: 10_008,
  unknownWebhook: 10_015,
  unknownInteraction: 10_062,
  crossposted: 40_033,
  interactionAcknowledged: 40_060,
  missingAccess: 50_001,
  cannotMessageUser: 50_007,
  missingPermissions: 50_013,
  wrongKindOfChannel: 50_024,
  invalidWebhookToken: 50_027,
  threadArchived: 50_083,
  noMutualServers: 50_278,
  threadExists: 160_004,
  threadLocked: 160_005,
  tooManyThreads: 160_006,
  tooManyAnnouncementThreads: 160_007,
  blockedByAutoMod: 200_000,
} as const;

/** Discord answered, with a code of its own. */
class DiscordRefusal extends BotError {
  readonly code: number;

  constructor(
    kind: ErrorKind,
    message: string,
    { code, hint }: { code: number; hint?: string | undefined },
  ) {
    super(kind, message, hint === undefined ? {} : { hint });
    this.code = code;
  }
}

export function hasCode(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordRefusal && codes.includes(error.code);
}

/** For the log, and for the reason that another error gives. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const hints: Readonly<Record<number, string>> = {
  [discordCodes.missingAccess]:
    "Give the bot the permission View Channel there, or invite it to the server.",
  [discordCodes.cannotMessageUser]: "The person has to allow direct messages from the bot.",
  [discordCodes.noMutualServers]: "The person has to be in a server that the bot is in.",
  [discordCodes.missingPermissions]:
    "Give the bot the permissions Send Messages, Create Public Threads and Send Messages in Threads there.",
  [discordCodes.threadArchived]: "Open the thread again, or give the bot Manage Threads.",
  [discordCodes.threadLocked]: "Unlock the thread, or give the bot Manage Threads.",
  [discordCodes.tooManyThreads]: "Close some of the server's threads; it has as many as it may.",
  [discordCodes.tooManyAnnouncementThreads]:
    "Close some of the server's announcement threads; it has as many as it may.",
};

const gone: ReadonlySet<number> = new Set([
  discordCodes.unknownChannel,
  discordCodes.unknownGuild,
  discordCodes.unknownMessage,
  discordCodes.unknownWebhook,
  discordCodes.unknownInteraction,
  discordCodes.invalidWebhookToken,
]);
const forbidden: ReadonlySet<number> = new Set(Object.keys(hints).map(Number));

export function rateLimited(what: string, retryAfterMs: number): BotError {
  const seconds = Math.ceil(retryAfterMs / 1_000);
  return new BotError("rate-limited", `Discord asks to wait ${seconds} s before ${what}.`, {
    retryAfterMs,
  });
}

export function unauthorized(): BotError {
  return new BotError("unauthorized", "Discord does not accept the token of the bot.", {
    hint: "Make a new token (https://discord.com/developers/applications, page Bot, Reset Token) and set DISCORD_TOKEN to it.",
  });
}

/** Node and undici: the connection was never there. https://nodejs.org/api/errors.html#common-system-errors */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;

/** The code of an error or of what caused it. */
function systemCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("code" in error && typeof error.code === "string") return error.code;
  return systemCode(error.cause);
}

/** `what` is what was tried, e.g. "posting to channel 1". */
export function translateError(error: unknown, what: string): BotError {
  if (error instanceof BotError) return error;
  if (error instanceof RateLimitError) {
    return rateLimited(what, Math.max(error.retryAfter, error.timeToReset, 0));
  }
  if (error instanceof DiscordAPIError) return translateRefusal(error, what);
  if (error instanceof HTTPError) {
    return new BotError("ambiguous", `Discord failed with status ${error.status} at ${what}.`);
  }
  const code = systemCode(error);
  if (code !== null && neverConnected.test(code)) {
    return new BotError("unreachable", `Discord cannot be reached (${code}) for ${what}.`, {
      hint: "Check the network, and DISCORD_API_URL where it is set.",
    });
  }
  const name = error instanceof Error ? (code ?? error.name) : typeof error;
  return new BotError("ambiguous", `The connection to Discord broke (${name}) at ${what}.`);
}

function translateRefusal(error: DiscordAPIError, what: string): BotError {
  const code = Number(error.code);
  const said = `Discord refused ${what}: ${error.message.replaceAll(/\s+/g, " ")} (${error.status}, code ${error.code}).`;
  const refusal = (kind: ErrorKind, hint: string | undefined): DiscordRefusal =>
    new DiscordRefusal(kind, said, { code, hint });
  if (gone.has(code)) return refusal("gone", "Check that it still exists, and its id.");
  if (forbidden.has(code)) return refusal("forbidden", hints[code]);
  if (error.status === 404) return refusal("gone", "Check that it still exists, and its id.");
  if (error.status === 403) {
    return refusal("forbidden", "Check the permissions of the bot in that channel.");
  }
  return refusal("refused", undefined);
}
