/** A chat that keeps what it shows and fails as it is told. */
import { BotError } from "../../src/errors.ts";
import type { Address, Found, Payload, Platform, Post } from "../../src/platforms/platform.ts";
import type { Clock } from "../../src/delivery/clock.ts";

export type PostFault =
  | "ok"
  /** Shown, but the answer is lost. */
  | "lost"
  /** Shown in part, and the bot dies before it shows the rest. */
  | "half"
  /** Not shown, and nobody can know. */
  | "swallowed"
  /** The answer is lost, and it is shown half a minute later. */
  | "late"
  | "rate-limited"
  | "unreachable"
  | "refused"
  | "forbidden"
  | "gone"
  | "unauthorized"
  /** The bot dies before, or after, it is shown. */
  | "dies-before"
  | "dies-after";

export type FindFault = "ok" | "blind" | "rate-limited" | "unreachable" | "dies";

export interface ShownPost {
  key: string;
  text: unknown;
  channel: string;
  root: string | null;
  message: string;
  atMs: number;
  unfinished?: true;
}

export class ScriptedPlatform implements Pick<Platform, "post" | "find" | "edit"> {
  readonly shown: ShownPost[] = [];
  readonly requests: {
    at: number;
    channel: string;
    what: "post" | "find" | "edit";
    key: string;
  }[] = [];
  /** Consumed one by one; afterwards all is well. */
  postFaults: PostFault[] = [];
  findFaults: FindFault[] = [];
  retryAfterMs: number | undefined = 5_000;
  lateMs = 30_000;
  /** For so long the same key gives back the first post. */
  nonceMs = 0;
  onDeath: () => void = () => undefined;
  /** While the answer is on its way back. */
  beforeAnswer: () => Promise<void> = async () => undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async post(payload: Payload, to: Address, key: string): Promise<Post> {
    const at = this.#clock.elapsedMs();
    this.requests.push({ at, channel: to.channel, what: "post", key });
    const fault = this.postFaults.shift() ?? "ok";
    switch (fault) {
      case "ok": {
        const post = this.#show(payload, to, key);
        await this.beforeAnswer();
        return post;
      }
      case "lost":
        this.#show(payload, to, key);
        throw new BotError("ambiguous", "The connection broke.");
      case "half":
        this.#show(payload, to, key);
        Object.assign(this.shown.at(-1) ?? {}, { unfinished: true });
        this.onDeath();
        return new Promise(() => undefined);
      case "swallowed":
        throw new BotError("ambiguous", "The server failed.");
      case "late":
        this.#clock.after(this.lateMs, () => this.#show(payload, to, key));
        throw new BotError("ambiguous", "The server took too long.");
      case "rate-limited": {
        const wait = this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs };
        throw new BotError("rate-limited", "Too many requests.", wait);
      }
      case "unreachable":
      case "refused":
      case "forbidden":
      case "gone":
      case "unauthorized":
        throw new BotError(fault, `The platform says ${fault}.`);
      case "dies-before":
        this.onDeath();
        return new Promise(() => undefined);
      case "dies-after":
        this.#show(payload, to, key);
        this.onDeath();
        return new Promise(() => undefined);
    }
  }

  /** Thrown by the next edits; `"lost"`: made, but the answer is lost; `"dies"`: made, and the bot dies. */
  editFaults: (BotError | "ok" | "lost" | "dies")[] = [];

  async edit(payload: Payload, post: Post, key: string): Promise<void> {
    this.requests.push({
      at: this.#clock.elapsedMs(),
      channel: post.address.channel,
      what: "edit",
      key,
    });
    const fault = this.editFaults.shift();
    if (fault instanceof BotError) throw fault;
    const edited = this.shown.find(({ message }) => message === post.message);
    if (edited === undefined) throw new BotError("gone", "Somebody deleted it.");
    edited.text = payload["text"];
    delete edited.unfinished;
    if (fault === "lost") throw new BotError("ambiguous", "The connection broke.");
    if (fault === "dies") {
      this.onDeath();
      await new Promise(() => undefined);
    }
  }

  async find(key: string, to: Address, since: Temporal.Instant): Promise<Found> {
    this.requests.push({ at: this.#clock.elapsedMs(), channel: to.channel, what: "find", key });
    const fault = this.findFaults.shift() ?? "ok";
    switch (fault) {
      case "ok": {
        const found = this.shown.find(
          (each) => each.key === key && each.atMs >= since.epochMilliseconds,
        );
        return found === undefined
          ? { state: "absent" }
          : {
              state: "posted",
              post: postOf(found, to),
              ...(found.unfinished ? { unfinished: true } : {}),
            };
      }
      case "blind":
        return { state: "unknown", reason: "The history may not be read." };
      case "rate-limited":
        throw new BotError("rate-limited", "Too many requests.", { retryAfterMs: 60_000 });
      case "unreachable":
        throw new BotError("unreachable", "No connection.");
      case "dies":
        this.onDeath();
        return new Promise(() => undefined);
    }
  }

  #show(payload: Payload, to: Address, key: string): Post {
    const atMs = this.#clock.now().epochMilliseconds;
    const known = this.shown.find((each) => each.key === key && atMs - each.atMs < this.nonceMs);
    if (known !== undefined) return postOf(known, to);
    const shown = {
      key,
      text: payload["text"],
      channel: to.channel,
      root: to.thread?.root ?? null,
      message: `m${this.shown.length + 1}`,
      atMs,
    };
    this.shown.push(shown);
    return postOf(shown, to);
  }
}

function postOf(shown: ShownPost, to: Address): Post {
  return { address: to, message: shown.message };
}
