/**
 * A Slack on the loopback: Web API, Socket Mode or signed requests, response_urls; and people who type, press and
 * talk. It keeps what every channel shows, refuses what Slack refuses, and breaks where it is told to.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { Socket } from "node:net";
import { Asks } from "./slack-asks.ts";
import { bodyOf, misbehave, send, type FakeFault } from "./slack-faults.ts";
import { SocketMode, type Delivery, type EnvelopeType } from "./slack-delivery.ts";
import { read, type SeenMessage, type StoredMessage } from "./slack-reading.ts";
import { Windows, type OpenView } from "./slack-views.ts";
import { Refusal, Workspace, type Answer } from "./slack-workspace.ts";

export const botToken = "xoxb-fake-bot-token";
export const appToken = "xapp-1-A0FAKE-fake-app-token";
export const configToken = "xoxe.xoxp-fake-config-token";

interface Button {
  action_id: string;
  value?: string;
}

export class FakeSlack {
  readonly workspace = new Workspace();
  readonly socket = new SocketMode();
  readonly windows = new Windows();
  readonly asks = new Asks();
  readonly calls: { method: string; args: ReadonlyMap<string, string> }[] = [];
  delivery: Delivery = this.socket;
  readonly #server: Server;
  readonly #faults = new Map<string, FakeFault[]>();
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
      user_name: "ada.l",
      trigger_id: this.#newTrigger(trigger),
      response_url: url,
    });
    return url;
  }

  /** Presses a button of a shown message; gives the response_url. */
  press(message: StoredMessage, button: Button): Promise<string> {
    const { channel, ts, thread_ts: root } = message;
    return this.#press(channel, ts, button, {
      is_ephemeral: false,
      ...(root === undefined ? {} : { thread_ts: root }),
    });
  }

  /** The same in a message that only the person sees. */
  pressAlone(channel: string, button: Button): Promise<string> {
    return this.#press(channel, this.workspace.nextTs(), button, { is_ephemeral: true });
  }

  async #press(channel: string, ts: string, button: Button, more: object): Promise<string> {
    const url = this.#newResponseUrl();
    await this.#deliverFirst("interactive", {
      ...this.#interaction("block_actions"),
      channel: { id: channel },
      container: { type: "message", channel_id: channel, message_ts: ts, ...more },
      actions: [{ type: "button", ...button, action_ts: this.workspace.nextTs() }],
      response_url: url,
    });
    return url;
  }

  /** Presses a button in a window or in the App Home. */
  async pressIn(open: OpenView, button: Button): Promise<void> {
    const view = { id: open.id, callback_id: "", private_metadata: "", ...open.view };
    await this.#deliverFirst("interactive", {
      ...this.#interaction("block_actions"),
      container: { type: "view", view_id: open.id },
      view,
      actions: [{ type: "button", ...button, action_ts: this.workspace.nextTs() }],
    });
  }

  /** Chooses a shortcut in the menu of a message; gives the response_url. */
  async shortcut(callback: string, channel: string, ts: string): Promise<string> {
    const url = this.#newResponseUrl();
    const message = this.workspace.messageAt(channel, ts) ?? { ts };
    await this.#deliverFirst("interactive", {
      ...this.#interaction("message_action"),
      callback_id: callback,
      channel: { id: channel, name: "general" },
      message_ts: ts,
      message: { type: "message", ...message },
      response_url: url,
    });
    return url;
  }

  /** Sends a filled-in form; gives what the app says to it, and does that. `values` are by block. */
  async submit(open: OpenView, values: Readonly<Record<string, object>>): Promise<unknown> {
    const state = Object.entries(values).map(([name, value]) => [name, { [name]: value }]);
    const verdict = await this.#deliverFirst("interactive", {
      ...this.#interaction("view_submission"),
      view: { id: open.id, ...open.view, state: { values: Object.fromEntries(state) } },
      response_urls: [],
    });
    this.windows.settle(open, verdict);
    return verdict;
  }

  /** Types into a select that searches. */
  suggest(open: OpenView, field: string, value: string): Promise<unknown> {
    return this.delivery.deliver("interactive", {
      ...this.#interaction("block_suggestion"),
      action_id: field,
      block_id: field,
      value,
      container: { type: "view", view_id: open.id },
      view: { id: open.id, ...open.view },
    });
  }

  openHome(): Promise<unknown> {
    const { person } = this.workspace;
    return this.event({ type: "app_home_opened", user: person, channel: "D0DIRECT", tab: "home" });
  }

  #interaction(type: string): object {
    const { team, person } = this.workspace;
    return {
      type,
      team: { id: team, domain: "fake" },
      user: { id: person, team_id: team, username: "ada.l", name: "ada.l" },
      api_app_id: "A0FAKE",
      token: "legacy",
      is_enterprise_install: false,
      enterprise: null,
      trigger_id: this.#newTrigger(),
    };
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

  #deliverFirst(type: EnvelopeType, payload: object): Promise<unknown> {
    this.#last = [{ type, payload }];
    return this.delivery.deliver(type, payload);
  }

  async redeliver(): Promise<void> {
    for (const each of this.#last.toReversed())
      await this.delivery.deliver(each.type, each.payload, 1);
  }

  /** https://docs.slack.dev/apis/events-api#callback-field */
  event(event: object, attempt = 0, more: object = {}): Promise<unknown> {
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
    return this.asks.add(`http://${this.#origin}/respond/${this.#newId("r")}`);
  }

  #newTrigger(trigger = this.#newId("trigger")): string {
    return this.windows.issue(trigger, this.workspace.person);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = request.url ?? "";
    if (path.startsWith("/respond/")) {
      const answer = this.asks.take(`http://${this.#origin}${path}`, body);
      send(response, answer.status, answer.body);
      return;
    }
    const method = path.replace(/^\/api\//, "");
    const args = new Map(new URLSearchParams(body));
    this.calls.push({ method, args });
    const fault = this.#faults.get(method)?.shift();
    const answer = fault === undefined || fault.after ? this.#answer(method, request, args) : {};
    const scopes = { "x-oauth-scopes": [...this.workspace.scopes].join(",") };
    if (fault === undefined) send(response, 200, answer, scopes);
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
      if (token !== (method === "apps.manifest.export" ? configToken : botToken))
        throw new Refusal("invalid_auth");
      return {
        ok: true,
        ...(this.windows.call(method, args) ?? this.workspace.call(method, args)),
      };
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }
}
