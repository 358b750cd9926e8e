/** Days of the calendar in words, the same on every machine. */

export const monthNames = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** "24 Nov 2026". */
export function dayWords({ day, month, year }: { day: number; month: number; year: number }) {
  return `${day} ${monthNames[month - 1] ?? ""} ${year}`;
}

const weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

/** "2026-11-24" as "Tuesday, 24 Nov 2026". */
export function longDay(date: string): string {
  const day = Temporal.PlainDate.from(date);
  return `${weekdays[day.dayOfWeek - 1] ?? ""}, ${dayWords(day)}`;
}
