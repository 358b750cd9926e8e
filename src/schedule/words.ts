/** A rule in words, for people. */
import { dayNames, type Day, type Rule } from "./rule.ts";

const joined = new Intl.ListFormat("en", { type: "conjunction" });

/** "weekdays at 09:00, Europe/London"; a cron rule stays as it was written. */
export function describeRule(rule: Rule): string {
  const when =
    "cron" in rule
      ? `cron ${rule.cron}`
      : `${describeDays(rule.days)} at ${joined.format(rule.at)}`;
  return `${when}, ${rule.timezone}`;
}

function describeDays(days: readonly Day[]): string {
  if (days.length === dayNames.length) return "daily";
  if (days.join(",") === "mon,tue,wed,thu,fri") return "weekdays";
  if (days.join(",") === "sat,sun") return "weekends";
  return joined.format(days.map((day) => `${day.slice(0, 1).toUpperCase()}${day.slice(1)}`));
}
