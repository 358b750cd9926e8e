/** The command line: every command of the `briefing` program. Each imports what it needs when it runs, to start fast. */
import { Command, Option } from "commander";
import packageJson from "../package.json" with { type: "json" };
import type { NextOptions } from "./cli/next.ts";
import { nearest } from "./briefing/nearest.ts";
import { deliveryNumber, wholeNumber } from "./cli/numbers.ts";
import { describeFailure, print, printJson } from "./cli/output.ts";
import { platformCommands } from "./cli/platform-commands.ts";
import { scheduleCommands } from "./cli/schedule-commands.ts";
import type { PreviewForm } from "./cli/preview.ts";
import { BotError } from "./errors.ts";
import { platformNames, type PlatformName } from "./platforms/index.ts";
import { deliveryStates, type DeliveryState } from "./storage/schema.ts";

interface Global {
  config: string;
}

const program = new Command("briefing")
  .description(
    "Turns articles into briefings and delivers them where teams talk: Slack, Discord and a local chat.",
  )
  .version(packageJson.version, "-V, --version", "print the version")
  .option("-c, --config <file>", "the configuration", "config/bot.yaml")
  .helpOption("-h, --help", "show help")
  .showSuggestionAfterError()
  .showHelpAfterError("(--help tells what there is)")
  .configureHelp({ showGlobalOptions: true });

const platformOption = new Option("-p, --platform <name>", "how it looks there").choices(
  platformNames,
);
const toOption = new Option(
  "-t, --to <platform:channel>",
  "a channel of the configuration, or a platform's own id",
);

/** commander looks for missing options first, which hides that one is only mistyped. */
function requireOption<Value>(
  value: Value | undefined,
  { flags }: Option,
  command: Command,
): Value {
  return value ?? command.error(`error: required option '${flags}' not specified`);
}

program
  .command("start")
  .description("run the bot until Ctrl-C")
  .action(async () => {
    const { loadEnvironment, loadToRun } = await import("./cli/load.ts");
    const { run } = await import("./main.ts");
    const loaded = await loadToRun(program.opts<Global>().config);
    await run({ ...loaded, env: await loadEnvironment(), print });
  });

program
  .command("check")
  .description("check articles (and, without paths, the configuration); exit code 1 on errors")
  .argument("[paths...]", "files and folders; without any, the folder of the configuration")
  .option("--json", "print an array of { file, line, column, severity, kind, message, hint }")
  .action(async (paths: string[], options: { json?: true }) => {
    const { checkPaths, formatReport, loadAround } = await import("./cli/check.ts");
    const { readConfig } = await import("./cli/load.ts");
    const file = program.opts<Global>().config;
    const parsed = await readConfig(file).catch((error: unknown) => {
      if (paths.length > 0) return { config: null, problems: [] };
      throw error;
    });
    const { config } = parsed;
    const folders = paths.length > 0 ? paths : [config?.briefings ?? "briefings"];
    const timeZone = config?.timeZone ?? "UTC";
    const around =
      paths.length > 0 && config !== null ? await loadAround(config.briefings, timeZone) : [];
    const files = await checkPaths(folders, timeZone, around);
    const problems = [
      ...(paths.length > 0 ? [] : parsed.problems),
      ...files.flatMap((each) => each.problems),
    ];
    if (options.json) printJson(problems);
    else print(formatReport(problems, files.length));
    if (problems.some(({ severity }) => severity === "error")) process.exitCode = 1;
  });

program
  .command("preview")
  .description("show exactly what would be sent, without sending it")
  .argument("<files...>", "articles")
  .addOption(platformOption)
  .addOption(
    new Option("-f, --form <form>", "compact post, full article, or digest")
      .choices(["compact", "full", "digest"] satisfies PreviewForm[])
      .default("compact"),
  )
  .option(
    "--json",
    'print an array of { "to", "payload" }; with several files an object of these by file',
  )
  .action(
    async (
      files: string[],
      options: { platform?: PlatformName; form: PreviewForm; json?: true },
      command: Command,
    ) => {
      const platform = requireOption(options.platform, platformOption, command);
      const { loadBriefing } = await import("./cli/load.ts");
      const { formatPreview, preview } = await import("./cli/preview.ts");
      const timeZone = await configuredZone();
      const previews = await Promise.all(
        files.map(async (file) => {
          const briefing = await loadBriefing(file, timeZone);
          return [file, await preview(briefing, platform, options.form)] as const;
        }),
      );
      const [first] = previews;
      if (options.json && previews.length === 1 && first !== undefined)
        printJson(first[1].rendered);
      else if (options.json)
        printJson(Object.fromEntries(previews.map(([file, { rendered }]) => [file, rendered])));
      else
        print(
          previews
            .map(([file, each]) => `${file}\n\n${formatPreview(each, platform)}`)
            .join("\n\n"),
        );
    },
  );

program
  .command("send")
  .description("post an article to a channel now, once")
  .argument("<file>", "an article")
  .addOption(toOption)
  .action(async (file: string, options: { to?: string }, command: Command) => {
    const to = requireOption(options.to, toOption, command);
    const { loadBriefing, loadConfig, loadEnvironment } = await import("./cli/load.ts");
    const { send } = await import("./cli/send.ts");
    const config = await loadConfig(program.opts<Global>().config);
    const briefing = await loadBriefing(file, config.timeZone);
    const env = await loadEnvironment();
    print(await send({ briefing, file, to, config, env }));
  });

