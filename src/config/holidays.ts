/** The days of an .ics file of holidays (iCalendar, RFC 5545), as dates to skip. */
import { runInNewContext } from "node:vm";
import ICAL from "ical.js";
import { BotError } from "../errors.ts";
import { type DateRange, mergeDates } from "../schedule/dates.ts";

const longestFile = 1_000_000;
/** A rule that repeats is followed to here; no schedule looks further ahead. */
const lastYear = 2060;
const mostDates = 50_000;
/** For parsing and for following the rules that repeat: one can be written that never comes to an end. */
const longestMs = 2_000;

/** All days that an event of the calendar touches. Throws a BotError of kind `config` that names the file. */
export function parseHolidays(text: string, file: string): readonly DateRange[] {
  if (text.trim() === "") throw unreadable(file, "it is empty", "Export the holidays anew.");
  if (text.length > longestFile) {
    throw unreadable(file, "it is larger than 1 MB", "Export the holidays alone.");
  }
  let dates: readonly DateRange[] = [];
  const work = (): void => {
    dates = mergeDates(datesOf(text, file));
  };
  try {
    // The limit holds for everything that is called from within, ours as well as the library's.
    runInNewContext("work()", { work }, { timeout: longestMs });
  } catch (error) {
    if (error instanceof BotError) throw error;
    throw isTimeout(error)
      ? unreadable(file, "its repeated events take too long to work out", "Write the dates out.")
      : unreadable(
          file,
          `it is no calendar${offendingLine(text, error)}`,
          "Export it anew, or write the dates out.",
        );
  }
  if (dates.length > 0) return dates;
  throw unreadable(file, "it has no events", "Is it the calendar of the holidays?");
}

function datesOf(text: string, file: string): readonly DateRange[] {
  const found: DateRange[] = [];
  for (const event of eventsOf(text)) {
    for (const name of ["dtstart", "dtend"]) checkDate(event, name, text, file);
    for (const start of startsOf(event)) {
      if (found.length >= mostDates)
        throw unreadable(
          file,
          `it has more than ${mostDates} events`,
          "Export the holidays alone.",
        );
      found.push(daysOf(start, event));
    }
  }
  return found;
}

/** The library makes another date of one that does not exist. */
function checkDate(event: ICAL.Event, name: string, text: string, file: string): void {
  const json = event.component.getFirstProperty(name)?.toJSON();
  const written: unknown = Array.isArray(json) ? json[3] : undefined;
  if (typeof written !== "string") return;
  try {
    Temporal.PlainDate.from(written.slice(0, 10), { overflow: "reject" });
  } catch {
    const line = lineOf(text, written.slice(0, 10).replaceAll("-", ""));
    throw unreadable(file, `there is no date ${written}${line}`, "Mend it in the calendar.");
  }
}

function eventsOf(text: string): readonly ICAL.Event[] {
  // A file may hold several calendars after one another.
  const parsed: unknown = ICAL.parse(text);
  const calendars = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed];
  return calendars.flatMap((calendar: unknown[]) =>
    new ICAL.Component(calendar)
      .getAllSubcomponents("vevent")
      .filter((event) => event.getFirstPropertyValue("status") !== "CANCELLED")
      .map((event) => new ICAL.Event(event)),
  );
}

function* startsOf(event: ICAL.Event): Generator<ICAL.Time, void> {
  if (!event.isRecurring()) {
    yield event.startDate;
    return;
  }
  const iterator = event.iterator();
  for (let start = iterator.next(); start; start = iterator.next()) {
    if (start.year > lastYear) return;
    yield start;
  }
}

/** The end of an event of whole days is the first day that is free again. */
function daysOf(start: ICAL.Time, event: ICAL.Event): DateRange {
  const first = dateOf(start);
  const end = start.clone();
  end.addDuration(event.duration);
  const isFree = end.isDate || (end.hour === 0 && end.minute === 0 && end.second === 0);
  const to = dateOf(end).subtract({ days: isFree ? 1 : 0 });
  return {
    from: first.toString(),
    to: Temporal.PlainDate.compare(to, first) < 0 ? first.toString() : to.toString(),
  };
}

function dateOf({ year, month, day }: ICAL.Time): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" });
}

function isTimeout(error: unknown): boolean {
  return (
    error instanceof Object && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}

/** The library quotes the line that it stumbles over at the end of its message. */
function offendingLine(text: string, error: unknown): string {
  const message = error instanceof Object && "message" in error ? String(error.message) : "";
  const quoted = /"(?<line>[^"\n]{1,200})"?\s*$/u.exec(message)?.groups?.["line"];
  return quoted === undefined ? "" : lineOf(text, quoted);
}

function lineOf(text: string, part: string): string {
  const index = text.split(/\r?\n/u).findIndex((line) => line.includes(part));
  return index < 0 ? "" : ` (line ${index + 1})`;
}

function unreadable(file: string, reason: string, hint: string): BotError {
  return new BotError("config", `The holidays of ${file} cannot be read: ${reason}.`, { hint });
}
