/** What runs where, in a few lines. Pure. */
import packageJson from "../../package.json" with { type: "json" };
import { isPublic } from "../briefing/briefing.ts";
import { formatProblem } from "../briefing/problems.ts";
import type { Config } from "../config/config.ts";
import { nextRun } from "../delivery/preview.ts";
import { platformNames } from "../platforms/index.ts";
import { describeRule } from "../schedule/words.ts";
import type { Hold } from "../storage/schedule-holds.ts";
import type { ScheduleProgress } from "../storage/schedules.ts";
import type { App } from "./app.ts";
import { restartMs, type PlatformState } from "./connections.ts";

/** So many schedules with their next post, and so many problems, are named. */
const upcomingShown = 3;

/** What does not post: because its channel is closed, or somebody said so; by the key of the schedule. */
interface Rests {
  paused: readonly ScheduleProgress[];
  holds: ReadonlyMap<string, Hold>;
}

export function describeApp(
  { states, shelf }: Pick<App, "states" | "shelf">,
  config: Config,
  { paused, holds }: Rests,
  now: Temporal.Instant,
): string {
  const lines = [`Briefing bot ${packageJson.version}`];
  for (const name of platformNames) {
    const state = states.get(name);
    if (state !== undefined) lines.push(row(name, describeState(name, state, config)));
  }
  lines.push(row("articles", describeArticles(shelf, config, now)));
  const upcoming = nextPosts(config, holds, now);
  const nothing =
    config.schedules.length === 0 ? "no schedules; see config/bot.yaml" : "nothing is to come";
  lines.push(row("next", upcoming[0] ?? nothing));
  for (const each of upcoming.slice(1)) lines.push(row("", each));
  for (const each of paused) lines.push(row("paused", describePause(each, config)));
  for (const each of holds.values())
    if (each.paused !== null) lines.push(row("paused", describeHold(each, each.paused, config)));
  const errors = shelf.problems().filter(({ severity }) => severity === "error");
  for (const problem of errors.slice(0, upcomingShown))
    lines.push(row("problem", formatProblem(problem)));
  if (errors.length > upcomingShown)
    lines.push(row("", `and ${errors.length - upcomingShown} more: npm run -s briefing -- check`));
  return [...lines, "Press Ctrl-C to stop."].join("\n");
}

/** What stands beside the labels, so that no line is wider than 100 columns. */
const textColumns = 88;

function row(label: string, text: string): string {
  const lines = text.split("\n").flatMap(wrap);
  return lines.map((line, at) => `  ${(at === 0 ? label : "").padEnd(9)} ${line}`).join("\n");
}

/** Breaks between words; a word that is longer, such as an address, stays whole. */
function wrap(text: string): readonly string[] {
  const lines = text.match(new RegExp(`\\S.{0,${textColumns - 1}}(?!\\S)|\\S+`, "gu")) ?? [];
  return lines.map((line) => line.trimEnd());
}

function describeState(name: string, state: PlatformState, config: Config): string {
  switch (state.state) {
    case "on": {
      const channels = config.channels
        .filter(({ platform }) => platform === name)
        .map((each) => each.name);
      const where =
        channels.length === 0 ? `no channels in config/bot.yaml yet` : channels.join(", ");
      return `${state.platform.describe()}, channels: ${where}`;
    }
    case "off":
      return `off. ${state.missing}`;
    case "failed": {
      const { error, isTriedAgain } = state;
      const hint = error.hint === undefined ? [] : [`Hint: ${error.hint}`];
      const again = isTriedAgain ? [`It is tried again every ${restartMs / 1_000} s.`] : [];
      return [`not running. ${error.message}`, ...hint, ...again].join("\n");
    }
  }
}

function describeArticles(shelf: App["shelf"], config: Config, now: Temporal.Instant): string {
  const known = shelf.known();
  const ready = known.filter(({ briefing }) => isPublic(briefing, now)).length;
  const held = known.length - ready;
  const broken = new Set(
    shelf
      .problems()
      .filter(({ severity }) => severity === "error")
      .map(({ file }) => file),
  ).size;
  const unread = shelf.catchingUp()?.unread ?? 0;
  return (
    [
      `${ready} ready`,
      ...(held > 0 ? [`${held} held back (draft or embargo)`] : []),
      ...(broken > 0 ? [`${broken} with errors`] : []),
      ...(unread > 0 ? [`${unread} files still to be read`] : []),
    ].join(", ") + ` in ${config.briefings}/, watched`
  );
}

/** Those that have their times, the soonest first, then those that follow the briefings. */
function nextPosts(
  config: Config,
  holds: Rests["holds"],
  now: Temporal.Instant,
): readonly string[] {
  const runs = config.schedules.flatMap(({ name, to, rule }) => {
    const running = to
      .map((channel) => `${channel.platform}:${channel.name}`)
      .map((place) => ({ place, hold: holds.get(`${name}@${place}`) }))
      .filter(({ hold }) => (hold?.paused ?? null) === null);
    const byTime = Map.groupBy(running, ({ hold }) =>
      "ready" in rule ? "" : (nextRun({ rule }, hold, now)?.toString() ?? "never"),
    );
    return [...byTime].map(([at, here]) => {
      const places = here.map(({ place }) => place).join(", ");
      return { at, zone: rule.timezone, told: `${name} → ${places}  (${describeRule(rule)})` };
    });
  });
  const timed = runs
    .filter(({ at }) => at !== "" && at !== "never")
    .map(({ at, ...run }) => ({ ...run, at: Temporal.Instant.from(at) }))
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))
    .map(({ at, zone, told }) => `${formatTime(at.toZonedDateTimeISO(zone))}  ${told}`);
  const following = runs.filter(({ at }) => at === "").map(({ told }) => told);
  return [...timed, ...following].slice(0, upcomingShown);
}

function describeHold(
  { schedule }: Hold,
  { by, until }: NonNullable<Hold["paused"]>,
  { timeZone }: Config,
): string {
  const end =
    until === null
      ? "until it is resumed"
      : `until ${formatTime(until.toZonedDateTimeISO(timeZone))}`;
  return `${schedule} by ${by}, ${end}`;
}

function describePause({ key, paused }: ScheduleProgress, { timeZone }: Config): string {
  const since =
    paused === null ? "" : ` since ${formatTime(paused.at.toZonedDateTimeISO(timeZone))}`;
  return `${key}${since}: ${paused?.reason ?? ""}\nMend that; the schedule goes on by itself within minutes.`;
}

/** "Mon 23 Nov 2026, 09:00 GMT" */
export function formatTime(time: Temporal.ZonedDateTime): string {
  return time.toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
}
