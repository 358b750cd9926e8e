/** What is wrong between the settings of a file that has other mistakes, so that one run tells all. */
import { z } from "zod";
import { platformNames } from "../platforms/index.ts";
import { TimeZone, Words } from "./config-parts.ts";
import { type ReadHolidays, readSchedule } from "./read-schedule.ts";
import type { Issue } from "./yaml.ts";

/** What can be read of a file that has other mistakes. */
const Readable = z.object({
  timezone: TimeZone.catch("UTC"),
  channels: z
    .record(z.string(), z.record(z.string(), z.unknown()).catch({}))
    .optional()
    .catch(undefined),
  schedules: z
    .record(
      z.string(),
      z
        .object({
          to: Words.catch([]),
          when: z.string().exactOptional().catch("daily at noon"),
          at: Words.exactOptional().catch([]),
          days: Words.exactOptional().catch("daily"),
          cron: z.string().exactOptional().catch(""),
          timezone: TimeZone.exactOptional().catch("UTC"),
          skip: Words.exactOptional().catch([]),
          quiet: z.string().exactOptional().catch("22:00-07:00"),
          form: z.enum(["digest", "each"]).catch("digest"),
        })
        .nullable()
        .catch(null),
    )
    .catch({}),
});

/** Pure. Where there are no channels, that is the mistake, and not each schedule that names one. */
export function issuesBetween(value: unknown, holidays: ReadHolidays): readonly Issue[] {
  const readable = Readable.safeParse(value);
  if (!readable.success) return [];
  const { timezone, channels: table, schedules } = readable.data;
  const channels = platformNames.flatMap((platform) =>
    Object.keys(table?.[platform] ?? (platform === "web" ? { general: null } : {})).map((name) => ({
      platform,
      name,
      channel: name,
      title: name,
    })),
  );
  return Object.entries(schedules).flatMap(([name, entry]) => {
    if (entry === null) return [];
    const to = table === undefined ? [] : entry.to;
    const written = { ...entry, to, first: "quiet", empty: "silent" } as const;
    return readSchedule(name, written, { timezone, channels, holidays }).issues;
  });
}
