/**
 * A platform under test: the real adapter with its real SDK against a loopback
 * server, seen from outside as a person in the chat sees it.
 */
import type { Bot, Platform } from "../../src/platforms/platform.ts";

/** A message as the service shows it. */
export interface Shown {
  message: string;
  /** The root message when it stands in a thread. */
  root: string | null;
  /** Every visible word in reading order, markup resolved, buttons left out. */
  text: string;
  buttons: readonly { id: string; label: string }[];
  links: readonly string[];
  /** Ids of persons, roles, channels or "everyone" that this message would notify. */
  pings: readonly string[];
}

/** `lost`: the message is posted, but the connection breaks before the answer. */
export type Fault = "rate-limited" | "server-error" | "lost" | "forbidden" | "unauthorized";

export interface Rig {
  platform: Platform;
  /** A channel where the bot may post, as it would be written in the configuration. */
  channel: string;
  /** A channel that does not exist. */
  missingChannel: string;
  shown(): Promise<readonly Shown[]>;
  /**
   * Types a slash command as a person, "latest" of /briefing or "digest list" of another one; gives the text that only
   * this person sees. `id` repeats a delivery.
   */
  command(sub: string, options: Readonly<Record<string, string>>, id?: string): Promise<string>;
  /** Completes one option while typing. */
  complete(sub: string, option: string, text: string): Promise<readonly string[]>;
  /** Presses a button of a shown message; gives the text that only this person sees, or null. */
  press(message: string, button: string): Promise<string | null>;
  /** Says something to the bot in the thread under a message. Resolves when the bot's `onReply` was called and is done. */
  say(root: string, text: string, id?: string): Promise<void>;
  /** The bot's direct messages with a person; null where a service has none. What is shown there is among `shown`. */
  direct: Direct | null;
  /** The service delivers the last command, press or words once more. Resolves when the platform has taken note. */
  redeliver(): Promise<void>;
  /** The bot's process ends, and another one starts on the same service. */
  restart(bot: Bot): Promise<void>;
  /** Somebody deletes a message; null where nobody can. */
  erase: ((message: string) => void) | null;
  /** The faults this service can have at all; empty where posting cannot fail (the local chat). */
  faults: readonly Fault[];
  /** The next post request is answered this way instead. */
  fault(kind: Fault): void;
  stop(): Promise<void>;
}

export interface Direct {
  /** Resolves when the bot's `onReply` was called and is done. */
  say(text: string): Promise<void>;
  /** Types a slash command there; gives the text that only this person sees. */
  command(sub: string, options: Readonly<Record<string, string>>): Promise<string>;
}

/** Starts the loopback server and the platform on it, connected to this bot. */
export type OpenRig = (bot: Bot) => Promise<Rig>;

/** The command's name, and what follows it. */
export function commandOf(sub: string): readonly [string, string] {
  const [first = "", second] = sub.split(" ");
  return second === undefined ? ["briefing", first] : [first, second];
}

/** What a text says, without the lines that show times, which are in the zone of the reader. */
export function timelessLines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/\d\d:\d\d/u.test(line));
}
