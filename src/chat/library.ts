/** The briefings readers may see, newest first, and finding one by what somebody typed. Pure. */
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import { nearest } from "../briefing/nearest.ts";
import type { KnownBriefing } from "../schedule/digest.ts";

export function listPublic(
  known: readonly KnownBriefing[],
  now: Temporal.Instant,
  topic?: string,
): readonly Briefing[] {
  const wanted = topic?.toLowerCase();
  return known
    .filter(({ briefing }) => isPublic(briefing, now))
    .filter(
      ({ briefing }) =>
        wanted === undefined || briefing.topics.some((each) => each.toLowerCase() === wanted),
    )
    .map((each) => ({ briefing: each.briefing, at: dateOf(each) }))
    .toSorted((a, b) => b.at - a.at || (a.briefing.id < b.briefing.id ? -1 : 1))
    .map(({ briefing }) => briefing);
}

function dateOf({ briefing, readyAt }: KnownBriefing): number {
  const at =
    briefing.publishedAt === undefined ? readyAt : Temporal.Instant.from(briefing.publishedAt);
  return at?.epochMilliseconds ?? 0;
}

export interface Finding {
  briefing: Briefing | undefined;
  /** When nothing is meant for sure: what may be meant, at most five. */
  near: readonly Briefing[];
}

/** By id, by title, by the beginning of either, by words of the title; never guesses between two. */
export function findBriefing(briefings: readonly Briefing[], name: string): Finding {
  const typed = fold(name);
  const exact = briefings.find(({ id, title }) => fold(id) === typed || fold(title) === typed);
  if (exact !== undefined) return { briefing: exact, near: [] };
  const near = matching(briefings, name);
  if (near.length === 1) return { briefing: near[0], near: [] };
  if (near.length > 1) return { briefing: undefined, near: near.slice(0, 5) };
  const meant = nearest(
    name,
    briefings.map(({ id }) => id),
  );
  return { briefing: undefined, near: briefings.filter(({ id }) => id === meant) };
}

/** Briefings whose name or title begins with, or else contains, every typed word. */
export function matching(briefings: readonly Briefing[], typed: string): readonly Briefing[] {
  const words = fold(typed).split(" ").filter(Boolean);
  const starts: Briefing[] = [];
  const contains: Briefing[] = [];
  for (const briefing of briefings) {
    const text = `${fold(briefing.id)} ${fold(briefing.title)}`;
    if (!words.every((word) => text.includes(word))) continue;
    const first = words[0];
    if (
      first === undefined ||
      fold(briefing.id).startsWith(first) ||
      fold(briefing.title).startsWith(first)
    ) {
      starts.push(briefing);
    } else contains.push(briefing);
  }
  return [...starts, ...contains];
}

function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** All topics in use, the most frequent first. */
export function topicsOf(briefings: readonly Briefing[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const topic of briefings.flatMap(({ topics }) => topics))
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([topic]) => topic);
}
