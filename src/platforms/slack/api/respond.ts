/** Messages to the address that comes with what somebody did. */
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { text as readText } from "node:stream/consumers";

/** Longer without a word, and there is no answer. */
const silentMs = 10_000;

/**
 * Posts to a response_url (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). Rejects where
 * Slack cannot be reached or falls silent. Not with `fetch`, which leaves several times as much behind for every request,
 * and until the next whole collection of garbage, for which everybody waits.
 */
export async function respond(
  url: string,
  body: object,
): Promise<{ isTaken: boolean; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const start = url.startsWith("https:") ? requestHttps : requestHttp;
  const headers = { "content-type": "application/json" };
  const request = start(url, { method: "POST", headers, timeout: silentMs }, resolve);
  request.on("timeout", () => request.destroy(new DOMException("No answer.", "TimeoutError")));
  request.on("error", reject);
  request.end(JSON.stringify(body));
  const response = await promise;
  const { statusCode = 0 } = response;
  const text = await readText(response).catch(() => "");
  return { isTaken: statusCode >= 200 && statusCode < 300, text };
}
