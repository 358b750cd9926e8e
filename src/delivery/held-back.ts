/** Whether a post that follows the briefings waits a little for company. */
import type { Briefing } from "../briefing/briefing.ts";
import { goesNow, type Group } from "../schedule/group.ts";
import { countBriefingsOf } from "../storage/posted.ts";
import type { Db } from "../storage/store.ts";
import type { PlannedSchedule } from "./planner.ts";

/** Several at once, just after others, wait a little for more. The end of an embargo is a promise, and waits for nothing. */
export async function isHeldBack(
  db: Db,
  { key, group }: PlannedSchedule,
  briefings: readonly Briefing[],
  now: Temporal.Instant,
): Promise<boolean> {
  if (group === null || briefings.some((briefing) => endsEmbargo(briefing, group, now)))
    return false;
  const shown = await countBriefingsOf(db, key, now.subtract({ minutes: group.minutes }));
  return !goesNow(group, briefings.length, shown);
}

function endsEmbargo(
  { embargoUntil }: Briefing,
  { minutes }: Group,
  now: Temporal.Instant,
): boolean {
  if (embargoUntil === undefined) return false;
  return (
    Temporal.Instant.compare(Temporal.Instant.from(embargoUntil), now.subtract({ minutes })) > 0
  );
}
