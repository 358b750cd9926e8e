/** How the fake Slack reaches an app: envelopes over Socket Mode, or signed HTTP requests. */
import { createHmac, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";

export type EnvelopeType = "slash_commands" | "interactive" | "events_api";

/** Hands one request to the app and gives what it is acknowledged with; rejects after Slack's three seconds. */
export interface Delivery {
  deliver(type: EnvelopeType, payload: object, attempt?: number): Promise<unknown>;
}

const ackMs = 3_000;

/** https://docs.slack.dev/apis/events-api/using-socket-mode */
export class SocketMode implements Delivery {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #waiting = new Map<string, (answer: unknown) => void>();
  #sockets: WebSocket[] = [];
  #onConnect: (() => void)[] = [];
  /** Accepts connections and then says nothing, not even goodbye. */
  isMute = false;
  /** How often an app came. */
  attempts = 0;

  get open(): number {
    return this.#sockets.length;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.attempts++;
    if (this.isMute) return;
    this.#server.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
  }

  #welcome(socket: WebSocket): void {
    this.#sockets.push(socket);
    socket.on("message", (data) => {
      const envelope: unknown = Buffer.isBuffer(data) ? JSON.parse(data.toString("utf8")) : null;
      if (typeof envelope === "object" && envelope !== null && "envelope_id" in envelope) {
        const answer = "payload" in envelope ? envelope.payload : undefined;
        this.#waiting.get(String(envelope.envelope_id))?.(answer);
      }
    });
    socket.on("close", () => {
      this.#sockets = this.#sockets.filter((each) => each !== socket);
    });
    socket.send(JSON.stringify({ type: "hello", num_connections: this.#sockets.length }));
    for (const tell of this.#onConnect.splice(0)) tell();
  }

  /** Resolves at the next connection. */
  nextConnection(): Promise<void> {
    return new Promise((resolve) => {
      this.#onConnect.push(resolve);
    });
  }

  deliver(type: EnvelopeType, payload: object, attempt = 0): Promise<unknown> {
    const id = randomUUID();
    const envelope = { envelope_id: id, type, payload, retry_attempt: attempt };
    this.say({ ...envelope, accepts_response_payload: type !== "events_api" });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("not acknowledged")), ackMs);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      });
    });
  }

  /** Anything at all, to the newest connection. */
  say(message: object | string): void {
    const socket = this.#sockets.at(-1);
    if (socket === undefined) throw new Error("no app is connected");
    socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** As Slack does every few hours. */
  moveAway(): void {
    this.say({ type: "disconnect", reason: "refresh_requested" });
  }

  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** Goes on reading nothing and answering nothing. */
  freeze(): void {
    for (const socket of this.#sockets) socket.pause();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export class SignedHttp implements Delivery {
  readonly url: string;
  readonly #secret: string;

  constructor(url: string, secret: string) {
    this.url = url;
    this.#secret = secret;
  }

  async deliver(type: EnvelopeType, payload: object, attempt = 0): Promise<unknown> {
    const response = await this.send(type, payload, { attempt });
    if (response.status !== 200) throw new Error(`the app answered ${response.status}`);
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  }

  /** `skewSeconds` moves the time of the signature; `secret` signs with another one. */
  send(
    type: EnvelopeType,
    payload: object,
    options: { attempt?: number; skewSeconds?: number; secret?: string } = {},
  ): Promise<Response> {
    const isJson = type === "events_api";
    const body = isJson ? JSON.stringify(payload) : formOf(type, payload);
    const sentAt = String(Math.floor(Date.now() / 1_000) + (options.skewSeconds ?? 0));
    const signature = createHmac("sha256", options.secret ?? this.#secret)
      .update(`v0:${sentAt}:${body}`)
      .digest("hex");
    return fetch(this.url, {
      method: "POST",
      body,
      signal: AbortSignal.timeout(ackMs),
      headers: {
        "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": sentAt,
        "x-slack-signature": `v0=${signature}`,
        ...(options.attempt === undefined ? {} : { "x-slack-retry-num": String(options.attempt) }),
      },
    });
  }
}

function formOf(type: EnvelopeType, payload: object): string {
  const fields =
    type === "interactive"
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
  return new URLSearchParams(fields).toString();
}
