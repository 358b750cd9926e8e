/** When something is posted: times on days, a cron expression, or as a briefing becomes ready, in a time zone. */
import { z } from "zod";
import { nearest } from "../briefing/nearest.ts";
import { BotError } from "../errors.ts";
import { parseCron } from "./cron.ts";
import { type DateRange, mergeDates, parseDateRange } from "./dates.ts";
import { parseDays, type RuleDay } from "./days.ts";
import { parseQuiet, type Quiet } from "./quiet.ts";

interface EveryRule {
  /** An IANA name. */
  timezone: string;
  /** Dates on which nothing happens, ascending; absent when there are none. */
  skip?: readonly DateRange[];
  /** What falls into these hours happens at their end. */
  quiet?: Quiet;
}

export interface TimesRule extends EveryRule {
  /** "HH:MM", sorted, without repeats, at least one. */
  at: readonly string[];
  /** In the order of the week, days of the month after them, without repeats, at least one. */
  days: readonly RuleDay[];
}

export interface CronRule extends EveryRule {
  /** Five fields or a shorthand; see `cron.ts`. */
  cron: string;
}

/** Whenever a briefing becomes ready; on other days and in quiet hours it waits for the next moment that will do. */
export interface ReadyRule extends EveryRule {
  ready: true;
  days: readonly RuleDay[];
}

const Words = z.union([z.string(), z.array(z.string())]);

/**
 * As people write it: `at` and `days` (by default daily), `cron`, or `ready`, with a `timezone`. Lists may be
 * written with commas. Every mistake is an issue at its own path.
 */
export const Rule = z
  .strictObject({
    at: Words.exactOptional(),
    days: Words.exactOptional(),
    cron: z.string().exactOptional(),
    ready: z.literal(true).exactOptional(),
    timezone: z.string(),
    skip: Words.exactOptional(),
    quiet: z.string().exactOptional(),
  })
  .transform((written, context): TimesRule | CronRule | ReadyRule => {
    let isSound = true;
    function attempt<Value>(path: keyof typeof written, read: () => Value): Value | undefined {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof BotError)) throw error;
        const { message, hint } = error;
        isSound = false;
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
    const { at, days, cron, ready } = written;
    const timezone = attempt("timezone", () => parseTimeZone(written.timezone));
    const skip = attempt("skip", () => mergeDates(words(written.skip ?? []).map(parseDateRange)));
    const quiet = attempt("quiet", () =>
      written.quiet === undefined ? undefined : parseQuiet(written.quiet),
    );
    const body =
      cron === undefined
        ? {
            ...(ready ? { ready } : { at: attempt("at", () => parseTimes(at)) ?? [] }),
            days: attempt("days", () => parseDays(words(days ?? "daily"))) ?? [],
          }
        : {
            cron: attempt("cron", () => {
              if (at !== undefined || days !== undefined) throw bothKinds();
              parseCron(cron);
              return cron.trim();
            }),
          };
    if (!isSound || timezone === undefined) return z.NEVER;
    const rest = {
      timezone,
      ...(skip === undefined || skip.length === 0 ? {} : { skip }),
      ...(quiet === undefined ? {} : { quiet }),
    };
    if ("cron" in body) return { cron: body.cron ?? "", ...rest };
    return "ready" in body
      ? { ready: true, days: body.days, ...rest }
      : { at: body.at, days: body.days, ...rest };
  });
export type Rule = z.output<typeof Rule>;
export type WrittenRule = z.input<typeof Rule>;

/** The same rule that also rests on these dates. */
export function alsoSkipping(rule: Rule, dates: readonly DateRange[]): Rule {
  return dates.length === 0
    ? rule
    : { ...rule, skip: mergeDates([...(rule.skip ?? []), ...dates]) };
}

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
