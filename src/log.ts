/** Structured logs: ids, never tokens and never the texts of people. */
import { pino, type Logger } from "pino";

/** Anything that looks like a credential of a platform, wherever it may have slipped in. */
const secrets = /xox[a-z]-[\w-]+|xapp-[\w-]+|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/gu;

/** Writes JSON lines to standard error, so that standard output stays for people. */
export function openLog(level: string): Logger {
  return pino(
    { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    { write: (line: string) => void process.stderr.write(line.replace(secrets, "[secret]")) },
  );
}
