/** `briefing next`: the next instants of a rule, as the planner will see them. */
import { formatTime } from "../app/status.ts";
import { BotError } from "../errors.ts";
import type { Config } from "../config/config.ts";
import { nearest } from "../briefing/nearest.ts";
import { nextInstants } from "../schedule/calendar.ts";
import { parseRule, parseTimeZone, type Rule } from "../schedule/rule.ts";
import { parseWhen } from "../schedule/understand.ts";
import { describeRule } from "../schedule/words.ts";

export interface NextOptions {
  schedule?: string;
  when?: string;
  at?: string;
  days?: string;
  cron?: string;
  timezone?: string;
  from?: string;
  count: number;
}

/** One rule and its next times. `name` is the schedule's, or the rule in words. */
export interface Upcoming {
  name: string;
  words: string;
  to: readonly string[];
  times: readonly Temporal.ZonedDateTime[];
  /** It has no times: it follows the briefings. */
  follows: boolean;
}

/**
 * The rules the options name: one made of the options, one schedule, or all of the configuration. A schedule keeps its
 * own time zone; one that is asked for tells when that is there.
 */
export function nextTimes(
  options: NextOptions,
  config: Pick<Config, "timeZone" | "schedules">,
  now: Temporal.Instant,
): readonly Upcoming[] {
  const zone = parseTimeZone(options.timezone ?? config.timeZone);
  const from = options.from === undefined ? now : readInstant(options.from, zone);
  const upcoming = (name: string, rule: Rule, to: readonly string[]): Upcoming => ({
    name,
    words: describeRule(rule),
    to,
    follows: "ready" in rule,
    times: nextInstants(rule, from, options.count).map((instant) =>
      instant.toZonedDateTimeISO(options.timezone === undefined ? rule.timezone : zone),
    ),
  });
  const rule = ruleOf(options, zone);
  if (rule !== undefined) return [upcoming(describeRule(rule), rule, [])];
  return schedulesOf(options, config).map((schedule) =>
    upcoming(
      schedule.name,
      schedule.rule,
      schedule.to.map(({ platform, name }) => `${platform}:${name}`),
    ),
  );
}

function ruleOf(
  { when, at, days, cron, schedule }: NextOptions,
  timezone: string,
): Rule | undefined {
  if (at === undefined && cron === undefined && when === undefined) {
    if (days === undefined) return undefined;
    throw new BotError("input", "--days needs --at.", {
      hint: "For example: --at 09:00 --days weekdays.",
    });
  }
  const others = [schedule, when, at, cron].filter((each) => each !== undefined).length;
  if (others > 1 || (at === undefined && days !== undefined)) {
    throw new BotError(
      "input",
      "--schedule, --when, --at (with --days) and --cron exclude each other.",
      { hint: "Give one of them." },
    );
  }
  if (when !== undefined) return understand(when, timezone);
  return parseRule(
    cron === undefined ? { at: at ?? "", days: days ?? "daily", timezone } : { cron, timezone },
  );
}

function schedulesOf(
  { schedule }: NextOptions,
  { schedules }: Pick<Config, "schedules">,
): Config["schedules"] {
  if (schedule === undefined) return schedules;
  const found = schedules.filter(({ name }) => name === schedule);
  if (found.length > 0) return found;
  const names = schedules.map(({ name }) => name);
  const meant = nearest(schedule, names);
  throw new BotError(
    "input",
    `There is no schedule ${JSON.stringify(schedule)} in the configuration.`,
    {
      hint:
        meant === undefined
          ? `There are: ${names.join(", ") || "none"}.`
          : `Did you mean ${meant}?`,
    },
  );
}

function understand(when: string, timezone: string): Rule {
  const understood = parseWhen(when, timezone);
  if (understood.state === "understood") return understood.rule;
  throw new BotError("input", understood.problem, { hint: understood.hint });
}

/** ISO 8601; without an offset it is local time in `zone`, a bare date is its midnight. */
function readInstant(text: string, zone: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    try {
      return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
    } catch (error) {
      throw new BotError("input", `--from ${JSON.stringify(text)} is not a date or time.`, {
        hint: "Use ISO 8601, such as 2026-11-22T09:00:00Z or 2026-11-22.",
        cause: error,
      });
    }
  }
}

/** ISO 8601 with the offset of the rule's own time zone, such as 2026-11-23T09:00:00+00:00. */
export function formatInstant(time: Temporal.ZonedDateTime): string {
  return time.toString({ timeZoneName: "never" });
}

/** For people: what each schedule says, and its next times in its own time zone. */
export function formatUpcoming(upcoming: readonly Upcoming[]): string {
  if (upcoming.length === 0) return "No schedules in the configuration.";
  return upcoming
    .map(({ name, words, to, times, follows }) => {
      const head =
        name === words ? words : `${name}: ${words}${to.length > 0 ? ` → ${to.join(", ")}` : ""}`;
      const lines = times.map((time) => `  ${formatTime(time)}`);
      const none = follows ? "  in the minute in which a briefing is ready" : "  never";
      return [head, ...(lines.length > 0 ? lines : [none])].join("\n");
    })
    .join("\n");
}
