/** Structured logs: ids, never tokens and never the texts of people. */
import { pino, type Logger } from "pino";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What looks like a credential, wherever it may have slipped in: tokens of Slack
 * (https://docs.slack.dev/authentication/tokens) and of Discord bots, and addresses that are secrets themselves, to
 * which answers to people go (https://discord.com/developers/docs/interactions/receiving-and-responding).
 */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/\b(?:xox[a-z]|xapp)-[\w-]+/gu, "[secret]"],
  [/[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/gu, "[secret]"],
  [/(\/(?:interactions|webhooks)\/\d+\/)[\w.-]+/gu, "$1[secret]"],
  [/(\/\/hooks\.slack\.com\/)[\w/.-]+/gu, "$1[secret]"],
];

const secretNames = /TOKEN|SECRET|PASSWORD/u;
/** Shorter values would blot out ordinary words. */
const shortestSecret = 8;

/** The text without credentials: those of this environment, and whatever looks like one. */
export function hideSecrets(text: string, env: Environment = {}): string {
  const values = Object.entries(env)
    .flatMap(([name, value]) => (secretNames.test(name) && value ? [value.trim()] : []))
    .filter(({ length }) => length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length);
  const without = values.reduce((rest, value) => rest.replaceAll(value, "[secret]"), text);
  return shapes.reduce((rest, [shape, instead]) => rest.replace(shape, instead), without);
}

/** Keys and values; in the finished line a pattern could tear an escape apart. */
function hideWithin(value: unknown, env: Environment): unknown {
  if (typeof value === "string") return hideSecrets(value, env);
  if (Array.isArray(value)) return value.map((each) => hideWithin(each, env));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [hideSecrets(key, env), hideWithin(each, env)]),
  );
}

/** `entry` is one of pino's, in which a level is a number. */
function lineForPeople(entry: unknown): string {
  const fields = typeof entry === "object" && entry !== null ? Object.entries(entry) : [];
  const { level, time, msg, hint, ...rest } = Object.fromEntries<unknown>(fields);
  const label = (pino.levels.labels[Number(level)] ?? "").padEnd(5);
  const more = Object.keys(rest).length === 0 ? "" : `  ${JSON.stringify(rest)}`;
  const todo = typeof hint === "string" ? `\n  Hint: ${hint}` : "";
  const said = typeof msg === "string" ? msg : "";
  const clock = typeof time === "string" ? time.slice(11, 19) : "";
  return `${clock}Z ${label} ${said}${more}${todo}`;
}

/**
 * Writes to standard error, so that standard output stays for the program's own words: JSON lines for programs, or lines
 * for people at a terminal.
 */
export function openLog(level: string, env: Environment = {}, isTerminal = false): Logger {
  const write = (line: string): void => {
    const entry = hideWithin(JSON.parse(line), env);
    process.stderr.write(`${isTerminal ? lineForPeople(entry) : JSON.stringify(entry)}\n`);
  };
  return pino(
    { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    { write },
  );
}
