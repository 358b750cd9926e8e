/** The schedules made in chat as a YAML file, to keep or to carry to another machine. Pure. */
import { stringify } from "yaml";
import { z } from "zod";
import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../briefing/problems.ts";
import { platformNames } from "../platforms/index.ts";
import { readEntry } from "./read-entry.ts";
import { explainZod, type Issue, parseYaml } from "./yaml.ts";

export interface FiledSchedule {
  name: string;
  platform: string;
  workspace: string;
  channel: string;
  /** As in config/bot.yaml, without `to`. */
  entry: Readonly<Record<string, unknown>>;
  /** Null: it does not rest; "": until somebody resumes it; else ISO 8601. */
  paused: string | null;
}

const Place = z.object({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9_-]{0,39}$/,
      "A name has lower-case letters, digits, - and _, at most 40.",
    ),
  platform: z.enum(platformNames),
  workspace: z.string().min(1),
  channel: z.string().min(1),
  paused: z.union([z.literal(true), z.iso.datetime()]).exactOptional(),
});
const placeKeys = Object.keys(Place.shape);

const File = z.strictObject({
  schedules: z.array(z.looseObject({})).default([]),
  configuration: z.record(z.string(), z.unknown()).exactOptional(),
});

const head = `# Schedules of the briefing bot. "schedules" are those made in chat; \`briefing schedules import\` reads them back.
# "configuration" is what config/bot.yaml says; it is here to be read, and is never imported.
`;

/** `configuration` is the part \`schedules\` of config/bot.yaml as it is written. */
export function formatSchedulesFile(
  schedules: readonly FiledSchedule[],
  configuration: unknown,
): string {
  const listed = schedules.map(({ entry, paused, ...place }) => ({
    ...place,
    ...entry,
    ...(paused === null ? {} : { paused: paused === "" ? true : paused }),
  }));
  const value =
    configuration === undefined ? { schedules: listed } : { schedules: listed, configuration };
  // Folding a long line may part the halves of an emoji, which a file of UTF-8 cannot hold.
  return head + stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** Every mistake with its line; `schedules` is null exactly when there are some. */
export function parseSchedulesFile(
  text: string,
  file: string,
  timeZone: string,
): { schedules: readonly FiledSchedule[] | null; problems: readonly Problem[] } {
  const yaml = parseYaml(text, file);
  if (yaml.problems.length > 0) return { schedules: null, problems: yaml.problems };
  const parsed = File.safeParse(yaml.value ?? {}, { reportInput: true });
  if (!parsed.success) {
    const keys = Object.keys(File.shape);
    return { schedules: null, problems: yaml.explain(explainZod(parsed.error.issues, keys)) };
  }
  const issues: Issue[] = [];
  const schedules: FiledSchedule[] = [];
  for (const [index, written] of parsed.data.schedules.entries()) {
    const read = readFiled(written, timeZone);
    issues.push(
      ...read.issues.map((issue) => ({ ...issue, path: ["schedules", index, ...issue.path] })),
    );
    if (read.schedule === null) continue;
    const { schedule } = read;
    if (schedules.some((each) => isSamePlace(each, schedule))) {
      issues.push({
        path: ["schedules", index, "name"],
        message: `This channel has two schedules “${schedule.name}”.`,
        hint: "Rename one, or take it out.",
      });
    }
    schedules.push(schedule);
  }
  return issues.length > 0
    ? { schedules: null, problems: yaml.explain(issues) }
    : { schedules, problems: [] };
}

function readFiled(
  written: Readonly<Record<string, unknown>>,
  timeZone: string,
): { schedule: FiledSchedule | null; issues: readonly Issue[] } {
  const place = Place.safeParse(written, { reportInput: true });
  const entry = Object.fromEntries(
    Object.entries(written).filter(([key]) => !placeKeys.includes(key)),
  );
  const { issues } = readEntry("schedule", entry, timeZone, place.data?.platform);
  if (!place.success) {
    return { schedule: null, issues: [...explainZod(place.error.issues, placeKeys), ...issues] };
  }
  const { paused, ...rest } = place.data;
  const until = paused === undefined ? null : paused === true ? "" : paused;
  return { schedule: { ...rest, entry, paused: until }, issues };
}

export function isSamePlace(
  a: Omit<FiledSchedule, "entry" | "paused">,
  b: Omit<FiledSchedule, "entry" | "paused">,
): boolean {
  return (
    a.name === b.name &&
    a.platform === b.platform &&
    a.workspace === b.workspace &&
    a.channel === b.channel
  );
}

/** What an import would do with one schedule. */
export type Change = "add" | "change" | "pause" | "resume" | "same";

export function changeOf(wanted: FiledSchedule, known: FiledSchedule | undefined): Change {
  if (known === undefined) return "add";
  if (!isDeepStrictEqual(plain(wanted.entry), plain(known.entry))) return "change";
  if (wanted.paused === known.paused) return "same";
  return wanted.paused === null ? "resume" : "pause";
}

function plain(entry: FiledSchedule["entry"]): unknown {
  return JSON.parse(JSON.stringify(entry));
}
