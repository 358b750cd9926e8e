/** `briefing doctor`: whether everything is set up as it should be, and for each fault what to do. */
import { access, constants, mkdir } from "node:fs/promises";
import { formatProblem, type Problem } from "../briefing/problems.ts";
import { commands } from "../chat/commands.ts";
import type { Config, ConfiguredChannel } from "../config/config.ts";
import { BotError } from "../errors.ts";
import { hideSecrets, openLog } from "../log.ts";
import { platformNames, platformRegistry, type PlatformRegistry } from "../platforms/index.ts";
import type { Finding } from "../platforms/platform.ts";
import { checkPaths } from "./check.ts";
import { readConfig } from "./load.ts";

/** `area` is "bot" or the name of a platform. */
export interface AreaFinding extends Finding {
  area: string;
}

interface Patient {
  configFile: string;
  env: Readonly<Record<string, string | undefined>>;
  isLive: boolean;
  registry?: PlatformRegistry;
}

/** Never throws for what is wrong with the set-up; no finding holds a secret of the environment. */
export async function examine({
  configFile,
  env,
  isLive,
  registry = platformRegistry,
}: Patient): Promise<readonly AreaFinding[]> {
  const { config, findings } = await examineConfig(configFile);
  const own = [
    ...findings,
    ...(await examineArticles(config)),
    await examineData(env["DATA_DIR"] ?? "data"),
  ];
  const log = openLog("silent", env);
  const platforms = await Promise.all(
    platformNames.map(async (name) => {
      const channels = (config?.channels ?? [])
        .filter(({ platform }) => platform === name)
        .map((place) => ({
          name: place.channel,
          title: place.title,
          pings: config === null ? [] : pingsIn(config, place),
        }));
      const managing = config === null ? {} : { slackManagers: config.slackManagers };
      const found = await registry[name].check({
        env,
        channels,
        log,
        commands,
        isLive,
        ...managing,
      });
      return found.map((finding) => ({ area: name, ...finding }));
    }),
  );
  return [...own.map((finding) => ({ area: "bot", ...finding })), ...platforms.flat()].map(
    (finding) => withoutSecrets(finding, env),
  );
}

function pingsIn({ schedules }: Config, channel: ConfiguredChannel): readonly string[] {
  const pings = schedules.flatMap(({ to, ping }) =>
    ping !== undefined && to.includes(channel) ? [ping] : [],
  );
  return [...new Set(pings)];
}

function withoutSecrets({ hint, ...rest }: AreaFinding, env: Patient["env"]): AreaFinding {
  const shown = hint === undefined ? {} : { hint: hideSecrets(hint, env) };
  return { ...rest, what: hideSecrets(rest.what, env), ...shown };
}

async function examineConfig(
  file: string,
): Promise<{ config: Config | null; findings: readonly Finding[] }> {
  try {
    const { config, problems } = await readConfig(file);
    if (config === null) return { config, findings: problems.map(problemFinding) };
    const count = `${config.channels.length} channels and ${config.schedules.length} schedules`;
    return { config, findings: [{ level: "ok", what: `${file} is right: ${count}.` }] };
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return { config: null, findings: [failureFinding(error)] };
  }
}

async function examineArticles(config: Config | null): Promise<readonly Finding[]> {
  if (config === null) return [];
  const files = await checkPaths([config.briefings], config.timeZone);
  const errors = files
    .flatMap(({ problems }) => problems)
    .filter(({ severity }) => severity === "error");
  const what = `${files.length} articles in ${config.briefings}/, ${errors.length} errors in them.`;
  if (errors.length === 0) return [{ level: "ok", what }];
  return [
    {
      level: "warning",
      what,
      hint: "`npm run -s briefing -- check` tells each with its line; the other articles are not held up.",
    },
  ];
}

async function examineData(directory: string): Promise<Finding> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.R_OK | constants.W_OK);
    return { level: "ok", what: `The bot can write into ${directory}/.` };
  } catch {
    return {
      level: "error",
      what: `The bot cannot write into ${directory}/.`,
      hint: "Give whoever runs the bot the right to write there, or set DATA_DIR to another folder.",
    };
  }
}

function problemFinding(problem: Problem): Finding {
  return { level: "error", what: formatProblem(problem), hint: problem.hint };
}

function failureFinding({ message, hint }: BotError): Finding {
  return { level: "error", what: message, ...(hint === undefined ? {} : { hint }) };
}

const marks: Readonly<Record<Finding["level"], string>> = {
  ok: "ok     ",
  note: "note   ",
  warning: "warning",
  error: "ERROR  ",
};

/** For people: by area, and what to do under what is wrong. Its last line counts. */
export function formatFindings(findings: readonly AreaFinding[]): string {
  const areas = [...new Set(findings.map(({ area }) => area))];
  const lines = areas.flatMap((area) => [
    area,
    ...findings
      .filter((finding) => finding.area === area)
      .flatMap(({ level, what, hint }) => [
        `  ${marks[level]}  ${what}`,
        ...(hint === undefined ? [] : [`           → ${hint}`]),
      ]),
  ]);
  const count = (level: Finding["level"]): number =>
    findings.filter((finding) => finding.level === level).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const verdict =
    errors + warnings === 0
      ? "All is well."
      : `${errors} error${errors === 1 ? "" : "s"}, ${warnings} warning${warnings === 1 ? "" : "s"}.`;
  return [...lines, verdict].join("\n");
}
