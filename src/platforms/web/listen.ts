/** Listening on a TCP port and letting go of it. */
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { once } from "node:events";
import { codeOf, listenError } from "./errors.ts";
import type { WebSettings } from "./settings.ts";

export interface Listening {
  port: number;
  /** Ends every connection, those still open after `graceMs` by force. */
  close(graceMs: number): Promise<void>;
}

const FREE_PORT_TRIES = 5;

/**
 * "localhost" is both 127.0.0.1 and ::1; a browser may try either, so we take both where the machine has both.
 * Throws `busy` (port taken) or `config`.
 */
export async function listen(listener: RequestListener, settings: WebSettings): Promise<Listening> {
  const hosts = settings.host === "localhost" ? ["127.0.0.1", "::1"] : [settings.host];
  for (let tries = 1; ; tries += 1) {
    const servers: Server[] = [];
    try {
      const port = await listenOnAll(servers, listener, hosts, settings.port);
      return { port, close: (graceMs) => closeAll(servers, graceMs) };
    } catch (error) {
      await closeAll(servers, 0);
      // The free port of one address may be taken on the other.
      const again =
        settings.port === 0 && codeOf(error) === "EADDRINUSE" && tries < FREE_PORT_TRIES;
      if (!again) throw listenError(error, settings);
    }
  }
}

async function listenOnAll(
  servers: Server[],
  listener: RequestListener,
  hosts: readonly string[],
  wanted: number,
): Promise<number> {
  let port = wanted;
  for (const [index, host] of hosts.entries()) {
    try {
      const server = createServer(listener);
      server.listen(port, host);
      await once(server, "listening");
      servers.push(server);
      port = portOf(server) ?? port;
    } catch (error) {
      if (index > 0 && isMissingAddress(error)) continue;
      throw error;
    }
  }
  return port;
}

/** Machines and containers without IPv6. */
function isMissingAddress(error: unknown): boolean {
  return ["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(codeOf(error) ?? "");
}

function portOf(server: Server): number | null {
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : null;
}

async function closeAll(servers: readonly Server[], graceMs: number): Promise<void> {
  await Promise.all(
    servers.map(async (server) => {
      const force = setTimeout(() => {
        server.closeAllConnections();
      }, graceMs);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      clearTimeout(force);
    }),
  );
}
