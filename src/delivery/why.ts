/** Why a briefing comes to a channel or not: for each of its schedules, stage by stage. */
import type { Address } from "../platforms/platform.ts";
import { nextInstants } from "../schedule/calendar.ts";
import { explain, selectDigest } from "../schedule/digest.ts";
import { loadApproval, pendingApprovals } from "../storage/approvals.ts";
import { loadHolds } from "../storage/schedule-holds.ts";
import { loadSchedule } from "../storage/schedules.ts";
import { deliveriesAbout } from "../storage/posted.ts";
import type { Db } from "../storage/store.ts";
import { lookAhead, type Outlook } from "./outlook.ts";
import type { PlannedSchedule, PlannerOptions } from "./planner.ts";
import { heldUntil } from "./held-back.ts";
import { nextRun, skippedRun } from "./preview.ts";
import { type Named, passedText, stopped, type WhyStage } from "./why-texts.ts";

export interface ScheduleWhy {
  name: string;
  /** In the order in which a briefing passes them, up to the one that stops it. */
  stages: readonly WhyStage[];
  /** When it comes; null when something stops it. */
  comesAt: string | null;
  /** What to change; null where nothing is to be done. */
  todo: string | null;
}

export interface DeliveryWhy {
  /** Of `briefing deliveries`. */
  id: number;
  state: string;
  kind: string;
  at: string;
  reason: string | null;
}

export interface Why {
  id: string;
  title: string;
  /** What the channel has of it or is owed, the newest first. */
  deliveries: readonly DeliveryWhy[];
  schedules: readonly ScheduleWhy[];
}

type Source = Pick<PlannerOptions<PlannedSchedule>, "db" | "known">;

/** Null when nothing is known of this name. `schedules` are those of the channel. */
export async function explainChannel(
  source: Source,
  channel: Address,
  schedules: readonly Named[],
  id: string,
  now: Temporal.Instant,
): Promise<Why | null> {
  const known = source.known().find(({ briefing }) => briefing.id === id);
  if (known === undefined) return null;
  const told: ScheduleWhy[] = [];
  for (const schedule of schedules) told.push(await explainSchedule(source, schedule, id, now));
  const deliveries = (await deliveriesAbout(source.db, channel, id)).map((each) => ({
    ...each,
    at: each.at.toString(),
  }));
  return { id, title: known.briefing.title, deliveries, schedules: told };
}

async function explainSchedule(
  source: Source,
  schedule: Named,
  id: string,
  now: Temporal.Instant,
): Promise<ScheduleWhy> {
  const { db } = source;
  const { name, key } = schedule;
  const ahead = await lookAhead(source, schedule, now, id);
  const explanation = explain(ahead.question, id);
  const briefing = ahead.question.known.find((known) => known.briefing.id === id)?.briefing;
  if (explanation === null || briefing === undefined)
    return { name, stages: [], comesAt: null, todo: null };
  const { passed, stop } = explanation;
  const stages: WhyStage[] = passed
    .filter((stage) => stop === null || stage !== stop.stage)
    .flatMap((stage) => passedText(stage, explanation, schedule));
  if (stop !== null) {
    const [stage, todo] = stopped(explanation, schedule, briefing.status);
    return { name, stages: [...stages, stage], comesAt: null, todo };
  }
  const hold = (await loadHolds(db)).get(key);
  const paused = hold?.paused ?? null;
  const closed = (await loadSchedule(db, key))?.paused ?? null;
  const rest = paused === null ? closed : { at: paused.at, reason: `by ${paused.by}` };
  if (rest !== null) {
    const text = `The schedule is paused: ${rest.reason}`;
    stages.push({ stage: "paused", passed: false, text, at: rest.at.toString() });
    const command = schedule.made === null ? "briefing schedules" : "/digest";
    const todo = `\`${command} resume ${name}\` lets it go on.`;
    return { name, stages, comesAt: null, todo };
  }
  stages.push(...pauses(ahead, skippedRun(schedule, hold)));
  const joins = await joining(db, schedule, ahead, now);
  if (joins !== null) {
    const text =
      "Others were posted just before: it waits a little for more, to be one post with them.";
    stages.push({ stage: "group", passed: true, text, at: joins.toString() });
  }
  const run = joins ?? nextRun(schedule, hold, now);
  const approval = await approvalOf(db, schedule, { id, run });
  if (approval !== null) stages.push(approval.stage);
  if (approval?.stage.passed === false) return { name, stages, comesAt: null, todo: approval.todo };
  const comesAt =
    approval?.isForLater && run ? (nextInstants(schedule.rule, run, 1)[0] ?? null) : run;
  const todo = comesAt === null ? "No run is to come: its rule never happens again." : null;
  return { name, stages, comesAt: comesAt?.toString() ?? null, todo };
}

/** What puts off everything that the schedule posts. */
function pauses(
  { dayAt, quietUntil }: Outlook,
  skipAt: Temporal.Instant | null,
): readonly WhyStage[] {
  const until = (stage: WhyStage["stage"], text: string, at: Temporal.Instant | null) =>
    at === null ? [] : [{ stage, passed: true, text, at: at.toString() }];
  return [
    ...until("skipped", "The next run is left out, because somebody said so.", skipAt),
    ...until("day", "Today is not one of its days: it waits for the next one.", dayAt),
    ...until("quiet", "Quiet hours hold everything until their end.", quietUntil),
  ];
}

/** Until when it waits for company; null where it does not. */
async function joining(
  db: Db,
  schedule: PlannedSchedule,
  { at, question }: Outlook,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  if (!("ready" in schedule.rule) || at?.equals(now) !== true) return null;
  return heldUntil(db, schedule, selectDigest(question), now);
}

interface ApprovalWhy {
  stage: WhyStage;
  todo: string | null;
  /** It is not in the digest of the next run, but in the one after it. */
  isForLater: boolean;
}

/** What the approver has to do with it; null where there is none. */
async function approvalOf(
  db: Db,
  { key, approval }: PlannedSchedule,
  { id, run }: { id: string; run: Temporal.Instant | null },
): Promise<ApprovalWhy | null> {
  if (approval === undefined) return null;
  const isNeeded = approval.needs === "required";
  const waiting = (await pendingApprovals(db)).find((each) => each.schedule === key);
  const asked = waiting ?? (run && (await loadApproval(db, key, run)));
  const said = (text: string, passed: boolean, todo: string | null = null): ApprovalWhy => {
    const at = asked?.slotAt.toString() ?? null;
    return { stage: { stage: "approval", passed, text, at }, todo, isForLater: false };
  };
  const rule = isNeeded ? "It goes out only when approved." : "It goes out unless it is vetoed.";
  if (asked === null) return said(rule, true);
  if (!asked.briefings.includes(id)) {
    const late = "It came after the digest was shown to its approver: it is in the next one.";
    const isNext = run?.equals(asked.slotAt) === true;
    return { ...said(late, true), isForLater: isNext };
  }
  if (asked.decision?.what === "approved") return said(`Approved by ${asked.decision.by}.`, true);
  if (!isNeeded || waiting === undefined) return said(rule, true);
  const problem = waiting.unreached === null ? "" : `: ${waiting.unreached}`;
  const todo = `Approve it where you were asked, or under \`/digest list\`${problem}.`;
  return said("It waits until the digest that it is in is approved.", false, todo);
}
