/** The commands about schedules: what is posted where and when, and why or why not. */
import { Command } from "commander";
import { wholeDays, wholeNumber } from "./numbers.ts";
import { print, printJson } from "./output.ts";

interface Where {
  channel?: string;
}

const channelFlag = "--channel <platform:channel>";
const channelWords = "where several have the name: which one";

/** `configFile` is asked for when a command runs. */
export function scheduleCommands(configFile: () => string): readonly Command[] {
  return [schedulesCommand(configFile), whyCommand(configFile), statsCommand(configFile)];
}

/** What every one of them needs. */
async function prepare(configFile: string) {
  const { loadConfig, loadEnvironment } = await import("./load.ts");
  const { withDatabase } = await import("./database.ts");
  const config = await loadConfig(configFile);
  const env = await loadEnvironment();
  const now = Temporal.Now.instant();
  const work = <Value>(
    run: Parameters<typeof withDatabase<Value>>[1],
  ): ReturnType<typeof withDatabase<Value>> => withDatabase(env, run);
  return { config, now, work };
}

function schedulesCommand(configFile: () => string): Command {
  const schedules = new Command("schedules").description(
    "the schedules of config/bot.yaml and those made in chat; works beside a running bot",
  );
  schedules
    .command("list", { isDefault: true })
    .description("every schedule with what it does, where it comes from and when it posts next")
    .option("--json", "print an array of { name, key, source, platform, channel, what, nextAt, … }")
    .action(async (options: { json?: true }) => {
      const { formatSchedules, listSchedules } = await import("./schedules.ts");
      const { config, now, work } = await prepare(configFile());
      const listed = await work((db) => listSchedules(db, config, now));
      if (options.json) printJson(listed);
      else print(formatSchedules(listed, config.timeZone));
    });
  schedules
    .command("pause")
    .description("let a schedule rest, also one of config/bot.yaml")
    .argument("<name>", "its name or its key")
    .option("-u, --until <day>", "a day, such as monday or 2026-12-24; without it: until resumed")
    .option(channelFlag, channelWords)
    .action(async (name: string, options: Where & { until?: string }) => {
      const { pause } = await import("./schedules.ts");
      const { config, now, work } = await prepare(configFile());
      print(await work((db) => pause({ db, config, now }, name, options)));
    });
  schedules
    .command("resume")
    .description("let a schedule that rests go on")
    .argument("<name>", "its name or its key")
    .option(channelFlag, channelWords)
    .action(async (name: string, options: Where) => {
      const { resume } = await import("./schedules.ts");
      const { config, now, work } = await prepare(configFile());
      print(await work((db) => resume({ db, config, now }, name, options)));
    });
  schedules
    .command("remove")
    .description("take a schedule away that was made in chat")
    .argument("<name>", "its name or its key")
    .option(channelFlag, channelWords)
    .action(async (name: string, options: Where) => {
      const { remove } = await import("./schedules.ts");
      const { config, now, work } = await prepare(configFile());
      print(await work((db) => remove({ db, config, now }, name, options)));
    });
  for (const command of runCommands(configFile)) schedules.addCommand(command);
  schedules.addCommand(logCommand(configFile));
  schedules.addCommand(exportCommand(configFile));
  schedules.addCommand(importCommand(configFile));
  return schedules;
}

/** What can be done with the next run. */
function runCommands(configFile: () => string): readonly Command[] {
  const command = (name: string, description: string): Command =>
    new Command(name)
      .description(description)
      .argument("<name>", "its name or its key")
      .option(channelFlag, channelWords);
  return [
    command("preview", "show what the next run would post, made by the same code")
      .option(
        "--json",
        "print { key, nextAt, briefings, embargoed, posts: [{ to, payload }], text }",
      )
      .action(async (name: string, { json, ...where }: Where & { json?: true }) => {
        const { previewRun } = await import("./schedule-runs.ts");
        const { config, now, work } = await prepare(configFile());
        const run = await work((db, path) => previewRun({ db, config, now }, path, name, where));
        if (json) printJson(run);
        else print(run.text);
      }),
    command("now", "post what is new now; the next run leaves it out").action(
      async (name: string, where: Where) => {
        const { postRun } = await import("./schedule-runs.ts");
        const { config, now, work } = await prepare(configFile());
        print(await work((db, path) => postRun({ db, config, now }, path, name, where)));
      },
    ),
    command("skip", "leave out the next run, and only that one").action(
      async (name: string, where: Where) => {
        const { skipNext } = await import("./schedule-runs.ts");
        const { config, now, work } = await prepare(configFile());
        print(await work((db) => skipNext({ db, config, now }, name, where)));
      },
    ),
  ];
}

