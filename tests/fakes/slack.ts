/**
 * A Slack on the loopback: Web API, Socket Mode or signed requests, response_urls; and people who type, press and
 * talk. It keeps what every channel shows, refuses what Slack refuses, and breaks where it is told to.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { Socket } from "node:net";
import { isFields, judgeBlocks } from "./slack-blocks.ts";
import { SocketMode, type Delivery, type EnvelopeType } from "./slack-delivery.ts";
import { read, type SeenMessage, type StoredMessage } from "./slack-reading.ts";
import { Refusal, Workspace, type Answer } from "./slack-workspace.ts";

export const botToken = "xoxb-fake-bot-token";
export const appToken = "xapp-fake-app-token";

/** How the next call of a method goes wrong. `after`: it is carried out all the same. */
export type FakeFault =
  | { kind: "status"; status: number; headers?: Readonly<Record<string, string>>; after?: true }
  | { kind: "error"; code: string; after?: true }
  | { kind: "body"; body: string; after?: true }
  | { kind: "drop"; after?: true }
  | { kind: "hang"; after?: true };

/** What one person got to see through a response_url. */
interface Ask {
  uses: number;
  answers: SeenMessage[];
  raw: unknown[];
}

const responseUses = 5;

export class FakeSlack {
  readonly workspace = new Workspace();
  readonly socket = new SocketMode();
  /** Every call of the Web API, in order. */
  readonly calls: { method: string; args: ReadonlyMap<string, string> }[] = [];
  delivery: Delivery = this.socket;
  readonly #server: Server;
  readonly #faults = new Map<string, FakeFault[]>();
  readonly #asks = new Map<string, Ask>();
  readonly #lines = new Set<Socket>();
  /** How the last deed of a person was delivered. */
  #last: { type: EnvelopeType; payload: object }[] = [];
  #count = 0;

