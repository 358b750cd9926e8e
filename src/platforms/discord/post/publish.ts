/** Passes on what stands in announcement channels to the servers that follow them, again where Discord asks to wait. */
import { Routes } from "discord.js";
import { BotError } from "../../../errors.ts";
import type { Address, Log } from "../../platform.ts";
import type { Api } from "../api/api.ts";
import type { Places } from "../api/places.ts";
import { messageFlags } from "../draw/components.ts";
import { discordCodes, hasCode } from "../errors.ts";

interface Message {
  id: string;
  flags?: number | undefined;
}

export interface Publisher {
  /** Never rejects: the message was posted, whatever becomes of this. Does nothing where there is nothing to publish. */
  publish(message: Message, address: Address): Promise<void>;
  /** How many messages are to be tried again. */
  waiting(): number;
  stop(): void;
}

/** Where Discord does not say for how long to wait; it doubles. */
const firstWaitMs = 30_000;
/** Discord allows about ten an hour, so the last of a busy day waits for long; what comes later than this is no news. */
const triedForMs = 12 * 3_600_000;

interface Attempt {
  id: string;
  channel: string;
  /** Milliseconds it has waited for in all, and the number of attempts. */
  waitedMs: number;
  count: number;
}

export function createPublisher(parts: { api: Api; places: Places; log: Log }): Publisher {
  const { api, places, log } = parts;
  const timers = new Map<string, NodeJS.Timeout>();

  async function attempt(given: Attempt): Promise<void> {
    const { id, channel } = given;
    try {
      // https://discord.com/developers/docs/resources/message#crosspost-message
      await api.send({
        method: "POST",
        route: Routes.channelMessageCrosspost(channel, id),
        what: `publishing message ${id}`,
      });
      if (given.count > 0) log.info({ channel, message: id }, "A message was published late.");
    } catch (error) {
      // Published already, or deleted in between.
      if (hasCode(error, discordCodes.crossposted, discordCodes.unknownMessage)) return;
      postpone(given, error);
    }
  }

  function postpone({ id, channel, waitedMs, count }: Attempt, error: unknown): void {
    const waitMs = waitFor(error, count);
    const why = error instanceof BotError ? error.message : String(error);
    const fields = { channel, message: id, error: why };
    if (waitMs === null || waitedMs + waitMs > triedForMs) {
      log.error(
        fields,
        "A message in a Discord announcement channel was posted, but not published to the servers that follow it.",
      );
      return;
    }
    if (count === 0) {
      log.warn(
        { ...fields, waitMs },
        "A message in a Discord announcement channel was posted, but not published yet; it is tried again.",
      );
    }
    const again: Attempt = { id, channel, waitedMs: waitedMs + waitMs, count: count + 1 };
    const timer = setTimeout(() => {
      timers.delete(id);
      void attempt(again);
    }, waitMs);
    timers.set(id, timer.unref());
  }

  return {
    publish: async ({ id, flags = 0 }, address) => {
      if (address.thread !== undefined || (flags & messageFlags.crossposted) !== 0) return;
      if (!places.isAnnouncement(address) || timers.has(id)) return;
      await attempt({ id, channel: address.channel, waitedMs: 0, count: 0 });
    },
    waiting: () => timers.size,
    stop: () => {
      for (const [message, timer] of timers) {
        clearTimeout(timer);
        log.warn(
          { message },
          "A message was not published to the servers that follow its channel before the bot stopped; publish it in Discord.",
        );
      }
      timers.clear();
    },
  };
}

/** Null where waiting does not help. */
function waitFor(error: unknown, count: number): number | null {
  if (!(error instanceof BotError)) return null;
  if (error.kind === "rate-limited" && error.retryAfterMs !== undefined) return error.retryAfterMs;
  const passes = ["rate-limited", "unreachable", "ambiguous"].includes(error.kind);
  return passes ? firstWaitMs * 2 ** count : null;
}
