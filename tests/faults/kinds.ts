/** What goes wrong with a request, how often, and how a server then answers. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Dice } from "./dice.ts";

export const faultKinds = [
  /** Done, then the connection breaks. */
  "done, connection dropped",
  /** Done, then status 500. */
  "done, 500",
  /** Done, then an error that says nothing about it. */
  "done, error",
  /** Done, and there is never an answer. */
  "done, no answer",
  /** No answer, and done up to 50 seconds later. */
  "done late",
  "500",
  "503",
  /** The connection breaks before anything is done. */
  "connection reset",
  "429, header",
  "429, body",
  "429, no time given",
  /** Done, the connection breaks, and a moderator deletes the message before it is posted again. */
  "deleted before the retry",
  /** A person opens the thread a moment earlier. */
  "thread opened by another",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A request writes something that is shown, opens a thread, or looks. */
export type RequestKind = "write" | "thread" | "look";

type Chances = readonly (readonly [FaultKind, number])[];

const onWrite: Chances = [
  ["done, connection dropped", 7],
  ["done, 500", 5],
  ["done, error", 2],
  ["done, no answer", 4],
  ["done late", 6],
  ["500", 4],
  ["503", 3],
  ["connection reset", 5],
  ["429, header", 4],
  ["429, body", 2],
  ["429, no time given", 2],
];

const chances: Readonly<Record<RequestKind, Chances>> = {
  write: [...onWrite, ["deleted before the retry", 1]],
  thread: [...onWrite.filter(([kind]) => kind !== "done late"), ["thread opened by another", 8]],
  look: [
    ["500", 8],
    ["503", 4],
    ["connection reset", 7],
    ["done, connection dropped", 3],
    ["done, no answer", 4],
    ["429, header", 5],
    ["429, no time given", 2],
  ],
};

/** Null: all goes well. */
export function drawFault(dice: Dice, kind: RequestKind): FaultKind | null {
  let left = dice.roll() * 100;
  for (const [fault, chance] of chances[kind]) {
    left -= chance;
    if (left < 0) return fault;
  }
  return null;
}

export interface Reply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body: unknown;
}

export function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const hasBody = body !== null && body !== undefined;
  response.writeHead(status, {
    ...(hasBody ? { "content-type": "application/json" } : {}),
    ...headers,
  });
  response.end(hasBody ? JSON.stringify(body) : "");
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** A token bucket over the server's own time. */
export interface Bucket {
  /** 0 when the request is within the limit, otherwise the seconds until it would be. */
  take(nowMs: number): number;
  left(nowMs: number): number;
}

export function bucketOf(perSecond: number, burst: number): Bucket {
  let tokens = burst;
  let atMs = 0;
  const refill = (nowMs: number): void => {
    tokens = Math.min(burst, tokens + (Math.max(0, nowMs - atMs) / 1_000) * perSecond);
    atMs = nowMs;
  };
  return {
    take(nowMs) {
      refill(nowMs);
      if (tokens < 1) return (1 - tokens) / perSecond;
      tokens -= 1;
      return 0;
    },
    left(nowMs) {
      refill(nowMs);
      return Math.floor(tokens);
    },
  };
}
