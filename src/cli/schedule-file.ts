/** `briefing schedules export` and `import`. */
import { readFile, writeFile } from "node:fs/promises";
import { parse } from "yaml";
import { formatProblem } from "../briefing/problems.ts";
import {
  type Change,
  changeOf,
  type FiledSchedule,
  formatSchedulesFile,
  isSamePlace,
  parseSchedulesFile,
} from "../config/schedules-file.ts";
import { BotError } from "../errors.ts";
import { addChatSchedule, editChatSchedule } from "../storage/chat-schedules.ts";
import { holdSchedule, unholdSchedule } from "../storage/schedule-holds.ts";
import { type Db, together } from "../storage/store.ts";
import { fileSchedules, operator } from "./schedules.ts";

/** Gives the text; what `configFile` says of schedules stands in it to be read. */
export async function exportSchedules(db: Db, configFile: string): Promise<string> {
  const filed = (await fileSchedules(db)).map(
    ({ name, platform, workspace, channel, entry, paused }): FiledSchedule => ({
      name,
      platform,
      workspace,
      channel,
      entry,
      paused,
    }),
  );
  const text = await readFile(configFile, "utf8").catch(() => "");
  const config: unknown = parse(text);
  const schedules =
    typeof config === "object" && config !== null && "schedules" in config
      ? config.schedules
      : undefined;
  return formatSchedulesFile(filed, schedules);
}

/** Throws `input` when the file cannot be written. */
export async function writeExport(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new BotError("input", `${file} cannot be written.`, {
      hint: "Check that its folder is there and that you may write in it.",
      cause: error,
    });
  });
}

export interface Imported {
  change: Change;
  name: string;
  platform: string;
  channel: string;
}

/**
 * All of it or nothing; the same file again changes nothing. Schedules that are not in the file stay as they are.
 * Throws `input` with every mistake and its line.
 */
export async function importSchedules(
  db: Db,
  file: string,
  options: { timeZone: string; now: Temporal.Instant; dryRun: boolean },
): Promise<readonly Imported[]> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new BotError("input", `${file} cannot be read.`, {
      hint: "Name a file that `briefing schedules export` wrote.",
      cause: error,
    });
  });
  const { schedules, problems } = parseSchedulesFile(text, file, options.timeZone);
  if (schedules === null) {
    throw new BotError("input", problems.map(formatProblem).join("\n"), {
      hint: `Mend ${file} and import it again. Nothing was changed.`,
    });
  }
  return together(db, async (transaction) => {
    const known = await fileSchedules(transaction);
    const done: Imported[] = [];
    for (const wanted of schedules) {
      const before = known.find((each) => isSamePlace(each, wanted));
      const change = changeOf(wanted, before);
      if (!options.dryRun) await carryOut(transaction, change, wanted, before, options.now);
      const { name, platform, channel } = wanted;
      done.push({ change, name, platform, channel });
    }
    return done;
  });
}

async function carryOut(
  db: Db,
  change: Change,
  wanted: FiledSchedule,
  before: Awaited<ReturnType<typeof fileSchedules>>[number] | undefined,
  now: Temporal.Instant,
): Promise<void> {
  const { name, platform, workspace, channel, entry, paused } = wanted;
  const address = { platform, workspace, channel };
  const made =
    before === undefined
      ? await addChatSchedule(db, { address, name, entry }, operator, now)
      : change === "change"
        ? await editChatSchedule(db, before.id, entry, operator, now)
        : before;
  if (paused === (before?.paused ?? null)) return;
  if (paused === null) await unholdSchedule(db, made, operator, now);
  else {
    const until = paused === "" ? null : Temporal.Instant.from(paused);
    await holdSchedule(db, made, until, operator, now);
  }
}

const words: Readonly<Record<Change, string>> = {
  add: "new",
  change: "changed",
  pause: "paused",
  resume: "resumed",
  same: "the same",
};

export function formatImport(done: readonly Imported[], dryRun: boolean): string {
  const lines = done.map(
    ({ change, name, platform, channel }) =>
      `${words[change].padEnd(9)} ${name} → ${platform}:${channel}`,
  );
  const changed = done.filter(({ change }) => change !== "same").length;
  const last =
    changed === 0
      ? "Nothing is to be changed."
      : dryRun
        ? `${changed} would change. Nothing was changed.`
        : `${changed} changed. The running bot takes them up within a minute.`;
  return [...lines, last].join("\n");
}
