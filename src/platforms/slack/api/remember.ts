/** What Slack was asked once, for a while: its methods are limited by the minute. */

/** Gives what is remembered under the key, or else asks. More than `most` are all forgotten, and asked for again. */
export type Remember<Value> = (key: string, ask: () => Promise<Value>) => Promise<Value>;

export function remembering<Value>(forMs: number, most: number): Remember<Value> {
  const known = new Map<string, { value: Promise<Value>; untilMs: number }>();
  return (key, ask) => {
    const found = known.get(key);
    if (found !== undefined && found.untilMs > performance.now()) return found.value;
    if (known.size >= most) known.clear();
    const value = ask();
    known.set(key, { value, untilMs: performance.now() + forMs });
    return value;
  };
}
