/** What Slack's errors mean for us (https://docs.slack.dev/reference/methods/chat.postMessage#errors). */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { BotError, type ErrorKind } from "../../errors.ts";

const kindOf: ReadonlyMap<string, ErrorKind> = new Map([
  ...each("unauthorized", [
    "account_inactive",
    "invalid_auth",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
  ]),
  ...each("forbidden", [
    "access_denied",
    "cant_update_message",
    "edit_window_closed",
    "ekm_access_denied",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_in_channel",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
    "team_access_not_granted",
  ]),
  ...each("gone", ["channel_not_found", "is_archived", "message_not_found", "thread_not_found"]),
  ...each("rate-limited", ["rate_limited", "ratelimited"]),
  // Slack says of the first two that part of the work may have been done.
  ...each("ambiguous", ["fatal_error", "internal_error", "request_timeout", "service_unavailable"]),
]);

function each(kind: ErrorKind, list: readonly string[]): readonly [string, ErrorKind][] {
  return list.map((code) => [code, kind]);
}

const hints: Readonly<Record<string, string>> = {
  not_in_channel: "Invite the bot: type /invite and its name in that channel.",
  channel_not_found:
    "Check the channel's id. A private channel is visible to the bot only after /invite in that channel.",
  is_archived: "Choose another channel, or bring this one back from the archive.",
  missing_scope:
    "Add the scope under OAuth & Permissions at https://api.slack.com/apps and install the app again.",
  message_not_found: "Somebody deleted the message.",
  thread_not_found: "Somebody deleted the message that the thread belongs to.",
};

const kindHints: Readonly<Partial<Record<ErrorKind, string>>> = {
  unauthorized:
    "Copy the bot token once more from OAuth & Permissions at https://api.slack.com/apps, or install the app again.",
  forbidden: "Ask an admin of the workspace to allow the bot to post there.",
  refused: "This is a defect of this bot, or Slack has changed. The error code tells which.",
  unreachable: "Check the network, the proxy and SLACK_API_URL. It will be tried again.",
};

/** Where Slack asks us to wait without saying how long. */
const defaultWaitMs = 30_000;

/** https://nodejs.org/api/errors.html#common-system-errors, and undici's, that come before any byte is sent. */
const neverSent = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** `doing` completes "Slack: could not …". Keeps nothing of the original, which may hold more than anybody should read. */
export function explainSlackError(error: unknown, doing: string): BotError {
  if (error instanceof BotError) return error;
  if (error instanceof WebAPIPlatformError) return explainCode(error.data, doing);
  if (error instanceof WebAPIRateLimitedError) {
    return explain("rate-limited", doing, "too many requests", error.retryAfter * 1_000);
  }
  if (error instanceof WebAPIHTTPError) {
    const kind = error.statusCode >= 500 || error.statusCode === 408 ? "ambiguous" : "refused";
    return explain(kind, doing, `HTTP status ${error.statusCode}`);
  }
  if (error instanceof WebAPIRequestError) return explainRequest(error.original, doing);
  // The SDK has no class for a 429 that does not say how long to wait.
  if (error instanceof Error && error.message.startsWith("Retry header")) {
    return explain("rate-limited", doing, "too many requests", defaultWaitMs);
  }
  return explain("ambiguous", doing, nameOf(error));
}

function explainCode(data: WebAPIPlatformError["data"], doing: string): BotError {
  const code = data.error;
  // An answer that is no JSON arrives here as its own text.
  if (!/^[a-z0-9_]+$/.test(code)) return explain("ambiguous", doing, "the answer is not Slack's");
  const kind = kindOf.get(code) ?? "refused";
  const needed = "needed" in data && typeof data.needed === "string" ? data.needed : undefined;
  const missing = needed === undefined ? "" : ` (needed: ${needed})`;
  const waitMs = (data.response_metadata?.retryAfter ?? defaultWaitMs / 1_000) * 1_000;
  return explain(kind, doing, code + missing, kind === "rate-limited" ? waitMs : undefined, code);
}

function explainRequest(original: Error, doing: string): BotError {
  if (original.name === "TimeoutError") return explain("ambiguous", doing, "no answer in time");
  const { cause } = original;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : nameOf(original);
  return explain(neverSent.has(code) ? "unreachable" : "ambiguous", doing, code);
}

function explain(
  kind: ErrorKind,
  doing: string,
  reason: string,
  retryAfterMs?: number,
  code = "",
): BotError {
  const hint = hints[code] ?? kindHints[kind];
  return new BotError(kind, `Slack: could not ${doing}: ${hideTokens(reason)}.`, {
    ...(hint === undefined ? {} : { hint }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** For the log. */
export function reasonOf(error: unknown): string {
  return hideTokens(error instanceof Error ? error.message : "unknown");
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown error";
}

/** https://docs.slack.dev/authentication/tokens lists the prefixes. */
export function hideTokens(text: string): string {
  return text.replaceAll(/\b(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+/g, "[token]");
}