program
  .command("deliveries")
  .description("list what is to be posted and what became of it, the newest first")
  .addOption(
    new Option("-s, --state <states...>", "only these states; without it: all").choices(
      deliveryStates,
    ),
  )
  .option("--limit <number>", "how many", wholeNumber, 50)
  .option("--json", "print an array of { id, state, kind, schedule, channel, error, … }")
  .action(async (options: { state?: DeliveryState[]; limit: number; json?: true }) => {
    const { formatOutbox, listOutbox } = await import("./cli/deliveries.ts");
    const { loadEnvironment } = await import("./cli/load.ts");
    const { state, limit } = options;
    const filter = state === undefined ? { limit } : { states: state, limit };
    const listing = await listOutbox(await loadEnvironment(), filter);
    if (options.json) printJson(listing.deliveries);
    else print(formatOutbox(listing, await configuredZone()));
  });

program
  .command("resend")
  .description("send a delivery that is uncertain or failed (again); it may then be shown twice")
  .argument("<id>", "its number, as deliveries lists it", deliveryNumber)
  .action(async (id: number) => {
    const { resend } = await import("./cli/deliveries.ts");
    const { loadEnvironment } = await import("./cli/load.ts");
    print(await resend(await loadEnvironment(), id));
  });

program
  .command("drop")
  .description("never send a delivery that is pending, unknown, uncertain or failed")
  .argument("<id>", "its number, as deliveries lists it", deliveryNumber)
  .action(async (id: number) => {
    const { drop } = await import("./cli/deliveries.ts");
    const { loadEnvironment } = await import("./cli/load.ts");
    print(await drop(await loadEnvironment(), id, Temporal.Now.instant()));
  });

program
  .command("questions")
  .description(
    "list what readers asked: first what no briefing answered, then the rest with feedback",
  )
  .option("--unanswered", "only what no briefing answered")
  .option("--limit <number>", "how many of each", wholeNumber, 50)
  .option("--json", "print an array of { question, about, tier, asked, useful, notUseful, … }")
  .action(async (options: { unanswered?: true; limit: number; json?: true }) => {
    const { formatQuestions, listAsked } = await import("./cli/questions.ts");
    const { loadEnvironment } = await import("./cli/load.ts");
    const asked = await listAsked(await loadEnvironment(), options);
    if (options.json) printJson(asked);
    else print(formatQuestions(asked, options, await configuredZone()));
  });

program
  .command("ask")
  .description("ask an article, as a reader would in a thread")
  .argument("<file>", "an article")
  .argument("<question>", "the question, in quotes")
  .option("--json", "print { answered, text, quotes: [{ text, section }] }")
  .action(async (file: string, question: string, options: { json?: true }) => {
    const { ask } = await import("./cli/ask.ts");
    const { loadBriefing } = await import("./cli/load.ts");
    const asked = ask(await loadBriefing(file, await configuredZone()), question);
    if (options.json) printJson(asked);
    else print(asked.text);
  });

program
  .command("next")
  .description("show when schedules post next")
  .option("--schedule <name>", "one schedule of the configuration; without any option: all")
  .option("--when <words>", 'instead of a schedule: in words, such as "weekdays 9am London"')
  .option("--at <HH:MM>", "instead of a schedule: a time of the day")
  .option("--days <days>", "daily, weekdays, or days such as mon,thu (with --at)")
  .option("--cron <expression>", "instead of a schedule: five fields, in quotes")
  .option(
    "--timezone <zone>",
    "an IANA time zone; without it: that of the schedule or of the configuration",
  )
  .option("--from <ISO>", "times after this one; without it: now")
  .option("--count <number>", "how many of each", wholeNumber, 3)
  .option("--json", "print an array of ISO times with offset")
  .action(async (options: NextOptions & { json?: true }) => {
    const { formatInstant, formatUpcoming, nextTimes } = await import("./cli/next.ts");
    const { loadConfig } = await import("./cli/load.ts");
    // A rule given in words needs no schedules, and so no configuration.
    const isGiven = [options.when, options.at, options.cron].some((each) => each !== undefined);
    const config = isGiven
      ? { timeZone: await configuredZone(), schedules: [] }
      : await loadConfig(program.opts<Global>().config);
    const upcoming = nextTimes(options, config, Temporal.Now.instant());
    if (!options.json) {
      print(formatUpcoming(upcoming));
      return;
    }
    const times = upcoming
      .flatMap((each) => each.times)
      .toSorted((a, b) => Temporal.Instant.compare(a.toInstant(), b.toInstant()));
    printJson(times.map(formatInstant));
  });

const configFile = () => program.opts<Global>().config;
for (const command of [...scheduleCommands(configFile), ...platformCommands(configFile)])
  program.addCommand(command.copyInheritedSettings(program));

program
  .helpCommand(false)
  .command("help")
  .description("show help for a command")
  .argument("[command]", "its name")
  .action((name: string | undefined) => {
    const command = program.commands.find((each) => each.name() === name);
    if (name === undefined) return program.help();
    if (command !== undefined) return command.help();
    const meant = nearest(
      name,
      program.commands.map((each) => each.name()),
    );
    const guess = meant === undefined ? "" : `\n(Did you mean ${meant}?)`;
    return program.error(`error: unknown command '${name}'${guess}`);
  });

/** Dates without a zone in an article need one; an article can be looked at where there is no configuration. */
async function configuredZone(): Promise<string> {
  const { readConfig } = await import("./cli/load.ts");
  const parsed = await readConfig(program.opts<Global>().config).catch(() => null);
  return parsed?.config?.timeZone ?? "UTC";
}

/** Runs one command of this process's arguments; a failure is told and becomes the exit code. */
export async function runCommandLine(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    const { hideSecrets } = await import("./log.ts");
    process.stderr.write(`${hideSecrets(describeFailure(error), process.env)}\n`);
    process.exitCode = error instanceof BotError ? 1 : 70;
  }
}
