/** The clock and the days of the form of a schedule, beside the words for the same. Pure. */
import type { Field, Filled } from "../../briefing/form.ts";
import type { Rule } from "../../schedule/rule.ts";

const weekdays = [
  ["mon", "Monday"],
  ["tue", "Tuesday"],
  ["wed", "Wednesday"],
  ["thu", "Thursday"],
  ["fri", "Friday"],
  ["sat", "Saturday"],
  ["sun", "Sunday"],
] as const;

/** A time "09:00" or "", and days "mon" … "sun" in the order of the week. */
export interface Picked {
  at: string;
  days: readonly string[];
}

export const nothingPicked: Picked = { at: "", days: [] };

/** What of a rule they can show: one time on days of the week. */
export function pickedOf(rule: Rule): Picked {
  if (!("at" in rule)) return nothingPicked;
  const [at = "", ...others] = rule.at;
  const isWeekly = rule.days.every((day) => weekdays.some(([name]) => name === day));
  return others.length > 0 || !isWeekly ? nothingPicked : { at, days: rule.days };
}

export function pickers({ at, days }: Picked): readonly Field[] {
  const field = { required: false, isSpare: true } as const;
  return [
    { ...field, type: "time", name: "at", label: "Time", hint: "Instead of words.", value: at },
    {
      ...field,
      type: "choices",
      name: "days",
      label: "Days",
      hint: "None chosen: every day.",
      choices: weekdays.map(([value, label]) => ({ value, label })),
      values: days,
    },
  ];
}

/** What was chosen, in words; null where nothing was, or where nobody touched it. */
export function wordsOfPicked(filled: Filled, before: Picked): string | null {
  const { at = before.at, days = before.days } = filled;
  const time = typeof at === "string" ? at.trim() : "";
  const chosen = weekdays.map(([name]) => name).filter((name) => days.includes(name));
  if (time === before.at && chosen.join() === before.days.join()) return null;
  if (time === "" && chosen.length === 0) return null;
  const isDaily = chosen.length === 0 || chosen.length === weekdays.length;
  return `${isDaily ? "daily" : chosen.join(", ")}${time === "" ? "" : ` at ${time}`}`;
}
