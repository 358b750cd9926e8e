import { describe, expect, it } from "vitest";
import { breaker, createPacer, unhurried } from "../../src/delivery/pace.ts";
import type { Pace } from "../../src/platforms/platform.ts";

const lane = { platform: "chat", workspace: "w", channel: "c" };

/** Every lane asks as soon as it may, for ten seconds; gives when each left. */
function run(
  pace: Pace,
  channels: number,
): readonly { at: number; channel: string; workspace: string }[] {
  const pacer = createPacer(() => pace);
  const left: { at: number; channel: string; workspace: string }[] = [];
  for (let at = 0; at <= 10_000; at += 5) {
    for (let index = 0; index < channels; index += 1) {
      const each = { platform: "chat", workspace: `w${index % 2}`, channel: `c${index}` };
      if (pacer.readyAtMs(each) > at) continue;
      pacer.leave(each, at);
      pacer.arrive(each);
      left.push({ at, channel: each.channel, workspace: each.workspace });
    }
  }
  return left;
}

describe("the pace of a platform", () => {
  it("uses up what a bucket gives and no more", () => {
    const left = run({ laneMs: 0, perSecond: 45, per: "platform", abreast: 100 }, 200);
    expect(left.length).toBeGreaterThan(45 * 10 * 0.97);
    expect(left.length).toBeLessThanOrEqual(45 * 10 + 2);
  });

  it("gives every workspace a bucket of its own where the limit is per workspace", () => {
    const left = run({ laneMs: 1_100, perSecond: 4, per: "workspace", abreast: 100 }, 40);
    for (const workspace of ["w0", "w1"]) {
      const here = left.filter((each) => each.workspace === workspace);
      expect(here.length).toBeGreaterThan(4 * 10 * 0.97);
      expect(here.length).toBeLessThanOrEqual(4 * 10 + 2);
    }
  });

  it("lets only so many be under way", () => {
    const pacer = createPacer(() => ({ ...unhurried, abreast: 2 }));
    pacer.leave(lane, 0);
    pacer.leave(lane, 0);
    expect(pacer.readyAtMs(lane)).toBe(Infinity);
    pacer.arrive(lane);
    expect(pacer.readyAtMs(lane)).toBe(0);
  });

  it("leaves a platform alone that refuses everything, until that is ten minutes ago", () => {
    const pacer = createPacer(() => unhurried);
    for (let index = 0; index < breaker.most; index += 1) {
      expect(pacer.readyAtMs(lane)).toBe(0);
      pacer.countInvalid("chat", 1_000 + index);
    }
    expect(pacer.readyAtMs(lane)).toBe(1_000 + breaker.withinMs);
    expect(pacer.readyAtMs({ ...lane, platform: "other" })).toBe(0);
  });
});
