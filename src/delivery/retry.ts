/** Pure: how long to wait, and what an error of a platform means for a delivery. */
import { BotError } from "../errors.ts";
import type { Settlement } from "../storage/outbox.ts";

const firstWaitMs = 1_000;
const longestWaitMs = 300_000;

/** Doubles with every attempt up to five minutes; `luck` in [0, 1) spreads those that failed together over its upper half. */
export function backoffMs(attempts: number, luck: number): number {
  const whole = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(Math.max(attempts, 1) - 1, 20));
  return Math.round(whole / 2 + (whole / 2) * luck);
}

/** As long as the platform asked for; where it did not say, as after any failure, so that nothing spins. */
export function rateLimitMs(error: BotError, attempts: number, luck: number): number {
  const asked = error.retryAfterMs;
  return asked === undefined || !(asked > 0) ? backoffMs(attempts, luck) : Math.ceil(asked);
}

export interface Verdict {
  settlement: Settlement;
  /** Nothing more can be sent to this platform. */
  stopsPlatform: boolean;
  /** Nothing more can be sent to this channel. */
  closesChannel: boolean;
  /** The channel is left alone for so long. */
  holdMs: number;
}

/**
 * What an attempt to post that threw leaves behind. Anything but a definite answer may have been posted. `doubtful`:
 * what became of an earlier attempt is not known either, and that this one was turned away says nothing about it.
 */
export function judgeAttempt(
  error: unknown,
  { attempts, doubtful }: { attempts: number; doubtful: boolean },
  now: Temporal.Instant,
  luck: number,
): Verdict {
  const reason = reasonOf(error);
  const verdict = { stopsPlatform: false, closesChannel: false, holdMs: 0 };
  const again = (notBefore: Temporal.Instant | null): Settlement =>
    doubtful
      ? { state: "unknown", notBefore, emptyLooks: 0, blindLooks: 0, reason }
      : { state: "pending", notBefore, reason };
  const kind = error instanceof BotError ? error.kind : "ambiguous";
  switch (kind) {
    case "rate-limited":
    case "unreachable": {
      const waitMs =
        error instanceof BotError && kind === "rate-limited"
          ? rateLimitMs(error, attempts, luck)
          : backoffMs(attempts, luck);
      const notBefore = now.add({ milliseconds: waitMs });
      return {
        ...verdict,
        settlement: again(notBefore),
        holdMs: kind === "rate-limited" ? waitMs : 0,
      };
    }
    case "unauthorized":
      return {
        ...verdict,
        settlement: again(null),
        stopsPlatform: true,
      };
    case "forbidden":
    case "gone":
      return { ...verdict, settlement: { state: "failed", reason }, closesChannel: true };
    case "refused":
      return { ...verdict, settlement: { state: "failed", reason } };
    case "ambiguous":
    case "config":
    case "input":
    case "storage":
    case "busy":
    case "internal":
      return {
        ...verdict,
        settlement: {
          state: "unknown",
          notBefore: now.add({ milliseconds: backoffMs(attempts, luck) }),
          emptyLooks: 0,
          blindLooks: 0,
          reason,
        },
      };
  }
}

export function reasonOf(error: unknown): { kind: string; text: string } {
  if (!(error instanceof BotError)) {
    return { kind: "internal", text: error instanceof Error ? error.message : String(error) };
  }
  const text = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  return { kind: error.kind, text };
}
