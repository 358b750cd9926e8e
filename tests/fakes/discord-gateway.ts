/** Discord's gateway over a world. https://discord.com/developers/docs/events/gateway */
import type { Server } from "node:http";
import { WebSocketServer } from "ws";
import type { RawData, WebSocket } from "ws";
import { isBody, listOf } from "./discord-checks.ts";
import type { Body } from "./discord-checks.ts";
import { describeChannel, describeGuild, listThreads } from "./discord-channels.ts";
import type { DiscordWorld } from "./discord-world.ts";

const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  acknowledged: 11,
} as const;

const intents = { guilds: 1, guildMessages: 1 << 9, directMessages: 1 << 12 } as const;

interface Session {
  id: string;
  intents: number;
  /** Its number, and of how many. */
  shard: readonly [number, number];
  /** Everything that was ever sent, with its number; a resume replays what was missed. */
  sent: Body[];
  socket: WebSocket | null;
}

function parse(data: RawData): Body {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data);
  const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return isBody(read) ? read : {};
}

export class DiscordGateway {
  readonly #world: DiscordWorld;
  readonly #server: WebSocketServer;
  readonly #sessions = new Map<string, Session>();
  readonly #token: () => string;
  readonly #url: () => string;
  /** When set, whoever identifies is sent away with this code, e.g. 4014. */
  refusesWith: number | null = null;
  /** So many times, whoever identifies is told to do it again later. */
  identifiesUntilInvalid = 0;
  identifies = 0;
  resumes = 0;
  /** For connections to come. */
  heartbeatMs = 41_250;
  readonly #silent = new Set<WebSocket>();

