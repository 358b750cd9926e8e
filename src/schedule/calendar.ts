/**
 * Rules as instants. The occurrences of a rule are its local slots (a date and a minute of the day), each at
 * most once: a slot in a gap of the clock moves to the first valid minute after the gap, a slot that happens
 * twice counts the first time only, and slots that fall together are one instant. So a rule for every quarter
 * of an hour rests while the clock repeats itself, and a daily rule happens on every local day.
 */
import { parseCron } from "./cron.ts";
import { dayNames, type Rule } from "./rule.ts";
import { openZone, wallClockMs } from "./zone.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The rarest date is 29 February, eight years apart around a year such as 2100. */
const longestPauseDays = 8 * 366 + 31;

/** A rule made ready to be asked about dates. */
interface Plan {
  /** Milliseconds into the day, ascending. */
  slots: readonly number[];
  isDay(date: CivilDate): boolean;
}

interface CivilDate {
  month: number;
  day: number;
  /** 1 is Monday. */
  weekday: number;
}

const plans = new WeakMap<Rule, Plan>();

function planOf(rule: Rule): Plan {
  const known = plans.get(rule);
  if (known !== undefined) return known;
  const plan = "cron" in rule ? cronPlan(rule.cron) : timesPlan(rule.at, rule.days);
  plans.set(rule, plan);
  return plan;
}

function timesPlan(at: readonly string[], days: readonly string[]): Plan {
  const weekdays = new Set(days.map((day) => dayNames.findIndex((name) => name === day) + 1));
  const minutes = at.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return {
    slots: minutes.toSorted((a, b) => a - b).map((minute) => minute * minuteMs),
    isDay: (date) => weekdays.has(date.weekday),
  };
}

function cronPlan(expression: string): Plan {
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

function civilDate(dateMs: number): CivilDate {
  const date = new Date(dateMs);
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: ((date.getUTCDay() + 6) % 7) + 1,
  };
}

/** Epoch milliseconds strictly after `afterMs`, ascending; ends where the rule can never happen again. */
function* occurrences(rule: Rule, afterMs: number): Generator<number, void> {
  const plan = planOf(rule);
  const toInstant = openZone(rule.timezone);
  const wallMs = wallClockMs(rule.timezone, afterMs);
  let last = afterMs;
  let idle = 0;
  // From the day before, because slots of a day that the zone skipped come after it.
  for (
    let dateMs = Math.floor(wallMs / dayMs) * dayMs - dayMs;
    idle <= longestPauseDays;
    dateMs += dayMs
  ) {
    idle += 1;
    if (!plan.isDay(civilDate(dateMs))) continue;
    for (const slotMs of plan.slots) {
      const instantMs = toInstant(dateMs + slotMs);
      if (instantMs <= last) continue;
      last = instantMs;
      idle = 0;
      yield instantMs;
    }
  }
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
