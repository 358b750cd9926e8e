/** "until monday": when a pause is over. */
import { BotError } from "../errors.ts";
import { dayNames, readDay } from "./days.ts";

const units: Readonly<Record<string, "days" | "weeks">> = {
  day: "days",
  days: "days",
  d: "days",
  week: "weeks",
  weeks: "weeks",
  w: "weeks",
};

/** So far ahead nobody plans; a year like 20226 is a slip. */
const longest = { years: 2 };

/**
 * A date ("2026-12-24"), a date with a time, "tomorrow", a day of the week (the next one), "next week" (its Monday), or
 * "3 days": the beginning of that day in `zone`. Throws a BotError of kind `input` for anything else, and for what is
 * past.
 */
export function parseUntil(text: string, zone: string, now: Temporal.Instant): Temporal.Instant {
  const words = text.trim().toLowerCase().replaceAll(/\s+/gu, " ");
  const until = readUntil(words, now.toZonedDateTimeISO(zone));
  if (until === null) {
    throw new BotError("input", `“${text.trim().slice(0, 80)}” is not a day that I understand.`, {
      hint: "Write a date such as 2026-12-24, a day such as monday, tomorrow, next week, or 3 days.",
    });
  }
  const at = until.toInstant();
  const isFar =
    Temporal.Instant.compare(at, now.toZonedDateTimeISO(zone).add(longest).toInstant()) > 0;
  if (isFar || Temporal.Instant.compare(at, now) <= 0) {
    throw new BotError("input", `“${words}” is ${isFar ? "too far ahead" : "in the past"}.`, {
      hint: isFar ? "Pause it without a date instead." : "Write a day that is still to come.",
    });
  }
  return at;
}

function readUntil(words: string, now: Temporal.ZonedDateTime): Temporal.ZonedDateTime | null {
  const midnight = now.startOfDay();
  if (words === "tomorrow") return midnight.add({ days: 1 });
  if (words === "next week") return midnight.add({ days: 8 - midnight.dayOfWeek });
  const day = readDay(words.replace(/^(?:next|on) /u, ""));
  if (day !== undefined) {
    const ahead = (dayNames.indexOf(day) + 1 - midnight.dayOfWeek + 7) % 7;
    return midnight.add({ days: ahead === 0 ? 7 : ahead });
  }
  const [, count = "", unit = ""] = /^(?:in )?(\d{1,3}) ?([a-z]+)$/u.exec(words) ?? [];
  const named = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (named !== undefined) return midnight.add({ [named]: Number(count) });
  try {
    return Temporal.PlainDateTime.from(words.toUpperCase()).toZonedDateTime(midnight.timeZoneId);
  } catch {
    return null;
  }
}
