/** What somebody wrote, as an entry such as one of config/bot.yaml, and back. Pure. */
import { BotError } from "../../errors.ts";
import { nearest } from "../../briefing/nearest.ts";
import { type EmptyDay, emptyDays } from "../../schedule/selection.ts";
import { readPlace } from "../../schedule/places.ts";
import { parseTimeZone, type Rule } from "../../schedule/rule.ts";
import { parseWhen } from "../../schedule/understand.ts";
import { describeRule } from "../../schedule/words.ts";
import { approvalKeys, approvalOf, approvalWritten } from "./approval-words.ts";
import { readTerms, writeTerms } from "./filter-words.ts";
import { limitEntry, limitWritten, readMost, readPerTopic } from "./limit-words.ts";
import { pingOf, pingWritten } from "./ping.ts";
import type { StoredEntry } from "../../storage/chat-schedules.ts";
import type { EntryIssue } from "./desk.ts";

/** The fields of the form and the options of the command; "" is nothing. */
export const fieldNames = [
  "when",
  "topics",
  "form",
  "timezone",
  "title",
  "include",
  "exclude",
  "most",
  "per-topic",
  "quiet",
  "empty",
  "approval",
  "approver",
  "ask",
  "ping",
] as const;
export type FieldName = (typeof fieldNames)[number];
export type Written = Readonly<Record<FieldName, string>>;

export const nothingWritten: Written = {
  when: "",
  topics: "",
  form: "",
  timezone: "",
  title: "",
  include: "",
  exclude: "",
  most: "",
  "per-topic": "",
  quiet: "",
  empty: "",
  approval: "",
  approver: "",
  ask: "",
  ping: "",
};

type Faults = Partial<Record<FieldName, string>>;

/** `assumed` is what was not said and taken for granted, in sentences. */
export type ReadWritten = { entry: StoredEntry; assumed: readonly string[] } | { faults: Faults };

/**
 * `before` is what is edited: what nobody touched stays as it is, also settings that the form does not have.
 * `zone` is the person's.
 */
export function readWritten(
  written: Written,
  zone: string,
  before?: { entry: StoredEntry; written: Written },
): ReadWritten {
  const faults: Faults = {};
  const attempt = <T>(name: FieldName, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      faults[name] = [error.message, error.hint].filter(Boolean).join(" ");
      return undefined;
    }
  };
  const isSame = (name: FieldName): boolean => before?.written[name] === written[name];
  const form = attempt("form", () => readForm(written.form));
  const timezone = attempt("timezone", () =>
    written.timezone === "" ? zone : readZone(written.timezone),
  );
  const most = attempt("most", () => readMost(written.most));
  const perTopic = attempt("per-topic", () => readPerTopic(written["per-topic"]));
  const empty = attempt("empty", () => readEmpty(written.empty));
  const terms = (name: "include" | "exclude"): StoredEntry | undefined =>
    attempt(name, () =>
      before !== undefined && isSame(name) ? record(before.entry[name]) : readTerms(written[name]),
    );
  const include = terms("include");
  const exclude = terms("exclude");
  const approval = attempt("approver", () => approvalOf(written));
  const ping = attempt("ping", () => pingOf(written.ping));
  const keepsWhen = before !== undefined && isSame("when") && isSame("timezone") && isSame("form");
  const spoken = keepsWhen
    ? { when: pick(before.entry, whenKeys), follows: false, assumed: [] }
    : attempt("when", () => readWhen(written.when, form ?? "digest", timezone ?? zone));
  if (Object.keys(faults).length > 0 || spoken === undefined) return { faults };
  const { when, follows, assumed } = spoken;
  const isEach = follows || form === "each";
  const quiet = written.quiet === "" ? {} : { quiet: written.quiet };
  const rest =
    before === undefined
      ? {}
      : omit(before.entry, [...whenKeys, ...ownKeys, ...(isEach ? [] : ["group"])]);
  return {
    assumed,
    entry: {
      ...rest,
      ...when,
      ...quiet,
      form: isEach ? "each" : "digest",
      ...(written.topics === "" ? {} : { topics: commas(written.topics) }),
      ...(written.title === "" ? {} : { title: written.title }),
      ...approval,
      ...ping,
      ...(isEach || empty === "silent" ? {} : { empty }),
      ...limitEntry(record(before?.entry["limit"]), most, perTopic),
      ...filled("include", include),
      ...filled("exclude", exclude),
    },
  };
}

const whenKeys = ["when", "at", "days", "cron", "timezone", "skip"];
const ownKeys = [
  "quiet",
  "form",
  "topics",
  "title",
  "limit",
  "empty",
  "include",
  "exclude",
  "ping",
  ...approvalKeys,
];

