/** Lets requests leave evenly, whoever makes them: posts, edits, threads and looks all count. */

export interface Turnstile {
  /** Resolves when it is this request's turn, in the order of asking. */
  pass(): Promise<void>;
  /** Nobody passes for so long. */
  close(ms: number): void;
}

export function createTurnstile(perSecond: number): Turnstile {
  const gapMs = 1_000 / perSecond;
  let last: Promise<void> = Promise.resolve();
  let nextAtMs = 0;

  async function take(): Promise<void> {
    for (let nowMs = performance.now(); nowMs < nextAtMs; nowMs = performance.now())
      await wait(nextAtMs - nowMs);
    // A little lateness of our own timers is made up for, a pause is not.
    nextAtMs = Math.max(nextAtMs, performance.now() - gapMs) + gapMs;
  }

  return {
    pass() {
      last = last.then(take);
      return last;
    },
    close(ms) {
      nextAtMs = Math.max(nextAtMs, performance.now() + ms);
    },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
