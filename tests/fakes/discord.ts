/**
 * A loopback Discord: REST API v10 and gateway in one server, with a person to act in it. It shares no code with
 * the bot; what its channels show is the truth that tests look at.
 */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { describeChannel, describeGuild, openThread } from "./discord-channels.ts";
import { listOf } from "./discord-checks.ts";
import type { Body } from "./discord-checks.ts";
import { fillModal } from "./discord-modal.ts";
import { DiscordGateway } from "./discord-gateway.ts";
import { Interactions } from "./discord-interactions.ts";
import type { Interaction } from "./discord-interactions.ts";
import { DiscordRest } from "./discord-rest.ts";
import type { Answer, Asked } from "./discord-rest.ts";
import { DiscordWorld } from "./discord-world.ts";
import type { Channel, Message } from "./discord-world.ts";

/**
 * How a request is answered instead. `lost`: it is done, then the connection breaks; `hang`: it is done, and there
 * is never an answer; `refused`: the connection breaks before anything is done.
 */
export type DiscordFault =
  | { kind: "answer"; status: number; headers?: Record<string, string>; body?: Body }
  | { kind: "lost" }
  | { kind: "hang" }
  | { kind: "refused" };

interface Planned {
  method: string;
  path: RegExp;
  fault: DiscordFault;
  /** Counts down; the fault is gone at 0. */
  times: number;
}

export class DiscordFake {
  readonly world = new DiscordWorld();
  readonly interactions = new Interactions(this.world);
  readonly token = "MTA0.fake-token.0123456789";
  readonly general: Channel;
  /** Every request in the order of its arrival: "POST /channels/1/messages". */
  readonly requests: string[] = [];
  readonly gateway: DiscordGateway;
  readonly rest: DiscordRest;
  readonly #server = createServer();
  readonly #planned: Planned[] = [];

