/**
 * Pure: what to do about a delivery that may or may not have arrived.
 *
 * That it is there is believed at once. That it is absent is believed only after the platform has had time to
 * finish what it may still be doing, and when it is absent twice; then it is sent again. Where the platform
 * cannot tell, the delivery is held for a person: it is never sent again on a guess.
 */
import { BotError } from "../errors.ts";
import type { Address, Found, Post } from "../platforms/platform.ts";
import type { Delivery } from "../storage/deliveries.ts";
import type { Settlement } from "../storage/outbox.ts";
import { backoffMs, rateLimitMs, reasonOf } from "./retry.ts";

export interface LookRules {
  /** How long after the last attempt a platform may still commit it. */
  settleMs: number;
  /** Between two looks that find nothing. */
  lookGapMs: number;
  /** After so many looks that the platform could not answer it is held. */
  mostBlindLooks: number;
  /** The same for looks that were too many for the platform's limits, which may be one a minute for everything. */
  mostLimitedLooks: number;
}

/** How far our clock may be ahead of the platform's. */
const clockSkewMs = 600_000;

/** From when on to look for it; also when the clock was set back after the attempt. */
export function searchFrom(delivery: Delivery, now: Temporal.Instant): Temporal.Instant {
  const attemptedAt = delivery.firstAttemptAt ?? delivery.createdAt;
  const from = Temporal.Instant.compare(now, attemptedAt) < 0 ? now : attemptedAt;
  return from.subtract({ milliseconds: clockSkewMs });
}

/**
 * Whether it may simply be posted again under the same key, because the platform still remembers the key and
 * would give back the first post. Not when the clock has gone back since: then nobody knows how long ago it was.
 */
export function mayRepost(
  delivery: Delivery,
  now: Temporal.Instant,
  withinMs: number | undefined,
): boolean {
  const { firstAttemptAt, lastAttemptAt } = delivery;
  if (withinMs === undefined || firstAttemptAt === null || lastAttemptAt === null) return false;
  if (Temporal.Instant.compare(now, lastAttemptAt) < 0) return false;
  return now.epochMilliseconds - firstAttemptAt.epochMilliseconds < withinMs;
}

/** A person who is written to is no channel: their direct messages are, and there the message is edited. */
export function sentAs({ message, address }: Post, to: Address): Settlement {
  const { channel, thread } = address;
  const stands = channel === to.channel ? {} : { channel };
  return { state: "sent", message, thread: thread?.root ?? null, ...stands };
}

/** What one look leaves behind. */
export function judgeLook(
  delivery: Delivery,
  found: Found,
  now: Temporal.Instant,
  luck: number,
  rules: LookRules,
): Settlement {
  const { emptyLooks, blindLooks } = delivery;
  switch (found.state) {
    case "posted":
      return sentAs(found.post, delivery.to);
    case "absent": {
      const attemptedAt = delivery.lastAttemptAt ?? now;
      // When the clock was set back, only the time between two looks is known to have passed.
      const setBack = Temporal.Instant.compare(now, attemptedAt) < 0;
      const settledAt = attemptedAt.add({ milliseconds: rules.settleMs });
      if (!setBack && Temporal.Instant.compare(now, settledAt) < 0) {
        return { state: "unknown", notBefore: settledAt, emptyLooks: 0, blindLooks, reason: null };
      }
      if (emptyLooks >= 1) return { state: "pending", notBefore: null, reason: null };
      const gapMs = setBack ? Math.max(rules.settleMs, rules.lookGapMs) : rules.lookGapMs;
      const notBefore = now.add({ milliseconds: gapMs });
      return { state: "unknown", notBefore, emptyLooks: emptyLooks + 1, blindLooks, reason: null };
    }
    case "unknown":
      return blind(
        delivery,
        { kind: "ambiguous", text: found.reason },
        now,
        luck,
        rules.mostBlindLooks,
      );
  }
}

/** What a look that threw leaves behind. A platform that is away for a while is no reason to give up. */
export function judgeFailedLook(
  delivery: Delivery,
  error: unknown,
  now: Temporal.Instant,
  luck: number,
  rules: LookRules,
): Settlement {
  const reason = reasonOf(error);
  const { emptyLooks, blindLooks, attempts } = delivery;
  if (error instanceof BotError) {
    if (
      error.kind === "unauthorized" ||
      error.kind === "unreachable" ||
      error.kind === "ambiguous"
    ) {
      const notBefore = now.add({ milliseconds: backoffMs(attempts + blindLooks, luck) });
      return { state: "unknown", notBefore, emptyLooks, blindLooks, reason };
    }
    if (error.kind === "rate-limited") {
      const notBefore = now.add({ milliseconds: rateLimitMs(error, attempts + blindLooks, luck) });
      const looked = blind(delivery, reason, now, luck, rules.mostLimitedLooks);
      return looked.state === "unknown" ? { ...looked, notBefore } : looked;
    }
  }
  return blind(delivery, reason, now, luck, rules.mostBlindLooks);
}

function blind(
  delivery: Delivery,
  reason: { kind: string; text: string },
  now: Temporal.Instant,
  luck: number,
  most: number,
): Settlement {
  const blindLooks = delivery.blindLooks + 1;
  if (blindLooks >= most) return { state: "uncertain", reason };
  return {
    state: "unknown",
    notBefore: now.add({ milliseconds: backoffMs(blindLooks, luck) }),
    emptyLooks: delivery.emptyLooks,
    blindLooks,
    reason,
  };
}
