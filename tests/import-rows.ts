/** What each room may import and what not: one row for every row of the rules. */
export interface Row {
  /** The file that imports. */
  from: string;
  allowed: readonly string[];
  denied: readonly string[];
}

export const ROWS: readonly Row[] = [
  {
    from: "src/errors.ts",
    allowed: [],
    denied: ["./config/config.ts", "./briefing/briefing.ts", "zod", "node:fs"],
  },
  {
    from: "src/log.ts",
    allowed: ["pino", "./errors.ts"],
    denied: ["zod", "./main.ts", "./storage/store.ts", "kysely"],
  },
  {
    from: "src/config/planted.ts",
    allowed: [
      "./yaml.ts",
      "../errors.ts",
      "../schedule/rule.ts",
      "../platforms/index.ts",
      "yaml",
      "ical.js",
    ],
    denied: ["../main.ts", "../cli.ts", "../platforms/web/index.ts", "../storage/store.ts", "pino"],
  },
  {
    from: "src/briefing/planted.ts",
    allowed: [
      "./blocks.ts",
      "../errors.ts",
      "zod",
      "yaml",
      "mdast-util-gfm",
      "fastest-levenshtein",
    ],
    denied: [
      "../answer/answer.ts",
      "../schedule/calendar.ts",
      "../platforms/platform.ts",
      "../config/config.ts",
      "node:fs",
      "node:http",
      "fs",
      "pino",
      "./../chat/commands.ts",
    ],
  },
  {
    from: "src/briefing/parse/planted.ts",
    allowed: ["./sections.ts", "../blocks.ts", "../../errors.ts", "zod", "yaml"],
    denied: [
      "../../answer/answer.ts",
      "../compose/compose.ts",
      "../../config/config.ts",
      "node:fs",
    ],
  },
  {
    from: "src/briefing/compose/planted.ts",
    allowed: ["./parts.ts", "../message.ts", "../../errors.ts"],
    denied: ["../parse/parse.ts", "../../answer/answer.ts", "../../chat/commands.ts", "node:fs"],
  },
  {
    from: "src/answer/planted.ts",
    allowed: ["./search.ts", "../errors.ts", "../briefing/plain.ts", "porter2", "minisearch"],
    denied: [
      "../schedule/calendar.ts",
      "../storage/store.ts",
      "../briefing/../chat/commands.ts",
      "node:fs/promises",
      "kysely",
    ],
  },
  {
    from: "src/schedule/planted.ts",
    allowed: ["./calendar.ts", "../errors.ts", "../briefing/briefing.ts", "zod", "re2js"],
    denied: ["../answer/answer.ts", "../delivery/planner.ts", "node:timers", "node-cron"],
  },
  {
    from: "src/sources/planted.ts",
    allowed: [
      "./folder.ts",
      "../errors.ts",
      "../briefing/parse/parse.ts",
      "chokidar",
      "node:fs/promises",
    ],
    denied: ["../storage/store.ts", "../schedule/calendar.ts", "../config/config.ts", "kysely"],
  },
  {
    from: "src/storage/planted.ts",
    allowed: ["./store.ts", "../errors.ts", "../briefing/briefing.ts", "kysely", "node:sqlite"],
    denied: ["../delivery/outbox.ts", "../sources/folder.ts", "../platforms/platform.ts", "pino"],
  },
  { from: "src/storage/migrations/planted.ts", allowed: [], denied: ["../store.ts", "kysely"] },
  {
    from: "src/platforms/platform.ts",
    allowed: ["../errors.ts", "../briefing/message.ts"],
    denied: ["./index.ts", "./slack/index.ts", "../storage/store.ts", "@slack/types", "discord.js"],
  },
  {
    from: "src/platforms/slack/planted.ts",
    allowed: [
      "./limits.ts",
      "./hear/answers.ts",
      "../platform.ts",
      "../../briefing/split.ts",
      "@slack/bolt",
      "node:timers/promises",
    ],
    denied: ["../discord/limits.ts", "../index.ts", "../../storage/store.ts", "discord.js", "hono"],
  },
  ...["api", "connect", "draw", "forms", "hear", "setup"].map((part) => ({
    from: `src/platforms/slack/${part}/planted.ts`,
    allowed: ["./own.ts", "../errors.ts", "../forms/views.ts", "../../platform.ts", "@slack/bolt"],
    denied: [
      "../../discord/limits.ts",
      "../../index.ts",
      "../../../storage/store.ts",
      "../../../chat/commands.ts",
      "discord.js",
    ],
  })),
  {
    from: "src/platforms/discord/planted.ts",
    allowed: [
      "./limits.ts",
      "./hear/answers.ts",
      "../platform.ts",
      "../../errors.ts",
      "discord.js",
      "node:crypto",
    ],
    denied: [
      "../slack/limits.ts",
      "../web/index.ts",
      "../../config/config.ts",
      "@slack/types",
      "pino",
    ],
  },
  ...["api", "connect", "draw", "forms", "hear", "post", "setup"].map((part) => ({
    from: `src/platforms/discord/${part}/planted.ts`,
    allowed: ["./own.ts", "../errors.ts", "../forms/modal.ts", "../../platform.ts", "discord.js"],
    denied: [
      "../../slack/limits.ts",
      "../../index.ts",
      "../../../storage/store.ts",
      "../../../chat/commands.ts",
      "@slack/bolt",
    ],
  })),
  {
    from: "src/platforms/web/planted.ts",
    allowed: [
      "./page.ts",
      "../platform.ts",
      "../../briefing/plain.ts",
      "hono",
      "@hono/node-server",
    ],
    denied: [
      "../slack/render.ts",
      "../discord/render.ts",
      "../../chat/commands.ts",
      "@slack/types",
    ],
  },
  {
    from: "src/platforms/index.ts",
    allowed: ["./slack/index.ts", "./discord/index.ts", "./platform.ts", "../errors.ts"],
    denied: ["../main.ts", "../cli.ts", "../cli-preview.ts", "pino"],
  },
  {
    from: "src/delivery/planted.ts",
    allowed: [
      "./outbox.ts",
      "../schedule/calendar.ts",
      "../storage/store.ts",
      "../platforms/platform.ts",
      "node-cron",
    ],
    denied: ["../chat/commands.ts", "../answer/answer.ts", "../platforms/slack/index.ts", "pino"],
  },
  {
    from: "src/chat/planted.ts",
    allowed: [
      "./commands.ts",
      "../answer/answer.ts",
      "../delivery/outbox.ts",
      "../storage/store.ts",
      "../platforms/platform.ts",
    ],
    denied: ["../platforms/index.ts", "../sources/folder.ts", "../main.ts", "@slack/bolt", "hono"],
  },
  {
    from: "src/chat/digests/planted.ts",
    allowed: [
      "../feature.ts",
      "./desk.ts",
      "../../delivery/preview.ts",
      "../../storage/store.ts",
      "../../platforms/platform.ts",
    ],
    denied: ["../../platforms/index.ts", "../../config/config.ts", "../../main.ts", "hono"],
  },
  {
    from: "src/app/planted.ts",
    allowed: ["./shelf.ts", "../platforms/index.ts", "../chat/bot.ts", "../sources/folder.ts"],
    denied: ["../main.ts", "../cli.ts", "../cli/preview.ts", "../platforms/slack/index.ts", "pino"],
  },
  {
    from: "src/main.ts",
    allowed: ["./platforms/index.ts", "./chat/commands.ts", "./storage/store.ts", "pino"],
    denied: [],
  },
  {
    from: "src/cli/planted.ts",
    allowed: ["../main.ts", "../platforms/slack/render.ts", "commander"],
    denied: [],
  },
  {
    from: "src/a-new-folder/planted.ts",
    allowed: [],
    denied: ["./other.ts", "../errors.ts", "../briefing/briefing.ts", "zod"],
  },
];
