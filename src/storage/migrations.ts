/** How the tables came to be: numbered, forward only. A migration that was released is never changed. */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { BotError } from "../errors.ts";
import { first } from "./migrations/0001-first.ts";
import { inboxCalls } from "./migrations/0002-inbox-calls.ts";
import { channelBriefings } from "./migrations/0003-channel-briefings.ts";
import { articles } from "./migrations/0004-articles.ts";
import { recipes } from "./migrations/0005-recipes.ts";
import { news } from "./migrations/0006-news.ts";
import { chatSchedules } from "./migrations/0007-chat-schedules.ts";
import { followUps } from "./migrations/0008-follow-ups.ts";
import { vault } from "./migrations/0009-vault.ts";
import { questions } from "./migrations/0010-questions.ts";
import { approvals } from "./migrations/0011-approvals.ts";
import { mostRead } from "./migrations/0012-most-read.ts";
import { newsByPlatform } from "./migrations/0013-news-by-platform.ts";
import { closedQuestions } from "./migrations/0014-closed-questions.ts";
import { postedChannel } from "./migrations/0015-posted-channel.ts";
import { answeredElsewhere } from "./migrations/0016-answered-elsewhere.ts";

/** "BRFB"; tells our database from any other SQLite file (https://sqlite.org/pragma.html#pragma_application_id). */
const applicationId = 0x42_52_46_42;

const migrations: readonly string[] = [
  first,
  inboxCalls,
  channelBriefings,
  articles,
  recipes,
  news,
  chatSchedules,
  followUps,
  vault,
  questions,
  approvals,
  mostRead,
  newsByPlatform,
  closedQuestions,
  postedChannel,
  answeredElsewhere,
];

/** Brings the tables up to date. Throws a BotError of kind `storage` for a database that is not ours, newer or damaged. */
export function migrate(database: DatabaseSync, path: string): void {
  refuseForeign(database, path);
  if (pragma(database, "user_version") === migrations.length) return;
  database.exec("begin immediate");
  try {
    // Another process may have done it while this one waited.
    const version = pragma(database, "user_version");
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.exec(
      `pragma application_id = ${applicationId}; pragma user_version = ${migrations.length}`,
    );
    database.exec("commit");
  } catch (error) {
    database.exec("rollback");
    throw error;
  }
}

function refuseForeign(database: DatabaseSync, path: string): void {
  const fault = findDamage(database);
  if (fault !== null) {
    throw new BotError("storage", `The database ${path} is damaged (${fault}).`, {
      hint: "Move the file away and put a backup in its place. Without a backup the bot starts anew and forgets what it has posted.",
    });
  }
  const version = pragma(database, "user_version");
  const tables = database.prepare("select count(*) as count from sqlite_schema").get();
  const foreign = pragma(database, "application_id") !== applicationId;
  if (foreign && (version !== 0 || tables?.["count"] !== 0)) {
    throw new BotError("storage", `The file ${path} is a database of another program.`, {
      hint: "Choose another place for the bot's data.",
    });
  }
  if (version > migrations.length) {
    throw new BotError(
      "storage",
      `The database ${path} comes from a newer version of the bot (schema ${version}; this one knows ${migrations.length}).`,
      { hint: "Update the bot, or put back the copy of the database from before the update." },
    );
  }
}

/** The texts of briefings are most of a large database, and what is damaged there shows when it is read. */
function findDamage(database: DatabaseSync): string | null {
  const tables = database
    .prepare("select name from sqlite_schema where type = 'table' and name <> 'briefing_text'")
    .all();
  for (const { name } of [{ name: "sqlite_schema" }, ...tables]) {
    const table = String(name).replaceAll("'", "''");
    const health = database.prepare(`pragma quick_check('${table}')`).get()?.["quick_check"];
    if (health !== "ok") return String(health);
  }
  return null;
}

function pragma(database: DatabaseSync, name: "user_version" | "application_id"): number {
  const row = database.prepare(`pragma ${name}`).get();
  return z.int().parse(row?.[name]);
}
