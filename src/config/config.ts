/**
 * config/bot.yaml: what is posted where and when. Secrets are never in it; they come from the environment.
 * Every mistake is told at once, in the form in which `check` tells those of articles.
 */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Problem } from "../briefing/problems.ts";
import { platformNames, type PlatformName } from "../platforms/index.ts";
import type { Group as ScheduleGroup } from "../schedule/group.ts";
import type { Approval } from "../schedule/approval.ts";
import type { Rule } from "../schedule/rule.ts";
import { type EmptyDay, emptyDays, type Selection } from "../schedule/selection.ts";
import { issuesBetween } from "./between.ts";
import { Group, selectionKeys, selectionWords, TimeZone, Words } from "./config-parts.ts";
import {
  calendarsOf,
  capitalise,
  noHolidays,
  type ReadHolidays,
  readSchedule,
} from "./read-schedule.ts";
import { readByChannel, type ByChannel } from "./by-channel.ts";
import { explainZod, parseYaml, type Issue } from "./yaml.ts";

export { findChannel } from "./read-schedule.ts";

export const ScheduleEntry = z.strictObject({
  to: Words.meta({ description: "Channels as platform:name, such as slack:news; one or several" }),
  when: z.string().min(1).exactOptional().meta({
    description: 'In words, such as "weekdays 9am London"; instead of at, days and cron',
  }),
  at: Words.exactOptional().meta({ description: 'One or more times of the day, such as "09:00"' }),
  days: Words.exactOptional().meta({
    description:
      "daily, weekdays, weekends, days such as mon,thu, or first monday, last working day; without it: daily",
  }),
  cron: z.string().min(1).exactOptional().meta({
    description: 'Instead of at and days: five fields, such as "0 9 * * 1-5"',
  }),
  timezone: TimeZone.exactOptional(),
  skip: Words.exactOptional().meta({
    description:
      "Dates without a post, such as 2026-12-25 or 2026-12-24..2027-01-02, and .ics files of holidays",
  }),
  quiet: z.string().min(1).exactOptional().meta({
    description: 'Hours in which nothing is posted, such as "22:00-07:00"; it comes at their end',
  }),
  ...selectionKeys,
  form: z.enum(["digest", "each"]).default("digest").meta({
    description:
      "digest: what is new, in one message; each: a post for each new briefing, without at and cron as soon as it is ready",
  }),
  group: Group.exactOptional().meta({
    description:
      "With each: so many (from) that come within minutes are one post; never: each has its own",
  }),
  empty: z.enum(emptyDays).default("silent").meta({
    description:
      "A digest without anything new: stay silent, say so, or tell again what was most read in the last week",
  }),
  title: z.string().min(1).max(100).exactOptional().meta({
    description: "The heading of the digest; without it: the schedule's name",
  }),
  approval: z.enum(["required", "veto"]).exactOptional().meta({
    description:
      "Somebody is shown each digest before its time. required: it goes out only when approved; veto: unless it is vetoed",
  }),
  approver: z.string().min(1).max(100).exactOptional().meta({
    description:
      "Who is asked: a channel as platform:name, or the platform's id of a person; without it the channel itself",
  }),
  ask: z.string().min(1).max(40).exactOptional().meta({
    description: 'How long before the approver is asked, such as "30m before"; without it 1 hour',
  }),
  ping: z.string().min(1).exactOptional().meta({
    description:
      "The id of a Discord role, in quotes, that is notified of each post with something new; without it nobody is",
  }),
  first: z.enum(["quiet", "now"]).default("quiet").meta({
    description:
      "When the bot meets this schedule for the first time: wait for its time, or post at once",
  }),
});
export type ScheduleEntry = z.infer<typeof ScheduleEntry>;

const Name = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,39}$/,
    "A name has lower-case letters, digits, - and _, at most 40.",
  );
const RemoteChannel = z.string().min(1).meta({
  description: "The channel's id, in quotes",
});

const ThreadMode = z.enum(["quiet", "notes", "broadcast"]);
export type ThreadMode = z.infer<typeof ThreadMode>;

const AnswerMode = z.enum(["archive", "posted"]);
export type AnswerMode = z.infer<typeof AnswerMode>;

const ReplyMode = z.enum(["all", "mentions"]);
export type ReplyMode = z.infer<typeof ReplyMode>;

/** The file as it is written; config/bot.schema.json is made from it. */
export const ConfigFile = z
  .strictObject({
    timezone: TimeZone.default("UTC"),
    briefings: z
      .string()
      .min(1)
      .default("briefings")
      .meta({ description: "The folder with the articles" }),
    catchUpHours: z.number().min(0).max(168).default(6).meta({
      description:
        "After downtime, the newest missed post is made up for when it is not older than this",
    }),
    channels: z
      .strictObject({
        web: z
          .record(
            Name,
            z.strictObject({ title: z.string().min(1).max(80).exactOptional() }).nullable(),
          )
          .default({ general: null }),
        slack: z.record(Name, RemoteChannel).default({}),
        discord: z.record(Name, RemoteChannel).default({}),
      })
      .prefault({}),
    slack: z
      .strictObject({
        manage: z
          .string()
          .regex(/^(?:everyone|admins|S[A-Z0-9]{2,})$/, {
            error: 'Write "everyone", "admins", or the id of a user group such as S0123456789.',
          })
          .default("everyone")
          .meta({
            description:
              "Who may decide what is posted in a channel of Slack: everyone in it, admins, or the id of a user group (S…)",
          }),
      })
      .prefault({}),
    schedules: z.record(Name, ScheduleEntry).default({}),
    threads: z.record(z.string(), ThreadMode).default({}).meta({
      description:
        "How much is said unasked when a story moves: default, or a channel as platform:name; quiet: posts are only edited; notes (without this setting): one note in the thread; broadcast: the note shows in the channel, too",
    }),
    answers: z.record(z.string(), AnswerMode).default({}).meta({
      description:
        "What may be quoted, listed and shown where somebody asks: default, or a channel as platform:name; archive (without this setting): every briefing; posted: what was posted in that channel, and what its schedules would post",
    }),
    replies: z.record(z.string(), ReplyMode).default({}).meta({
      description:
        "Which replies under posts of the bot are questions to it, where it may hear them all: default, or a channel as platform:name; all (without this setting): every one; mentions: those that mention it or answer it",
    }),
  })
  .meta({ title: "Configuration of the briefing bot" });

