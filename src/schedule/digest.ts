/** Which briefings belong in a digest, and why the others do not: one judgement for both. */
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import { decide, isWanted, type Decision } from "./filter.ts";
import { limitOf, type PerTopic, type Selection } from "./selection.ts";

export interface KnownBriefing {
  briefing: Briefing;
  /** When it could first be shown: first seen ready, or the end of its embargo. Null for a draft. */
  readyAt: Temporal.Instant | null;
}

export interface DigestQuestion {
  known: readonly KnownBriefing[];
  /** Ids of briefings that this channel already has. */
  posted: ReadonlySet<string>;
  selection: Selection;
  /** Only what became ready after this instant; null for no such limit. */
  since: Temporal.Instant | null;
  until: Temporal.Instant;
}

/** In the order in which a briefing passes them. */
export const stages = [
  "draft",
  "embargo",
  "since",
  "include",
  "exclude",
  "posted",
  "perTopic",
  "most",
  "least",
] as const;
export type Stage = (typeof stages)[number];

/** Why a briefing does not come; the first stage that stops it is told. */
export type Stop =
  | { stage: "draft" }
  | { stage: "embargo"; until: Temporal.Instant }
  | { stage: "since"; readyAt: Temporal.Instant; since: Temporal.Instant }
  | { stage: "include" | "exclude" }
  | { stage: "posted" }
  | { stage: "perTopic"; topic: string; limit: number }
  | { stage: "most"; limit: number; place: number }
  | { stage: "least"; limit: number; count: number };

export interface Judgement {
  briefing: Briefing;
  /** Null: it comes. What is stopped by `perTopic`, `most` or `least` stays for the next digest. */
  stop: Stop | null;
}

/** In the order of the selection, those that would come. Never one that the channel has. */
export function selectDigest(question: DigestQuestion): readonly Briefing[] {
  return judgeAll(question)
    .filter(({ stop }) => stop === null)
    .map(({ briefing }) => briefing);
}

/** Every known briefing with what stops it, those that pass all limits first, in the order of the selection. */
export function judgeAll(question: DigestQuestion): readonly Judgement[] {
  const { selection } = question;
  const stopped: Judgement[] = [];
  const waiting: Candidate[] = [];
  for (const known of question.known) {
    const stop = stopOf(known, question);
    const { briefing, readyAt } = known;
    if (stop !== null) stopped.push({ briefing, stop });
    else if (readyAt !== null) waiting.push({ briefing, newness: newnessOf(briefing, readyAt) });
  }
  return [...applyLimits(waiting, selection), ...stopped];
}

/** What is stopped before limits count, for one alone. */
function stopOf({ briefing, readyAt }: KnownBriefing, question: DigestQuestion): Stop | null {
  const { posted, selection, since, until } = question;
  if (readyAt === null || briefing.status !== "ready") return { stage: "draft" };
  if (!isPublic(briefing, until) || Temporal.Instant.compare(readyAt, until) > 0)
    return { stage: "embargo", until: readyAt };
  if (since !== null && Temporal.Instant.compare(readyAt, since) <= 0)
    return { stage: "since", readyAt, since };
  if (!isWanted(selection.filter, briefing)) {
    const { excludedBy, included } = decide(selection.filter, briefing);
    const isMissing = included.some(({ by }) => by === null);
    return { stage: isMissing || excludedBy === null ? "include" : "exclude" };
  }
  return posted.has(briefing.id) ? { stage: "posted" } : null;
}

interface Candidate {
  briefing: Briefing;
  newness: number;
}

function newnessOf({ publishedAt }: Briefing, readyAt: Temporal.Instant): number {
  return (publishedAt === undefined ? readyAt : Temporal.Instant.from(publishedAt))
    .epochMilliseconds;
}

function applyLimits(
  waiting: readonly Candidate[],
  { limits, order }: Selection,
): readonly Judgement[] {
  const { most, least, perTopic } = limits;
  const direction = order === "oldest" ? -1 : 1;
  const sorted = waiting.toSorted(
    (a, b) => direction * (b.newness - a.newness) || (a.briefing.id < b.briefing.id ? -1 : 1),
  );
  const counts = new Map<string, number>();
  const stopped: Judgement[] = [];
  const chosen: Candidate[] = [];
  for (const [index, candidate] of sorted.entries()) {
    const { briefing } = candidate;
    const topics = [...new Set(briefing.topics.map((topic) => topic.toLowerCase()))];
    const [full] =
      perTopic === null ? [] : topics.flatMap((topic) => fullAt(topic, perTopic, counts));
    if (full !== undefined) {
      stopped.push({ briefing, stop: { stage: "perTopic", ...full } });
    } else if (most !== null && chosen.length >= most) {
      stopped.push({ briefing, stop: { stage: "most", limit: most, place: index + 1 } });
    } else {
      for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1);
      chosen.push(candidate);
    }
  }
  const count = chosen.length;
  const stop: Stop | null = count < least ? { stage: "least", limit: least, count } : null;
  const ordered = order === "topic" ? chosen.toSorted(byTopic) : chosen;
  return [...ordered.map(({ briefing }) => ({ briefing, stop })), ...stopped];
}

/** The topic with its limit when there are so many of it. */
function fullAt(
  topic: string,
  perTopic: PerTopic,
  counts: ReadonlyMap<string, number>,
): readonly { topic: string; limit: number }[] {
  const limit = limitOf(perTopic, topic);
  return limit !== null && (counts.get(topic) ?? 0) >= limit ? [{ topic, limit }] : [];
}

/** By the first topic; those without one come last. The order within a topic stays. */
function byTopic(a: Candidate, b: Candidate): number {
  const [first, second] = [a, b].map(({ briefing }) => briefing.topics[0]?.toLowerCase());
  if (first === second) return 0;
  if (first === undefined || second === undefined) return first === undefined ? 1 : -1;
  return first < second ? -1 : 1;
}

/** One briefing's way through the stages, for whoever asks why. */
export interface Explanation {
  /** Every stage before the one that stops it, and that one. */
  passed: readonly Stage[];
  stop: Stop | null;
  /** Which terms of the filter fitted. */
  decision: Decision;
}

/** The judgement of the digest itself, of one of its briefings; null when it knows none of this name. */
export function explain(question: DigestQuestion, id: string): Explanation | null {
  const judged = judgeAll(question).find(({ briefing }) => briefing.id === id);
  if (judged === undefined) return null;
  const { briefing, stop } = judged;
  const passed = stop === null ? stages : stages.slice(0, stages.indexOf(stop.stage));
  return { passed, stop, decision: decide(question.selection.filter, briefing) };
}

/** How many briefings that became ready in (since, until] the filter wants; limits do not count. */
export function countWanted(
  known: readonly KnownBriefing[],
  { filter }: Selection,
  since: Temporal.Instant,
  until: Temporal.Instant,
): number {
  const isIn = (at: Temporal.Instant | null): boolean =>
    at !== null &&
    Temporal.Instant.compare(at, since) > 0 &&
    Temporal.Instant.compare(at, until) <= 0;
  return known.filter(
    ({ briefing, readyAt }) =>
      isIn(readyAt) && briefing.status === "ready" && isWanted(filter, briefing),
  ).length;
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
  if (briefing.status === "withdrawn") return before;
  const seen = before !== null && Temporal.Instant.compare(before, seenAt) <= 0 ? before : seenAt;
  if (briefing.embargoUntil === undefined) return seen;
  const embargo = Temporal.Instant.from(briefing.embargoUntil);
  return Temporal.Instant.compare(embargo, seen) > 0 ? embargo : seen;
}
