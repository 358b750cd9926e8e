/**
 * A Discord that keeps its documented limits: 50 requests in any second of its clock for the bot, and in each channel
 * the five in five seconds that are observed (https://docs.discord.com/developers/topics/rate-limits).
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { DiscordGateway } from "../../tests/fakes/discord-gateway.ts";
import { Interactions } from "../../tests/fakes/discord-interactions.ts";
import { type Asked, DiscordRest } from "../../tests/fakes/discord-rest.ts";
import { DiscordWorld } from "../../tests/fakes/discord-world.ts";
import { bodyOf, type Bucket, bucketOf } from "../../tests/faults/kinds.ts";
import { judge, listen, reply, type Verdict } from "./http.ts";

export const discordPerSecond = 50;

export interface LimitedDiscord {
  url: string;
  token: string;
  channels: readonly string[];
  verdict(): Verdict;
  close(): Promise<void>;
}

/** Gives the answer to a request that comes too fast, or the headers of one that does not. */
function createLimits() {
  const channels = new Map<string, Bucket>();
  let second = 0;
  let asked = 0;
  return ({ method, path }: Asked, nowMs: number) => {
    const [, channel = ""] = /^\/channels\/(\d+)\/messages/.exec(path) ?? [];
    const now = Math.floor(nowMs / 1_000);
    if (now !== second) [second, asked] = [now, 0];
    asked += 1;
    if (asked > discordPerSecond)
      return { isGlobal: true, seconds: 1 - (nowMs % 1_000) / 1_000, headers: {} };
    const key = `${method} ${channel}`;
    const bucket = channels.get(key) ?? bucketOf(1, 5);
    channels.set(key, bucket);
    const seconds = bucket.take(nowMs);
    const headers = {
      "x-ratelimit-limit": "5",
      "x-ratelimit-remaining": String(bucket.left(nowMs)),
      "x-ratelimit-reset-after": "5.000",
      "x-ratelimit-bucket": `${method}-messages`,
    };
    return { isGlobal: false, seconds, headers };
  };
}

export async function openLimitedDiscord(channels: number): Promise<LimitedDiscord> {
  const world = new DiscordWorld();
  const token = "MTA0.bench-token.0123456789";
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  let origin = "";
  const gatewayUrl = (): string => `ws://${origin}/`;
  const rest = new DiscordRest(world, new Interactions(world), { token, gatewayUrl });
  const gateway = new DiscordGateway(world, server, { token: () => token, url: gatewayUrl });
  const ids = Array.from({ length: channels }, (_, at) => world.addChannel(`news-${at}`).id);
  const limits = createLimits();
  let [requests, refused, lastAtMs] = [0, 0, 0];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://loopback");
    const sent = await bodyOf(request);
    const asked: Asked = {
      method: request.method ?? "GET",
      path: url.pathname.replace(/^\/api\/v10/, ""),
      query: url.searchParams,
      authorization: request.headers.authorization ?? null,
      body: sent === "" ? null : JSON.parse(sent),
    };
    const isMessage = asked.path.includes("/messages");
    if (isMessage) requests += 1;
    const limit = limits(asked, Date.now());
    if (limit.seconds > 0) {
      refused += 1;
      const { seconds, isGlobal } = limit;
      const body = {
        message: "You are being rate limited.",
        retry_after: seconds,
        global: isGlobal,
      };
      const headers = { "retry-after": seconds.toFixed(3), "x-ratelimit-scope": "user" };
      reply(response, 429, body, isGlobal ? { ...headers, "x-ratelimit-global": "true" } : headers);
      return;
    }
    const answer = rest.answer(asked);
    if (isMessage && answer.status < 300) lastAtMs = performance.now();
    reply(response, answer.status, answer.body, limit.headers);
  }

  origin = await listen(server);
  return {
    url: `http://${origin}/api`,
    token,
    channels: ids,
    verdict() {
      // Ours are text first, components after the edit.
      const whole = world.shown().filter(({ components }) => components.length > 0);
      const shownIn = whole.map(({ channel }) => channel);
      return { ...judge(ids, shownIn), requests, refused, lastAtMs };
    },
    async close() {
      await gateway.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
