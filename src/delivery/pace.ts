/** How fast: a lane per channel, a bucket per workspace or bot, a breaker per platform. Times are elapsed milliseconds. */
import type { Pace } from "../platforms/platform.ts";
import type { Lane } from "../storage/outbox.ts";

export const unhurried: Pace = { laneMs: 0, perSecond: Infinity, per: "platform", abreast: 16 };

/**
 * Discord bans an address after 10,000 answers of 401, 403 and 429 in ten minutes
 * (https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
 */
export const breaker = { most: 500, withinMs: 600_000 };

export interface Pacer {
  /** From when on a request of this lane may leave; Infinity while too many are under way. */
  readyAtMs(lane: Lane, key?: string): number;
  /** A request leaves now. */
  leave(lane: Lane, nowMs: number): void;
  /** It is over. */
  arrive(lane: Lane): void;
  /** The channel is left alone until then. */
  hold(lane: Lane, untilMs: number): void;
  /** The platform refused us; too many of these and it is left alone. */
  countInvalid(platform: string, nowMs: number): void;
}

export function laneKey(lane: Lane): string {
  return JSON.stringify([lane.platform, lane.workspace, lane.channel]);
}

export function createPacer(paceOf: (platform: string) => Pace): Pacer {
  const lanes = new Map<string, number>();
  const buckets = new Map<string, number>();
  const underWay = new Map<string, number>();
  const invalid = new Map<string, number[]>();

  function bucketKey({ platform, workspace }: Lane): string {
    return paceOf(platform).per === "platform" ? platform : JSON.stringify([platform, workspace]);
  }

  function brokenUntilMs(platform: string): number {
    const times = invalid.get(platform) ?? [];
    return times.length < breaker.most ? 0 : (times[0] ?? 0) + breaker.withinMs;
  }

  return {
    readyAtMs(lane, key = laneKey(lane)) {
      if ((underWay.get(lane.platform) ?? 0) >= paceOf(lane.platform).abreast) return Infinity;
      return Math.max(
        lanes.get(key) ?? 0,
        buckets.get(bucketKey(lane)) ?? 0,
        brokenUntilMs(lane.platform),
      );
    },
    leave(lane, nowMs) {
      const pace = paceOf(lane.platform);
      underWay.set(lane.platform, (underWay.get(lane.platform) ?? 0) + 1);
      if (pace.laneMs > 0) lanes.set(laneKey(lane), nowMs + pace.laneMs);
      const bucket = bucketKey(lane);
      const gapMs = 1_000 / pace.perSecond;
      // A little lateness of our own timers is made up for, a pause is not.
      const free = Math.max(buckets.get(bucket) ?? 0, nowMs - gapMs);
      if (gapMs > 0) buckets.set(bucket, free + gapMs);
    },
    arrive({ platform }) {
      underWay.set(platform, Math.max(0, (underWay.get(platform) ?? 0) - 1));
    },
    hold(lane, untilMs) {
      const key = laneKey(lane);
      lanes.set(key, Math.max(lanes.get(key) ?? 0, untilMs));
    },
    countInvalid(platform, nowMs) {
      const recent = (invalid.get(platform) ?? []).filter((at) => at > nowMs - breaker.withinMs);
      invalid.set(platform, [...recent, nowMs].slice(-breaker.most));
    },
  };
}
