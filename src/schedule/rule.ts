/** When something is posted: times on days, or a cron expression, in a time zone. */
import { z } from "zod";
import { nearest } from "../briefing/nearest.ts";
import { BotError } from "../errors.ts";
import { parseCron } from "./cron.ts";

/** In ISO 8601's order: Monday is 1, Sunday 7. */
export const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof dayNames)[number];

const dayGroups: Readonly<Record<string, readonly Day[]>> = {
  daily: dayNames,
  weekdays: dayNames.slice(0, 5),
  weekends: dayNames.slice(5),
};

export interface TimesRule {
  /** "HH:MM", sorted, without repeats, at least one. */
  at: readonly string[];
  /** In the order of the week, without repeats, at least one. */
  days: readonly Day[];
  /** An IANA name. */
  timezone: string;
}

export interface CronRule {
  /** Five fields or a shorthand; see `cron.ts`. */
  cron: string;
  timezone: string;
}

const Words = z.union([z.string(), z.array(z.string())]);

/**
 * As people write it: `at` and `days` (by default daily) or `cron`, with a `timezone`. Lists may be written
 * with commas. Every mistake is an issue at its own path.
 */
export const Rule = z
  .strictObject({
    at: Words.exactOptional(),
    days: Words.exactOptional(),
    cron: z.string().exactOptional(),
    timezone: z.string(),
  })
  .transform((written, context): TimesRule | CronRule => {
    function attempt<Value>(path: keyof typeof written, read: () => Value): Value | undefined {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof BotError)) throw error;
        const { message, hint } = error;
        context.addIssue({
          code: "custom",
          path: [path],
          message,
          params: { hint },
          input: written[path],
        });
        return undefined;
      }
    }
    const { at, days, cron } = written;
    const timezone = attempt("timezone", () => parseTimeZone(written.timezone));
    if (cron !== undefined) {
      const parsed = attempt("cron", () => {
        if (at !== undefined || days !== undefined) throw bothKinds();
        return parseCron(cron);
      });
      return parsed === undefined || timezone === undefined
        ? z.NEVER
        : { cron: cron.trim(), timezone };
    }
    const times = attempt("at", () => parseTimes(at));
    const named = attempt("days", () => parseDays(days ?? "daily"));
    if (times === undefined || named === undefined || timezone === undefined) return z.NEVER;
    return { at: times, days: named, timezone };
  });
export type Rule = z.output<typeof Rule>;
export type WrittenRule = z.input<typeof Rule>;

/** Throws a BotError of kind `input` that names everything that is wrong. */
export function parseRule(written: WrittenRule): Rule {
  const parsed = Rule.safeParse(written);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.flatMap((issue) =>
    [issue.message, hintOf(issue) ?? []].flat(),
  );
  throw new BotError("input", sentences.join(" "));
}

/** The hint that comes with an issue of a `Rule`. */
export function hintOf(issue: z.core.$ZodIssue): string | undefined {
  const hint: unknown = issue.code === "custom" ? issue.params?.["hint"] : undefined;
  return typeof hint === "string" ? hint : undefined;
}

/**
 * Gives the name back as it was written. Names of the IANA database in any case, aliases and "UTC" are known;
 * throws a BotError of kind `input` with the nearest name otherwise.
 */
export function parseTimeZone(name: string): string {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    // Temporal takes a whole timestamp for the zone in it.
    if (/^[A-Za-z]/u.test(name)) return name;
  } catch {
    // Told below, together with what only Temporal takes for a zone.
  }
  throw new BotError("input", `There is no time zone "${name}".`, { hint: timeZoneHint(name) });
}

function timeZoneHint(name: string): string {
  const zones = Intl.supportedValuesOf("timeZone");
  const wanted = name.trim().toLowerCase().replaceAll(/\s+/gu, "_");
  const guess =
    zones.find((zone) => zone.toLowerCase().endsWith(`/${wanted}`)) ?? nearest(name.trim(), zones);
  return guess === undefined
    ? "Use an IANA name such as Europe/London, or UTC."
    : `Did you mean ${guess}?`;
}

function parseTimes(at: string | readonly string[] | undefined): readonly string[] {
  const times = at === undefined ? [] : words(at);
  if (times.length === 0) {
    throw new BotError("input", "The schedule says neither at which times nor a cron rule.", {
      hint: 'Write at: "09:00", or cron: "0 9 * * *".',
    });
  }
  const wrong = times.find((time) => !/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(time));
  if (wrong !== undefined) {
    throw new BotError("input", `"${wrong}" is not a time of the day.`, {
      hint: 'Write hours and minutes with two digits each, such as "09:00" or "17:30".',
    });
  }
  return [...new Set(times)].toSorted();
}

function parseDays(days: string | readonly string[]): readonly Day[] {
  const named = words(days).map((word) => word.toLowerCase());
  if (named.length === 0) {
    throw new BotError("input", "The schedule names no days.", {
      hint: "Leave days out for every day.",
    });
  }
  const chosen = new Set<string>();
  for (const word of named) {
    const group = Object.hasOwn(dayGroups, word) ? dayGroups[word] : undefined;
    for (const day of group ?? [dayOf(word)]) chosen.add(day);
  }
  return dayNames.filter((day) => chosen.has(day));
}

const fullDayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

function dayOf(word: string): Day {
  const day = dayNames.find((name, index) => name === word || fullDayNames[index] === word);
  if (day !== undefined) return day;
  const guess = nearest(word, [...Object.keys(dayGroups), ...dayNames, ...fullDayNames]);
  throw new BotError("input", `"${word}" is not a day.`, {
    hint:
      guess === undefined
        ? `Use ${Object.keys(dayGroups).join(", ")}, or days such as mon,thu.`
        : `Did you mean ${guess}?`,
  });
}

function words(written: string | readonly string[]): readonly string[] {
  const listed = typeof written === "string" ? [written] : written;
  return listed
    .flatMap((each) => each.split(","))
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

function bothKinds(): BotError {
  return new BotError("input", "The schedule has a cron rule and times as well.", {
    hint: "Write either cron, or at and days.",
  });
}
