/** What a digest has to choose from: asked by the planner at its time, and by whoever wants to know before. */
import { nextInstants, openAt } from "../schedule/calendar.ts";
import type { DigestQuestion, KnownBriefing } from "../schedule/digest.ts";
import { isWanted } from "../schedule/filter.ts";
import { quietUntilMs } from "../schedule/quiet.ts";
import type { Rule } from "../schedule/rule.ts";
import { briefingsAmong } from "../storage/posted.ts";
import { loadSchedule } from "../storage/schedules.ts";
import type { Db } from "../storage/store.ts";
import { readyBetween } from "./arrivals.ts";
import type { PlannedSchedule, PlannerOptions } from "./planner.ts";
import { newsAfter } from "./steps.ts";

type Asking = Pick<PlannerOptions<PlannedSchedule>, "db" | "known">;

/**
 * What a digest of this schedule would have to choose from, up to now and not to the slot: what a late post can tell
 * already, it tells. What is not wanted is left out of `known` already.
 */
export async function askDigest(
  { db, known }: Asking,
  { address, selection }: PlannedSchedule,
  after: Temporal.Instant | null,
  now: Temporal.Instant,
): Promise<DigestQuestion> {
  const wanted = readyBetween(known(), after, now).filter(({ briefing }) =>
    isWanted(selection.filter, briefing),
  );
  const posted = await postedOf(db, address, wanted);
  return { known: wanted, posted, selection, since: after, until: now };
}

function postedOf(
  db: Db,
  address: PlannedSchedule["address"],
  known: readonly KnownBriefing[],
): Promise<ReadonlySet<string>> {
  return briefingsAmong(
    db,
    address,
    known.map(({ briefing }) => briefing.id),
  );
}

export interface Outlook {
  /** The next slot; of a rule that follows the briefings, the next moment at which one may be posted. Null: never. */
  at: Temporal.Instant | null;
  /** When it may post again after the quiet hours that it is in now; null outside of them. */
  quietUntil: Temporal.Instant | null;
  /** Of a rule that follows the briefings: its next day; null on one of its days. */
  dayAt: Temporal.Instant | null;
  /** What would be asked then, of what is known now. `judgeAll`, `selectDigest` and `explain` answer it. */
  question: DigestQuestion;
}

function isQuiet({ quiet, timezone }: Rule, { epochMilliseconds }: Temporal.Instant): boolean {
  return (
    quiet !== undefined && quietUntilMs(quiet, timezone, epochMilliseconds) > epochMilliseconds
  );
}

function nextDay({ quiet: _hours, ...rule }: Rule, now: Temporal.Instant): Temporal.Instant | null {
  const open = openAt(rule, now);
  return open?.equals(now) ? null : open;
}

/** `about` is a briefing to have in the question, too, whatever becomes of it. */
export async function lookAhead(
  { db, known }: Asking,
  schedule: PlannedSchedule,
  now: Temporal.Instant,
  about?: string,
): Promise<Outlook> {
  const { rule, selection, address } = schedule;
  const open = openAt(rule, now);
  const [slot] = nextInstants(rule, now, 1);
  const at = "ready" in rule ? open : (slot ?? null);
  const until = at ?? now;
  const after = newsAfter(schedule, await loadSchedule(db, schedule.key), now);
  const list = known();
  const inTime = readyBetween(list, after, until);
  const asked =
    about === undefined || inTime.some(({ briefing }) => briefing.id === about)
      ? inTime
      : [...inTime, ...list.filter(({ briefing }) => briefing.id === about)];
  const posted = await postedOf(db, address, asked);
  return {
    at,
    quietUntil: isQuiet(rule, now) ? open : null,
    dayAt: nextDay(rule, now),
    question: { known: asked, posted, selection, since: after, until },
  };
}
