/** A Discord that keeps what its channels show, enforces its limits and goes wrong by seed. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { isBody } from "../fakes/discord-checks.ts";
import { DiscordGateway } from "../fakes/discord-gateway.ts";
import { openThread } from "../fakes/discord-channels.ts";
import { Interactions } from "../fakes/discord-interactions.ts";
import { type Asked, DiscordRest } from "../fakes/discord-rest.ts";
import { DiscordWorld, type Message } from "../fakes/discord-world.ts";
import { Desk, type DeskOptions, type ServerPoint } from "./desk.ts";
import { bodyOf, type Bucket, bucketOf, type Reply, type RequestKind, send } from "./kinds.ts";

export const discordToken = "MTA0.faults-token.0123456789";

export interface DiscordServer {
  readonly desk: Desk;
  readonly world: DiscordWorld;
  readonly url: string;
  /** Messages that a moderator has deleted. */
  readonly deleted: ReadonlySet<string>;
  close(): void;
}

const messages = /^\/channels\/(\d+)\/messages$/;
const oneMessage = /^\/channels\/\d+\/messages\/\d+$/;
const threads = /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/;

function kindOf({ method, path }: Asked): RequestKind | null {
  if (method === "GET") return messages.test(path) ? "look" : null;
  if (threads.test(path)) return "thread";
  return messages.test(path) || oneMessage.test(path) ? "write" : null;
}

/** https://docs.discord.com/developers/topics/rate-limits; five in five seconds for a channel is observed, not promised. */
function createLimits(): (asked: Asked, nowMs: number) => { seconds: number; headers: Headers } {
  const all = bucketOf(50, 50);
  const buckets = new Map<string, Bucket>();
  return ({ method, path }, nowMs) => {
    const route = `${method} ${path.replace(/\/\d+$/, "/id").replace(/\/\d+\/threads$/, "/id/threads")}`;
    const burst = method === "GET" ? 20 : 5;
    const bucket = buckets.get(route) ?? bucketOf(burst / 5, burst);
    buckets.set(route, bucket);
    const seconds = Math.max(all.take(nowMs), bucket.take(nowMs));
    const headers = {
      "x-ratelimit-limit": String(burst),
      "x-ratelimit-remaining": String(bucket.left(nowMs)),
      "x-ratelimit-reset-after": "1.000",
      "x-ratelimit-bucket": route.replaceAll(/\d+/g, "").replaceAll(/\W+/g, "-"),
    };
    return { seconds, headers };
  };
}
type Headers = Readonly<Record<string, string>>;

export async function openDiscordServer(options: DeskOptions): Promise<DiscordServer> {
  const desk = new Desk(options);
  const world = new DiscordWorld(() => desk.nowMs());
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  let origin = "";
  const gatewayUrl = (): string => `ws://${origin}/`;
  const rest = new DiscordRest(world, new Interactions(world), { token: discordToken, gatewayUrl });
  const gateway = new DiscordGateway(world, server, { token: () => discordToken, url: gatewayUrl });
  const limits = createLimits();
  /** Nonces whose message is deleted as soon as it is posted again. */
  const doomed = new Set<string>();
  const deleted = new Set<string>();

  function nonceOf(asked: Asked): string {
    return isBody(asked.body) ? String(asked.body["nonce"]) : "";
  }

  function deleteDoomed(asked: Asked): boolean {
    const nonce = nonceOf(asked);
    if (!doomed.delete(nonce)) return false;
    const posted = [...world.messages.values()].find((message) => message.nonce === nonce);
    if (posted === undefined) return false;
    world.delete(posted.id);
    deleted.add(posted.id);
    return true;
  }

  /** Only what nothing hangs under. */
  function isThreadPart(asked: Asked): boolean {
    const [, channel = ""] = messages.exec(asked.path) ?? [];
    return asked.method === "POST" && world.channels.get(channel)?.type === 11;
  }

  function openByAnother(path: string): boolean {
    const [, channel = "", root = ""] = threads.exec(path) ?? [];
    const parent = world.channels.get(channel);
    if (parent === undefined || world.channels.has(root)) return false;
    openThread(world, parent, root, { name: "Talk", owner: world.person.id });
    return true;
  }

  function pointOf(asked: Asked, kind: RequestKind): ServerPoint {
    if (kind === "look") return "while looking";
    if (kind === "thread") return "thread opened, before the answer";
    const isText = isBody(asked.body) && typeof asked.body["content"] === "string";
    return isText ? "between text and full form" : "done, before the answer";
  }

  function exchange(asked: Asked, kind: RequestKind, response: ServerResponse): void {
    // A request that was cut off in its middle never gets here.
    if (deleteDoomed(asked)) {
      desk.requests += 1;
      send(response, rest.answer(asked));
      return;
    }
    const { seconds, headers } = limits(asked, desk.nowMs());
    desk.serve(
      {
        kind,
        response,
        carryOut: (): Reply => ({ ...rest.answer(asked), headers }),
        limited: (wait, tells) => ({
          status: 429,
          headers: tells === "header" ? { "retry-after": String(Math.ceil(wait)) } : {},
          body: {
            message: "You are being rate limited.",
            ...(tells === "nothing" ? {} : { retry_after: wait, global: false }),
          },
        }),
        vague: { status: 502, body: null },
        failure: (status) => ({ status, body: { code: 0, message: String(status) } }),
        special: (fault) => {
          if (fault === "thread opened by another") return openByAnother(asked.path);
          if (fault !== "deleted before the retry") return true;
          if (!isThreadPart(asked)) return false;
          doomed.add(nonceOf(asked));
          return true;
        },
        point: pointOf(asked, kind),
      },
      seconds,
    );
  }

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
    const kind = kindOf(asked);
    if (kind === null) send(response, rest.answer(asked));
    else exchange(asked, kind, response);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  origin = `127.0.0.1:${address.port}`;
  return {
    desk,
    world,
    deleted,
    url: `http://${origin}/api`,
    close() {
      void gateway.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Whether a message shows more than the words of its notification. */
export function isFullForm({ flags }: Message): boolean {
  return (flags & (1 << 15)) !== 0;
}
