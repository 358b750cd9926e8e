/** The commands for whoever sets the bot up: is it well, and what does each service have to be told? */
import { Command, InvalidArgumentError } from "commander";
import { print, printJson } from "./output.ts";

/** `configFile` is asked for when a command runs. */
export function platformCommands(configFile: () => string): readonly Command[] {
  return [doctorCommand(configFile), slackCommand(), discordCommand()];
}

function doctorCommand(configFile: () => string): Command {
  return new Command("doctor")
    .description(
      "look at the whole set-up, ask the services about it, and say what to do; exit code 1 on errors",
    )
    .option("--live", "also ask the services what they think of our messages; nothing is posted")
    .option("--json", "print an array of { area, level, what, hint }")
    .action(async (options: { live?: true; json?: true }) => {
      const { examine, formatFindings } = await import("./doctor.ts");
      const { loadEnvironment } = await import("./load.ts");
      const findings = await examine({
        configFile: configFile(),
        env: await loadEnvironment(),
        isLive: options.live === true,
      });
      if (options.json) printJson(findings);
      else print(formatFindings(findings));
      if (findings.some(({ level }) => level === "error")) process.exitCode = 1;
    });
}

function discordCommand(): Command {
  const discord = new Command("discord").description("what Discord has to be told");
  discord
    .command("invite")
    .description("print the link that invites the bot, with the fewest permissions it needs")
    .option("--json", "print { link, scopes, permissions, intents }")
    .action(async (options: { json?: true }) => {
      const { formatInvitation, invite } = await import("./invite.ts");
      const { loadEnvironment } = await import("./load.ts");
      const invitation = await invite(await loadEnvironment());
      if (options.json) printJson(invitation);
      else print(formatInvitation(invitation));
    });
  return discord;
}

function httpUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === "https:" && url.pathname === "/") return url.origin;
  throw new InvalidArgumentError(
    "Use an https address without a path, such as https://bot.example.org.",
  );
}

interface ManifestChoices {
  name: string;
  url?: string;
  listen?: true;
  shared?: true;
}

function slackCommand(): Command {
  const manifest = new Command("manifest")
    .description("print the manifest from which Slack makes the app (YAML)")
    .option("--name <name>", "what people see, at most 35 characters", "Briefings")
    .option(
      "--url <https>",
      "where Slack reaches the bot over HTTP; without it: Socket Mode, which needs no address",
      httpUrl,
    )
    .option("--listen", "also hear replies in the bot's threads that do not mention it")
    .option("--shared", "let other workspaces install it themselves (with --url)")
    .action(async ({ name, url, listen, shared }: ManifestChoices, command: Command) => {
      if (shared && url === undefined) command.error("error: --shared needs --url");
      const { formatSlackManifest } = await import("./slack-manifest.ts");
      const choices = { name, listens: listen === true, isShared: shared === true };
      process.stdout.write(formatSlackManifest(url === undefined ? choices : { ...choices, url }));
    });
  return new Command("slack").description("what Slack has to be told").addCommand(manifest);
}
