/** One schedule of the file, with the channels that it names. */
import type { z } from "zod";
import { nearest } from "../briefing/nearest.ts";
import { BotError } from "../errors.ts";
import type { DateRange } from "../schedule/dates.ts";
import { Group } from "../schedule/group.ts";
import { alsoSkipping, hintOf, Rule } from "../schedule/rule.ts";
import { parseWhen } from "../schedule/understand.ts";
import { Selection } from "../schedule/selection.ts";
import { readApproval } from "./read-approval.ts";
import type { PlatformName } from "../platforms/index.ts";
import { readPing } from "./read-ping.ts";
import type { ConfiguredChannel, ConfiguredSchedule, ScheduleEntry } from "./config.ts";
import type { Issue } from "./yaml.ts";

interface ReadSchedule {
  schedule: Omit<ConfiguredSchedule, "written"> | null;
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
  /** Where it posts, when `to` does not say. */
  platform?: PlatformName | undefined;
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
  const follows = rule.value !== null && "ready" in rule.value;
  const approval = readApproval(entry, {
    path,
    follows,
    findChannel: (reference) => findChannel(around.channels, reference),
    unknownChannel: (at, reference) => unknownChannel(at, reference, around.channels),
  });
  const ping = readPing(
    entry.ping,
    [...path, "ping"],
    [
      ...to.map(({ platform }) => platform),
      ...(around.platform === undefined ? [] : [around.platform]),
    ],
  );
  issues.push(
    ...approval.issues,
    ...ping.issues,
    ...rule.issues,
    ...selection.issues,
    ...group.issues,
    ...unfit(path, entry, follows),
  );
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
      ...(approval.value === undefined ? {} : { approval: approval.value }),
      ...(ping.value === undefined ? {} : { ping: ping.value }),
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
function unfit(path: readonly string[], entry: ScheduleEntry, follows: boolean): readonly Issue[] {
  const issues: Issue[] = [];
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
  if (entry.form === "each" && entry.empty !== "silent") {
    issues.push({
      path: [...path, "empty"],
      message: "Only a digest has empty days.",
      hint: "Take empty out, or write form: digest.",
    });
  }
  return issues;
}

function readRule(
  path: readonly string[],
  entry: ScheduleEntry,
  around: Around,
): { value: Rule | null; issues: readonly Issue[] } {
  const { at, days, cron, when, skip, quiet, form } = entry;
  const skipped = skip === undefined ? [] : list(skip);
  const dates = skipped.filter((each) => !isCalendar(each));
  const timezone = entry.timezone ?? around.timezone;
  const isFollowing = form === "each" && [at, cron, when].every((each) => each === undefined);
  const written = {
    at: when === undefined ? at : "00:00",
    days,
    cron,
    ready: isFollowing ? true : undefined,
    timezone,
    skip: dates.length === 0 ? undefined : dates,
    quiet,
  };
  const rule = read(
    path,
    Rule,
    Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)),
    "Write at and days, or cron.",
  );
  const spoken = readWhen([...path, "when"], entry, timezone);
  const { holidays, issues } = readCalendars([...path, "skip"], calendarsOf(entry), around);
  const told = [...rule.issues, ...spoken.issues, ...issues];
  if (rule.value === null || told.length > 0) return { value: null, issues: told };
  const { skip: restsOn = [], quiet: isQuiet } = rule.value;
  const spokenRule = spoken.rule && { ...spoken.rule, ...(isQuiet && { quiet: isQuiet }) };
  const value = alsoSkipping(spokenRule ?? rule.value, [
    ...(spokenRule ? restsOn : []),
    ...holidays,
  ]);
  return { value, issues: [] };
}

/** `when`, if it is there and nothing else says when. */
function readWhen(
  path: readonly string[],
  { when, at, days, cron, form }: ScheduleEntry,
  timezone: string,
): { rule?: Rule; issues: readonly Issue[] } {
  if (when === undefined) return { issues: [] };
  if ([at, days, cron].some((each) => each !== undefined)) {
    const message = "The schedule says when in words and in other settings as well.";
    return { issues: [{ path, message, hint: "Write when alone, or at and days, or cron." }] };
  }
  const understood = parseWhen(when, timezone);
  if (understood.state === "unclear") {
    return { issues: [{ path, message: understood.problem, hint: understood.hint }] };
  }
  const { rule } = understood;
  if ("ready" in rule && form === "digest") {
    const message = "A digest needs a time.";
    return { issues: [{ path, message, hint: "Name one, or write form: each." }] };
  }
  return { rule, issues: [] };
}

/** The .ics files that an entry names. */
export function calendarsOf({ skip }: Pick<ScheduleEntry, "skip">): readonly string[] {
  return skip === undefined ? [] : list(skip).filter(isCalendar);
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
