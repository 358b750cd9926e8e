/**
 * The bot's memory: one SQLite file. The functions beside this one take the `Db` of a store, or of a
 * transaction of it, so that several of them can be one step.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { CompiledQuery, Kysely, sql } from "kysely";
import { migrate } from "./migrations.ts";
import type { Tables } from "./schema.ts";
import { guarded, openSqlite, sqliteDialect } from "./sqlite.ts";

export type Db = Kysely<Tables>;

export interface Store {
  readonly db: Db;
  readonly path: string;
  /** What is asked of the store afterwards is rejected. */
  close(): Promise<void>;
}

/**
 * Opens or creates the database, and brings an older one up to date. Several processes may have it open;
 * only one sends, see `owner.ts`. Throws a BotError of kind `storage`.
 */
export function openStore(path: string): Store {
  guarded(path, () => mkdirSync(dirname(path), { recursive: true }));
  const database = openSqlite(path);
  try {
    guarded(path, () => migrate(database, path));
  } catch (error) {
    database.close();
    throw error;
  }
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database, path) });
  return {
    db,
    path,
    async close() {
      await db.destroy();
      // Kysely closes only what it has used.
      if (database.isOpen) database.close();
    },
  };
}

/** Another number whenever another connection has written (https://sqlite.org/pragma.html#pragma_data_version). */
export async function changesByOthers(db: Db): Promise<number> {
  const result = await sql<{ data_version: number }>`pragma data_version`.execute(db);
  return result.rows[0]?.data_version ?? 0;
}

/** Runs all of it or nothing. The function gets the only connection: it must not use the store itself. */
export function together<Value>(db: Db, run: (transaction: Db) => Promise<Value>): Promise<Value> {
  return db.isTransaction ? run(db) : db.transaction().execute(run);
}

const unsync = CompiledQuery.raw("pragma synchronous = normal");
const sync = CompiledQuery.raw("pragma synchronous = full");

/**
 * One write that the end of the process cannot undo, but that of the machine may (https://sqlite.org/pragma.html#pragma_synchronous,
 * NORMAL): it does not wait for the disk. Nobody else writes meanwhile, so everything else keeps waiting for it. Within a
 * transaction it waits as that does.
 */
export function unsynced<Value>(db: Db, run: (connection: Db) => Promise<Value>): Promise<Value> {
  if (db.isTransaction) return run(db);
  return db.connection().execute(async (connection) => {
    await connection.executeQuery(unsync);
    try {
      return await run(connection);
    } finally {
      await connection.executeQuery(sync);
    }
  });
}

export function toMs(instant: Temporal.Instant): number {
  return instant.epochMilliseconds;
}

export function toInstant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms);
}
