/**
 * Rules as instants. The occurrences of a rule are its local slots (a date and a minute of the day), each at
 * most once: a slot in a gap of the clock moves to the first valid minute after the gap, a slot that happens
 * twice counts the first time only, one in quiet hours moves to their end, and slots that fall together are one
 * instant. So a rule for every quarter of an hour rests while the clock repeats itself, and a daily rule
 * happens on every local day.
 */
import { parseCron } from "./cron.ts";
import { dateTest } from "./dates.ts";
import { type CivilDate, civilDate, dayTest } from "./days.ts";
import { quietUntilMs } from "./quiet.ts";
import type { Rule } from "./rule.ts";
import { openZone, stretchAt, wallClockMs } from "./zone.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The rarest date is 29 February, eight years apart around a year such as 2100. */
const longestPauseDays = 8 * 366 + 31;

/** A rule made ready to be asked about dates. */
interface Plan {
  /** Milliseconds into the day, ascending; none where it follows the briefings. */
  slots: readonly number[];
  /** By the dates that are skipped alone. */
  isSkipped(dateMs: number): boolean;
  isDay(date: CivilDate): boolean;
}

const plans = new WeakMap<Rule, Plan>();

function planOf(rule: Rule): Plan {
  const known = plans.get(rule);
  if (known !== undefined) return known;
  const isSkipped = dateTest(rule.skip ?? []);
  const plan =
    "cron" in rule
      ? { ...cronPlan(rule.cron), isSkipped }
      : {
          slots: "at" in rule ? timeSlots(rule.at) : [],
          isDay: dayTest(rule.days, isSkipped),
          isSkipped,
        };
  plans.set(rule, plan);
  return plan;
}

function timeSlots(at: readonly string[]): readonly number[] {
  const minutes = at.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return minutes.toSorted((a, b) => a - b).map((minute) => minute * minuteMs);
}

function cronPlan(expression: string): Pick<Plan, "slots" | "isDay"> {
  const cron = parseCron(expression);
  return {
    slots: cron.hours.flatMap((hour) =>
      cron.minutes.map((minute) => (hour * 60 + minute) * minuteMs),
    ),
    isDay(date) {
      if (!cron.months.has(date.month)) return false;
      const inMonth = cron.daysOfMonth.has(date.day);
      const inWeek = cron.daysOfWeek.has(date.weekday);
      return cron.eitherDay ? inMonth || inWeek : inMonth && inWeek;
    },
  };
}

/** Epoch milliseconds strictly after `afterMs`, ascending; ends where the rule can never happen again. */
function* occurrences(rule: Rule, afterMs: number): Generator<number, void> {
  const { slots, isDay, isSkipped } = planOf(rule);
  if (slots.length === 0) return;
  const toInstant = openZone(rule.timezone);
  const { quiet, timezone } = rule;
  const wallMs = wallClockMs(timezone, afterMs);
  let last = afterMs;
  let idle = 0;
  // From two days before: slots of a day that the zone skipped come after it, and quiet hours hold one over night.
  for (
    let dateMs = Math.floor(wallMs / dayMs) * dayMs - 2 * dayMs;
    idle <= longestPauseDays;
    dateMs += dayMs
  ) {
    if (isSkipped(dateMs)) continue;
    idle += 1;
    if (!isDay(civilDate(dateMs))) continue;
    for (const slotMs of slots) {
      const shownMs = toInstant(dateMs + slotMs);
      const instantMs = quiet === undefined ? shownMs : quietUntilMs(quiet, timezone, shownMs);
      if (instantMs <= last) continue;
      last = instantMs;
      idle = 0;
      yield instantMs;
    }
  }
}

/**
 * The first instant from `at` on at which something may be posted: on a day of the rule that is not skipped, outside
 * its quiet hours. Null when there is none. What waits for its time only (`at`, `cron`) may be posted on any day.
 */
export function openAt(rule: Rule, at: Temporal.Instant): Temporal.Instant | null {
  const { quiet, timezone } = rule;
  const { isDay, isSkipped } = planOf(rule);
  const limitMs = at.epochMilliseconds + longestPauseDays * dayMs;
  for (let ms = at.epochMilliseconds; ms <= limitMs;) {
    const { endMs, offsetMs } = stretchAt(timezone, ms);
    const dateMs = Math.floor((ms + offsetMs) / dayMs) * dayMs;
    const isOpen = !("ready" in rule) || (!isSkipped(dateMs) && isDay(civilDate(dateMs)));
    const untilMs = quiet === undefined ? ms : quietUntilMs(quiet, timezone, ms);
    // The moment itself, not its whole milliseconds: the system's clock is finer, and who asks compares.
    if (isOpen && untilMs === ms)
      return ms === at.epochMilliseconds ? at : Temporal.Instant.fromEpochMilliseconds(ms);
    ms = isOpen ? untilMs : Math.min(dateMs + dayMs - offsetMs, endMs);
  }
  return null;
}

/** The next `count` instants strictly after `from`, ascending; fewer when the rule ends, such as on 30 February. */
export function nextInstants(
  rule: Rule,
  from: Temporal.Instant,
  count: number,
): readonly Temporal.Instant[] {
  return occurrences(rule, from.epochMilliseconds)
    .take(count)
    .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms))
    .toArray();
}

/** All instants after `after`, up to and including `until`, ascending. */
export function instantsBetween(
  rule: Rule,
  after: Temporal.Instant,
  until: Temporal.Instant,
): readonly Temporal.Instant[] {
  const found: Temporal.Instant[] = [];
  for (const ms of occurrences(rule, after.epochMilliseconds)) {
    if (ms > until.epochMilliseconds) break;
    found.push(Temporal.Instant.fromEpochMilliseconds(ms));
  }
  return found;
}
