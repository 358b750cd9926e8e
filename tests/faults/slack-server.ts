/** A Slack that keeps what its channels show, enforces its limits and goes wrong by seed. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { SocketMode } from "../fakes/slack-delivery.ts";
import { Refusal, Workspace } from "../fakes/slack-workspace.ts";
import { Desk, type DeskOptions } from "./desk.ts";
import { type Bucket, bodyOf, bucketOf, type Reply, type RequestKind, send } from "./kinds.ts";

export const slackTokens = { bot: "xoxb-faults", app: "xapp-faults" };

const kindOf: Readonly<Record<string, RequestKind>> = {
  "chat.postMessage": "write",
  "chat.update": "write",
  "conversations.history": "look",
  "conversations.replies": "look",
};

export interface SlackServer {
  readonly desk: Desk;
  readonly workspace: Workspace;
  readonly url: string;
  /** Channels whose history may not be read. */
  readonly blind: Set<string>;
  close(): void;
}

type Args = ReadonlyMap<string, string>;

/** https://docs.slack.dev/apis/web-api/rate-limits: one post a second in a channel, several hundred a minute in all. */
function createLimits(): (method: string, args: Args, nowMs: number) => number {
  const buckets = new Map<string, Bucket>();
  const take = (name: string, perSecond: number, burst: number, nowMs: number): number => {
    const bucket = buckets.get(name) ?? bucketOf(perSecond, burst);
    buckets.set(name, bucket);
    return bucket.take(nowMs);
  };
  return (method, args, nowMs) => {
    if (method !== "chat.postMessage") return take(method, 50 / 60, 50, nowMs);
    const here = take(`in ${args.get("channel") ?? ""}`, 1, 4, nowMs);
    return here > 0 ? here : take(method, 5, 60, nowMs);
  };
}

export async function openSlackServer(options: DeskOptions): Promise<SlackServer> {
  const desk = new Desk(options);
  const workspace = new Workspace(() => desk.nowMs());
  const socket = new SocketMode();
  const blind = new Set<string>();
  const limits = createLimits();
  let origin = "";
  let tickets = 0;

  function carryOut(method: string, args: Args): Reply {
    try {
      if (kindOf[method] === "look" && blind.has(args.get("channel") ?? ""))
        throw new Refusal("missing_scope", { needed: "channels:history" });
      return { status: 200, body: { ok: true, ...workspace.call(method, args) } };
    } catch (error) {
      if (error instanceof Refusal) return { status: 200, body: error.answer };
      throw error;
    }
  }

  function open(): Reply {
    tickets += 1;
    return { status: 200, body: { ok: true, url: `ws://${origin}/link?ticket=${tickets}` } };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = (request.url ?? "").replace(/^\/api\//, "");
    const args = new Map(new URLSearchParams(await bodyOf(request)));
    const kind = kindOf[method];
    if (kind === undefined) {
      send(response, method === "apps.connections.open" ? open() : carryOut(method, args));
      return;
    }
    desk.serve(
      {
        kind,
        response,
        carryOut: () => carryOut(method, args),
        limited: (seconds, tells) => ({
          status: 429,
          headers: tells === "header" ? { "retry-after": String(Math.ceil(seconds)) } : {},
          body: { ok: false, error: "ratelimited" },
        }),
        // Slack says of this one that part of the work may have been done.
        vague: { status: 200, body: { ok: false, error: "fatal_error" } },
        failure: (status) => ({ status, body: { ok: false } }),
        special: (fault) =>
          fault !== "deleted before the retry" && fault !== "thread opened by another",
        point: kind === "look" ? "while looking" : "done, before the answer",
      },
      limits(method, args, desk.nowMs()),
    );
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on("upgrade", (request, line, head) => socket.upgrade(request, line, head));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  origin = `127.0.0.1:${address.port}`;
  return {
    desk,
    workspace,
    blind,
    url: `http://${origin}/api/`,
    close() {
      socket.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
