/** Time, as the dispatcher needs it; tests have one that they move themselves. */
export interface Clock {
  now(): Temporal.Instant;
  /** Milliseconds since some moment; unlike the clock on the wall it never jumps. */
  elapsedMs(): number;
  /** Runs it once, later; gives a function that cancels. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Temporal.Now.instant(),
  elapsedMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
