/** Whether a post that follows the briefings waits a little for company. */
import type { Briefing } from "../briefing/briefing.ts";
import { goesNow, type Group } from "../schedule/group.ts";
import { countBriefingsOf, lastPostOf } from "../storage/posted.ts";
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

/** When what is held back goes out at the latest; null: it is not held back. */
export async function heldUntil(
  db: Db,
  schedule: PlannedSchedule,
  briefings: readonly Briefing[],
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const { key, group } = schedule;
  if (group === null || !(await isHeldBack(db, schedule, briefings, now))) return null;
  const latest = await lastPostOf(db, key);
  return latest?.add({ minutes: group.minutes }) ?? null;
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
