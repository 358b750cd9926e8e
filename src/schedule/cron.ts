/**
 * Reads the five fields of a cron expression; says nothing about instants, see `calendar.ts`.
 *
 * Written after crontab(5) (https://man7.org/linux/man-pages/man5/crontab.5.html): when both the day of the
 * month and the day of the week are restricted, a day that matches either counts. node-cron, which only wakes
 * the planner here, wants both to match: `0 9 13 * 5` is every Friday and every 13th here, Friday the 13th there.
 */
import { BotError } from "../errors.ts";

export interface Cron {
  /** Sorted, without repeats. */
  minutes: readonly number[];
  hours: readonly number[];
  daysOfMonth: ReadonlySet<number>;
  /** 1 is January. */
  months: ReadonlySet<number>;
  /** 1 is Monday, 7 is Sunday, as in ISO 8601. */
  daysOfWeek: ReadonlySet<number>;
  /** Both day fields are restricted, so that either suffices. */
  eitherDay: boolean;
}

interface Field {
  label: string;
  least: number;
  most: number;
  /** The first stands for `least`. */
  names: readonly string[];
}

const fields = {
  minute: { label: "minute", least: 0, most: 59, names: [] },
  hour: { label: "hour", least: 0, most: 23, names: [] },
  dayOfMonth: { label: "day-of-month", least: 1, most: 31, names: [] },
  month: {
    label: "month",
    least: 1,
    most: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  dayOfWeek: {
    label: "day-of-week",
    least: 0,
    most: 7,
    names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
  },
} satisfies Record<string, Field>;

const shorthands: ReadonlyMap<string, string> = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
]);

/** Throws a BotError of kind `input` that names the field at fault. */
export function parseCron(expression: string): Cron {
  const trimmed = expression.trim().toLowerCase();
  if (trimmed.startsWith("@") && !shorthands.has(trimmed)) {
    throw new BotError("input", `The cron rule "${expression}" is not a known shorthand.`, {
      hint: `Use one of ${[...shorthands.keys()].join(", ")}, or five fields.`,
    });
  }
  const parts = (shorthands.get(trimmed) ?? trimmed).split(/\s+/u).filter((part) => part !== "");
  const [minute, hour, dayOfMonth, month, dayOfWeek, ...rest] = parts;
  if (
    minute === undefined ||
    hour === undefined ||
    dayOfMonth === undefined ||
    month === undefined ||
    dayOfWeek === undefined ||
    rest.length > 0
  ) {
    throw new BotError(
      "input",
      `The cron rule "${expression}" has ${parts.length} fields, expected five.`,
      {
        hint: "Write minute, hour, day of month, month and day of week, such as 0 9 * * mon-fri.",
      },
    );
  }
  return {
    minutes: parseField(minute, fields.minute),
    hours: parseField(hour, fields.hour),
    daysOfMonth: new Set(parseField(dayOfMonth, fields.dayOfMonth)),
    months: new Set(parseField(month, fields.month)),
    daysOfWeek: new Set(
      parseField(dayOfWeek, fields.dayOfWeek).map((day) => (day === 0 ? 7 : day)),
    ),
    eitherDay: !/^[*?]/u.test(dayOfMonth) && !/^[*?]/u.test(dayOfWeek),
  };
}

function parseField(text: string, field: Field): readonly number[] {
  const values = new Set<number>();
  for (const item of text.split(","))
    for (const value of parseItem(item, text, field)) values.add(value);
  return [...values].toSorted((a, b) => a - b);
}

/** One item of a list: `*`, `5`, `1-5`, each with an optional step; `5/15` goes from 5 to the end. */
function parseItem(item: string, text: string, field: Field): readonly number[] {
  const match = /^(?<from>\*|\?|[a-z]+|\d+)(?:-(?<to>[a-z]+|\d+))?(?:\/(?<step>\d+))?$/u.exec(item);
  const { from, to, step } = match?.groups ?? {};
  if (from === undefined) throw fieldError(text, field, `"${item}" is not understood`);
  const every = from === "*" || from === "?";
  if (every && to !== undefined) throw fieldError(text, field, `"${item}" is not understood`);
  const stride = step === undefined ? 1 : Number(step);
  if (stride < 1 || stride > field.most) {
    throw fieldError(text, field, `the step ${stride} is not between 1 and ${field.most}`);
  }
  const first = every ? field.least : parseValue(from, text, field);
  const last = lastValue(first, { every, to, step }, text, field);
  if (last < first) {
    throw fieldError(
      text,
      field,
      `the range ${from}-${to ?? ""} runs backwards`,
      `Write it as two ranges.`,
    );
  }
  return Array.from(
    { length: Math.floor((last - first) / stride) + 1 },
    (_, index) => first + index * stride,
  );
}

function lastValue(
  first: number,
  range: { every: boolean; to: string | undefined; step: string | undefined },
  text: string,
  field: Field,
): number {
  if (range.to !== undefined) {
    const last = parseValue(range.to, text, field);
    // Sunday is both ends of the week: "sat-sun" means 6-7.
    return last === 0 && first > 0 && field.label === "day-of-week" ? 7 : last;
  }
  if (range.every || range.step !== undefined)
    return field.label === "day-of-week" ? 6 : field.most;
  return first;
}

function parseValue(word: string, text: string, field: Field): number {
  const named = field.names.findIndex((name) => name === word);
  const value = named >= 0 ? named + field.least : Number(word);
  if (Number.isInteger(value) && value >= field.least && value <= field.most) return value;
  const names = field.names.length > 0 ? ` or one of ${field.names.join(", ")}` : "";
  throw fieldError(
    text,
    field,
    `"${word}" is not between ${field.least} and ${field.most}${names}`,
  );
}

function fieldError(text: string, field: Field, fault: string, hint?: string): BotError {
  return new BotError(
    "input",
    `The ${field.label} field "${text}" of the cron rule is wrong: ${fault}.`,
    {
      hint:
        hint ??
        `Use ${field.least} to ${field.most}, *, lists (1,15), ranges (1-5) and steps (*/15).`,
    },
  );
}
