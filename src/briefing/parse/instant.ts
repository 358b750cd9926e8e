/** Dates as people write them in front matter. */

const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const TIME = String.raw`\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?`;
const WRITTEN = new RegExp(
  `^(?<date>${DATE})(?:[Tt ] *(?<time>${TIME}) *(?<offset>[Zz]|[+-]\\d{2}(?::?\\d{2})?)?(?<zone>\\[[\\w/+-]+\\])?)?$`,
  "u",
);

/**
 * ISO 8601 in UTC ("2026-11-22T08:00:00Z"), or null when the text is no date. A date alone is the start of that
 * day; a time without an offset is taken in `timeZone`. Throws a RangeError for a time zone that does not exist.
 */
export function parseInstant(text: string, timeZone: string): string | null {
  const { date, time, offset, zone } = WRITTEN.exec(text.trim())?.groups ?? {};
  if (date === undefined) return null;
  const day = plainDate(date);
  if (day === null) return null;
  if (time === undefined) return written(day.toZonedDateTime({ timeZone }).toInstant());
  if (zone === undefined && offset === undefined) {
    const local = orNull(() => Temporal.PlainDateTime.from(`${date}T${time}`));
    return local && written(local.toZonedDateTime(timeZone).toInstant());
  }
  const exact = `${date}T${time}${offset?.toUpperCase() ?? ""}${zone ?? ""}`;
  const instant = orNull(() =>
    zone === undefined
      ? Temporal.Instant.from(exact)
      : Temporal.ZonedDateTime.from(exact).toInstant(),
  );
  return instant && written(instant);
}

function plainDate(date: string): Temporal.PlainDate | null {
  return orNull(() => Temporal.PlainDate.from(date));
}

/** Years outside four digits are typing mistakes. */
function written(instant: Temporal.Instant): string | null {
  const text = instant.toString();
  return /^\d{4}-/u.test(text) ? text : null;
}

function orNull<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
