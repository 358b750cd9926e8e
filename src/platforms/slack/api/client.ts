/** Slack's Web API without the SDK's own retries: our outbox decides what is tried again. */
import { LogLevel, type Logger } from "@slack/bolt";
import type { WebClient, WebClientOptions } from "@slack/web-api";
import type { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { Log } from "../../platform.ts";
import { explainSlackError, hideTokens } from "../errors.ts";

const timeoutMs = 10_000;

export function clientOptions({ apiUrl }: { apiUrl?: string }, log: Log): WebClientOptions {
  return {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    // Answers to a response_url go through this too, and would wait for ever.
    fetch: (url, init) =>
      fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(timeoutMs) }),
    logger: loggerFor(log),
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
}

/** Warnings and errors of the SDK in our log. */
export function loggerFor(log: Log): Logger {
  const join = (parts: readonly unknown[]): string =>
    hideTokens(
      parts.map((part) => (part instanceof Error ? part.message : String(part))).join(" "),
    );
  const ignore = (): void => undefined;
  return {
    debug: ignore,
    info: ignore,
    warn: (...parts) => log.warn({ platform: "slack" }, join(parts)),
    error: (...parts) => log.error({ platform: "slack" }, join(parts)),
    setLevel: ignore,
    setName: ignore,
    getLevel: () => LogLevel.WARN,
  };
}

/** One method of the Web API. `doing` completes "Slack: could not …". Throws BotError as the port's `post` does. */
export type Call = <Answer>(
  method: string,
  args: Readonly<Record<string, unknown>>,
  answer: z.ZodType<Answer>,
  doing: string,
) => Promise<Answer>;

export function caller(client: WebClient): Call {
  return async (method, args, answer, doing) => {
    const result = await client.apiCall(method, args).catch((error: unknown) => {
      throw explainSlackError(error, doing);
    });
    const parsed = answer.safeParse(result);
    if (parsed.success) return parsed.data;
    throw new BotError("ambiguous", `Slack: could not ${doing}: the answer is not as documented.`);
  };
}
