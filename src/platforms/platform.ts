/**
 * The port: what every platform implements, and the bot's side that platforms
 * call. No SDK type crosses this line in either direction, platforms never see
 * the store, and nothing outside `platforms/<x>` knows a platform's limits.
 */
import type { Choice, Filled, Form, FormFaults } from "../briefing/form.ts";
import type { Message } from "../briefing/message.ts";

export type { Choice } from "../briefing/form.ts";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** One platform request body; plain JSON, because it is frozen in the outbox before it is sent. */
export type Payload = JsonObject;

/** Where a platform reports; pino fits. Fields carry ids, never tokens or texts of people. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Rendered {
  to: "channel" | "thread";
  payload: Payload;
}

/** Where something is said. `workspace` is the Slack team, the Discord server, or "local". */
export interface Address {
  platform: string;
  workspace: string;
  channel: string;
  /** Set for the thread under a message; `title` names the thread where the platform has to create it. */
  thread?: { root: string; title: string };
}

/** A message that the platform shows. `address.thread` is set when it stands in a thread. */
export interface Post {
  address: Address;
  message: string;
}

/**
 * Whether a message of ours was already posted. `unfinished`: the second half of the post is missing, and an edit
 * makes up for it. `unknown` says why we cannot tell.
 */
export type Found =
  | { state: "posted"; post: Post; unfinished?: true }
  | { state: "absent" }
  | { state: "unknown"; reason: string };

export interface Platform {
  readonly name: string;
  /**
   * Pure. The first payload is for the channel unless `lead` is empty, the rest for its thread.
   * Nothing is cut: what does not fit into one request goes on in the next.
   */
  render(message: Message): readonly Rendered[];
  /** The address of a channel of the configuration. Throws `gone` or `forbidden` where we cannot speak there. */
  locate(channel: string): Promise<Address>;
  /**
   * Posts one payload, opening the thread of `to` when there is none yet. `key` (at most 64 characters of
   * [A-Za-z0-9_-]) is what the platform de-duplicates by where it can, and what `find` looks for.
   * Throws a BotError of kind `rate-limited` or `unreachable` (certainly not posted), `unauthorized`, `forbidden`,
   * `gone` or `refused` (never will be), or `ambiguous` (may have been posted).
   */
  post(payload: Payload, to: Address, key: string): Promise<Post>;
  /** Replaces what a post shows; with the key it was posted under, it stays to be found. Idempotent. Throws as `post` does. */
  edit(payload: Payload, post: Post, key: string): Promise<void>;
  /**
   * Was a payload with this key posted since that instant? Never guesses. Throws a BotError of kind `rate-limited`,
   * `unreachable`, `ambiguous` or `unauthorized` when the platform could not be asked; what it would never tell is `unknown`.
   */
  find(key: string, to: Address, since: Temporal.Instant): Promise<Found>;
  /** Whether this person may decide what is posted there: asked of the platform when the deed is done, and no where it does not tell. */
  mayManage(caller: Caller): Promise<boolean>;
  /** Who that is, for those who are not: a sentence. */
  readonly managers: string;
  /** Why the bot cannot post where it is asked to, and what to do, in sentences; null: it can, or nobody tells. Never rejects. */
  whyNotPost?(caller: Caller): Promise<string | null>;
  /** Why nothing can be said in the thread of an address, as a sentence; null: it can, or nobody tells. Never rejects. */
  whyNotReply?(to: Address): Promise<string | null>;
  /** Where this person alone is told something by the bot; null where the platform has no such place. */
  directTo(person: string, workspace: string): Address | null;
  /** What people there call the channel, such as "#news"; null where the platform does not tell. Never rejects. */
  nameOf?(channel: Address): Promise<string | null>;
  /** The channels that somebody is in, of those the bot can see; null where the platform does not tell. Never rejects. */
  channelsOf?(caller: Caller): Promise<ReadonlySet<string> | null>;
  /** Roles and other groups of people whom a post can notify; absent where it can notify none. */
  readonly roles?: {
    /** What people there call it, such as "@news"; null where the platform does not tell. */
    nameOf(place: Address, role: string): string | null;
    /**
     * Why posts in the channel of the request may not notify this role at the wish of this person, as a sentence; null:
     * they may. Asked when the deed is done, of the platform itself. Never rejects.
     */
    whyNotPing(caller: Caller, role: string): Promise<string | null>;
  };
  /** What the bot's own pages show may have changed: whoever may be looking at one is shown it anew. Never throws. */
  refreshPages?(): void;
  /** Connects, registers commands, and calls the bot from then on. */
  start(bot: Bot): Promise<void>;
  /** Disconnects; within a second. */
  stop(): Promise<void>;
  /** For the operator, once started: where it can be found and as whom, such as "http://localhost:3000" or "@briefing in Acme". */
  describe(): string;
  /** How the connection is: "connected", or what is wrong with it; without names, because anybody may read it. */
  connection?(): string;
}

/** One thing that `briefing doctor` looked at. */
export interface Finding {
  /** `note`: nothing is wrong, and it is good to know. `error`: something that is set up does not work. */
  level: "ok" | "note" | "warning" | "error";
  /** A sentence, without secrets. */
  what: string;
  /** What to do or to click; for warnings and errors. */
  hint?: string;
}

/** For whatever watches over the bot; nothing here is a secret or a name. */
export interface Health {
  ok: boolean;
  platformsConnected: boolean;
  /** For how long the oldest delivery that could leave has waited; null when none does. */
  oldestDueSeconds: number | null;
}

