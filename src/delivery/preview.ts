/** What a schedule would post: asked as the planner asks, for whoever wants to see it before, or to have it now. */
import { nextInstants, openAt } from "../schedule/calendar.ts";
import { judgeAll, selectDigest } from "../schedule/digest.ts";
import type { Approval } from "../schedule/approval.ts";
import { type AskedApproval, loadApproval } from "../storage/approvals.ts";
import { type Actor, recordChange } from "../storage/schedule-changes.ts";
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

/** The run that is left out; null also where the schedule has changed since and has no run there any more. */
export function skippedRun(
  { rule }: Pick<PlannedSchedule, "rule">,
  hold: Pick<Hold, "skipAt"> | undefined,
): Temporal.Instant | null {
  const skipAt = hold?.skipAt ?? null;
  if (skipAt === null) return null;
  const [run] = nextInstants(rule, skipAt.subtract({ milliseconds: 1 }), 1);
  return run?.equals(skipAt) === true ? skipAt : null;
}

type Source = Pick<PlannerOptions<PlannedSchedule>, "db" | "known">;

export interface Foreseen {
  /** What would be posted, of what may be shown by now; null: nothing. */
  told: Told | null;
  /** So many more are under embargo now and will be out by then. */
  embargoed: number;
  /** What its approver was asked about this run; null: nobody was asked so far, or nobody is. */
  approval: (Pick<AskedApproval, "id" | "decision"> & Pick<Approval, "needs">) | null;
}

export async function foresee(
  source: Source,
  schedule: PlannedSchedule,
  slot: Temporal.Instant,
  now: Temporal.Instant,
): Promise<Foreseen> {
  const after = newsAfter(schedule, await loadSchedule(source.db, schedule.key), now);
  const all = await askDigest(source, schedule, after, now);
  const { asked, closesAt } = await approvalOf(source, schedule, slot, now);
  const approval = asked && { id: asked.id, needs: asked.needs, decision: asked.decision };
  const known = all.known.filter(({ briefing }) => asked?.briefings.includes(briefing.id) ?? true);
  const then = await askDigest(source, schedule, after, closesAt);
  const ready = new Set(all.known.map(({ briefing }) => briefing.id));
  const embargoed = selectDigest(then).filter(({ id }) => !ready.has(id)).length;
  const briefings = selectDigest({ ...all, known });
  if (briefings.length > 0) return { told: { briefings, occasion: "news" }, embargoed, approval };
  const someWait = judgeAll(all).some(({ stop }) => stop === null || stop.stage === "least");
  const staysSilent = "ready" in schedule.rule || embargoed > 0 || someWait;
  const told = staysSilent ? null : await tellEmpty(source, schedule, now);
  return { told, embargoed, approval };
}

/** What the approver of this run was shown, and when the choice for it closes: what comes later is for the next one. */
async function approvalOf(
  { db }: Source,
  { key, approval }: PlannedSchedule,
  slot: Temporal.Instant,
  now: Temporal.Instant,
) {
  if (approval === undefined) return { asked: null, closesAt: slot };
  const row = await loadApproval(db, key, slot);
  if (row !== null) return { asked: { ...row, needs: approval.needs }, closesAt: now };
  const asksAt = slot.subtract({ milliseconds: approval.leadMs });
  return { asked: null, closesAt: Temporal.Instant.compare(asksAt, now) < 0 ? now : asksAt };
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

/** The same, with its line among the changes of the schedule: who did it. */
export function postNowFor<Schedule extends PlannedSchedule>(
  options: Parameters<typeof postNow<Schedule>>[0],
  schedule: Schedule,
  { wish, by }: { wish: string; by: Actor },
  now: Temporal.Instant,
): Promise<readonly string[]> {
  return together(options.db, async (db) => {
    const posted = await postNow({ ...options, db }, schedule, wish, now);
    if (posted.length === 0) return posted;
    const { key, address } = schedule;
    const line = { at: now, schedule: key, address, by, before: null } as const;
    await recordChange(db, { ...line, deed: "posted", after: posted.join(" ") });
    return posted;
  });
}
