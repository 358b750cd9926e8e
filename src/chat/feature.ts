/** What the bot can do is made of features; each brings its commands, buttons and forms, and `bot.ts` finds them by name. */
import { createHash } from "node:crypto";
import type { Made } from "../briefing/compose/recipe.ts";
import type { ArchiveIndex } from "../answer/archive-index.ts";
import type { Briefing } from "../briefing/briefing.ts";
import type { Form, FormFaults } from "../briefing/form.ts";
import type { Block, Message } from "../briefing/message.ts";
import type { CatchingUp } from "../briefing/compose/notes.ts";
import type { Status } from "../briefing/compose/status.ts";
import type {
  ActionCall,
  Address,
  Caller,
  CommandCall,
  Log,
  Opener,
  Post,
  SubmitCall,
} from "../platforms/platform.ts";
import type { Desk } from "./digests/desk.ts";
import type { Questions } from "./questions.ts";
import type { KnownBriefing } from "../schedule/digest.ts";

/** What features work with. */
export interface BotParts {
  /** Everything in the archive, public or not. */
  known: () => readonly KnownBriefing[];
  /** One that was posted, also when it does not belong to the archive. */
  find(id: string): Promise<Briefing | undefined>;
  index: ArchiveIndex;
  /** What of the archive cannot be seen yet, just after a start; null when all can. */
  catchingUp(): CatchingUp | null;
  /** Puts a message into the outbox; a repeated key changes nothing: that one is `known`, or `lost` where it was never shown whole. */
  enqueue(message: Outgoing): Promise<"created" | "known" | "lost">;
  /** The ids of the briefings that a post of ours is about. */
  briefingsOf(post: Post): Promise<readonly string[]>;
  /** How the deliveries to a channel are doing. */
  status(channel: Address): Promise<Status>;
  /** Whether somebody may decide what is posted in the channel of their request; asked of the platform. */
  mayManage(caller: Caller): Promise<boolean>;
  /** Why nothing can be posted where somebody asks for it, as a sentence; null where it can. */
  whyNotPost(caller: Caller): Promise<string | null>;
  /** Why nothing can be said in the thread of an address, as a sentence; null where it can. */
  whyNotReply(to: Address): Promise<string | null>;
  /** Who that is, for those who are not: a sentence. */
  managersOf(platform: string): string;
  /** What was asked before, and whether the answers were of use. */
  questions: Questions;
  /** Which briefings may be told of where somebody asks, beside that readers may see them at all. */
  visibleIn(place: Address): Promise<(briefing: Briefing) => boolean>;
  /** Whether what people say under posts there without mentioning the bot is for the bot. */
  hearsUnasked(place: Address): Promise<boolean>;
  /** What is posted when. */
  schedules: Desk;
  now: () => Temporal.Instant;
  log: Log;
}

/** The briefings that readers may see in a place, newest first. */
export type VisibleBriefings = (place: Address) => Promise<readonly Briefing[]>;

/** What goes through the outbox. */
export interface Outgoing {
  key: string;
  kind: "share" | "full-text" | "answer";
  to: Address;
  message: Message;
  briefings: readonly string[];
  /** What the message was made of, when its posts are to follow the articles. */
  made?: Pick<Made, "recipe" | "of">;
}

export type Options = Readonly<Record<string, string>>;

/** Every name is of one feature alone. `rest` is what stands behind the ":" in the id of a button or a form. */
export interface Feature {
  /** By the command and the subcommand: "briefing latest". */
  commands: Readonly<Record<string, (call: CommandCall, options: Options) => Answer<Message>>>;
  /** By the verb before the ":" in the button's id. */
  actions: Readonly<Record<string, (call: ActionCall, rest: string) => Answer<Message | null>>>;
  /** What opens a form: by the command and the subcommand, or by the verb of a button. Null to be answered instead. */
  openers: Readonly<
    Record<
      string,
      (opener: Opener, given: { options: Options; rest: string }) => Answer<Form | null>
    >
  >;
  /** By the verb before the ":" in the form's id. */
  submits: Readonly<
    Record<string, (call: SubmitCall, rest: string) => Answer<Message | FormFaults | null>>
  >;
  /** Its part of the bot's own page, with a heading of level 2 over it; empty for nothing to show. */
  home?: (caller: Caller) => Answer<readonly Block[]>;
}

type Answer<T> = T | Promise<T>;

/** A key for the outbox: the same parts give the same key. */
export function keyOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 40);
}
