/** One schedule of the file, with the channels that it names. */
import type { z } from "zod";
import { nearest } from "../briefing/nearest.ts";
import { BotError } from "../errors.ts";
import type { DateRange } from "../schedule/dates.ts";
import { Group } from "../schedule/group.ts";
import { alsoSkipping, hintOf, Rule } from "../schedule/rule.ts";
import { Selection } from "../schedule/selection.ts";
import type { ConfiguredChannel, ConfiguredSchedule, ScheduleEntry } from "./config.ts";
import type { Issue } from "./yaml.ts";

interface ReadSchedule {
  schedule: ConfiguredSchedule | null;
  issues: readonly Issue[];
}

/** The dates of an .ics file; throws a BotError where they cannot be had. */
export type ReadHolidays = (file: string) => readonly DateRange[];

export function noHolidays(file: string): never {
  throw new BotError("input", `The holidays of ${file} are not read here.`);
}

interface Around {
  timezone: string;
  channels: readonly ConfiguredChannel[];
  holidays: ReadHolidays;
}

export function readSchedule(name: string, entry: ScheduleEntry, around: Around): ReadSchedule {
  const path = ["schedules", name];
  const issues: Issue[] = [];
  const to = list(entry.to).flatMap((reference): readonly ConfiguredChannel[] => {
    const channel = findChannel(around.channels, reference);
    if (channel === undefined)
      issues.push(unknownChannel([...path, "to"], reference, around.channels));
    return channel === undefined ? [] : [channel];
  });
  const rule = readRule(path, entry, around);
  const { form, first, empty, title = `${capitalise(name)} digest` } = entry;
  const selection = read(path, Selection, pick(entry, selectionNames), "See docs/schedules.md.");
  const group = read([...path, "group"], Group, entry.group ?? {}, "See docs/schedules.md.");
  issues.push(...rule.issues, ...selection.issues, ...group.issues, ...unfit(path, entry));
  if (issues.length > 0 || rule.value === null || selection.value === null) {
    return { schedule: null, issues };
  }
  return {
    schedule: {
      name,
      to,
      rule: rule.value,
      selection: selection.value,
      form,
      group: group.value,
      empty,
      title,
      first,
    },
    issues: [],
  };
}

const selectionNames = ["topics", "include", "exclude", "limit", "order"] as const;

function pick(
  entry: ScheduleEntry,
  keys: readonly (keyof ScheduleEntry)[],
): Record<string, unknown> {
  return Object.fromEntries(
    keys.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])),
  );
}

function read<Value>(
  path: readonly string[],
  schema: z.ZodType<Value>,
  written: unknown,
  hint: string,
): { value: Value | null; issues: readonly Issue[] } {
  const parsed = schema.safeParse(written);
  if (parsed.success) return { value: parsed.data, issues: [] };
  return {
    value: null,
    issues: parsed.error.issues.map((issue) => ({
      path: [...path, ...issue.path],
      message: issue.message,
      hint: hintOf(issue) ?? hint,
    })),
  };
}

/** Settings that say nothing in the form they are written with. */
function unfit(path: readonly string[], entry: ScheduleEntry): readonly Issue[] {
  const issues: Issue[] = [];
  const follows = entry.form === "each" && entry.at === undefined && entry.cron === undefined;
  if (follows && entry.limit !== undefined) {
    issues.push({
      path: [...path, "limit"],
      message: "A limit belongs to posts that have their times.",
      hint: "Add at or cron, or make fewer posts with group.",
    });
  }
  if (entry.form === "digest" && entry.group !== undefined) {
    issues.push({
      path: [...path, "group"],
      message: "A digest is one post already.",
      hint: "Take group out, or write form: each.",
    });
  }
  if (entry.form === "each" && entry.empty === "say") {
    issues.push({
      path: [...path, "empty"],
      message: "Only a digest can say that there is nothing new.",
      hint: "Take empty out, or write form: digest.",
    });
  }
  return issues;
}

function readRule(
  path: readonly string[],
  { at, days, cron, timezone, skip, quiet, form }: ScheduleEntry,
  around: Around,
): { value: Rule | null; issues: readonly Issue[] } {
  const ready = form === "each" && at === undefined && cron === undefined ? true : undefined;
  const skipped = skip === undefined ? [] : list(skip);
  const dates = skipped.filter((each) => !isCalendar(each));
  const written = {
    at,
    days,
    cron,
    ready,
    timezone: timezone ?? around.timezone,
    skip: dates.length === 0 ? undefined : dates,
    quiet,
  };
  const rule = read(
    path,
    Rule,
    Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)),
    "Write at and days, or cron.",
  );
  const { holidays, issues } = readCalendars([...path, "skip"], skipped.filter(isCalendar), around);
  return {
    value: rule.value === null ? null : alsoSkipping(rule.value, holidays),
    issues: [...rule.issues, ...issues],
  };
}

function isCalendar(text: string): boolean {
  return /\.ics$/iu.test(text);
}

function readCalendars(
  path: readonly string[],
  files: readonly string[],
  around: Around,
): { holidays: readonly DateRange[]; issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const holidays = files.flatMap((file) => {
    try {
      return around.holidays(file);
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      const { message, hint = "Mend the file, or take it out of skip." } = error;
      issues.push({ path, message, hint });
      return [];
    }
  });
  return { holidays, issues };
}

/** `platform:name` of the configuration, or undefined. */
export function findChannel(
  channels: readonly ConfiguredChannel[],
  reference: string,
): ConfiguredChannel | undefined {
  return channels.find(({ platform, name }) => `${platform}:${name}` === reference);
}

export function unknownChannel(
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
