/** What a schedule would post: asked as the planner asks, for whoever wants to see it before, or to have it now. */
import { nextInstants, openAt } from "../schedule/calendar.ts";
import { judgeAll, selectDigest } from "../schedule/digest.ts";
import type { Hold } from "../storage/schedule-holds.ts";
import { loadSchedule } from "../storage/schedules.ts";
import { together } from "../storage/store.ts";
import { tellEmpty, type Told } from "./empty-slot.ts";
import { enqueue } from "./enqueue.ts";
import { askDigest } from "./outlook.ts";
import type { PlannedSchedule, PlannerOptions } from "./planner.ts";
import { newsAfter } from "./steps.ts";

/**
 * The next run that is not left out; null where none is to come. Of a rule that follows the briefings: when one may
 * be posted.
 */
export function nextRun(
  { rule }: Pick<PlannedSchedule, "rule">,
  hold: Pick<Hold, "skipAt"> | undefined,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if ("ready" in rule) return openAt(rule, now);
  const runs = nextInstants(rule, now, 2);
  return runs.find((run) => !hold?.skipAt?.equals(run)) ?? null;
}

type Source = Pick<PlannerOptions<PlannedSchedule>, "db" | "known">;

export interface Foreseen {
  /** What would be posted, of what may be shown by now; null: nothing. */
  told: Told | null;
  /** So many more are under embargo now and will be out by then. */
  embargoed: number;
}

export async function foresee(
  source: Source,
  schedule: PlannedSchedule,
  slot: Temporal.Instant,
  now: Temporal.Instant,
): Promise<Foreseen> {
  const after = newsAfter(schedule, await loadSchedule(source.db, schedule.key), now);
  const question = await askDigest(source, schedule, after, now);
  const then = await askDigest(source, schedule, after, slot);
  const ready = new Set(question.known.map(({ briefing }) => briefing.id));
  const embargoed = selectDigest(then).filter(({ id }) => !ready.has(id)).length;
  const judged = judgeAll(question);
  const briefings = judged.flatMap(({ briefing, stop }) => (stop === null ? [briefing] : []));
  if (briefings.length > 0) return { told: { briefings, occasion: "news" }, embargoed };
  const someWait = judged.some(({ stop }) => stop?.stage === "least");
  const staysSilent = "ready" in schedule.rule || embargoed > 0 || someWait;
  return { told: staysSilent ? null : await tellEmpty(source, schedule, now), embargoed };
}

/**
 * Puts into the outbox what `foresee` tells; the next run leaves it out, because the channel has it then. Once per
 * `wish`. Gives the ids of the briefings; none when there is nothing to post.
 */
export function postNow<Schedule extends PlannedSchedule>(
  options: Pick<PlannerOptions<Schedule>, "db" | "known" | "compose">,
  schedule: Schedule,
  wish: string,
  now: Temporal.Instant,
): Promise<readonly string[]> {
  return together(options.db, async (db) => {
    const after = newsAfter(schedule, await loadSchedule(db, schedule.key), now);
    const briefings = selectDigest(
      await askDigest({ db, known: options.known }, schedule, after, now),
    );
    if (briefings.length === 0) return [];
    const { address: to, key: name } = schedule;
    for (const [index, post] of options
      .compose(schedule, now, { briefings, occasion: "news" })
      .entries()) {
      const key = JSON.stringify(["now", name, wish, index]);
      await enqueue(db, { ...post, key, kind: "digest", to, schedule: name }, now);
    }
    return briefings.map(({ id }) => id);
  });
}
