/** A schedule as it stands in the configuration, without its name and its channels: the form of those made in chat, too. */
import type { PlatformName } from "../platforms/index.ts";
import { type ConfiguredSchedule, knownKeys, ScheduleEntry } from "./config.ts";
import { noHolidays, readSchedule } from "./read-schedule.ts";
import { explainZod, type Issue } from "./yaml.ts";

export type Order = Omit<ConfiguredSchedule, "name" | "to" | "written">;

const Entry = ScheduleEntry.omit({ to: true });

/** The paths of the issues begin in the entry. Files on the bot's machine are not read: who wrote it may be anybody. */
export function readEntry(
  name: string,
  written: unknown,
  timezone: string,
  platform?: PlatformName,
): { order: Order | null; issues: readonly Issue[] } {
  const parsed = Entry.safeParse(written, { reportInput: true });
  if (!parsed.success) return { order: null, issues: explainZod(parsed.error.issues, knownKeys) };
  const around = { timezone, channels: [], holidays: noHolidays, platform };
  const { schedule, issues } = readSchedule(name, { ...parsed.data, to: [] }, around);
  if (schedule === null)
    return {
      order: null,
      issues: issues.map((issue) => ({ ...issue, path: issue.path.slice(2) })),
    };
  const { name: _name, to: _to, ...order } = schedule;
  return { order, issues: [] };
}
