/** A Discord server in memory: what its channels show, who may do what, and whom a message would notify. */
import { EventEmitter, once } from "node:events";
import { checkMessage, componentsV2, isBody, refuse, textsOf, walk } from "./discord-checks.ts";
import { findPings } from "./discord-pings.ts";
import type { Body, BodyKind, Content, Refusal } from "./discord-checks.ts";
import { allPermissions, type Role } from "./discord-permissions.ts";

export interface User {
  id: string;
  username: string;
  bot: boolean;
}

export interface Channel {
  id: string;
  name: string;
  /** 0 text, 1 direct, 4 category, 5 announcement, 11 thread, 15 forum. */
  type: number;
  guild: string | null;
  parent: string | null;
  owner: string | null;
  /** Bits that the bot lacks here. */
  denied: bigint;
  /** What the posts of a forum are filed under. */
  tags: readonly Body[];
  /** Of a thread in a forum. */
  applied: readonly string[];
  flags: number;
}

export interface Message extends Content {
  id: string;
  channel: string;
  author: User;
  nonce: string | null;
  nonceAt: number;
  reference: string | null;
  isDeleted: boolean;
  edits: number;
  /** Whom it would notify: ids, or "everyone" or "here". */
  pings: Set<string>;
  /** Set for what somebody wrote through a webhook. */
  webhook: string | null;
  /** Set for what only one person sees. */
  onlyFor: string | null;
}

