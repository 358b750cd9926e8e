/** A Discord with one person who types commands, in as many servers as are wanted: the gateway, and the few routes that a bot needs. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { type WebSocket, WebSocketServer } from "ws";
import { bodyOf } from "../../tests/faults/kinds.ts";
import { listen, reply } from "../limited/http.ts";
import { ask, type Asked, type Waiting } from "./asked.ts";
import { describeGuild, idOf } from "./guilds.ts";

export interface DiscordPerson {
  url: string;
  token: string;
  /** Resolves when a bot is connected. */
  connected: Promise<unknown>;
  /** Chooses a subcommand with its options. */
  type(sub: string, options: Readonly<Record<string, string>>): Asked;
  /** Types in one option; the suggestions are acknowledgement and answer. */
  complete(sub: string, option: string, text: string): Asked;
  /** The bot is in so many servers more. */
  join(servers: number): void;
  close(): void;
}

const bot = { id: idOf(1), username: "briefing", discriminator: "0", avatar: null, bot: true };
const person = { id: idOf(2), username: "ada", discriminator: "0", avatar: null };
const home = 1;

export async function openDiscordPerson(): Promise<DiscordPerson> {
  const token = "MTA0.bench-token.0123456789";
  const waiting = new Map<string, Waiting>();
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const gateway = new WebSocketServer({ server });
  let [origin, sequence, count, servers] = ["", 0, 0, home];
  let socket: WebSocket | undefined;
  let commands: readonly object[] = [];
  const connected = once(gateway, "ready");

  const tell = (name: string, data: object): void => {
    sequence += 1;
    socket?.send(JSON.stringify({ op: 0, t: name, s: sequence, d: data }));
  };

  gateway.on("connection", (line) => {
    socket = line;
    line.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
    line.on("message", (data) => {
      const { op }: { op?: unknown } = JSON.parse(Buffer.isBuffer(data) ? data.toString() : "{}");
      if (op === 1) line.send(JSON.stringify({ op: 11 }));
      if (op !== 2) return;
      tell("READY", {
        v: 10,
        user: bot,
        guilds: [{ id: idOf(100), unavailable: true }],
        session_id: "s",
        resume_gateway_url: `ws://${origin}/`,
        shard: [0, 1],
        application: { id: bot.id, flags: 0 },
      });
      tell("GUILD_CREATE", describeGuild(0, bot));
      gateway.emit("ready");
    });
  });

  /** Whom the request of the bot is for. */
  function tokenIn(path: string): string {
    return /\/(t\d+)(?:\/|$)/.exec(path)?.[1] ?? "";
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://loopback").pathname.replace("/api/v10", "");
    const body: unknown = JSON.parse((await bodyOf(request)) || "null");
    if (path.startsWith("/interactions/")) {
      const asked = waiting.get(tokenIn(path));
      asked?.acknowledge();
      const type = typeof body === "object" && body !== null && "type" in body ? body.type : 0;
      // A message or suggestions are an answer at once, 5 is "thinking".
      if (type !== 5) asked?.answer();
      response.writeHead(204).end();
    } else if (path.startsWith("/webhooks/")) {
      waiting.get(tokenIn(path))?.answer();
      reply(response, 200, { id: idOf(9), channel_id: idOf(101) });
    } else if (path.startsWith("/gateway")) {
      const limit = { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 };
      reply(response, 200, { url: `ws://${origin}/`, shards: 1, session_start_limit: limit });
    } else if (path.endsWith("/commands")) {
      if (request.method === "PUT" && Array.isArray(body)) commands = body;
      reply(response, 200, commands);
    } else reply(response, 200, path.startsWith("/users") ? bot : { id: bot.id, flags: 0 });
  }

  function interact(type: number, options: readonly object[], sub: string): Asked {
    count += 1;
    const asked = ask();
    waiting.set(`t${count}`, asked);
    tell("INTERACTION_CREATE", {
      id: idOf(1_000_000 + count),
      token: `t${count}`,
      type,
      version: 1,
      application_id: bot.id,
      guild_id: idOf(100),
      channel_id: idOf(101),
      channel: { id: idOf(101), type: 0, name: "channel-0", guild_id: idOf(100), permissions: "0" },
      member: { user: person, roles: [], permissions: "0", joined_at: "2024-01-01T00:00:00Z" },
      locale: "en-US",
      app_permissions: "0",
      entitlements: [],
      authorizing_integration_owners: {},
      context: 0,
      attachment_size_limit: 10_485_760,
      data: { id: idOf(3), name: "briefing", type: 1, options: [{ name: sub, type: 1, options }] },
    });
    return asked;
  }

  origin = await listen(server);
  return {
    url: `http://${origin}/api`,
    token,
    connected,
    type(sub, options) {
      const given = Object.entries(options).map(([name, value]) => ({ name, value, type: 3 }));
      return interact(2, given, sub);
    },
    complete: (sub, option, text) =>
      interact(4, [{ name: option, value: text, type: 3, focused: true }], sub),
    join(more) {
      for (let each = 0; each < more; each += 1) {
        tell("GUILD_CREATE", describeGuild(servers, bot));
        servers += 1;
      }
    },
    close() {
      for (const line of gateway.clients) line.terminate();
      gateway.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