  constructor() {
    this.general = this.world.addChannel("general");
    const url = (): string => `ws://127.0.0.1:${this.#port()}/`;
    const { token } = this;
    this.rest = new DiscordRest(this.world, this.interactions, { token, gatewayUrl: url });
    this.gateway = new DiscordGateway(this.world, this.#server, {
      token: () => this.rest.token,
      url,
    });
    this.#server.on("request", (request, response) => void this.#serve(request, response));
  }

  #port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    return address.port;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.#port()}/api`;
  }

  async open(): Promise<this> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#server.listen(0, "127.0.0.1", () => resolve(undefined));
    await promise;
    return this;
  }

  async close(): Promise<void> {
    await this.gateway.close();
    this.#server.closeAllConnections();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#server.close(() => resolve(undefined));
    await promise;
  }

  /** The next requests of this kind are answered this way. */
  fail(method: string, path: RegExp, fault: DiscordFault, times = 1): void {
    this.#planned.push({ method, path, fault, times });
  }

  #takeFault(method: string, path: string): DiscordFault | null {
    const planned = this.#planned.find(
      (each) => each.times > 0 && each.method === method && each.path.test(path),
    );
    if (planned === undefined) return null;
    planned.times -= 1;
    return planned.fault;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://loopback");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const sent = Buffer.concat(chunks).toString("utf8");
    const asked: Asked = {
      method: request.method ?? "GET",
      path: url.pathname.replace(/^\/api\/v10/, ""),
      query: url.searchParams,
      authorization: request.headers.authorization ?? null,
      body: sent === "" ? null : JSON.parse(sent),
    };
    this.requests.push(`${asked.method} ${asked.path}`);
    const fault = this.#takeFault(asked.method, asked.path);
    if (fault?.kind === "refused") return void request.socket.destroy();
    if (fault?.kind === "answer") return reply(response, fault, fault.headers);
    const answer = this.rest.answer(asked);
    if (fault?.kind === "lost") request.socket.destroy();
    else if (fault === null) reply(response, answer);
  }

  /** The person types a command. */
  command(
    sub: string,
    options: Readonly<Record<string, string | boolean>>,
    id?: string,
    channel = this.general,
  ): Interaction {
    const data = this.#commandData(
      sub,
      Object.entries(options).map(([name, value]) => ({ name, value })),
    );
    const known = id === undefined ? {} : { id: this.world.idFor(id) };
    return this.interactions.begin("command", channel, data, known);
  }

  /** The person types in one option of a command. */
  complete(sub: string, option: string, text: string): Interaction {
    const data = this.#commandData(sub, [{ name: option, value: text, focused: true }]);
    return this.interactions.begin("autocomplete", this.general, data);
  }

  #commandData(sub: string, options: readonly Body[]): Body {
    const [first = "", second] = sub.split(" ");
    const wanted = second === undefined ? "briefing" : first;
    const command = this.world.commands.find(({ name }) => name === wanted);
    const known = listOf(command?.["options"]).find(({ name }) => name === (second ?? first));
    const typed = options.map((option) => ({
      type: typeof option["value"] === "boolean" ? 5 : 3,
      ...listOf(known?.["options"]).find(({ name, type }) => name === option["name"] && type === 8),
      ...option,
    }));
    const { id, name } = command ?? { id: "1", name: wanted };
    return { id, name, type: 1, options: [{ name: second ?? first, type: 1, options: typed }] };
  }

  /** The person presses a button of a message. */
  press(messageId: string, customId: string, id?: string): Interaction {
    const message = this.message(messageId);
    const channel = this.channel(message.channel);
    const data = { component_type: 2, custom_id: customId, id: 1 };
    const known = id === undefined ? {} : { id };
    return this.interactions.begin("component", channel, data, { message, ...known });
  }

  /** The person opens the menu of a message and chooses a command of ours. */
  menu(messageId: string, name: string): Interaction {
    const message = this.message(messageId);
    const data = {
      id: "1",
      name,
      type: 3,
      target_id: message.id,
      resolved: { messages: { [message.id]: this.world.describe(message) } },
    };
    return this.interactions.begin("command", this.channel(message.channel), data);
  }

  /** The person fills in the form that was opened; what is left out stays as it was shown. */
  fillIn(opened: Interaction, filled: Readonly<Record<string, unknown>>, id?: string): Interaction {
    if (opened.modal === null) throw new Error("no form was opened");
    const data = fillModal(opened.modal, filled);
    const message = opened.message === null ? {} : { message: opened.message };
    const known = id === undefined ? {} : { id };
    return this.interactions.begin("modal", opened.channel, data, { ...message, ...known });
  }

  /** The person writes into a channel or a thread; `<@id>` mentions somebody. */
  say(
    channelId: string,
    content: string,
    options: { id?: string; replyTo?: string } = {},
  ): Message {
    const { id, replyTo } = options;
    const reference = replyTo === undefined ? {} : { message_reference: { message_id: replyTo } };
    const body = { content, ...reference };
    return this.world.say(
      this.channel(channelId),
      this.world.person,
      body,
      id === undefined ? {} : { id },
    );
  }

  /** The person opens the thread under a message, where there is none yet. */
  openThread(root: string): Channel {
    const known = this.world.channels.get(root);
    if (known !== undefined) return known;
    const parent = this.channel(this.message(root).channel);
    return openThread(this.world, parent, root, { name: "Questions", owner: this.world.person.id });
  }

  /** Tells the gateway what became of a channel, e.g. after its permissions changed. */
  tellChannel(channel: Channel): void {
    const name = channel.type === 11 ? "THREAD_UPDATE" : "CHANNEL_UPDATE";
    this.world.emit("dispatch", name, describeChannel(channel, this.world));
  }

  deleteChannel(channel: Channel): void {
    this.world.channels.delete(channel.id);
    this.world.emit("dispatch", "CHANNEL_DELETE", describeChannel(channel, this.world));
  }

  /** Tells the gateway what every member of the server may do now. */
  tellServer(): void {
    const { guild } = this.world;
    const [everyone] = listOf(describeGuild(this.world)["roles"]);
    this.world.emit("dispatch", "GUILD_ROLE_UPDATE", { guild_id: guild, role: everyone });
  }

  openDirectMessages(): Channel {
    const known = [...this.world.channels.values()].find(({ type }) => type === 1);
    return known ?? this.world.addChannel("ada", { type: 1, guild: null });
  }

  message(id: string): Message {
    const message = this.world.messages.get(id);
    if (message === undefined) throw new Error(`there is no message ${id}`);
    return message;
  }

  channel(id: string): Channel {
    const channel = this.world.channels.get(id);
    if (channel === undefined) throw new Error(`there is no channel ${id}`);
    return channel;
  }
}

function reply(response: ServerResponse, answer: Partial<Answer>, headers = {}): void {
  const hasBody = answer.body !== null && answer.body !== undefined;
  const type = hasBody ? { "content-type": "application/json" } : {};
  response.writeHead(answer.status ?? 500, { ...type, ...headers });
  response.end(hasBody ? JSON.stringify(answer.body) : "");
}

export function openDiscordFake(): Promise<DiscordFake> {
  return new DiscordFake().open();
}