const crossposted = 1 << 0;
const ephemeral = 1 << 6;
const epoch = 1_420_070_400_000n;

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export class DiscordWorld extends EventEmitter<{ change: []; dispatch: [string, Body] }> {
  #last = 0n;
  readonly #named = new Map<string, string>();
  readonly guild: string;
  readonly bot: User;
  readonly person: User;
  readonly channels = new Map<string, Channel>();
  /** Threads in which nobody wrote for long. */
  readonly archived = new Set<string>();
  /** Threads that are only for those who manage threads. */
  readonly locked = new Set<string>();
  readonly messages = new Map<string, Message>();
  commands: readonly Body[] = [];
  commandWrites = 0;
  /** How long the service remembers a nonce. */
  nonceWindowMs = 120_000;
  /** What the person may do where they act; Discord says so in every request of theirs. */
  personMay = 0n;
  /** What every member of the server may do. */
  everyoneMay = allPermissions;
  readonly roles: Role[] = [];
  /** Whether the bot is in the server, and whether Discord can reach it. */
  server: "here" | "left" | "down" = "here";
  /** Whether the person lets the bot write to them alone. */
  takesDirectMessages = true;
  /** Whether the bot was granted the privileged intent. */
  showsContent = false;

  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    super();
    this.#now = now;
    this.guild = this.nextId();
    this.bot = { id: this.nextId(), username: "briefing", bot: true };
    this.person = { id: this.nextId(), username: "ada", bot: false };
  }

  nextId(): string {
    const now = (BigInt(Math.floor(this.#now())) - epoch) << 22n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return String(this.#last);
  }

  /** The same id for the same name, e.g. of a request that is delivered twice. */
  idFor(name: string): string {
    const known = this.#named.get(name) ?? this.nextId();
    this.#named.set(name, known);
    return known;
  }

  addChannel(name: string, channel: Partial<Channel> = {}): Channel {
    const id = channel.id ?? this.nextId();
    const made: Channel = {
      type: 0,
      guild: this.guild,
      parent: null,
      owner: null,
      denied: 0n,
      tags: [],
      applied: [],
      flags: 0,
      ...channel,
      id,
      name,
    };
    this.channels.set(id, made);
    return made;
  }

  may(channel: Channel, bit: bigint): boolean {
    const parent = channel.parent === null ? undefined : this.channels.get(channel.parent);
    return ((channel.denied | (parent?.denied ?? 0n)) & bit) === 0n;
  }

  /** Resolves once the condition holds; rejects when nothing of the kind happens in time. */
  async until(isSo: () => boolean, what: string): Promise<void> {
    const signal = AbortSignal.timeout(5_000);
    while (!isSo()) {
      await once(this, "change", { signal }).catch(() => {
        throw new Error(`did not happen within 5 s: ${what}`);
      });
    }
  }

  changed(): void {
    this.emit("change");
  }

  /** Messages that everybody sees, oldest first. */
  shown(): readonly Message[] {
    return [...this.messages.values()].filter(
      ({ isDeleted, onlyFor }) => !isDeleted && onlyFor === null,
    );
  }

  #repeated(nonce: string | null, author: User): Message | undefined {
    if (nonce === null) return undefined;
    return [...this.messages.values()].find(
      (message) =>
        message.nonce === nonce &&
        message.author.id === author.id &&
        this.#now() - message.nonceAt <= this.nonceWindowMs,
    );
  }

  /** Posts as the bot: checks first, then shows, then tells the gateway. */
  post(
    channel: Channel,
    body: Body,
    options: { kind: BodyKind; onlyFor: string | null },
  ): Message | Refusal {
    const refusal = checkMessage(options.kind, body, null);
    if (refusal !== null) return refusal;
    const nonce = body["enforce_nonce"] === true ? text(body["nonce"]) : null;
    const repeated = this.#repeated(nonce, this.bot);
    if (repeated?.isDeleted === true) return refuse(404, 10_008, "Unknown Message");
    if (repeated !== undefined) return repeated;
    return this.say(channel, this.bot, body, { nonce, onlyFor: options.onlyFor });
  }

  say(
    channel: Channel,
    author: User,
    body: Body,
    options: {
      id?: string;
      nonce?: string | null;
      onlyFor?: string | null;
      webhook?: string;
    } = {},
  ): Message {
    const reference = isBody(body["message_reference"])
      ? text(body["message_reference"]["message_id"])
      : null;
    const message: Message = {
      id: options.id ?? this.nextId(),
      channel: channel.id,
      author,
      content: text(body["content"]),
      components: this.#number(body["components"]),
      flags: typeof body["flags"] === "number" ? body["flags"] : 0,
      nonce: options.nonce ?? null,
      nonceAt: this.#now(),
      reference,
      isDeleted: false,
      edits: 0,
      pings: new Set(),
      webhook: options.webhook ?? null,
      onlyFor: options.onlyFor ?? null,
    };
    const replied = reference === null ? undefined : this.messages.get(reference)?.author;
    message.pings = findPings(this.#words(message), body["allowed_mentions"], replied);
    this.messages.set(message.id, message);
    if (message.onlyFor === null) this.emit("dispatch", "MESSAGE_CREATE", this.describe(message));
    this.changed();
    return message;
  }

  edit(message: Message, body: Body, kind: BodyKind): Refusal | null {
    const refusal = checkMessage(kind, body, message);
    if (refusal !== null) return refusal;
    if (body["content"] !== undefined) message.content = text(body["content"]);
    if (body["components"] !== undefined) message.components = this.#number(body["components"]);
    if (typeof body["flags"] === "number") {
      message.flags = body["flags"] | (message.flags & (componentsV2 | ephemeral | crossposted));
    }
    message.edits += 1;
    const pings = findPings(this.#words(message), body["allowed_mentions"], undefined);
    for (const ping of pings) message.pings.add(ping);
    if (message.onlyFor === null) this.emit("dispatch", "MESSAGE_UPDATE", this.describe(message));
    this.changed();
    return null;
  }

  delete(id: string): void {
    const message = this.messages.get(id);
    if (message === undefined) throw new Error(`there is no message ${id}`);
    message.isDeleted = true;
    this.changed();
  }

  #words({ content, components }: Content): string {
    return [content, ...textsOf(components)].join("\n");
  }

  /** Components without an id get one, counted from 1. */
  #number(components: unknown): readonly Body[] {
    const copy: readonly Body[] = Array.isArray(components) ? structuredClone(components) : [];
    const taken = new Set(copy.flatMap(walk).map(({ id }) => id));
    let next = 1;
    for (const component of copy.flatMap(walk)) {
      if (typeof component["id"] === "number" && component["id"] !== 0) continue;
      while (taken.has(next)) next += 1;
      component["id"] = next;
      next += 1;
    }
    return copy;
  }

  /** As the gateway and REST give it; without the privileged intent most texts are empty. */
  describe(message: Message): Body {
    const channel = this.channels.get(message.channel);
    const mentioned = new Set([...message.content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id));
    const replied = message.reference === null ? undefined : this.messages.get(message.reference);
    const mentions = [this.bot, this.person].filter(
      ({ id }) => mentioned.has(id) || (replied?.author.id === id && message.pings.has(id)),
    );
    const isVisible =
      this.showsContent ||
      message.author.id === this.bot.id ||
      channel?.guild === null ||
      mentions.some(({ id }) => id === this.bot.id);
    return {
      id: message.id,
      type: message.reference === null ? 0 : 19,
      channel_id: message.channel,
      channel_type: channel?.type ?? 0,
      ...(channel?.guild === null || channel === undefined ? {} : { guild_id: channel.guild }),
      ...(message.webhook === null ? {} : { webhook_id: message.webhook }),
      author: { ...message.author, discriminator: "0", avatar: null },
      content: isVisible ? message.content : "",
      components: isVisible ? message.components : [],
      flags: message.flags,
      timestamp: new Date(message.nonceAt).toISOString(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: mentions.map((user) => ({ ...user, discriminator: "0", avatar: null })),
      mention_roles: [],
      attachments: [],
      embeds: [],
      pinned: false,
      ...(replied === undefined
        ? {}
        : {
            message_reference: { message_id: replied.id, channel_id: replied.channel },
            referenced_message: this.describe(replied),
          }),
    };
  }
}
