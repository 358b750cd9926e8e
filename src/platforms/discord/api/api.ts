/** Requests to Discord's REST API, each made once. */
import { DefaultRestOptions, REST } from "discord.js";
import type { RESTOptions } from "discord.js";
import { z } from "zod";
import { BotError } from "../../../errors.ts";
import type { Json } from "../../platform.ts";
import { rateLimited, translateError, unauthorized } from "../errors.ts";
import { withDeadline } from "./deadline.ts";
import type { DiscordSettings } from "../settings.ts";
import { createTurnstile } from "./turnstile.ts";

const timeoutMs = 10_000;
/** Where Discord limits us and does not say for how long. */
const unstatedWaitMs = 10_000;

type MakeRequest = RESTOptions["makeRequest"];

const SignedHeaders = z.looseObject({ Authorization: z.string() });
const RateLimitBody = z.object({ retry_after: z.number().min(0) });

/**
 * Fifty a second for a bot, over all its channels; one below, because requests bunch up a little on their way
 * (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).
 */
const requestsPerSecond = 49;

/** Header and body are in seconds. https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit */
async function readRetryAfterMs(response: Awaited<ReturnType<MakeRequest>>): Promise<number> {
  const header = Number(response.headers.get("retry-after") ?? Number.NaN);
  if (header >= 0) return header * 1_000;
  const body = RateLimitBody.safeParse(await response.json().catch(() => null));
  return body.success ? body.data.retry_after * 1_000 : unstatedWaitMs;
}

/** Nobody may ask anything for so long. */
type OnGlobalLimit = (ms: number) => void;

/**
 * The SDK repeats a limited request by itself, without any pause where the header is missing, and forgets its token
 * after one 401. So it gets to see neither.
 */
function guardRequests(onGlobalLimit: OnGlobalLimit): MakeRequest {
  return async (url, init) => {
    const response = await DefaultRestOptions.makeRequest(url, init);
    if (response.status === 429) {
      const waitMs = await readRetryAfterMs(response);
      if (response.headers.has("x-ratelimit-global")) onGlobalLimit(waitMs);
      throw rateLimited("the next request", waitMs);
    }
    if (response.status === 401 && SignedHeaders.safeParse(init.headers).success)
      throw unauthorized();
    return response;
  };
}

export function restOptions(
  { apiUrl }: DiscordSettings,
  onGlobalLimit: OnGlobalLimit = () => undefined,
): Partial<RESTOptions> {
  return {
    retries: 0,
    rejectOnRateLimit: () => true,
    // Counted below; the SDK would count the answers to people in as well, which Discord does not.
    globalRequestsPerSecond: Infinity,
    timeout: timeoutMs,
    makeRequest: guardRequests(onGlobalLimit),
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
  };
}

type Route = `/${string}`;

interface Sending {
  method: "POST" | "PATCH" | "PUT" | "DELETE";
  route: Route;
  body?: Json;
  /** For messages of errors: "posting to channel 1". */
  what: string;
  /** False where the address itself is the secret, as for interactions. */
  isSigned?: boolean;
}

/** All reject with a BotError; the kinds are those of `Platform.post`. */
export interface Api {
  get(route: Route, what: string, query?: Readonly<Record<string, string>>): Promise<unknown>;
  send(sending: Sending): Promise<unknown>;
  close(): void;
}

export function openApi(settings: DiscordSettings): Api {
  const turnstile = createTurnstile(requestsPerSecond);
  const options = restOptions(settings, (ms) => turnstile.close(ms));
  const rest = new REST(options).setToken(settings.token);
  const methods = { POST: "post", PATCH: "patch", PUT: "put", DELETE: "delete" } as const;
  return {
    get: async (route, what, query = {}) => {
      await turnstile.pass();
      try {
        return await withDeadline(timeoutMs, (signal) =>
          rest.get(route, { query: new URLSearchParams({ ...query }), signal }),
        );
      } catch (error) {
        throw translateError(error, what);
      }
    },
    send: async ({ method, route, body, what, isSigned = true }) => {
      // What answers a person by its own secret is not counted.
      if (isSigned) await turnstile.pass();
      try {
        return await withDeadline(timeoutMs, (signal) =>
          rest[methods[method]](route, { body, auth: isSigned, signal }),
        );
      } catch (error) {
        throw translateError(error, what);
      }
    },
    close: () => {
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    },
  };
}

/** Nothing was posted yet, so a doubt about this is none about the post. */
export async function beforehand<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof BotError) || error.kind !== "ambiguous") throw error;
    throw new BotError("unreachable", error.message);
  }
}
