/** One schedule of the file, with the channels that it names. */
import { nearest } from "../briefing/nearest.ts";
import { Rule, hintOf } from "../schedule/rule.ts";
import type { ConfiguredChannel, ConfiguredSchedule, ScheduleEntry } from "./config.ts";
import type { Issue } from "./yaml.ts";

interface ReadSchedule {
  schedule: ConfiguredSchedule | null;
  issues: readonly Issue[];
}

export function readSchedule(
  name: string,
  entry: ScheduleEntry,
  defaultZone: string,
  channels: readonly ConfiguredChannel[],
): ReadSchedule {
  const path = ["schedules", name];
  const issues: Issue[] = [];
  const to = list(entry.to).flatMap((reference): readonly ConfiguredChannel[] => {
    const channel = findChannel(channels, reference);
    if (channel === undefined) issues.push(unknownChannel([...path, "to"], reference, channels));
    return channel === undefined ? [] : [channel];
  });
  const rule = readRule(path, entry, defaultZone);
  issues.push(...rule.issues);
  if (issues.length > 0 || rule.rule === null) return { schedule: null, issues };
  const { form, first, title = `${capitalise(name)} digest` } = entry;
  const topics = entry.topics === undefined ? [] : list(entry.topics);
  return { schedule: { name, to, rule: rule.rule, topics, form, title, first }, issues: [] };
}

function readRule(
  path: readonly string[],
  { at, days, cron, timezone }: ScheduleEntry,
  defaultZone: string,
): { rule: Rule | null; issues: readonly Issue[] } {
  const written = { at, days, cron, timezone: timezone ?? defaultZone };
  const parsed = Rule.safeParse(
    Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)),
  );
  if (parsed.success) return { rule: parsed.data, issues: [] };
  return {
    rule: null,
    issues: parsed.error.issues.map((issue) => ({
      path: [...path, ...issue.path],
      message: issue.message,
      hint: hintOf(issue) ?? "Write at and days, or cron.",
    })),
  };
}

/** `platform:name` of the configuration, or undefined. */
export function findChannel(
  channels: readonly ConfiguredChannel[],
  reference: string,
): ConfiguredChannel | undefined {
  return channels.find(({ platform, name }) => `${platform}:${name}` === reference);
}

function unknownChannel(
  path: readonly string[],
  reference: string,
  channels: readonly ConfiguredChannel[],
): Issue {
  const known = channels.map(({ platform, name }) => `${platform}:${name}`);
  const meant = nearest(reference, known);
  return {
    path,
    message: `There is no channel ${JSON.stringify(reference)} under channels.`,
    hint: meant === undefined ? `Known are: ${known.join(", ")}.` : `Did you mean \`${meant}\`?`,
  };
}

function list(words: string | readonly string[]): readonly string[] {
  return typeof words === "string"
    ? words
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean)
    : words;
}

export function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll(/[-_]/gu, " ");
}
