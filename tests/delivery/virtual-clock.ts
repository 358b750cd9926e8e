/** Time that moves when the test says so, and only then. */
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../src/delivery/clock.ts";

interface Timer {
  atMs: number;
  run: () => void;
}

export class VirtualClock implements Clock {
  #elapsedMs = 0;
  #wallMs: number;
  readonly #timers = new Set<Timer>();

  constructor(startsAt: string) {
    this.#wallMs = Temporal.Instant.from(startsAt).epochMilliseconds;
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.#wallMs);
  }

  elapsedMs(): number {
    return this.#elapsedMs;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { atMs: this.#elapsedMs + Math.max(0, ms), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Somebody sets the clock on the wall. */
  jump(ms: number): void {
    this.#wallMs += ms;
  }

  /** A clock for a process that can die: after `kill` none of its timers fires. */
  mortal(): { clock: Clock; kill(): void } {
    let alive = true;
    const clock: Clock = {
      now: () => this.now(),
      elapsedMs: () => this.#elapsedMs,
      after: (ms, run) =>
        this.after(ms, () => {
          if (alive) run();
        }),
    };
    return {
      clock,
      kill() {
        alive = false;
      },
    };
  }

  /** Lets everything happen that can happen now. */
  async settle(): Promise<void> {
    for (;;) {
      // A delivery takes a few turns of the event loop, one for every commit.
      for (let turn = 0; turn < 8; turn += 1) await setImmediate();
      const next = this.#nextTimer();
      if (next === undefined || next.atMs > this.#elapsedMs) return;
      this.#timers.delete(next);
      next.run();
    }
  }

  async advance(ms: number): Promise<void> {
    const untilMs = this.#elapsedMs + ms;
    await this.settle();
    for (;;) {
      const next = this.#nextTimer();
      const stopMs = next === undefined ? untilMs : Math.min(next.atMs, untilMs);
      this.#wallMs += stopMs - this.#elapsedMs;
      this.#elapsedMs = stopMs;
      await this.settle();
      if (stopMs >= untilMs) return;
    }
  }

  #nextTimer(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers)
      if (next === undefined || timer.atMs < next.atMs) next = timer;
    return next;
  }
}
