/** `/digest`: what is posted in a channel and when, for those who manage it. */
import type { CommandOption, CommandSpec } from "../../platforms/platform.ts";

const schedule: CommandOption = {
  name: "schedule",
  description: "Its name; not needed where there is only one",
  type: "text",
  required: false,
  completes: true,
};

export const formChoices = [
  { label: "One digest of what is new", value: "digest" },
  { label: "A post for each briefing", value: "each" },
] as const;

export const approvalChoices = [
  { label: "Posted without asking", value: "none" },
  { label: "Only when approved", value: "required" },
  { label: "Unless vetoed", value: "veto" },
] as const;

export const emptyChoices = [
  { label: "Stay silent", value: "silent" },
  { label: "Say that nothing is new", value: "say" },
  { label: "Tell again what was most read", value: "most-read" },
] as const;

const ping: CommandOption = {
  name: "ping",
  description: "A role that is notified of what is new",
  type: "role",
  required: false,
};

export const addOptions: readonly CommandOption[] = [
  {
    name: "when",
    description: "In words: weekdays 9am London, or first monday of the month 10:00",
    type: "text",
    required: false,
    completes: false,
  },
  {
    name: "topics",
    description: "Only these, with commas between them; without it: all",
    type: "text",
    required: false,
    completes: true,
  },
  {
    name: "form",
    description: "One digest, or a post for each briefing",
    type: "choice",
    required: false,
    choices: formChoices,
  },
  {
    name: "timezone",
    description: "Such as Europe/London; without it: yours",
    type: "text",
    required: false,
    completes: true,
  },
  {
    name: "title",
    description: "The heading of the digest",
    type: "text",
    required: false,
    completes: false,
  },
  {
    name: "include",
    description:
      "Only with these words; or author=…, source=…, /pattern/; with commas between them",
    type: "text",
    required: false,
    completes: false,
  },
  {
    name: "exclude",
    description: "None with these words; or topic=…, author=…, source=…, /pattern/",
    type: "text",
    required: false,
    completes: false,
  },
  {
    name: "most",
    description: "At most so many in one digest",
    type: "text",
    required: false,
    completes: false,
  },
  {
    name: "per-topic",
    description: "At most so many of each topic: 2, or ai=2,law=1",
    type: "text",
    required: false,
    completes: false,
  },
  {
    name: "quiet",
    description: "Hours without posts, such as 22:00-07:00",
    type: "text",
    required: false,
    completes: false,
  },
  {
    name: "empty",
    description: "A digest without anything new: silent, a line, or what was most read",
    type: "choice",
    required: false,
    choices: emptyChoices,
  },
  {
    name: "approval",
    description: "Show each digest to an approver before it goes out",
    type: "choice",
    required: false,
    choices: approvalChoices,
  },
  {
    name: "approver",
    description: "Who is asked: a person's id or mention; without it: you",
    type: "text",
    required: false,
    completes: false,
  },
  {
    name: "ask",
    description: "How long before, such as 30m; without it 1 hour",
    type: "text",
    required: false,
    completes: false,
  },
  {
    name: "name",
    description: "What to call it; without it I choose one",
    type: "text",
    required: false,
    completes: false,
  },
  ping,
];

export const digestCommand: CommandSpec = {
  name: "digest",
  access: "manage",
  description: "Decide what is posted in this channel, and when",
  subcommands: [
    {
      name: "add",
      description: "A new schedule for this channel; without words a form opens",
      options: addOptions,
    },
    { name: "list", description: "The schedules of this channel and what each does", options: [] },
    {
      name: "edit",
      description: "Change a schedule; without words a form opens",
      options: [
        schedule,
        ...addOptions.filter(({ name }) => name !== "name"),
        { name: "no-ping", description: "Notify no role any more", type: "flag", required: false },
      ],
    },
    {
      name: "pause",
      description: "Let a schedule rest, for good or until a day",
      options: [
        schedule,
        {
          name: "until",
          description: "A day: monday, tomorrow, 2026-12-24, or 3 days",
          type: "text",
          required: false,
          completes: true,
        },
      ],
    },
    { name: "resume", description: "Let a schedule that rests go on", options: [schedule] },
    {
      name: "remove",
      description: "Take a schedule away, after asking once more",
      options: [schedule],
    },
    {
      name: "preview",
      description: "What the next run would post, for you alone",
      options: [schedule],
    },
    { name: "now", description: "Post what is new now, without waiting", options: [schedule] },
    { name: "skip", description: "Leave out the next run, and only that one", options: [schedule] },
    {
      name: "log",
      description: "Who changed what about the schedules of this channel, and when",
      options: [{ ...schedule, description: "Only this one; without it all of this channel" }],
    },
    { name: "help", description: "How to use these, with examples", options: [] },
  ],
};
