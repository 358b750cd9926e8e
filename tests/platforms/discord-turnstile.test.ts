import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTurnstile, type Turnstile } from "../../src/platforms/discord/api/turnstile.ts";

describe("the turnstile before Discord", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function queue(turnstile: Turnstile, count: number): readonly number[] {
    const since = performance.now();
    const passedAt: number[] = [];
    for (let each = 0; each < count; each += 1)
      void turnstile.pass().then(() => passedAt.push(performance.now() - since));
    return passedAt;
  }

  it("lets no more pass in any second than it was told, and hardly fewer", async () => {
    const passedAt = queue(createTurnstile(50), 200);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(passedAt).toHaveLength(200);
    expect(passedAt.at(-1)).toBeLessThanOrEqual(4_000);
    for (const [index, time] of passedAt.entries()) {
      const within = passedAt.slice(index).filter((later) => later < time + 1_000);
      expect(within.length).toBeLessThanOrEqual(51);
    }
  });

  it("keeps nobody waiting who comes alone", async () => {
    const turnstile = createTurnstile(50);
    await vi.advanceTimersByTimeAsync(60_000);
    const passedAt = queue(turnstile, 1);
    await vi.advanceTimersByTimeAsync(0);
    expect(passedAt).toEqual([0]);
  });

  it("lets nobody pass while it is closed, and no crowd afterwards", async () => {
    const turnstile = createTurnstile(50);
    const passedAt = queue(turnstile, 20);
    await vi.advanceTimersByTimeAsync(100);
    turnstile.close(5_000);
    const before = passedAt.length;
    await vi.advanceTimersByTimeAsync(4_990);
    expect(passedAt).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(50);
    expect(passedAt.length).toBeLessThanOrEqual(before + 5);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(passedAt).toHaveLength(20);
  });
});
