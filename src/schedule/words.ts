/** A rule in words, for people. */
import { monthNames } from "../briefing/days.ts";
import { type Cron, parseCron } from "./cron.ts";
import type { DateRange } from "./dates.ts";
import { dayNames, type RuleDay } from "./days.ts";
import type { Rule } from "./rule.ts";

const joined = new Intl.ListFormat("en", { type: "conjunction" });
const either = new Intl.ListFormat("en", { type: "disjunction" });

/**
 * "weekdays at 09:00, Europe/London"; "as they become ready on weekdays, Europe/London, quiet 22:00-07:00"; a cron
 * rule as it was written, followed by what it means.
 */
export function describeRule(rule: Rule): string {
  return [whenOf(rule), rule.timezone, ...exceptionsOf(rule)].join(", ");
}

function whenOf(rule: Rule): string {
  if ("cron" in rule) return `cron ${rule.cron} (${describeCron(parseCron(rule.cron))})`;
  const days = describeDays(rule.days);
  if ("at" in rule) return `${days} at ${joined.format(rule.at)}`;
  return days === "daily" ? "as they become ready" : `as they become ready, ${days}`;
}

function exceptionsOf({ skip = [], quiet }: Rule): readonly string[] {
  const told = skip.length > 3 ? [`${skip.length} dates`] : skip.map(describeDates);
  return [
    ...(quiet === undefined ? [] : [`quiet ${quiet.from}-${quiet.to}`]),
    ...(skip.length === 0 ? [] : [`not on ${joined.format(told)}`]),
  ];
}

function describeDates({ from, to }: DateRange): string {
  return from === to ? from : `${from} to ${to}`;
}

function describeDays(days: readonly RuleDay[]): string {
  const weekly = days.filter((day) => !day.includes(" "));
  const monthly = days.filter((day) => day.includes(" "));
  const groups: Readonly<Record<string, string>> = {
    "": "",
    [dayNames.join()]: "daily",
    "mon,tue,wed,thu,fri": "weekdays",
    "sat,sun": "weekends",
  };
  const group = groups[weekly.join()];
  const named = group === undefined ? weekly.map(capitalise) : group === "" ? [] : [group];
  const ofMonth = monthly.map((day) => `the ${day.replace(/ (?!working|day)./u, upperCase)}`);
  const last = ofMonth.at(-1);
  if (last !== undefined) ofMonth.splice(-1, 1, `${last} of the month`);
  return joined.format([...named, ...ofMonth]);
}

function capitalise(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function upperCase(text: string): string {
  return text.toUpperCase();
}

/** So many times are named one by one. */
const mostTimes = 6;

function describeCron(cron: Cron): string {
  const { months } = cron;
  const inMonths = numbers(months).map((month) => monthNames[month - 1] ?? "");
  const dates = describeCronDays(cron);
  const times = timesOf(cron);
  const saysDays = dates !== "daily" || times.startsWith("at");
  return [saysDays ? dates : "", times, months.size < 12 ? `in ${joined.format(inMonths)}` : ""]
    .filter((part) => part !== "")
    .join(" ");
}

function timesOf({ minutes, hours }: Cron): string {
  if (minutes.length * hours.length <= mostTimes) {
    const times = hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`));
    return `at ${joined.format(times)}`;
  }
  const past = describeMinutes(minutes);
  if (hours.length === 24) return past;
  const [first = 0] = hours;
  const last = hours.at(-1) ?? first;
  const isRow = hours.length === last - first + 1;
  return isRow
    ? `${past} from ${two(first)}:00 to ${two(last)}:59`
    : `${past} in the hours ${joined.format(hours.map(String))}`;
}

function describeMinutes(minutes: readonly number[]): string {
  const [first = 0, second = 60] = minutes;
  const step = second - first;
  const isEven = first === 0 && 60 % step === 0 && minutes.length === 60 / step;
  if (!isEven)
    return `at ${joined.format(minutes.map((minute) => `:${two(minute)}`))} past the hour`;
  if (step === 60) return "every hour";
  return step === 1 ? "every minute" : `every ${step} minutes`;
}

function describeCronDays({ daysOfMonth, daysOfWeek, eitherDay }: Cron): string {
  const names = describeDays(dayNames.filter((_, index) => daysOfWeek.has(index + 1)));
  const week = names === "daily" ? "" : names;
  const month =
    daysOfMonth.size === 31 ? "" : `on day ${either.format(numbers(daysOfMonth).map(String))}`;
  if (week === "" && month === "") return "daily";
  if (week === "" || month === "") return week + month;
  return eitherDay ? `${month} or on ${week}` : `${month} when it is one of ${week}`;
}

function numbers(values: ReadonlySet<number>): readonly number[] {
  return [...values].toSorted((a, b) => a - b);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
