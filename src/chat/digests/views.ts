/** Schedules as they are told. */
import type { ScheduleView } from "../../briefing/compose/schedule-list.ts";
import { nextRun, skippedRun } from "../../delivery/preview.ts";
import { describeApproval } from "../../schedule/approval.ts";
import { nextInstants } from "../../schedule/calendar.ts";
import type { EmptyDay } from "../../schedule/selection.ts";
import { describeSelection } from "../../schedule/selection-words.ts";
import { describeRule } from "../../schedule/words.ts";
import { pendingApprovals } from "../../storage/approvals.ts";
import { type Hold, loadHolds } from "../../storage/schedule-holds.ts";
import { loadSchedules } from "../../storage/schedules.ts";
import type { ChannelSchedule, Desk, Order } from "./desk.ts";
import { refOf } from "./find.ts";

/** "A digest of briefings on space, weekdays at 09:00, Europe/London". */
export function describeOrder(
  order: Order,
  roleName: (role: string) => string | null = () => null,
): string {
  const { approval, ping } = order;
  return [
    describeUnasked(order),
    ...(approval === undefined ? [] : [describeApproval(approval)]),
    ...(ping === undefined ? [] : [`notifies ${roleName(ping) ?? `the role ${ping}`}`]),
  ].join("; ");
}

const emptyWords: Readonly<Record<EmptyDay, string>> = {
  silent: "",
  say: "; without anything new it says so",
  "most-read": "; without anything new it tells what was most read",
};

function describeUnasked({ form, selection, rule, empty }: Order): string {
  const what = describeSelection(selection);
  const when = describeRule(rule);
  if (form === "digest") return `A digest of ${what}, ${when}${emptyWords[empty]}`;
  return `A post for each ${what.replace(/^(?:all )?briefings/u, "briefing")}, ${when}`;
}

export function follows({ rule }: Pick<Order, "rule">): boolean {
  return "ready" in rule;
}

/** The next runs, ISO 8601; none of a rule that follows the briefings. */
export function runsOf({ rule }: Pick<Order, "rule">, now: Temporal.Instant): readonly string[] {
  return nextInstants(rule, now, 3).map(String);
}

export async function viewSchedules(
  { db, roleName }: Pick<Desk, "db" | "roleName">,
  schedules: readonly ChannelSchedule[],
  now: Temporal.Instant,
): Promise<readonly ScheduleView[]> {
  const holds = await loadHolds(db);
  const progress = await loadSchedules(
    db,
    schedules.map(({ key }) => key),
  );
  const pending = await pendingApprovals(db);
  return schedules.map((schedule) => {
    const hold = holds.get(schedule.key);
    const closed = progress.get(schedule.key)?.paused ?? null;
    return {
      name: schedule.name,
      ref: refOf(schedule),
      what: describeOrder(schedule, (role) => roleName(schedule.address, role)),
      when: describeRule(schedule.rule),
      next: nextRun(schedule, hold, now)?.toString() ?? null,
      follows: follows(schedule),
      made: madeOf(schedule),
      rests: restOf(hold, closed),
      skips: skippedRun(schedule, hold)?.toString() ?? null,
      approvals: pending
        .filter((asked) => asked.schedule === schedule.key && schedule.approval !== undefined)
        .map(({ id, slotAt, unreached }) => ({
          id,
          slot: slotAt.toString(),
          needs: schedule.approval?.needs ?? "required",
          unreached,
        })),
    };
  });
}

function madeOf({ made }: ChannelSchedule): ScheduleView["made"] {
  if (made === null) return null;
  const { createdBy, createdAt, changedAt } = made;
  return {
    by: createdBy.name ?? createdBy.person,
    at: createdAt.toString(),
    changedAt: changedAt.equals(createdAt) ? null : changedAt.toString(),
  };
}

function restOf(
  hold: Hold | undefined,
  closed: { at: Temporal.Instant; reason: string } | null,
): ScheduleView["rests"] {
  const paused = hold?.paused ?? null;
  if (paused !== null) {
    const until = paused.until?.toString() ?? null;
    return { why: `by ${paused.by}.`, since: paused.at.toString(), until, isClosed: false };
  }
  if (closed === null) return null;
  return { why: closed.reason, since: closed.at.toString(), until: null, isClosed: true };
}
