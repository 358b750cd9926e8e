/** What both services have in common: reading, answering, counting. */
import type { Server, ServerResponse } from "node:http";
import { once } from "node:events";

/** What a service saw. */
export interface Verdict {
  channels: number;
  /** Channels that show nothing, or half a message. */
  lost: number;
  /** Messages beyond the first of a channel. */
  duplicated: number;
  /** Requests turned away because they came too fast. */
  refused: number;
  requests: number;
  /** When the last message was shown or completed, as `performance.now` of the server. */
  lastAtMs: number;
}

export async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  return `127.0.0.1:${address.port}`;
}

export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** How many messages each channel shows, as a verdict. */
export function judge(
  channels: readonly string[],
  shownIn: readonly string[],
): Pick<Verdict, "channels" | "lost" | "duplicated"> {
  const shown = new Set(shownIn);
  return {
    channels: channels.length,
    lost: channels.filter((channel) => !shown.has(channel)).length,
    duplicated: shownIn.length - shown.size,
  };
}