/** Small secrets that a platform keeps over restarts, such as tokens; encrypted before they are on disk. */
export interface Vault {
  /** Throws `config` when they were written with another key. */
  list(): Promise<readonly { name: string; secret: string }[]>;
  put(name: string, secret: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** How fast a platform may be spoken to. */
export interface Pace {
  /** The least time between two requests to one channel. */
  laneMs: number;
  /** The most requests a second, evenly spread, over all channels of a workspace or of the whole platform. */
  perSecond: number;
  per: "workspace" | "platform";
  /** Requests under way at the same time, over the whole platform. */
  abreast: number;
}

/** Who asks, worked out by the platform from the authenticated request, never from its text. */
export interface Caller {
  address: Address;
  /** The platform's id of the person. */
  person: string;
  /** What others call the person, where the platform tells. */
  name?: string;
  /** BCP 47, where the platform tells. */
  locale?: string;
  /** IANA name, where the platform tells. */
  timeZone?: string;
  /** The person brought the bot along to where it is no member: it can answer this person, and post nothing. */
  isGuest?: true;
  /** The request is about that channel and was made somewhere else, such as on the bot's own page. */
  isElsewhere?: true;
}

/** A slash command as the platform got it: one typed line (Slack, web), or fields (Discord). */
export type CommandInput =
  | { kind: "line"; text: string }
  | { kind: "fields"; sub: string; options: Readonly<Record<string, string>> };

export interface CommandCall {
  /** The platform's id of this request; the same id is the same request delivered again. */
  id: string;
  caller: Caller;
  /** Without the slash: "briefing". */
  command: string;
  input: CommandInput;
}

export interface ActionCall {
  id: string;
  caller: Caller;
  /** The `id` of the button. */
  action: string;
  /** The post the button belongs to; absent when it stood in a message that only the caller sees. */
  post?: Post;
}

/** Somebody types: in the middle of a line, in one field of a command, or in one of a form. */
export type CompletionInput =
  | { kind: "line"; text: string }
  | { kind: "field"; sub: string; option: string; text: string }
  | { kind: "form"; form: string; field: string; text: string };

export interface CompletionCall {
  caller: Caller;
  command: string;
  input: CompletionInput;
}

/** Something said to the bot: a message in a thread of ours, a reply to a post of ours, or a mention. */
export interface ReplyCall {
  id: string;
  caller: Caller;
  /** Plain text, without the mention of the bot. */
  text: string;
  /** The message whose thread the answer belongs to. */
  root: Post;
  /** Said to the bot alone, in its direct messages with the person: all of these are one conversation. */
  isDirect?: true;
  /** It neither mentions the bot nor answers one of its messages: people may be talking among themselves. */
  isUnasked?: true;
}

/** A filled-in form. */
export interface SubmitCall {
  id: string;
  caller: Caller;
  /** The `id` of the form. */
  form: string;
  /** What was not shown is not there. */
  filled: Filled;
  /** The post under which the form was opened; absent where only the caller saw the message, or there was none. */
  post?: Post;
}

interface OptionBase {
  name: string;
  description: string;
  required: boolean;
}

/**
 * `text`: on a line, the first of a subcommand is the rest of the line, every other is written `name:value`.
 * `role` is a role or group of people by the platform's id; on a line as it is mentioned there.
 * `flag` is there or not (the word itself on a line, a boolean field elsewhere). `choice` is one of at most 25.
 */
export type CommandOption =
  | (OptionBase & {
      type: "text";
      /** Whether `onComplete` has suggestions for it. */
      completes: boolean;
    })
  | (OptionBase & { type: "flag" | "role" })
  | (OptionBase & { type: "choice"; choices: readonly Choice[] });

export interface Subcommand {
  name: string;
  description: string;
  options: readonly CommandOption[];
}

export interface CommandSpec {
  name: string;
  description: string;
  /** Who is offered it; whoever changes something is checked again when it is done. */
  access: "read" | "manage";
  subcommands: readonly Subcommand[];
}

/** What a person asks for, before anybody works on it. */
export type Inbound =
  | { kind: "command"; call: CommandCall }
  | { kind: "action"; call: ActionCall }
  | { kind: "submit"; call: SubmitCall }
  | { kind: "reply"; call: ReplyCall };

/** What may open a form instead of being answered. */
export type Opener = Extract<Inbound, { kind: "command" | "action" }>;

/** The bot's side. None of these but `accept` rejects; a failure becomes a message for the person. */
export interface Bot {
  readonly commands: readonly CommandSpec[];
  /**
   * Comes first: persist, acknowledge, work. True when the request is on disk and new: acknowledge it, then hand
   * it on. False when it was taken before: acknowledge it, and nothing else. Rejects when a reply cannot be put on
   * disk: then do not acknowledge it, so that the service delivers it again.
   */
  accept(inbound: Inbound): Promise<boolean>;
  /**
   * Comes before `onCommand` or `onAction`, and what it gives is shown only after `accept`: a form is opened instead
   * of asking these. From memory, in a few milliseconds, because services open forms only in the first seconds. Null for everything else.
   */
  formFor(opener: Opener): Promise<Form | null>;
  /** The answer is for the caller alone; what is for the channel goes through the outbox. */
  onCommand(call: CommandCall): Promise<Message>;
  /** Null when there is nothing to add for the caller. */
  onAction(call: ActionCall): Promise<Message | null>;
  /** Faults are shown in the form, or beside it with a way back into it. Null when there is nothing to add for the caller. */
  onSubmit(call: SubmitCall): Promise<Message | FormFaults | null>;
  /** The bot's own page for a person, where a platform has one; asked for again after everything they did. */
  onHome(caller: Caller): Promise<Message>;
  /** At most 25, from memory, in a few milliseconds. */
  onComplete(call: CompletionCall): Promise<readonly Choice[]>;
  /** The answer goes through the outbox into the thread of `root`, once per `call.id`. */
  onReply(call: ReplyCall): Promise<void>;
}