  constructor(
    world: DiscordWorld,
    http: Server,
    options: { token: () => string; url: () => string },
  ) {
    this.#world = world;
    this.#token = options.token;
    this.#url = options.url;
    this.#server = new WebSocketServer({ server: http });
    this.#server.on("connection", (socket) => this.#welcome(socket));
    world.on("dispatch", (name, data) => this.#dispatch(name, data));
  }

  #welcome(socket: WebSocket): void {
    const send = (body: Body): void => socket.send(JSON.stringify(body));
    socket.on("message", (data) => {
      if (this.#silent.has(socket)) return;
      const { op: code, d } = parse(data);
      if (code === op.heartbeat) send({ op: op.acknowledged });
      else if (code === op.identify && isBody(d)) this.#identify(socket, d);
      else if (code === op.resume && isBody(d)) this.#resume(socket, d);
    });
    send({ op: op.hello, d: { heartbeat_interval: this.heartbeatMs } });
  }

  #identify(socket: WebSocket, { token, intents: wanted, shard }: Body): void {
    this.identifies += 1;
    if (token !== this.#token()) return socket.close(4_004, "Authentication failed.");
    if (this.refusesWith !== null) return socket.close(this.refusesWith, "Refused.");
    if (this.identifiesUntilInvalid > 0) {
      this.identifiesUntilInvalid -= 1;
      socket.send(JSON.stringify({ op: op.invalidSession, d: false }));
      return;
    }
    const [number = 0, count = 1] = Array.isArray(shard) ? shard.map(Number) : [];
    const session: Session = {
      id: `session-${this.identifies}`,
      intents: Number(wanted),
      shard: [number, count],
      sent: [],
      socket,
    };
    this.#sessions.set(session.id, session);
    const isHome = this.#isHeardBy(session, this.#world.guild);
    this.#tell(session, "READY", {
      v: 10,
      user: { ...this.#world.bot, discriminator: "0", avatar: null },
      guilds: isHome ? [{ id: this.#world.guild, unavailable: true }] : [],
      session_id: session.id,
      resume_gateway_url: this.#url(),
      shard: session.shard,
      application: { id: this.#world.bot.id, flags: 0 },
    });
    if (isHome) this.#tell(session, "GUILD_CREATE", this.#describeGuild());
    this.#world.changed();
  }

  #resume(socket: WebSocket, { session_id: id, seq }: Body): void {
    this.resumes += 1;
    const session = this.#sessions.get(String(id));
    if (session === undefined) {
      socket.send(JSON.stringify({ op: op.invalidSession, d: false }));
      return;
    }
    session.socket = socket;
    for (const body of session.sent.filter(({ s }) => Number(s) > Number(seq))) {
      socket.send(JSON.stringify(body));
    }
    this.#tell(session, "RESUMED", {});
    this.#world.changed();
  }

  #describeGuild(): Body {
    const { guild, bot, person, channels } = this.#world;
    const member = (user: Body): Body => ({
      user: { ...user, discriminator: "0", avatar: null },
      roles: [],
      joined_at: "2024-01-01T00:00:00Z",
      deaf: false,
      mute: false,
      flags: 0,
    });
    const described = [...channels.values()]
      .filter((channel) => channel.guild === guild)
      .map((channel) => describeChannel(channel, this.#world));
    return {
      ...describeGuild(this.#world),
      unavailable: false,
      member_count: 2,
      large: false,
      joined_at: "2024-01-01T00:00:00Z",
      members: [member({ ...bot }), member({ ...person })],
      channels: described.filter(({ type }) => type !== 11),
      threads: listOf(listThreads(this.#world)["threads"]),
      emojis: [],
      stickers: [],
      features: [],
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
      preferred_locale: "en-US",
    };
  }

  /** Direct messages belong to the first. https://discord.com/developers/docs/events/gateway#sharding */
  #isHeardBy({ shard: [number, count] }: Session, guild: unknown): boolean {
    if (typeof guild !== "string") return number === 0;
    return (BigInt(guild) >> 22n) % BigInt(count) === BigInt(number);
  }

  #tell(session: Session, name: string, data: Body): void {
    const body = { op: op.dispatch, t: name, s: session.sent.length + 1, d: data };
    session.sent.push(body);
    session.socket?.send(JSON.stringify(body));
  }

  #dispatch(name: string, data: Body): void {
    const isMessage = name.startsWith("MESSAGE_");
    const messages = "guild_id" in data ? intents.guildMessages : intents.directMessages;
    const wanted = isMessage ? messages : intents.guilds;
    for (const session of this.#sessions.values()) {
      const isHeard = name === "INTERACTION_CREATE" || (session.intents & wanted) !== 0;
      if (isHeard && this.#isHeardBy(session, data["guild_id"] ?? null)) {
        this.#tell(session, name, data);
      }
    }
  }

  /** The bot is shown out of its server, Discord loses it for a while, or it is there again. */
  moveServer(to: DiscordWorld["server"]): void {
    this.#world.server = to;
    const { guild } = this.#world;
    for (const session of this.#sessions.values()) {
      if (!this.#isHeardBy(session, guild)) continue;
      if (to === "here") this.#tell(session, "GUILD_CREATE", this.#describeGuild());
      else
        this.#tell(session, "GUILD_DELETE", {
          id: guild,
          ...(to === "down" ? { unavailable: true } : {}),
        });
    }
  }

  /** Breaks every connection as a fault of the network does; what happens meanwhile is replayed on a resume. */
  breakConnections(): void {
    for (const session of this.#sessions.values()) {
      session.socket?.terminate();
      session.socket = null;
    }
  }

  /** The connections stay open, but nothing comes from them any more, not even an answer to a heartbeat. */
  fallSilent(): void {
    for (const session of this.#sessions.values()) {
      if (session.socket !== null) this.#silent.add(session.socket);
      session.socket = null;
    }
  }

  /** As Discord does when it moves its servers; what happens meanwhile is replayed on a resume. */
  askToReconnect(): void {
    for (const session of this.#sessions.values()) {
      session.socket?.send(JSON.stringify({ op: op.reconnect, d: null }));
      session.socket = null;
    }
  }

  /** After this a resume is refused. */
  forgetSessions(): void {
    this.breakConnections();
    this.#sessions.clear();
  }

  async close(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#server.close(() => resolve(undefined));
    await promise;
  }
}
