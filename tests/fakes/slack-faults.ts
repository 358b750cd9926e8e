/** How the fake Slack answers over HTTP, and how it fails to. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./slack-workspace.ts";

/** How the next call of a method goes wrong. `after`: it is carried out all the same. */
export type FakeFault =
  | { kind: "status"; status: number; headers?: Readonly<Record<string, string>>; after?: true }
  | { kind: "error"; code: string; after?: true }
  | { kind: "body"; body: string; after?: true }
  | { kind: "drop"; after?: true }
  | { kind: "hang"; after?: true };

export function misbehave(fault: FakeFault, response: ServerResponse): void {
  switch (fault.kind) {
    case "status":
      send(response, fault.status, { ok: false }, fault.headers);
      break;
    case "error":
      send(response, 200, { ok: false, error: fault.code });
      break;
    case "body":
      response.end(fault.body);
      break;
    case "drop":
      response.destroy();
      break;
    case "hang":
      break;
  }
}

export function send(
  response: ServerResponse,
  status: number,
  answer: Answer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(answer));
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
