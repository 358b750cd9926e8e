/** Briefings that become ready close together are one post, so that a bulk commit floods no channel. */
import { z } from "zod";
import type { Briefing } from "../briefing/briefing.ts";

export interface Group {
  /** So many within `minutes` are one post. */
  from: number;
  minutes: number;
}

const defaultGroup: Group = { from: 3, minutes: 5 };

/** As people write it. Null: every briefing has a post of its own. */
export const Group = z
  .union([
    z.literal("never"),
    z.strictObject({
      from: z.int().min(2).max(100).default(defaultGroup.from),
      minutes: z.int().min(1).max(120).default(defaultGroup.minutes),
    }),
  ])
  .transform((written): Group | null => (written === "never" ? null : written));

/**
 * Whether what is ready goes out now: alone while there are few, as one post when there are many and nothing was
 * posted just before. Otherwise it waits, at most `minutes`, and what comes in the meantime joins it. `shown` is
 * how many briefings the schedule has posted within the last `minutes`.
 */
export function goesNow(group: Group | null, waiting: number, shown: number): boolean {
  return group === null || shown === 0 || waiting + shown < group.from;
}

/** The posts that briefings make: one each, or one of all. */
export function groupPosts(
  group: Group | null,
  briefings: readonly Briefing[],
): readonly (readonly Briefing[])[] {
  if (group !== null && briefings.length >= group.from) return [briefings];
  return briefings.map((briefing) => [briefing]);
}