  static async open(): Promise<FakeSlack> {
    const fake = new FakeSlack();
    fake.#server.listen(0, "127.0.0.1");
    await once(fake.#server, "listening");
    return fake;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    this.#server.on("connection", (socket) => {
      this.#lines.add(socket);
      socket.on("close", () => this.#lines.delete(socket));
    });
    this.#server.on("upgrade", (request, socket, head) => {
      this.socket.upgrade(request, socket, head);
    });
  }

  get #origin(): string {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("not open");
    return `127.0.0.1:${address.port}`;
  }

  get apiUrl(): string {
    return `http://${this.#origin}/api/`;
  }

  async close(): Promise<void> {
    this.socket.close();
    for (const line of this.#lines) line.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  fault(method: string, fault: FakeFault): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), fault]);
  }

  shown(): readonly (SeenMessage & { message: StoredMessage })[] {
    return this.workspace.messages
      .filter(({ user }) => user === this.workspace.bot.user)
      .map((message) => ({ message, ...read(message) }));
  }

  /** What the person saw so far in answer to a command or a press. */
  answersTo(responseUrl: string): readonly SeenMessage[] {
    return this.#asks.get(responseUrl)?.answers ?? [];
  }

  /** The same as it was sent. */
  rawAnswersTo(responseUrl: string): readonly unknown[] {
    return this.#asks.get(responseUrl)?.raw ?? [];
  }

  /** Types a slash command; gives the response_url that answers come to. */
  async command(channel: string, command: string, text: string, trigger?: string): Promise<string> {
    const { team, person } = this.workspace;
    const url = this.#newResponseUrl();
    await this.#deliverFirst("slash_commands", {
      command,
      text,
      channel_id: channel,
      team_id: team,
      user_id: person,
      trigger_id: trigger ?? this.#newId("trigger"),
      response_url: url,
      token: "legacy",
    });
    return url;
  }

  /** Presses a button of a shown message. */
  async press(
    message: StoredMessage,
    button: { action_id: string; value?: string },
  ): Promise<string> {
    const { team, person } = this.workspace;
    const url = this.#newResponseUrl();
    const { channel, ts, thread_ts: root } = message;
    await this.#deliverFirst("interactive", {
      type: "block_actions",
      team: { id: team, domain: "fake" },
      user: { id: person, team_id: team },
      channel: { id: channel },
      container: {
        type: "message",
        channel_id: channel,
        message_ts: ts,
        ...(root === undefined ? {} : { thread_ts: root }),
        is_ephemeral: false,
      },
      message: { ts, text: message.text },
      trigger_id: this.#newId("trigger"),
      actions: [{ type: "button", ...button, action_ts: this.workspace.nextTs() }],
      response_url: url,
    });
    return url;
  }

  /** Says something; a mention of the bot reaches it as `app_mention` and, where it may listen, as `message` too. */
  async say(
    channel: string,
    text: string,
    options: { root?: string; ts?: string; attempt?: number; more?: object } = {},
  ): Promise<string> {
    const { person, bot } = this.workspace;
    const ts = options.ts ?? this.workspace.nextTs();
    const parent = this.workspace.messageAt(channel, options.root);
    const thread =
      parent === undefined ? {} : { thread_ts: parent.ts, parent_user_id: parent.user };
    if (this.workspace.messageAt(channel, ts) === undefined) {
      const { parent_user_id: _, ...root } = { parent_user_id: "", ...thread };
      const words = { text, blocks: [], linksNames: false, isEdited: false };
      this.workspace.messages.push({ ts, channel, user: person, ...words, ...root });
    }
    const event = { channel, ts, user: person, text, event_ts: ts, ...thread, ...options.more };
    const events = [{ type: "message", channel_type: "channel", ...event }];
    if (text.includes(`<@${bot.user}>`))
      events.unshift({ ...event, type: "app_mention", channel_type: "channel" });
    this.#last = [];
    for (const each of events) await this.event(each, options.attempt);
    return ts;
  }

  #deliverFirst(type: EnvelopeType, payload: object): Promise<void> {
    this.#last = [{ type, payload }];
    return this.delivery.deliver(type, payload);
  }

  async redeliver(): Promise<void> {
    for (const each of this.#last.toReversed())
      await this.delivery.deliver(each.type, each.payload, 1);
  }

  /** https://docs.slack.dev/apis/events-api#callback-field */
  event(event: object, attempt = 0, more: object = {}): Promise<void> {
    const { team } = this.workspace;
    const payload = {
      type: "event_callback",
      team_id: team,
      api_app_id: "A0FAKE",
      event,
      event_id: this.#newId("Ev"),
      event_time: Math.floor(Date.now() / 1_000),
      authorizations: [
        { team_id: team, enterprise_id: null, user_id: this.workspace.bot.user, is_bot: true },
      ],
      ...more,
    };
    this.#last.push({ type: "events_api", payload });
    return this.delivery.deliver("events_api", payload, attempt);
  }

  #newId(prefix: string): string {
    return `${prefix}.${++this.#count}.${process.pid}`;
  }

  #newResponseUrl(): string {
    const url = `http://${this.#origin}/respond/${this.#newId("r")}`;
    this.#asks.set(url, { uses: 0, answers: [], raw: [] });
    return url;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = request.url ?? "";
    if (path.startsWith("/respond/")) {
      this.#respond(`http://${this.#origin}${path}`, body, response);
      return;
    }
    const method = path.replace(/^\/api\//, "");
    const args = new Map(new URLSearchParams(body));
    this.calls.push({ method, args });
    const fault = this.#faults.get(method)?.shift();
    const answer = fault === undefined || fault.after ? this.#answer(method, request, args) : {};
    if (fault === undefined) send(response, 200, answer);
    else misbehave(fault, response);
  }

  #answer(method: string, request: IncomingMessage, args: ReadonlyMap<string, string>): Answer {
    const token = request.headers.authorization?.replace(/^Bearer /, "");
    try {
      if (method === "apps.connections.open") {
        if (token !== appToken) throw new Refusal("invalid_auth");
        return { ok: true, url: `ws://${this.#origin}/link?ticket=${this.#newId("t")}` };
      }
      if (token === undefined) throw new Refusal("not_authed");
      if (token !== botToken) throw new Refusal("invalid_auth");
      return { ok: true, ...this.workspace.call(method, args) };
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  #respond(url: string, body: string, response: ServerResponse): void {
    const ask = this.#asks.get(url);
    if (ask === undefined || ask.uses >= responseUses) {
      send(response, 404, { ok: false, error: "used_url" });
      return;
    }
    ask.uses++;
    const payload: unknown = JSON.parse(body);
    const fields = isFields(payload) ? payload : {};
    const blocks = Array.isArray(fields["blocks"]) ? fields["blocks"] : [];
    const verdict = judgeBlocks(blocks);
    if (!verdict.ok) {
      send(response, 500, { ok: false, error: verdict.error });
      return;
    }
    const text = typeof fields["text"] === "string" ? fields["text"] : "";
    ask.raw.push(payload);
    ask.answers.push(read({ text, blocks, linksNames: false }));
    send(response, 200, { ok: true });
  }
}

function misbehave(fault: FakeFault, response: ServerResponse): void {
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

function send(
  response: ServerResponse,
  status: number,
  answer: Answer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(answer));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
