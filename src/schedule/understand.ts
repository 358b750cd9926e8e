/**
 * A rule out of words: "weekdays 9am London", "every monday and thursday 8:30 New York", "first monday of the month at
 * 10". Nothing is guessed in silence: what was assumed is said, and what is not understood is asked back.
 */
import { nearest } from "../briefing/nearest.ts";
import { BotError } from "../errors.ts";
import { fullDayNames, parseDays } from "./days.ts";
import { nearestPlace, readPlace } from "./places.ts";
import { hintOf, Rule, type WrittenRule } from "./rule.ts";
import { type SpokenDays, takeDays } from "./spoken-days.ts";
import { takeTimes } from "./spoken-times.ts";
import { describeRule } from "./words.ts";

export type UnderstoodWhen =
  | {
      state: "understood";
      rule: Rule;
      /** The rule said back. */
      words: string;
      /** What was not said and taken for granted, in whole sentences. */
      assumed: readonly string[];
    }
  | { state: "unclear"; problem: string; hint: string };

const example = "For example: weekdays 9am London, or first monday of the month at 10.";
const longest = 300;

/** `timezone` holds where the text names none. */
export function parseWhen(text: string, timezone: string): UnderstoodWhen {
  try {
    if (text.length > longest) throw unclear(`That is longer than ${longest} characters.`);
    const { written, assumed } = read(text, timezone);
    const { data: rule, error } = Rule.safeParse(written);
    if (rule !== undefined)
      return { state: "understood", rule, words: describeRule(rule), assumed };
    const [issue] = error.issues;
    return {
      state: "unclear",
      problem: issue?.message ?? "That is not understood.",
      hint: (issue && hintOf(issue)) ?? example,
    };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return { state: "unclear", problem: error.message, hint: error.hint ?? example };
  }
}

function unclear(problem: string, hint = example): BotError {
  return new BotError("input", problem, { hint });
}

interface Read {
  written: WrittenRule;
  assumed: readonly string[];
}

function read(text: string, defaultZone: string): Read {
  const { rest: afterQuiet, quiet } = takeQuiet(text.replaceAll(/\([^)]*\)/gu, " "));
  const { rest, skip } = takeSkip(afterQuiet);
  const common = {
    ...(quiet === undefined ? {} : { quiet }),
    ...(skip.length === 0 ? {} : { skip: [...skip] }),
  };
  const cron = takeCron(rest);
  if (cron !== null) {
    const zone = readZone(tokensOf(cron.rest), defaultZone);
    return { written: { cron: cron.cron, timezone: zone.zone, ...common }, assumed: zone.assumed };
  }
  const ready = takeReady(rest);
  const spoken = takeTimes(ready.rest);
  const days = takeDays(tokensOf(spoken.rest));
  const zone = readZone(days.rest, defaultZone);
  const assumed = [...spoken.assumed, ...zone.assumed];
  const written = { timezone: zone.zone, ...common };
  if (ready.found) {
    if (spoken.times.length > 0) {
      throw unclear(
        "Either something is posted as it becomes ready, or at a time.",
        "Leave one of them out.",
      );
    }
    return { written: { ready: true, days: daysOr(days.days), ...written }, assumed };
  }
  if (spoken.cron !== null) {
    return { written: { cron: cronOf(spoken.cron, days), ...written }, assumed };
  }
  if (spoken.times.length === 0) {
    throw unclear(
      `I do not see a time in "${text.trim()}".`,
      `Add one, such as 9am or 17:30. ${example}`,
    );
  }
  if (days.dates.length > 0) {
    return { written: { cron: datesCron(spoken.times, days), ...written }, assumed };
  }
  const saysDays = days.days.length > 0 ? [] : ["No days are named: it is every day."];
  return {
    written: { at: [...spoken.times], days: daysOr(days.days), ...written },
    assumed: [...saysDays, ...assumed],
  };
}

function daysOr(days: readonly string[]): string[] {
  return days.length === 0 ? ["daily"] : [...days];
}

function takeReady(text: string): { found: boolean; rest: string } {
  const pattern =
    /\b(?:as (?:soon as )?(?:they|it|each|one|a briefing) (?:become|becomes|is|are) ready|when ready|immediately|at once|as they (?:come|land))\b/giu;
  return { found: pattern.test(text), rest: text.replaceAll(pattern, " ") };
}

const clock = String.raw`\d{1,2}:\d{2}`;

function takeQuiet(text: string): { rest: string; quiet: string | undefined } {
  const pattern = new RegExp(
    String.raw`\b(?:quiet|silent|not)\s*(?:hours)?\s*(?:between|from)?\s*(${clock})\s*(?:-|–|to|until|and)\s*(${clock})`,
    "iu",
  );
  const found = pattern.exec(text);
  if (found === null) return { rest: text, quiet: undefined };
  const [whole, from = "", to = ""] = found;
  return {
    rest: text.replace(whole, " "),
    quiet: `${from.padStart(5, "0")}-${to.padStart(5, "0")}`,
  };
}

const isoDate = String.raw`\d{4}-\d{2}-\d{2}`;

