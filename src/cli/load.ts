/** Files the commands need: the configuration and single articles. */
import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { parseEnv } from "node:util";
import type { CalendarSource } from "../app/calendars.ts";
import type { Briefing } from "../briefing/briefing.ts";
import { formatProblem } from "../briefing/problems.ts";
import { parseConfig, type Config, type ParsedConfig } from "../config/config.ts";
import { parseHolidays } from "../config/holidays.ts";
import { BotError } from "../errors.ts";
import type { Rule } from "../schedule/rule.ts";
import { checkPaths } from "./check.ts";

/** Throws `config` when the file is not there. */
export async function readConfig(file: string): Promise<ParsedConfig> {
  return parseConfig(await readText(file), file, loadHolidays);
}

function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: unknown) => {
    throw new BotError("config", `The configuration ${file} cannot be read.`, {
      hint: "Run the bot in the folder that holds config/bot.yaml, or name the file with --config.",
      cause: error,
    });
  });
}

/** Relative to the working directory, as the folder of articles is. Throws `config`. */
function loadHolidays(file: string): ReturnType<typeof parseHolidays> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new BotError("config", `The holidays of ${file} cannot be read: there is no such file.`, {
      hint: "Write its path from the folder in which the bot runs.",
      cause: error,
    });
  }
  return parseHolidays(text, file);
}

/** Throws `config` with every mistake in its message. */
export async function loadConfig(file: string): Promise<Config> {
  return configIn(await readConfig(file), file);
}

/** The configuration stays what it is when it is read; what its files of holidays say can be read again. Throws as `loadConfig`. */
export async function loadToRun(
  file: string,
): Promise<{ config: Config; calendars: CalendarSource }> {
  const text = await readText(file);
  const parse = (): Config => configIn(parseConfig(text, file, loadHolidays), file);
  const config = parse();
  const read = (): ReadonlyMap<string, Rule> =>
    new Map(parse().schedules.map(({ name, rule }) => [name, rule]));
  return { config, calendars: { files: config.calendars, read } };
}

function configIn({ config, problems }: ParsedConfig, file: string): Config {
  if (config !== null) return config;
  throw new BotError("config", problems.map(formatProblem).join("\n"), {
    hint: `Mend ${file} and start again. Nothing was changed or posted.`,
  });
}

/** Throws `input` with every error of the article in its message, or when `file` is a folder. */
export async function loadBriefing(file: string, timeZone: string): Promise<Briefing> {
  const entry = await stat(file).catch(() => null);
  if (entry?.isDirectory()) {
    throw new BotError("input", `${file} is a folder.`, { hint: "Name one article in it." });
  }
  const [source] = await checkPaths([file], timeZone);
  if (source?.briefing) return source.briefing;
  throw new BotError("input", (source?.problems ?? []).map(formatProblem).join("\n"));
}

/** The environment, completed by `.env` of the working directory; what is set already stays as it is. */
export async function loadEnvironment(): Promise<Readonly<Record<string, string | undefined>>> {
  const text = await readFile(".env", "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw new BotError("config", ".env cannot be read.", {
      hint: "Check its permissions: whoever runs the bot must be able to read it.",
      cause: error,
    });
  });
  return { ...parseEnv(text), ...process.env };
}
