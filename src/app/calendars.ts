/** The .ics files of config/bot.yaml, followed while the bot runs. */
import { stat } from "node:fs/promises";
import { BotError } from "../errors.ts";
import type { Log } from "../platforms/platform.ts";
import type { Rule } from "../schedule/rule.ts";

export interface CalendarSource {
  /** As they are named, relative to the working directory. */
  files: readonly string[];
  /** The rules with what the files say now, by the name of the schedule. Throws a BotError that names what is wrong. */
  read(): ReadonlyMap<string, Rule>;
}

export interface Calendars {
  /** Takes up what has changed; a file that cannot be read changes nothing. Never rejects. */
  look(): Promise<void>;
  /** The rule of a schedule of the file; undefined: as it was when the bot started. */
  ruleOf(name: string): Rule | undefined;
  /** What is wrong with a file now, while its old dates hold; null: nothing. */
  trouble(): string | null;
}

export const noCalendars: CalendarSource = { files: [], read: () => new Map() };

export function createCalendars(source: CalendarSource, log: Log): Calendars {
  let rules: ReadonlyMap<string, Rule> = new Map();
  let seen: string | null = null;
  let trouble: string | null = null;

  function takeUp(): void {
    try {
      rules = source.read();
      trouble = null;
      log.info({ files: source.files }, "holidays changed, and were read again");
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      trouble = error.message;
      log.error({ reason: trouble }, "holidays cannot be read; those from before hold");
    }
  }

  return {
    ruleOf: (name) => rules.get(name),
    trouble: () => trouble,
    async look() {
      const signature = await signatureOf(source.files);
      const before = seen;
      seen = signature;
      // When the bot starts, they were read a moment ago.
      if (before !== null && before !== signature) takeUp();
    },
  };
}

/** Another one whenever one of the files was written, came or went. */
async function signatureOf(files: readonly string[]): Promise<string> {
  const parts = await Promise.all(
    files.map(async (file) => {
      const found = await stat(file).catch(() => null);
      return found === null ? "" : `${found.mtimeMs} ${found.size} ${found.ino}`;
    }),
  );
  return parts.join("\n");
}
