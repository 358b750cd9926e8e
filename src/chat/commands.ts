/** The one command table of all platforms. */
import { digestCommand } from "./digests/command.ts";
import type { CommandOption, CommandSpec } from "../platforms/platform.ts";

const share: CommandOption = {
  name: "share",
  description: "Post it to this channel instead of showing it to you alone",
  type: "flag",
  required: false,
};

const topic: CommandOption = {
  name: "topic",
  description: "Only briefings on this topic",
  type: "text",
  required: false,
  completes: true,
};

export const briefingCommand: CommandSpec = {
  name: "briefing",
  access: "read",
  description: "Read briefings, search them, and see the latest digest",
  subcommands: [
    { name: "latest", description: "The newest briefing", options: [topic, share] },
    { name: "list", description: "All briefings, newest first", options: [topic] },
    {
      name: "show",
      description: "One briefing, by its name",
      options: [
        {
          name: "name",
          description: "The name or title of a briefing",
          type: "text",
          required: true,
          completes: true,
        },
        share,
      ],
    },
    {
      name: "search",
      description: "Briefings that contain these words",
      options: [
        {
          name: "words",
          description: "What to look for",
          type: "text",
          required: true,
          completes: false,
        },
      ],
    },
    {
      name: "ask",
      description: "Ask the briefings a question; their own words answer",
      options: [
        {
          name: "question",
          description: "What you would like to know",
          type: "text",
          required: true,
          completes: false,
        },
        {
          name: "about",
          description: "Only this briefing, by its name or title",
          type: "text",
          required: false,
          completes: true,
        },
      ],
    },
    { name: "digest", description: "The newest briefings in one message", options: [topic, share] },
    {
      name: "status",
      description: "What is posted here next, and what is held or failed and why",
      options: [],
    },
    {
      name: "why",
      description: "What lets a briefing into this channel, or stops it",
      options: [
        {
          name: "name",
          description: "The name or title of a briefing",
          type: "text",
          required: true,
          completes: true,
        },
      ],
    },
    {
      name: "stats",
      description: "How often what was posted here was read on and asked about",
      options: [],
    },
    { name: "help", description: "What I can do, and how", options: [] },
  ],
};

export const commands: readonly CommandSpec[] = [briefingCommand, digestCommand];
