/** The state of the fake Slack and the Web API over it. */
import { isFields, judgeBlocks } from "./slack-blocks.ts";
import { describe, pageOf } from "./slack-answers.ts";
import { judgeViewBlocks } from "./slack-inputs.ts";
import { read, type StoredMessage } from "./slack-reading.ts";

export interface FakeChannel {
  id: string;
  members: readonly string[];
  name: string;
  isMember: boolean;
  isArchived: boolean;
}

export type Answer = Readonly<Record<string, unknown>>;
type Args = ReadonlyMap<string, string>;

/** Says no as Slack does: HTTP 200 and `ok: false`. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(error: string, more: Answer = {}) {
    super(error);
    this.answer = { ok: false, error, ...more };
  }
}

/** The scope each method needs; the fake grants all of them unless told otherwise. */
const scopeOf: Readonly<Record<string, string>> = {
  "chat.postMessage": "chat:write",
  "chat.update": "chat:write",
  "conversations.history": "channels:history",
  "conversations.replies": "channels:history",
  "conversations.info": "channels:read",
  "conversations.list": "channels:read",
  "conversations.members": "channels:read",
  "chat.postEphemeral": "chat:write",
  "users.conversations": "channels:read",
  "users.info": "users:read",
  "usergroups.users.list": "usergroups:read",
};

export class Workspace {
  readonly team: string;
  readonly bot = { user: "U0BOT0001", id: "B0BOT0001" };
  /** Whoever acts. */
  person = "U0PERSON1";
  /** What others call people; nobody else has a name. */
  readonly names = new Map([["U0PERSON1", "Ada"]]);
  readonly scopes = new Set([
    ...Object.values(scopeOf),
    "app_mentions:read",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
  ]);
  /** How the app is set up at Slack. */
  manifest: object = {};
  readonly channels = new Map<string, FakeChannel>();
  readonly messages: StoredMessage[] = [];
  /** What only one person sees, by the bot itself and not through a response_url. */
  readonly whispers: { channel: string; user: string; text: string; root?: string }[] = [];
  readonly admins = new Set<string>();
  /** Who belongs to each user group. */
  readonly groups = new Map<string, readonly string[]>();
  /** Of an organisation: in which of its workspaces each user group is, and each person. */
  readonly groupTeams = new Map<string, string>();
  readonly personTeams = new Map<string, readonly string[]>();
  #lastTick = 0;
  readonly #now: () => number;

  constructor(now: () => number = Date.now, team = "T0FAKE001") {
    this.#now = now;
    this.team = team;
  }

  addChannel(id: string, name: string, more: Partial<FakeChannel> = {}): FakeChannel {
    const channel = {
      id,
      name,
      isMember: true,
      isArchived: false,
      members: [this.person, this.bot.user],
      ...more,
    };
    this.channels.set(id, channel);
    return channel;
  }

  /** Never the same twice, always growing, as Slack's. */
  nextTs(): string {
    this.#lastTick = Math.max(Math.floor(this.#now() * 1_000), this.#lastTick + 1);
    return (this.#lastTick / 1_000_000).toFixed(6);
  }

  /** Something a person says, without telling the app. */
  addMessage(channel: string, text: string, metadata?: object): void {
    const words = { text, blocks: [], linksNames: false, isEdited: false };
    const meta = metadata === undefined ? {} : { metadata };
    this.messages.push({ ts: this.nextTs(), channel, user: this.person, ...words, ...meta });
  }

  messageAt(channel: string, ts: string | undefined): StoredMessage | undefined {
    return this.messages.find((each) => each.channel === channel && each.ts === ts);
  }

  /** Answers a call of the Web API; throws Refusal. */
  call(method: string, args: Args): Answer {
    const scope = scopeOf[method];
    if (scope !== undefined && !this.scopes.has(scope)) {
      throw new Refusal("missing_scope", { needed: scope, provided: [...this.scopes].join(",") });
    }
    switch (method) {
      case "auth.test":
        return {
          team_id: this.team,
          user_id: this.bot.user,
          bot_id: this.bot.id,
          team: "Acme",
          user: "briefing",
        };
      case "chat.postMessage":
        return this.#post(args);
      case "chat.postEphemeral":
        return this.#whisper(args);
      case "users.info":
        return this.#person(args);
      case "usergroups.users.list":
        return this.#group(args);
      case "conversations.members":
        return { members: this.#channelOf(args).members };
      case "apps.manifest.export":
        if (args.get("app_id") !== "A0FAKE") throw new Refusal("invalid_app_id");
        return { manifest: this.manifest };
      case "blocks.validate":
        return validate(args);
      case "chat.update":
        return this.#update(args);
      case "conversations.info":
        return { channel: this.#describe(this.#channelOf(args)) };
      case "conversations.list":
        return this.#list(args, () => true);
      case "users.conversations":
        this.#requireTeam(args);
        return this.#list(args, ({ members }) => members.includes(args.get("user") ?? ""));
      case "conversations.history":
        return this.#history(args, (message) => message.thread_ts === undefined);
      case "conversations.replies": {
        const root = args.get("ts");
        if (this.messageAt(this.#channelOf(args).id, root) === undefined) {
          throw new Refusal("thread_not_found");
        }
        return this.#history(args, (each) => each.ts === root || each.thread_ts === root);
      }
      default:
        throw new Refusal("unknown_method");
    }
  }

  /** With the token of an organisation, https://docs.slack.dev/reference/methods/usergroups.users.list */
  #requireTeam(args: Args): void {
    if (this.team.startsWith("E") && !args.has("team_id")) throw new Refusal("missing_argument");
  }

  #group(args: Args): Answer {
    this.#requireTeam(args);
    const group = args.get("usergroup") ?? "";
    const isThere = this.groups.has(group) && this.groupTeams.get(group) === args.get("team_id");
    if (!isThere) throw new Refusal("no_such_subteam");
    return { users: this.groups.get(group) ?? [] };
  }

  #channelOf(args: Args): FakeChannel {
    const channel = this.channels.get(args.get("channel") ?? "");
    if (channel === undefined) throw new Refusal("channel_not_found");
    return channel;
  }

  #writableChannel(args: Args): FakeChannel {
    const channel = this.#channelOf(args);
    if (channel.isArchived) throw new Refusal("is_archived");
    if (!channel.isMember) throw new Refusal("not_in_channel");
    return channel;
  }

