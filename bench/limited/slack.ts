/**
 * Slack workspaces that keep their documented limits: one message a second in a channel, and "several hundred a
 * minute" in a workspace (https://docs.slack.dev/apis/web-api/rate-limits), here the 240 that the bot's pace assumes. Without
 * limits on request.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Refusal, Workspace } from "../../tests/fakes/slack-workspace.ts";
import { bodyOf, type Bucket, bucketOf } from "../../tests/faults/kinds.ts";
import { judge, listen, reply, type Verdict } from "./http.ts";

/** Of a workspace; so many may come at once. */
export const slackPerSecond = 4;

export interface LimitedSlack {
  url: string;
  channels: readonly string[];
  verdict(): Verdict;
  close(): void;
}

export async function openLimitedSlack(
  channels: number,
  isLimited: boolean,
): Promise<LimitedSlack> {
  const workspace = new Workspace();
  const ids = Array.from({ length: channels }, (_, at) => `C${String(at).padStart(8, "0")}`);
  for (const id of ids) workspace.addChannel(id, `news-${id}`);
  const all = bucketOf(slackPerSecond, slackPerSecond);
  const each = new Map<string, Bucket>(ids.map((id) => [id, bucketOf(1, 1)]));
  const waitFor = (channel: string, nowMs: number): number =>
    all.take(nowMs) || (each.get(channel)?.take(nowMs) ?? 0);
  let [requests, refused, lastAtMs] = [0, 0, 0];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = (request.url ?? "").replace(/^\/api\//, "");
    const args = new Map(new URLSearchParams(await bodyOf(request)));
    if (method === "chat.postMessage") {
      requests += 1;
      const nowMs = performance.now();
      const seconds = isLimited ? waitFor(args.get("channel") ?? "", nowMs) : 0;
      if (seconds > 0) {
        refused += 1;
        const body = { ok: false, error: "ratelimited" };
        reply(response, 429, body, { "retry-after": String(Math.ceil(seconds)) });
        return;
      }
    }
    try {
      const answer = workspace.call(method, args);
      if (method === "chat.postMessage") lastAtMs = performance.now();
      reply(response, 200, { ok: true, ...answer });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply(response, 200, error.answer);
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const origin = await listen(server);
  return {
    url: `http://${origin}/api/`,
    channels: ids,
    verdict() {
      const shownIn = workspace.messages.map(({ channel }) => channel);
      return { ...judge(ids, shownIn), requests, refused, lastAtMs };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
