/** Why a schedule has nothing to post: the same judgement as the digest's, counted by what stops each. */
import { judgeAll, type Stop } from "../schedule/digest.ts";
import { isWanted } from "../schedule/filter.ts";
import { briefingsAmong } from "../storage/posted.ts";
import { loadSchedule } from "../storage/schedules.ts";
import { readyBetween } from "./arrivals.ts";
import type { PlannedSchedule, PlannerOptions } from "./planner.ts";
import { newsAfter } from "./steps.ts";

export interface NothingNew {
  /** Only what became ready after this is news for the schedule; null: everything is. */
  since: Temporal.Instant | null;
  /** What became ready since, and what stops it. */
  posted: number;
  unwanted: number;
  /** Wanted and not posted, but fewer than `least`. */
  waiting: number;
  least: number;
  /** Wanted, and a draft or under embargo now. */
  heldBack: number;
}

export async function countNothing(
  { db, known }: Pick<PlannerOptions<PlannedSchedule>, "db" | "known">,
  schedule: PlannedSchedule,
  now: Temporal.Instant,
): Promise<NothingNew> {
  const { address, selection, key } = schedule;
  const since = newsAfter(schedule, await loadSchedule(db, key), now);
  const all = known();
  const ready = readyBetween(all, since, now);
  const posted = await briefingsAmong(
    db,
    address,
    ready.map(({ briefing }) => briefing.id),
  );
  const stops = judgeAll({ known: ready, posted, selection, since, until: now });
  const count = (...stages: readonly Stop["stage"][]): number =>
    stops.filter(({ stop }) => stop !== null && stages.includes(stop.stage)).length;
  const heldBack = all.filter(
    ({ briefing, readyAt }) =>
      briefing.status !== "withdrawn" &&
      (readyAt === null || Temporal.Instant.compare(readyAt, now) > 0) &&
      isWanted(selection.filter, briefing),
  ).length;
  return {
    since,
    posted: count("posted"),
    unwanted: count("include", "exclude"),
    waiting: count("perTopic", "most", "least"),
    least: selection.limits.least,
    heldBack,
  };
}