function takeSkip(text: string): { rest: string; skip: readonly string[] } {
  const range = String.raw`${isoDate}(?:\s*(?:\.\.|to|until|–)\s*${isoDate})?`;
  const pattern = new RegExp(
    String.raw`\b(?:except|but not|not|skip|skipping|without)\s+(?:on\s+)?(${range}(?:\s*(?:,|and|, and)\s*${range})*)`,
    "iu",
  );
  const found = pattern.exec(text);
  if (found === null) return { rest: text, skip: [] };
  const dates = (found[1] ?? "").match(new RegExp(range, "giu")) ?? [];
  return { rest: text.replace(found[0], " "), skip: dates };
}

/** Five fields, at least one of them with a star or a digit first, or one of the shorthands. */
function takeCron(text: string): { cron: string; rest: string } | null {
  const trimmed = text.trim().replace(/^cron:?\s+/iu, "");
  const shorthand = /^(@[a-z]+)[\s,]*(.*)$/isu.exec(trimmed);
  if (shorthand !== null) return { cron: shorthand[1] ?? "", rest: shorthand[2] ?? "" };
  const five = /^((?:[\d*?/,a-z-]+\s+){4}[\d*?/a-z-]+(?:,[\d*?/a-z-]+)*)(?:[\s,]+(.*))?$/isu.exec(
    trimmed,
  );
  const isMeant = trimmed !== text.trim() || /^[\d*?/,-]+\s+[\d*?/,-]+\s/u.test(trimmed);
  if (five === null || !isMeant) return null;
  return { cron: five[1] ?? "", rest: five[2] ?? "" };
}

function tokensOf(text: string): readonly string[] {
  return text
    .split(/[\s,;&]+/u)
    .map((word) => word.replaceAll(/^[."“”'()]+|[."“”'():]+$/gu, ""))
    .filter((word) => word !== "");
}

/** The days of the week are fields of the cron rule; days of the month cannot be. */
function cronOf(beginning: string, { days, dates }: SpokenDays): string {
  if (days.some((day) => day.includes(" ")) || (dates.length > 0 && days.length > 0)) {
    throw unclear(
      "Several times an hour and a certain day of the month do not go together here.",
      "Name days of the week, or times.",
    );
  }
  const weekly = days.length === 0 ? "*" : parseDays(days).join(",");
  const all = weekly === "mon,tue,wed,thu,fri,sat,sun" ? "*" : weekly;
  return `${beginning} ${dates.length === 0 ? "*" : dates.join(",")} * ${all}`;
}

function datesCron(times: readonly string[], days: SpokenDays): string {
  const [hours, minutes] = [0, 3].map((at) => [
    ...new Set(times.map((time) => Number(time.slice(at, at + 2)))),
  ]);
  if (days.days.length > 0 || (hours?.length ?? 0) * (minutes?.length ?? 0) !== times.length) {
    throw unclear(
      "These days of the month and times do not fit into one rule.",
      "Make two schedules of it.",
    );
  }
  return cronOf(`${minutes?.join(",") ?? 0} ${hours?.join(",") ?? 0}`, days);
}

/** Words that say nothing about when. */
const fillers = new Set(
  "a an and at each every from in of on please post send the time to month months timezone zone o'clock oclock also then plus both is are".split(
    " ",
  ),
);

function readZone(
  tokens: readonly string[],
  defaultZone: string,
): { zone: string; assumed: readonly string[] } {
  const words = tokens.filter((token) => token !== "-" && token !== "–");
  const zones: string[] = [];
  const assumed: string[] = [];
  for (let index = 0; index < words.length;) {
    const length = [4, 3, 2, 1].find(
      (count) =>
        index + count <= words.length &&
        readPlace(words.slice(index, index + count).join(" ")).state !== "unknown",
    );
    const name = words.slice(index, index + (length ?? 1)).join(" ");
    const place = readPlace(name);
    if (place.state === "ambiguous") {
      throw unclear(
        `"${name}" may be several time zones.`,
        `Write one of ${place.zones.join(", ")}.`,
      );
    }
    if (place.state === "zone") {
      zones.push(place.zone);
      if (place.zone.toLowerCase() !== name.toLowerCase())
        assumed.push(`${name} is ${place.zone}.`);
    } else if (!fillers.has(name.toLowerCase())) throw notUnderstood(name);
    index += length ?? 1;
  }
  const [zone, other] = new Set(zones);
  if (other !== undefined) {
    throw unclear(
      `Two time zones are named, ${zone} and ${other}.`,
      "Name one, or make two schedules.",
    );
  }
  if (zone !== undefined) return { zone, assumed };
  return { zone: defaultZone, assumed: [`No time zone is named: it is ${defaultZone}.`] };
}

const knownWords = ["daily", "weekdays", "weekends", "first", "last", "working", ...fullDayNames];

function notUnderstood(word: string): BotError {
  if (/^(?:weekly|monthly|fortnightly|yearly|biweekly)$/iu.test(word)) {
    return unclear(
      `On which day "${word}" is, I cannot know.`,
      "Name it: every monday 9am, or first monday of the month at 10.",
    );
  }
  if (/^(?:today|tomorrow|tonight|now|once|yesterday)$/iu.test(word)) {
    return unclear(
      `A schedule comes again and again, and "${word}" is once.`,
      "Name days or times that repeat: weekdays 9am, or every monday at 10.",
    );
  }
  const meant = nearest(word, knownWords) ?? nearestPlace(word);
  return unclear(
    `I do not understand "${word}".`,
    meant === undefined ? example : `Did you mean ${meant}?`,
  );
}
