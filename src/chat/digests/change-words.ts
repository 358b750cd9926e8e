/** A change of a schedule as it is told: "Ada changed it: limit most: 5 → 10". Pure. */
import type { Span } from "../../briefing/blocks.ts";
import { oneLine, shorten } from "../../briefing/words.ts";
import type { ScheduleChange } from "../../storage/schedule-changes.ts";

const longest = 400;

/** What stands there is data: it is told as it was written. Begins with who did it. */
export function describeChange(change: ScheduleChange): readonly Span[] {
  const { deed, before, after, schedule, by } = change;
  const isInFile = by.kind === "operator" && !schedule.includes("#");
  const who = oneLine(whoDid(change));
  const said = (text: string): readonly Span[] => [{ text: shorten(oneLine(text), longest) }];
  switch (deed) {
    case "added":
      return said(
        isInFile
          ? `it came into config/bot.yaml (${entryWords(after)})`
          : `${who} made it (${entryWords(after)})`,
      );
    case "edited":
      return said(
        isInFile
          ? `it was changed in config/bot.yaml: ${differences(before, after)}`
          : `${who} changed it: ${differences(before, after)}`,
      );
    case "removed":
      return said(isInFile ? "it was taken out of config/bot.yaml" : `${who} removed it`);
    case "paused":
      return after === null
        ? said(`${who} paused it until it is resumed`)
        : withTime(`${who} paused it until`, after);
    case "resumed":
      return said(by.kind === "bot" ? "its pause was over" : `${who} resumed it`);
    case "to skip":
      return withTime(`${who} said to leave out the run of`, after);
    case "skipped":
      return withTime("it left out the run of", after);
    case "posted":
      return said(`${who} had what was new posted at once: ${after ?? ""}`);
    case "approved":
      return withTime(`${who} approved the run of`, after);
    case "vetoed":
      return withTime(`${who} vetoed the run of`, after);
    case "closed":
      return said(`it rests, because its channel was closed: ${after ?? ""}`);
    case "opened":
      return said("it goes on: its channel is open again");
  }
}

/** "Ada", "the operator" or "the bot". */
export function whoDid({ by }: Pick<ScheduleChange, "by">): string {
  return by.kind === "person" ? (by.name ?? by.person) : `the ${by.kind}`;
}

/** The name of a schedule, of its key. */
export function nameOfKey(key: string): string {
  return key.split("@")[0] ?? key;
}

function withTime(text: string, at: string | null): readonly Span[] {
  if (at === null || !isInstant(at)) return [{ text }];
  return [{ text: `${text} ` }, { at, show: "datetime" }];
}

function isInstant(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

/** What an entry says, key by key, however deep: "limit most" is 5. */
function flatten(value: unknown, path = ""): ReadonlyMap<string, string> {
  if (Array.isArray(value)) return new Map([[path, value.map(wordOf).join(", ")]]);
  if (typeof value !== "object" || value === null) return new Map([[path, wordOf(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, each]) => [
      ...flatten(each, path === "" ? key : `${path} ${key}`),
    ]),
  );
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function entry(text: string | null): ReadonlyMap<string, string> {
  if (text === null) return new Map();
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? flatten(value ?? {}) : new Map();
  } catch {
    // Written by a version that knew another deed.
    return new Map();
  }
}

function entryWords(text: string | null): string {
  return [...entry(text)].map(([key, word]) => `${key}: ${word}`).join("; ");
}

function differences(before: string | null, after: string | null): string {
  const [old, now] = [entry(before), entry(after)];
  const told = [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => old.get(key) !== now.get(key))
    .map((key) => `${key}: ${old.get(key) ?? "none"} → ${now.get(key) ?? "none"}`);
  return told.length === 0 ? "it says the same as before" : told.join("; ");
}
