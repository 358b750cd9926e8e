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

/** Writes JSON lines to standard error, so that standard output stays for people. */
export function openLog(level: string, env: Environment = {}): Logger {
  const write = (line: string): void => {
    const entry: unknown = JSON.parse(line);
    process.stderr.write(`${JSON.stringify(hideWithin(entry, env))}\n`);
  };
  return pino(
    { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    { write },
  );
}