function logCommand(configFile: () => string): Command {
  return new Command("log")
    .description("who changed what and when, the newest first")
    .argument("[name]", "the name or key of a schedule, also of one that is gone; without it: all")
    .option("--limit <number>", "how many", wholeNumber, 50)
    .option("--json", "print an array of { at, name, key, deed, by, before, after, … }")
    .action(async (name: string | undefined, { limit, json }: { limit: number; json?: true }) => {
      const { formatLog, listLog, loadLog } = await import("./schedule-log.ts");
      const { config, work } = await prepare(configFile());
      const changes = await work((db) => loadLog(db, { name, limit }));
      if (json) printJson(listLog(changes));
      else print(formatLog(changes, config.timeZone));
    });
}

function exportCommand(configFile: () => string): Command {
  return new Command("export")
    .description("all schedules as YAML")
    .argument("[file]", "where to; without it: printed")
    .action(async (file: string | undefined) => {
      const { exportSchedules, writeExport } = await import("./schedule-file.ts");
      const { work } = await prepare(configFile());
      const text = await work((db) => exportSchedules(db, configFile()));
      if (file === undefined) process.stdout.write(text);
      else await writeExport(file, text);
    });
}

function importCommand(configFile: () => string): Command {
  return new Command("import")
    .description("make the schedules made in chat as a file says; those it does not name stay")
    .argument("<file>", "what export wrote")
    .option("--dry-run", "only say what would change")
    .option("--json", "print an array of { change, name, platform, channel }")
    .action(async (file: string, options: { dryRun?: true; json?: true }) => {
      const { formatImport, importSchedules } = await import("./schedule-file.ts");
      const { config, now, work } = await prepare(configFile());
      const dryRun = options.dryRun === true;
      const { timeZone } = config;
      const done = await work((db) => importSchedules(db, file, { timeZone, now, dryRun }));
      if (options.json) printJson(done);
      else print(formatImport(done, dryRun));
    });
}

function whyCommand(configFile: () => string): Command {
  return new Command("why")
    .description("say what lets a briefing through to a channel or stops it, stage by stage")
    .argument("<name>", "the name or title of a briefing")
    .option(channelFlag, "only this one; without it: every one with a schedule")
    .option("--json", "print an array of { channel, id, title, deliveries, schedules }")
    .action(async (name: string, options: Where & { json?: true }) => {
      const { formatWhy, whyIn } = await import("./why.ts");
      const { config, now, work } = await prepare(configFile());
      const { channel } = options;
      const wanted = channel === undefined ? { name } : { name, channel };
      const told = await work((db, path) => whyIn(db, path, config, wanted, now));
      if (options.json) printJson(told);
      else print(formatWhy(told));
    });
}

function statsCommand(configFile: () => string): Command {
  return new Command("stats")
    .description("how often what was posted was read on, asked about and found useful")
    .option("--days <number>", "posted in the last so many days", wholeDays, 30)
    .option("--json", "print an array of { briefing, channel, postedAt, opened, questions, … }")
    .action(async ({ days, json }: { days: number; json?: true }) => {
      const { formatReading, listReading } = await import("./stats.ts");
      const { now, work } = await prepare(configFile());
      const rows = await work((db) => listReading(db, { days, now }));
      if (json) printJson(rows);
      else print(formatReading(rows, days));
    });
}