interface Spoken {
  when: StoredEntry;
  /** It follows the briefings, whatever the form says. */
  follows: boolean;
  assumed: readonly string[];
}

function readWhen(words: string, form: "digest" | "each", timezone: string): Spoken {
  if (words === "" && form === "each") {
    const rule = { ready: true, days: allDays, timezone } as const;
    return { when: entryOfRule(rule), follows: true, assumed: [] };
  }
  if (words === "") {
    throw new BotError("input", "Say when.", {
      hint: "For example: weekdays 9am, or first monday of the month 10:00.",
    });
  }
  const read = parseWhen(words, timezone);
  if (read.state === "unclear") throw new BotError("input", read.problem, { hint: read.hint });
  const { rule, assumed } = read;
  return { when: entryOfRule(rule), follows: "ready" in rule, assumed };
}

const allDays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** A place will do: "London". */
function readZone(text: string): string {
  const place = readPlace(text);
  return place.state === "zone" ? place.zone : parseTimeZone(text);
}

function readForm(text: string): "digest" | "each" {
  const form = text.toLowerCase();
  if (form === "" || form === "digest") return "digest";
  if (form === "each") return "each";
  const meant = nearest(form, ["digest", "each"]);
  throw new BotError("input", "The form is digest or each.", {
    hint: meant === undefined ? "" : `Did you mean ${meant}?`,
  });
}

function readEmpty(text: string): EmptyDay {
  const wanted = text.toLowerCase();
  const found = emptyDays.find((each) => each === (wanted === "" ? "silent" : wanted));
  if (found !== undefined) return found;
  const meant = nearest(wanted, emptyDays);
  throw new BotError("input", "On an empty day it is silent, say, or most-read.", {
    hint: meant === undefined ? "" : `Did you mean ${meant}?`,
  });
}

export function commas(text: string): readonly string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

function filled(key: string, value: StoredEntry = {}): StoredEntry {
  return Object.keys(value).length === 0 ? {} : { [key]: value };
}

/** A rule as it is written in an entry. */
function entryOfRule(rule: Rule): StoredEntry {
  const { timezone, skip = [], quiet } = rule;
  const rest = {
    timezone,
    ...(skip.length === 0 ? {} : { skip: skip.map(({ from, to }) => `${from}..${to}`) }),
    ...(quiet === undefined ? {} : { quiet: `${quiet.from}-${quiet.to}` }),
  };
  if ("cron" in rule) return { cron: rule.cron, ...rest };
  const days =
    rule.days.length === allDays.length && rule.days.every(isWeekday) ? {} : { days: rule.days };
  return "at" in rule ? { at: rule.at, ...days, ...rest } : { ...days, ...rest };
}

function isWeekday(day: string): boolean {
  return !day.includes(" ");
}

/** What the form shows of an entry that was read. */
export function writtenOf(entry: StoredEntry, rule: Rule): Written {
  const { skip: _skip, quiet, ...bare } = rule;
  const words = describeRule(bare);
  const zoneAt = words.lastIndexOf(`, ${rule.timezone}`);
  return {
    when: "cron" in rule ? `cron ${rule.cron}` : "ready" in rule ? "" : words.slice(0, zoneAt),
    topics: list(entry["topics"]).join(", "),
    form: entry["form"] === "each" ? "each" : "digest",
    timezone: rule.timezone,
    title: typeof entry["title"] === "string" ? entry["title"] : "",
    include: writeTerms(record(entry["include"])),
    exclude: writeTerms(record(entry["exclude"])),
    ...limitWritten(record(entry["limit"])),
    quiet: quiet === undefined ? "" : `${quiet.from}-${quiet.to}`,
    empty: typeof entry["empty"] === "string" ? entry["empty"] : "silent",
    ...approvalWritten(entry),
    ping: pingWritten(entry),
  };
}

/** Issues by the field they belong to; what the form does not show is told with the words for when. */
export function faultsOf(issues: readonly EntryIssue[]): Faults {
  const faults: Faults = {};
  for (const { path, message, hint } of issues) {
    const name = fieldOf(path.map(String));
    faults[name] ??= `${message} ${hint}`.trim();
  }
  return faults;
}

function fieldOf([first = "", second = ""]: readonly string[]): FieldName {
  if (first === "limit") return second === "perTopic" ? "per-topic" : "most";
  if (first === "include" && second === "topics") return "topics";
  return fieldNames.find((name) => name === first) ?? "when";
}

function list(value: unknown): readonly string[] {
  if (typeof value === "string") return commas(value);
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function record(value: unknown): StoredEntry {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function pick(entry: StoredEntry, keys: readonly string[]): StoredEntry {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => keys.includes(key)));
}

function omit(entry: StoredEntry, keys: readonly string[]): StoredEntry {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key)));
}
