/** A Slack with one person who types commands: Socket Mode, the few methods that an app needs to start, response_urls. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { SocketMode } from "../../tests/fakes/slack-delivery.ts";
import { Refusal, Workspace } from "../../tests/fakes/slack-workspace.ts";
import { bodyOf } from "../../tests/faults/kinds.ts";
import { listen, reply } from "../limited/http.ts";
import { ask, type Asked, type Waiting } from "./asked.ts";

export interface SlackPerson {
  url: string;
  /** Resolves when an app is connected. */
  connected: Promise<void>;
  type(command: string, text: string): Asked;
  close(): void;
}

const channel = "C00000001";

export async function openSlackPerson(): Promise<SlackPerson> {
  const workspace = new Workspace();
  workspace.addChannel(channel, "news");
  const socket = new SocketMode();
  const waiting = new Map<string, Waiting>();
  let origin = "";
  let count = 0;

  function call(method: string, args: ReadonlyMap<string, string>): object {
    if (method === "apps.connections.open") return { ok: true, url: `ws://${origin}/link` };
    try {
      return { ok: true, ...workspace.call(method, args) };
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    if (path.startsWith("/respond/")) {
      request.resume();
      waiting.get(path)?.answer();
      reply(response, 200, { ok: true });
      return;
    }
    const args = new Map(new URLSearchParams(await bodyOf(request)));
    reply(response, 200, call(path.replace(/^\/api\//, ""), args));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on("upgrade", (request, line, head) => socket.upgrade(request, line, head));
  const connected = socket.nextConnection();
  origin = await listen(server);
  return {
    url: `http://${origin}/api/`,
    connected,
    type(command, text) {
      count += 1;
      const path = `/respond/${count}`;
      const asked = ask();
      waiting.set(path, asked);
      const payload = {
        command,
        text,
        channel_id: channel,
        team_id: workspace.team,
        user_id: workspace.person,
        trigger_id: `trigger.${count}`,
        response_url: `http://${origin}${path}`,
        token: "legacy",
      };
      // Not acknowledged within three seconds: it stays without a time.
      socket.deliver("slash_commands", payload).then(asked.acknowledge, () => undefined);
      return asked;
    },
    close() {
      socket.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
