/** Discord's REST API over a world: routes, permissions and refusals. */
import {
  checkCommand,
  checkMessage,
  checkShape,
  invalidForm,
  isBody,
  listOf,
  refuse,
} from "./discord-checks.ts";
import type { Body, Refusal } from "./discord-checks.ts";
import { describeChannel, describeGuild, listThreads, openThread } from "./discord-channels.ts";
import { manageThreads, permissions } from "./discord-permissions.ts";
import type { Channel, DiscordWorld, Message } from "./discord-world.ts";
import type { Interactions } from "./discord-interactions.ts";

export interface Asked {
  method: string;
  /** Below /api/v10. */
  path: string;
  query: URLSearchParams;
  /** What the request is signed with, or null. */
  authorization: string | null;
  body: unknown;
}

export interface Answer {
  status: number;
  body: unknown;
}

const crossposted = 1 << 0;
const requireTag = 1 << 4;

const unknownChannel = refuse(404, 10_003, "Unknown Channel");
const unknownMessage = refuse(404, 10_008, "Unknown Message");
const missingAccess = refuse(403, 50_001, "Missing Access");
const outage = refuse(503, 0, "upstream connect error");
const missingPermissions = refuse(403, 50_013, "Missing Permissions");

function isRefusal(value: object): value is Refusal {
  return "status" in value;
}

export class DiscordRest {
  readonly #world: DiscordWorld;
  readonly #interactions: Interactions;
  readonly #gatewayUrl: () => string;
  /** How many connections Discord advises. */
  shards = 1;
  /** Another token is answered with 401. */
  token: string;

  constructor(
    world: DiscordWorld,
    interactions: Interactions,
    options: { token: string; gatewayUrl: () => string },
  ) {
    this.#world = world;
    this.#interactions = interactions;
    this.token = options.token;
    this.#gatewayUrl = options.gatewayUrl;
  }

