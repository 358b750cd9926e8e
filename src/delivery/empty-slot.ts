/** What a digest posts when nothing is new. */
import { isPublic, type Briefing } from "../briefing/briefing.ts";
import { isWanted } from "../schedule/filter.ts";
import { hasMostRead, listMostRead } from "../storage/reading.ts";
import { knownById } from "./arrivals.ts";
import type { PlannedSchedule, PlannerOptions } from "./planner.ts";

/** Why these briefings: they are news, or were read most while nothing is new. */
export type Occasion = "news" | "most-read";

/** A post; without briefings it says that nothing is new. */
export interface Told {
  briefings: readonly Briefing[];
  occasion: Occasion;
}

/** So many of the most read. */
const mostRepeated = 5;
const weekHours = 7 * 24;
/** A slot may come a little earlier than the one a week ago. */
const slackHours = 12;

/**
 * Null: the day stays silent. The most read are briefings that the channel has, and it is told of them again once in
 * seven days at most, whichever of its schedules does; they are what this schedule wants and readers may see.
 */
export async function tellEmpty(
  { db, known }: Pick<PlannerOptions<PlannedSchedule>, "db" | "known">,
  { empty, address, selection }: PlannedSchedule,
  now: Temporal.Instant,
): Promise<Told | null> {
  if (empty === "silent") return null;
  if (empty === "say") return { briefings: [], occasion: "news" };
  if (await hasMostRead(db, address, now.subtract({ hours: weekHours - slackHours }))) return null;
  const byId = knownById(known());
  const read = await listMostRead(db, address, now.subtract({ hours: weekHours }));
  const briefings = read
    .flatMap((id) => byId.get(id)?.briefing ?? [])
    .filter((briefing) => isPublic(briefing, now) && isWanted(selection.filter, briefing))
    .slice(0, Math.min(selection.limits.most ?? mostRepeated, mostRepeated));
  return briefings.length === 0 ? null : { briefings, occasion: "most-read" };
}