  /** A person's id stands for their direct messages with the app, when something is posted and only then. */
  #placeToPost(args: Args): FakeChannel {
    const person = args.get("channel") ?? "";
    const id = person.replace(/^[UW]/u, "D");
    if (id !== person) this.addChannel(id, id, { members: [person, this.bot.user] });
    return this.#writableChannel(new Map([...args, ["channel", id]]));
  }

  #post(args: Args): Answer {
    const channel = this.#placeToPost(args);
    const root = args.get("thread_ts");
    if (root !== undefined && this.messageAt(channel.id, root) === undefined)
      throw new Refusal("thread_not_found");
    const metadata = parseJson(args.get("metadata"));
    const message: StoredMessage = {
      ts: this.nextTs(),
      channel: channel.id,
      ...(root === undefined ? {} : { thread_ts: root }),
      user: this.bot.user,
      bot_id: this.bot.id,
      ...wordsOf(args),
      ...(metadata === undefined ? {} : { metadata }),
      linksNames: args.get("link_names") === "true" || args.get("parse") === "full",
      isEdited: false,
    };
    this.messages.push(message);
    return { channel: channel.id, ts: message.ts, message: describe(message) };
  }

  #whisper(args: Args): Answer {
    const channel = this.#writableChannel(args);
    const root = args.get("thread_ts");
    const { text } = read({ ...wordsOf(args), linksNames: false });
    const thread = root === undefined ? {} : { root };
    this.whispers.push({ channel: channel.id, user: args.get("user") ?? "", text, ...thread });
    return { message_ts: this.nextTs() };
  }

  #person(args: Args): Answer {
    const id = args.get("user") ?? "";
    const isAdmin = this.admins.has(id);
    const profile = { display_name: this.names.get(id) ?? "" };
    const teams = this.personTeams.get(id);
    const org = teams === undefined ? {} : { enterprise_user: { id, teams } };
    const user = { id, profile, tz: "Asia/Tokyo", is_admin: isAdmin, is_owner: false, ...org };
    return { user: args.get("include_locale") === "true" ? { ...user, locale: "en-GB" } : user };
  }

  #update(args: Args): Answer {
    const channel = this.#writableChannel(args);
    const message = this.messageAt(channel.id, args.get("ts"));
    if (message === undefined) throw new Refusal("message_not_found");
    if (message.user !== this.bot.user) throw new Refusal("cant_update_message");
    if ((args.get("text") ?? "").length > 4_000) throw new Refusal("msg_too_long");
    Object.assign(message, wordsOf(args), { isEdited: true });
    return { channel: channel.id, ts: message.ts, text: message.text };
  }

  #list(args: Args, isIn: (channel: FakeChannel) => boolean): Answer {
    if ((args.get("types") ?? "").includes("private_channel") && !this.scopes.has("groups:read")) {
      throw new Refusal("missing_scope", { needed: "groups:read" });
    }
    const page = pageOf([...this.channels.values()].filter(isIn), args);
    return { ...page.more, channels: page.items.map((channel) => this.#describe(channel)) };
  }

  #history(args: Args, isIn: (message: StoredMessage) => boolean): Answer {
    const channel = this.#channelOf(args);
    if (!channel.isMember) throw new Refusal("not_in_channel");
    const oldest = Number(args.get("oldest") ?? 0);
    const newestFirst = this.messages
      .filter((each) => each.channel === channel.id && Number(each.ts) > oldest && isIn(each))
      .toReversed();
    const page = pageOf(newestFirst, args);
    const withMetadata = args.get("include_all_metadata") === "true";
    return { ...page.more, messages: page.items.map((each) => describe(each, withMetadata)) };
  }

  #describe({ id, name, isMember, isArchived }: FakeChannel): Answer {
    return { id, name, is_member: isMember, is_archived: isArchived, is_channel: true };
  }
}

/** https://docs.slack.dev/reference/methods/blocks.validate */
function validate(args: Args): Answer {
  const message = parseJson(args.get("message"));
  const view = parseJson(args.get("view"));
  const verdict = isFields(message) ? judgeBlocks(message["blocks"]) : null;
  const told = verdict === null || verdict.ok ? [] : verdict.messages;
  const messages = isFields(view) ? judgeViewBlocks(view["blocks"]) : told;
  if (messages.length === 0) return {};
  const errors = messages.map((text) => ({ code: "invalid", message: text, pointer: "/blocks" }));
  throw new Refusal("invalid_blocks", { errors });
}

function wordsOf(args: Args): Pick<StoredMessage, "text" | "blocks"> {
  const text = args.get("text") ?? "";
  const blocks = parseJson(args.get("blocks")) ?? [];
  const verdict = judgeBlocks(blocks);
  if (!verdict.ok) {
    throw new Refusal(verdict.error, { response_metadata: { messages: verdict.messages } });
  }
  const list: readonly unknown[] = Array.isArray(blocks) ? blocks : [];
  if (text === "" && list.length === 0) throw new Refusal("no_text");
  return { text: text.slice(0, 40_000), blocks: list };
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("invalid_json");
  }
}
