/** Days on which something happens: days of the week, and days of the month such as "last working day". */
import { nearest } from "../briefing/nearest.ts";
import { BotError } from "../errors.ts";

/** In ISO 8601's order: Monday is 1, Sunday 7. */
export const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof dayNames)[number];
export const fullDayNames = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

export const ordinals = ["first", "second", "third", "fourth", "last"] as const;
export type Ordinal = (typeof ordinals)[number];
/** "first mon" of a month; a working day is one from Monday to Friday that the rule does not skip. */
export type MonthDay = `${Ordinal} ${Day | "working day"}`;
export type RuleDay = Day | MonthDay;

export interface CivilDate {
  year: number;
  /** 1 is January. */
  month: number;
  day: number;
  /** 1 is Monday. */
  weekday: number;
}

const dayMs = 86_400_000;

/** The date of a wall clock's midnight, in milliseconds since 1970-01-01. */
export function civilDate(dateMs: number): CivilDate {
  const date = new Date(dateMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: ((date.getUTCDay() + 6) % 7) + 1,
  };
}

/** Gives whether a date is one of these days. `isSkipped` takes a wall clock's midnight. */
export function dayTest(
  days: readonly RuleDay[],
  isSkipped: (dateMs: number) => boolean,
): (date: CivilDate) => boolean {
  const weekdays = new Set<number>();
  const tests: ((date: CivilDate) => boolean)[] = [];
  for (const day of days) {
    const index = dayNames.findIndex((name) => name === day);
    if (index >= 0) weekdays.add(index + 1);
    else tests.push(monthDayTest(day, isSkipped));
  }
  return (date) => weekdays.has(date.weekday) || tests.some((test) => test(date));
}

function monthDayTest(
  day: RuleDay,
  isSkipped: (dateMs: number) => boolean,
): (date: CivilDate) => boolean {
  const [ordinal = "", name = ""] = day.split(" ");
  const place = ordinals.findIndex((each) => each === ordinal);
  const isLast = ordinal === "last";
  if (name === "working") return (date) => workingDay(date, isLast ? -1 : place, isSkipped);
  const weekday = dayNames.findIndex((each) => each === name) + 1;
  return (date) => {
    if (date.weekday !== weekday) return false;
    return isLast ? date.day + 7 > daysIn(date) : Math.floor((date.day - 1) / 7) === place;
  };
}

/** Whether `date` is the working day of its month at this place, from 0; -1 is the last. */
function workingDay(
  { year, month, day }: CivilDate,
  place: number,
  isSkipped: (dateMs: number) => boolean,
): boolean {
  const first = Date.UTC(year, month - 1, 1);
  const working: number[] = [];
  for (let each = 1; each <= daysIn({ year, month }); each += 1) {
    const dateMs = first + (each - 1) * dayMs;
    if (civilDate(dateMs).weekday <= 5 && !isSkipped(dateMs)) working.push(each);
  }
  return working.at(place) === day;
}

function daysIn({ year, month }: Pick<CivilDate, "year" | "month">): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const dayGroups: Readonly<Record<string, readonly Day[]>> = {
  daily: dayNames,
  weekdays: dayNames.slice(0, 5),
  weekends: dayNames.slice(5),
};

/**
 * Reads "weekdays", "mon", "thursday", "first monday of the month", "last working day" …; gives them in the order of
 * the week, days of the month after them. Throws a BotError of kind `input`.
 */
export function parseDays(words: readonly string[]): readonly RuleDay[] {
  if (words.length === 0) {
    throw new BotError("input", "The schedule names no days.", {
      hint: "Leave days out for every day.",
    });
  }
  const weekly = new Set<RuleDay>();
  const monthly = new Set<RuleDay>();
  for (const written of words) {
    const word = written.toLowerCase();
    const group = Object.hasOwn(dayGroups, word) ? dayGroups[word] : undefined;
    const monthDay = group === undefined ? parseMonthDay(word) : undefined;
    if (monthDay !== undefined) monthly.add(monthDay);
    else for (const day of group ?? [parseDay(word)]) weekly.add(day);
  }
  return [...dayNames.filter((day) => weekly.has(day)), ...[...monthly].toSorted(byPlace)];
}

function byPlace(a: RuleDay, b: RuleDay): number {
  const place = (day: RuleDay) => ordinals.findIndex((ordinal) => day.startsWith(ordinal));
  return place(a) - place(b) || (a < b ? -1 : 1);
}

const shortOrdinals: Readonly<Record<string, Ordinal>> = {
  "1st": "first",
  "2nd": "second",
  "3rd": "third",
  "4th": "fourth",
};

/** "first", "1st"; undefined for anything else. */
export function readOrdinal(word: string): Ordinal | undefined {
  return (
    ordinals.find((ordinal) => ordinal === word) ??
    (Object.hasOwn(shortOrdinals, word) ? shortOrdinals[word] : undefined)
  );
}

/** undefined when it does not begin as a day of the month does. */
function parseMonthDay(text: string): MonthDay | undefined {
  const [first = "", ...rest] = text.split(/\s+/u);
  const ordinal = readOrdinal(first);
  if (ordinal === undefined) return undefined;
  const name = rest.join(" ").replace(/\s*(?:of|in|every) (?:the |each |every )?month$/u, "");
  if (/^(?:working|work|business) ?day$/u.test(name)) return `${ordinal} working day`;
  return `${ordinal} ${parseDay(name)}`;
}

/** "mon", "monday", "mondays", "tues"; undefined for anything else. */
export function readDay(word: string): Day | undefined {
  const single = word.length > 3 ? word.replace(/s$/u, "") : word;
  return dayNames.find((name, index) => {
    const full = fullDayNames[index] ?? name;
    return single === name || (single.length > 3 && full.startsWith(single));
  });
}

function parseDay(word: string): Day {
  const day = readDay(word);
  if (day !== undefined) return day;
  const guess = nearest(word, [...Object.keys(dayGroups), ...dayNames, ...fullDayNames]);
  throw new BotError("input", `"${word}" is not a day.`, {
    hint:
      guess === undefined
        ? `Use ${Object.keys(dayGroups).join(", ")}, days such as mon,thu, or "first monday", "last working day".`
        : `Did you mean ${guess}?`,
  });
}
