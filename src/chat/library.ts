/** The briefings readers may see, newest first, and finding one by what somebody typed. Pure. */
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import type { FateOf } from "../briefing/compose/recipe.ts";
import type { Fate } from "../briefing/fate.ts";
import { nearest } from "../briefing/nearest.ts";
import type { KnownBriefing } from "../schedule/digest.ts";

/**
 * What readers may see, newest first; sorted again only when the archive changes or an embargo ends, because it is
 * asked for with every letter that somebody types.
 */
export function createPublicList(
  known: () => readonly KnownBriefing[],
  now: () => Temporal.Instant,
): () => readonly Briefing[] {
  let made:
    | { from: readonly KnownBriefing[]; untilMs: number; list: readonly Briefing[] }
    | undefined;
  return () => {
    const at = now();
    const from = known();
    if (made?.from !== from || at.epochMilliseconds >= made.untilMs) {
      const ends = from
        .map(({ briefing }) => embargoMs(briefing))
        .filter((ms) => ms > at.epochMilliseconds);
      made = {
        from,
        untilMs: ends.reduce((a, b) => Math.min(a, b), Infinity),
        list: listPublic(from, at),
      };
    }
    return made.list;
  };
}

/** Where the whole archive is open; not asked of ten thousand, one after the other. */
export const everyBriefing = (_briefing: Briefing): boolean => true;

export function visibleAmong(
  briefings: readonly Briefing[],
  isVisible: (briefing: Briefing) => boolean,
): readonly Briefing[] {
  return isVisible === everyBriefing ? briefings : briefings.filter(isVisible);
}

function embargoMs({ embargoUntil }: Briefing): number {
  return embargoUntil === undefined
    ? -Infinity
    : Temporal.Instant.from(embargoUntil).epochMilliseconds;
}

function listPublic(known: readonly KnownBriefing[], now: Temporal.Instant): readonly Briefing[] {
  return known
    .filter(({ briefing }) => isPublic(briefing, now))
    .map((each) => ({ briefing: each.briefing, at: dateOf(each) }))
    .toSorted((a, b) => b.at - a.at || (a.briefing.id < b.briefing.id ? -1 : 1))
    .map(({ briefing }) => briefing);
}

/** The title of what a briefing is an update of, where readers may see that at the time they are shown it. */
export function fatesAmong(
  known: () => readonly KnownBriefing[],
  now: () => Temporal.Instant,
): FateOf {
  return ({ updates }) => {
    if (updates === undefined) return {};
    const earlier = known().find((each) => each.briefing.id === updates)?.briefing;
    return earlier === undefined || !isPublic(earlier, now())
      ? {}
      : { earlier: { id: updates, title: earlier.title } };
  };
}

/** The same among those that somebody may see, newest first; and the newest that says it is an update of this one. */
export function fateWithin({ id, updates }: Briefing, visible: readonly Briefing[]): Fate {
  const earlier = visible.find((each) => each.id === updates);
  const updatedBy = visible.find((each) => each.updates === id);
  return {
    ...(earlier === undefined ? {} : { earlier: { id: earlier.id, title: earlier.title } }),
    ...(updatedBy === undefined ? {} : { updatedBy: { id: updatedBy.id, title: updatedBy.title } }),
  };
}

export function onTopic(
  briefings: readonly Briefing[],
  topic: string | undefined,
): readonly Briefing[] {
  const wanted = topic?.toLowerCase();
  if (wanted === undefined) return briefings;
  return briefings.filter(({ topics }) => topics.some((each) => each.toLowerCase() === wanted));
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
  const lines = linesOf(briefings);
  const exact =
    briefings[
      lines.findIndex((each) => each.startsWith(`${typed}\n`) || each.endsWith(`\n${typed}`))
    ];
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
  const [first = ""] = words;
  const starts: Briefing[] = [];
  const contains: Briefing[] = [];
  for (const [at, lines] of linesOf(briefings).entries()) {
    const briefing = briefings[at];
    if (briefing === undefined || !words.every((word) => lines.includes(word))) continue;
    const isStart = lines.startsWith(first) || lines.includes(`\n${first}`);
    (isStart ? starts : contains).push(briefing);
  }
  return [...starts, ...contains];
}

/** Folding ten thousand names takes longer than somebody waits for a suggestion; it is done once for each. */
const folded = new WeakMap<Briefing, string>();
/** And looking ten thousand up takes longer than searching them. */
const foldedLists = new WeakMap<readonly Briefing[], readonly string[]>();

/** Of each the id and the title, folded: two lines. */
function linesOf(briefings: readonly Briefing[]): readonly string[] {
  const known = foldedLists.get(briefings);
  if (known !== undefined) return known;
  const lines = briefings.map((briefing) => {
    const both = folded.get(briefing) ?? `${fold(briefing.id)}\n${fold(briefing.title)}`;
    folded.set(briefing, both);
    return both;
  });
  foldedLists.set(briefings, lines);
  return lines;
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
