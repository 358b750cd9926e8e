/** Time that runs faster, the same for the servers and for the bot, so that hours of waiting take minutes. */
export interface Timeline {
  /** The moment of the machine's clock at which it was `startMs`. */
  realMs: number;
  startMs: number;
  /** Seconds in one second of the machine. */
  factor: number;
}

export function nowOf({ realMs, startMs, factor }: Timeline, atRealMs: number): number {
  return startMs + (atRealMs - realMs) * factor;
}