  answer(asked: Asked): Answer {
    const steps = asked.path.split("/").filter((step) => step !== "");
    const [top, ...rest] = steps;
    if (top === "interactions" || top === "webhooks") {
      return this.#interactions.answer(asked, steps);
    }
    if (asked.authorization !== `Bot ${this.token}`) return refuse(401, 0, "401: Unauthorized");
    const me = { ...this.#world.bot, discriminator: "0", avatar: null };
    switch (top) {
      case "gateway":
        return { status: 200, body: this.#describeGateway() };
      case "users":
        return rest[1] === "channels" ? this.#openDirect(asked.body) : { status: 200, body: me };
      case "applications":
        return this.#answerApplication(asked, rest);
      case "guilds":
        return this.#answerGuild(rest);
      case "channels":
        return this.#answerChannel(asked, rest);
      default:
        return refuse(404, 0, "404: Not Found");
    }
  }

  #describeGateway(): Body {
    const limit = { total: 1_000, remaining: 1_000, reset_after: 0, max_concurrency: 1 };
    return { url: this.#gatewayUrl(), shards: this.shards, session_start_limit: limit };
  }

  #answerApplication({ method, body }: Asked, [id, what]: readonly string[]): Answer {
    if (what !== "commands") {
      const { bot, showsContent } = this.#world;
      return { status: 200, body: { id: bot.id, flags: showsContent ? 1 << 19 : 0, bot } };
    }
    if (id !== this.#world.bot.id) return refuse(403, 20_012, "You are not authorized");
    if (method === "GET") return { status: 200, body: this.#world.commands };
    const faults = listOf(body).flatMap((command) => checkCommand(command));
    if (faults.length > 0) return invalidForm(faults);
    this.#world.commandWrites += 1;
    this.#world.commands = listOf(body).map((command) => ({
      default_member_permissions: null,
      ...command,
      id: this.#world.nextId(),
      application_id: this.#world.bot.id,
      version: this.#world.nextId(),
      nsfw: false,
    }));
    return { status: 200, body: this.#world.commands };
  }

  /** One per person, however often it is opened. */
  #openDirect(body: unknown): Answer {
    const { person, channels } = this.#world;
    if (!isBody(body) || body["recipient_id"] !== person.id)
      return refuse(400, 50_033, "Invalid Recipient(s)");
    const known = [...channels.values()].find(({ type }) => type === 1);
    const channel = known ?? this.#world.addChannel(person.username, { type: 1, guild: null });
    return { status: 200, body: describeChannel(channel, this.#world) };
  }

  #answerGuild([id, what, member]: readonly string[]): Answer {
    const { guild, bot, person, server } = this.#world;
    if (server === "down") return outage;
    if (id !== guild || server === "left") return refuse(404, 10_004, "Unknown Guild");
    if (what === undefined) return { status: 200, body: describeGuild(this.#world) };
    if (what === "threads") return { status: 200, body: listThreads(this.#world) };
    const user = [bot, person].find(({ id: known }) => what === "members" && known === member);
    if (user === undefined) return refuse(404, 10_007, "Unknown Member");
    return { status: 200, body: { user, roles: [], joined_at: "2024-01-01T00:00:00Z" } };
  }

  #answerChannel(asked: Asked, [id, what, message, below]: readonly string[]): Answer {
    const channel = this.#world.channels.get(id ?? "");
    if (channel === undefined) return unknownChannel;
    if (channel.guild !== null && this.#world.server === "down") return outage;
    if (channel.guild !== null && this.#world.server === "left") return missingAccess;
    if (!this.#world.may(channel, permissions.ViewChannel)) return missingAccess;
    if (what === undefined) {
      const { body, method } = asked;
      if (method === "PATCH" && this.#isClosed(channel)) return missingPermissions;
      if (method === "PATCH" && isBody(body) && body["archived"] === false)
        this.#world.archived.delete(channel.id);
      return { status: 200, body: describeChannel(channel, this.#world) };
    }
    if (what === "threads" && message === "archived") {
      return { status: 200, body: { threads: [], members: [], has_more: false } };
    }
    if (what === "threads" && channel.type === 15) return this.#postToForum(channel, asked.body);
    if (what !== "messages") return refuse(404, 0, "404: Not Found");
    if (channel.type === 15) return refuse(400, 50_008, "Cannot send messages in this channel");
    if (message === undefined) {
      return asked.method === "GET"
        ? this.#list(channel, asked.query)
        : this.#post(channel, asked.body);
    }
    const found = this.#world.messages.get(message);
    if (found === undefined || found.channel !== channel.id || found.isDeleted) {
      return unknownMessage;
    }
    if (below === "crosspost") return this.#publish(channel, found);
    if (below === "threads") return this.#openThread(channel, found, asked.body);
    if (asked.method === "PATCH") return this.#edit(found, asked.body);
    return { status: 200, body: this.#world.describe(found) };
  }

  /** Newest first; without the permission to read old messages, none. */
  #list(channel: Channel, query: URLSearchParams): Answer {
    if (!this.#world.may(channel, permissions.ReadMessageHistory)) return { status: 200, body: [] };
    const limit = Number(query.get("limit") ?? 50);
    if (!(limit >= 1 && limit <= 100)) return invalidForm(["limit"]);
    const before = query.get("before");
    const after = query.get("after");
    const listed = this.#world
      .shown()
      .filter((message) => message.channel === channel.id)
      .filter(({ id }) => before === null || BigInt(id) < BigInt(before))
      .filter(({ id }) => after === null || BigInt(id) > BigInt(after))
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
    return { status: 200, body: listed.slice(0, limit).map((each) => this.#world.describe(each)) };
  }

  #post(channel: Channel, body: unknown): Answer {
    const isThread = channel.type === 11;
    const needed = isThread ? permissions.SendMessagesInThreads : permissions.SendMessages;
    if (!this.#world.may(channel, needed)) return missingPermissions;
    if (this.#isClosed(channel)) return refuse(400, 160_005, "This thread is locked");
    if (channel.guild === null && !this.#world.takesDirectMessages)
      return refuse(403, 50_007, "Cannot send messages to this user");
    if (!isBody(body)) return invalidForm(["body"]);
    const posted = this.#world.post(channel, body, { kind: "create", onlyFor: null });
    if (isRefusal(posted)) return posted;
    this.#world.archived.delete(channel.id);
    const nonce = body["nonce"] ?? null;
    return { status: 200, body: { ...this.#world.describe(posted), nonce } };
  }

  #isClosed({ id }: Channel): boolean {
    return this.#world.locked.has(id) && (this.#world.everyoneMay & manageThreads) === 0n;
  }

  #publish(channel: Channel, message: Message): Answer {
    if (channel.type !== 5)
      return refuse(400, 50_024, "Cannot execute action on this channel type");
    if ((message.flags & crossposted) !== 0) {
      return refuse(400, 40_033, "This message has already been crossposted.");
    }
    message.flags |= crossposted;
    this.#world.changed();
    return { status: 200, body: this.#world.describe(message) };
  }

  #postToForum(forum: Channel, body: unknown): Answer {
    if (!this.#world.may(forum, permissions.SendMessages)) return missingPermissions;
    const faults = checkShape("forumPost", body);
    if (faults.length > 0 || !isBody(body) || !isBody(body["message"])) return invalidForm(faults);
    const applied = Array.isArray(body["applied_tags"]) ? body["applied_tags"].map(String) : [];
    if (applied.length === 0 && (forum.flags & requireTag) !== 0) {
      return refuse(400, 40_067, "A tag is required to create a forum post in this channel");
    }
    const unknown = applied.filter((tag) => !forum.tags.some(({ id }) => id === tag));
    if (unknown.length > 0) return invalidForm(unknown);
    const refusal = checkMessage("create", body["message"], null);
    if (refusal !== null) return refusal;
    const { bot } = this.#world;
    const options = { name: String(body["name"]), owner: bot.id, applied };
    const thread = openThread(this.#world, forum, this.#world.nextId(), options);
    this.#world.say(thread, bot, body["message"], { id: thread.id });
    return { status: 201, body: describeChannel(thread, this.#world) };
  }

  #edit(message: Message, body: unknown): Answer {
    if (message.author.id !== this.#world.bot.id) return refuse(403, 50_005, "Not your message");
    if (!isBody(body)) return invalidForm(["body"]);
    if (this.#world.archived.has(message.channel)) return refuse(400, 50_083, "Thread is archived");
    const refusal = this.#world.edit(message, body, "edit");
    return refusal ?? { status: 200, body: this.#world.describe(message) };
  }

  #openThread(channel: Channel, message: Message, body: unknown): Answer {
    if (!this.#world.may(channel, permissions.CreatePublicThreads)) return missingPermissions;
    const faults = checkShape("thread", body);
    if (faults.length > 0) return invalidForm(faults);
    if (this.#world.channels.has(message.id)) {
      return refuse(400, 160_004, "A thread has already been created for this message");
    }
    const name = isBody(body) ? String(body["name"]) : "";
    const thread = openThread(this.#world, channel, message.id, {
      name,
      owner: this.#world.bot.id,
    });
    return { status: 201, body: describeChannel(thread, this.#world) };
  }
}
