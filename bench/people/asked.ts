/** What one person waits for. Times are `performance.now()`. */
export interface Asked {
  askedAtMs: number;
  /** Acknowledged: the person sees that something happens. */
  ackAtMs: number | null;
  /** The first message of the answer. */
  answerAtMs: number | null;
  /** Both are there. */
  done: Promise<void>;
}

export interface Waiting extends Asked {
  acknowledge(): void;
  answer(): void;
}

export function ask(): Waiting {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const asked: Waiting = {
    askedAtMs: performance.now(),
    ackAtMs: null,
    answerAtMs: null,
    done: promise,
    acknowledge() {
      asked.ackAtMs ??= performance.now();
      if (asked.answerAtMs !== null) resolve(undefined);
    },
    answer() {
      asked.answerAtMs ??= performance.now();
      if (asked.ackAtMs !== null) resolve(undefined);
    },
  };
  return asked;
}
