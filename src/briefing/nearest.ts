/** "Did you mean …": the one place that guesses what somebody wanted to write. */
import { distance } from "fastest-levenshtein";

/**
 * The candidate that differs least from `word` (case does not count), or undefined when none is near enough
 * to be a slip: a third of the letters. A candidate that begins with the word is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let least = Math.ceil(typed.length / 3) + 1;
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase();
    const steps =
      typed.length >= 3 && lower.startsWith(typed)
        ? Math.min(1, distance(typed, lower))
        : distance(typed, lower);
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}