/** What somebody wrote, without what is added for what they left out. */
const Written = z.object({
  schedules: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

export const knownKeys = [
  ...Object.keys(ConfigFile.shape),
  ...Object.keys(ScheduleEntry.shape),
  ...selectionWords,
  ...platformNames,
];

export interface ConfiguredChannel {
  platform: PlatformName;
  /** The name in the configuration. */
  name: string;
  /** What the platform knows it by. */
  channel: string;
  title: string;
}

export interface ConfiguredSchedule {
  name: string;
  to: readonly ConfiguredChannel[];
  rule: Rule;
  selection: Selection;
  form: "digest" | "each";
  /** Of `each`. */
  group: ScheduleGroup | null;
  empty: EmptyDay;
  title: string;
  first: "quiet" | "now";
  approval?: Approval;
  /** The platform's id of a role that is notified of what is new. */
  ping?: string;
  /** As it stands in the file, without `to`. */
  written: Readonly<Record<string, unknown>>;
}

export interface Config {
  timeZone: string;
  /** The folder with the articles, relative to the working directory. */
  briefings: string;
  catchUpMs: number;
  /** Who may decide what is posted in Slack: "everyone" in the channel, "admins", or the id of a user group. */
  slackManagers: string;
  channels: readonly ConfiguredChannel[];
  schedules: readonly ConfiguredSchedule[];
  /** The .ics files that they name. */
  calendars: readonly string[];
  /** How much is said unasked when a story moves. */
  threads: ByChannel<ThreadMode>;
  /** What may be quoted and shown where somebody asks. */
  answers: ByChannel<AnswerMode>;
  /** Which replies under posts are questions to the bot. */
  replies: ByChannel<ReplyMode>;
}

/** `config` is null exactly when there are problems. */
export interface ParsedConfig {
  config: Config | null;
  problems: readonly Problem[];
}

/** `holidays` gives the dates of an .ics file that is named; it throws a BotError where they cannot be had. */
export function parseConfig(
  text: string,
  file: string,
  holidays: ReadHolidays = noHolidays,
): ParsedConfig {
  const yaml = parseYaml(text, file);
  if (yaml.problems.length > 0) return { config: null, problems: yaml.problems };
  const value = yaml.value ?? {};
  const parsed = ConfigFile.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const told = explainZod(parsed.error.issues, knownKeys);
    const isTold = (issue: Issue) => told.some((each) => isDeepStrictEqual(each.path, issue.path));
    const between = issuesBetween(value, holidays).filter((issue) => !isTold(issue));
    return { config: null, problems: yaml.explain([...told, ...between]) };
  }
  const { timezone, briefings, catchUpHours, schedules } = parsed.data;
  const { channels: channelTable } = parsed.data;
  const channels = listChannels(channelTable);
  const written = Written.parse(value).schedules;
  const read = Object.entries(schedules).map(([name, entry]) =>
    readSchedule(name, entry, { timezone, channels, holidays }),
  );
  const threads = readByChannel("threads", parsed.data.threads, "notes", channels);
  const answers = readByChannel("answers", parsed.data.answers, "archive", channels);
  const replies = readByChannel("replies", parsed.data.replies, "all", channels);
  const issues = [...read, threads, answers, replies].flatMap((each) => each.issues);
  if (issues.length > 0) return { config: null, problems: yaml.explain(issues) };
  return {
    config: {
      timeZone: timezone,
      briefings,
      catchUpMs: catchUpHours * 3_600_000,
      slackManagers: parsed.data.slack.manage,
      channels,
      schedules: read.flatMap(({ schedule }) => {
        if (schedule === null) return [];
        const { to: _to, ...rest } = written[schedule.name] ?? {};
        return [{ ...schedule, written: rest }];
      }),
      calendars: [...new Set(Object.values(schedules).flatMap(calendarsOf))],
      threads: threads.modes,
      answers: answers.modes,
      replies: replies.modes,
    },
    problems: [],
  };
}

function listChannels(table: z.infer<typeof ConfigFile>["channels"]): readonly ConfiguredChannel[] {
  return [
    ...Object.entries(table.web).map(([name, options]) => ({
      platform: "web" as const,
      name,
      channel: name,
      title: options?.title ?? capitalise(name),
    })),
    ...(["slack", "discord"] as const).flatMap((platform) =>
      Object.entries(table[platform]).map(([name, channel]) => ({
        platform,
        name,
        channel,
        title: name,
      })),
    ),
  ];
}
