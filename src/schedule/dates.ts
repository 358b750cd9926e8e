/** Dates on which a schedule rests. */
import { BotError } from "../errors.ts";

/** ISO 8601 dates, both included. */
export interface DateRange {
  from: string;
  to: string;
}

const dayMs = 86_400_000;
const datePattern = /^\d{4}-\d{2}-\d{2}$/u;

/** "2026-12-25" or "2026-12-24..2027-01-02" ("to" and dashes do as well). Throws a BotError of kind `input`. */
export function parseDateRange(text: string): DateRange {
  const [from = "", to = from, ...more] = text
    .trim()
    .split(/\s*(?:\.\.+|…|–|—)\s*|\s+(?:to|until|-)\s+/iu);
  if (more.length > 0) throw notDates(text);
  for (const date of [from, to]) checkDate(date, text);
  if (to < from) {
    throw new BotError("input", `The dates ${from} to ${to} run backwards.`, {
      hint: `Write ${to}..${from}.`,
    });
  }
  return { from, to };
}

function checkDate(date: string, text: string): void {
  if (!datePattern.test(date)) throw notDates(text);
  try {
    const { year } = Temporal.PlainDate.from(date);
    if (year >= 1970 && year < 2200) return;
  } catch {
    // A day such as 30 February is told below.
  }
  throw new BotError("input", `There is no date "${date}" to skip.`, {
    hint: "Write year, month and day, such as 2026-12-25.",
  });
}

function notDates(text: string): BotError {
  return new BotError("input", `"${text}" is not a date.`, {
    hint: "Write 2026-12-25, or 2026-12-24..2027-01-02 for several days, or name an .ics file.",
  });
}

/** Ascending; what touches or overlaps is one. */
export function mergeDates(ranges: readonly DateRange[]): readonly DateRange[] {
  const merged: DateRange[] = [];
  for (const range of ranges.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = merged.at(-1);
    if (last === undefined || midnightMs(range.from) > midnightMs(last.to) + dayMs)
      merged.push(range);
    else if (range.to > last.to) merged.splice(-1, 1, { from: last.from, to: range.to });
  }
  return merged;
}

/** Gives whether a wall clock's midnight, in milliseconds since 1970-01-01, is one of the dates. */
export function dateTest(ranges: readonly DateRange[]): (dateMs: number) => boolean {
  const spans = mergeDates(ranges).map(({ from, to }) => ({
    fromMs: midnightMs(from),
    toMs: midnightMs(to),
  }));
  return (dateMs) => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((spans[middle]?.toMs ?? 0) < dateMs) low = middle + 1;
      else high = middle;
    }
    const span = spans[low];
    return span !== undefined && span.fromMs <= dateMs;
  };
}

function midnightMs(date: string): number {
  return Date.parse(`${date}T00:00Z`);
}
