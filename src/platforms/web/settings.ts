/** Where the local chat listens. Light: importing this file opens nothing. */
import { BotError } from "../../errors.ts";

export interface WebSettings {
  /** TCP port; 0 takes any free one. */
  port: number;
  /** Name or IP address to listen on. */
  host: string;
}

const DEFAULT_PORT = 3000;
const DEFAULT_HOST = "localhost";

/** Reads `PORT` and `HOST`. Throws `config` where they cannot be used. */
export function readWebSettings(env: Readonly<Record<string, string | undefined>>): WebSettings {
  return { port: parsePort(env["PORT"]?.trim()), host: parseHost(env["HOST"]?.trim()) };
}

function parsePort(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new BotError("config", `PORT is "${text}", which is not a port number.`, {
    hint: `Use a whole number from 1 to 65535, e.g. PORT=${String(DEFAULT_PORT)}, or leave it out.`,
  });
}

function parseHost(text: string | undefined): string {
  if (text === undefined || text === "") return DEFAULT_HOST;
  const host = text.replace(/^\[(.*)\]$/, "$1");
  if (/^[A-Za-z0-9.:_-]{1,253}$/.test(host)) return host;
  throw new BotError("config", `HOST is "${text}", which is neither a name nor an IP address.`, {
    hint: "Use e.g. HOST=localhost (this machine alone) or HOST=0.0.0.0 (everybody who can reach it).",
  });
}
