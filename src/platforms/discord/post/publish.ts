/** Passes on what stands in announcement channels to the servers that follow them, again where Discord asks to wait. */
import { Routes, SnowflakeUtil } from "discord.js";
import type { Guild } from "discord.js";
import { BotError } from "../../../errors.ts";
import type { Address, Log } from "../../platform.ts";
import type { Api } from "../api/api.ts";
import type { Places } from "../api/places.ts";
import { messageFlags } from "../draw/components.ts";
import { discordCodes, hasCode, reasonOf } from "../errors.ts";
import { listUnpublished, recentAnnouncements } from "./unpublished.ts";

interface Message {
  id: string;
  flags?: number | undefined;
}

export interface Publisher {
  /** Never rejects: the message was posted, whatever becomes of this. Does nothing where there is nothing to publish. */
  publish(message: Message, address: Address): Promise<void>;
  /** Takes up what stands unpublished in a server, such as from before a restart. Never rejects. */
  resume(guild: Guild): Promise<void>;
  /** How many messages are to be tried again. */
  waiting(): number;
  stop(): void;
}

/** Where Discord does not say for how long to wait; it doubles. */
const firstWaitMs = 30_000;
/** Discord allows about ten an hour, so the last of a busy day waits for long; what is older than this is no news. */
const triedFor = Temporal.Duration.from({ hours: 12 });

/** One of a row of attempts at something in a channel. */
interface Attempt {
  channel: string;
  /** How many there were before. */
  count: number;
}

/** What publishing takes. */
export interface Publishing {
  api: Api;
  places: Places;
  log: Log;
  /** Gives the bot's own id. */
  self: () => Promise<string>;
  now: () => Temporal.Instant;
}

export function createPublisher({ api, places, log, self, now }: Publishing): Publisher {
  /** By message. */
  const late = new Map<string, NodeJS.Timeout>();
  /** By channel: what could not be looked through. */
  const unseen = new Map<string, NodeJS.Timeout>();
  let isStopped = false;

  function later(
    timers: Map<string, NodeJS.Timeout>,
    id: string,
    waitMs: number,
    deed: () => Promise<void>,
  ): void {
    if (isStopped) return;
    clearTimeout(timers.get(id));
    const timer = setTimeout(() => {
      timers.delete(id);
      void deed();
    }, waitMs);
    timers.set(id, timer.unref());
  }

  async function attempt(id: string, { channel, count }: Attempt): Promise<void> {
    try {
      // https://discord.com/developers/docs/resources/message#crosspost-message
      await api.send({
        method: "POST",
        route: Routes.channelMessageCrosspost(channel, id),
        what: `publishing message ${id}`,
      });
      if (count > 0) log.info({ channel, message: id }, "A message was published late.");
    } catch (error) {
      // Published already, or deleted in between.
      if (hasCode(error, discordCodes.crossposted, discordCodes.unknownMessage)) return;
      postpone(id, { channel, count }, error);
    }
  }

  function postpone(id: string, { channel, count }: Attempt, error: unknown): void {
    const waitMs = waitFor(error, count);
    const fields = { channel, message: id, error: reasonOf(error) };
    const lastAtMs = SnowflakeUtil.timestampFrom(id) + triedFor.total("milliseconds");
    if (waitMs === null || now().epochMilliseconds + waitMs > lastAtMs) {
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
    later(late, id, waitMs, () => attempt(id, { channel, count: count + 1 }));
  }

  async function resumeIn({ channel, count }: Attempt): Promise<void> {
    try {
      const since = now().subtract(triedFor);
      for (const id of await listUnpublished(channel, since, { api, self: await self() })) {
        if (isStopped) return;
        if (!late.has(id)) await attempt(id, { channel, count: 0 });
      }
    } catch (error) {
      const waitMs = waitFor(error, count);
      log.warn(
        { channel, error: reasonOf(error), waitMs },
        "A Discord announcement channel could not be looked through for posts that are still to be published.",
      );
      if (waitMs !== null)
        later(unseen, channel, waitMs, () => resumeIn({ channel, count: count + 1 }));
    }
  }

  return {
    publish: async ({ id, flags = 0 }, address) => {
      if ((flags & messageFlags.crossposted) !== 0) return;
      if (!places.isAnnouncement(address) || late.has(id)) return;
      await attempt(id, { channel: address.channel, count: 0 });
    },
    resume: async (guild) => {
      isStopped = false;
      for (const { channel, canReadHistory } of recentAnnouncements(
        guild,
        now().subtract(triedFor),
      )) {
        if (isStopped) return;
        if (canReadHistory) await resumeIn({ channel, count: 0 });
        else
          log.warn(
            { channel },
            "Whether posts in a Discord announcement channel are still to be published cannot be seen without the permission Read Message History.",
          );
      }
    },
    waiting: () => late.size,
    stop: () => {
      isStopped = true;
      if (late.size > 0)
        log.warn(
          { messages: [...late.keys()] },
          "Messages were not published to the servers that follow their channels before the bot stopped; they will be at its next start.",
        );
      for (const timer of [...late.values(), ...unseen.values()]) clearTimeout(timer);
      late.clear();
      unseen.clear();
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
