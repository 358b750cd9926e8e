/** Which briefings belong in a digest. */
import { isPublic, type Briefing } from "../briefing/briefing.ts";

export interface KnownBriefing {
  briefing: Briefing;
  /** When it could first be shown: first seen ready, or the end of its embargo. Null for a draft. */
  readyAt: Temporal.Instant | null;
}

export interface DigestQuestion {
  known: readonly KnownBriefing[];
  /** Ids of briefings that this channel already has. */
  posted: ReadonlySet<string>;
  /** Empty: all topics. Case does not count. */
  topics: readonly string[];
  /** Only what became ready after this instant; null for no such limit. */
  since: Temporal.Instant | null;
  until: Temporal.Instant;
}

/** Newest first, by the day of publication where it is given. Never one that the channel has. */
export function selectDigest(question: DigestQuestion): readonly Briefing[] {
  const { known, posted, since, until } = question;
  const wanted = new Set(question.topics.map((topic) => topic.toLowerCase()));
  const chosen: { briefing: Briefing; newness: number }[] = [];
  for (const { briefing, readyAt } of known) {
    if (readyAt === null || posted.has(briefing.id) || !isPublic(briefing, until)) continue;
    if (Temporal.Instant.compare(readyAt, until) > 0) continue;
    if (since !== null && Temporal.Instant.compare(readyAt, since) <= 0) continue;
    if (wanted.size > 0 && !briefing.topics.some((topic) => wanted.has(topic.toLowerCase())))
      continue;
    const published = briefing.publishedAt;
    const newness = published === undefined ? readyAt : Temporal.Instant.from(published);
    chosen.push({ briefing, newness: newness.epochMilliseconds });
  }
  return chosen
    .toSorted((a, b) => b.newness - a.newness || (a.briefing.id < b.briefing.id ? -1 : 1))
    .map(({ briefing }) => briefing);
}

/**
 * When a briefing could first be shown, given when it was found so and what was said before (null: never yet).
 * Null for a draft. An embargo that is shortened brings the moment forward, but never into the past.
 */
export function readyAt(
  briefing: Briefing,
  seenAt: Temporal.Instant,
  before: Temporal.Instant | null,
): Temporal.Instant | null {
  if (briefing.status === "draft") return null;
  const seen = before !== null && Temporal.Instant.compare(before, seenAt) <= 0 ? before : seenAt;
  if (briefing.embargoUntil === undefined) return seen;
  const embargo = Temporal.Instant.from(briefing.embargoUntil);
  return Temporal.Instant.compare(embargo, seen) > 0 ? embargo : seen;
}
