/** Kysely over the SQLite that is built into Node. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDialectConfig,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from "kysely";
import { BotError } from "../errors.ts";

/** How long a statement waits for another process's transaction; it blocks this process meanwhile. */
const busyTimeoutMs = 2_000;
const mostStatements = 200;
/**
 * Copying the log into the file waits for the disk several times, and people wait with it: every 16 MB, and not every 4
 * (https://sqlite.org/pragma.html#pragma_wal_autocheckpoint). Most of it are the same pages again.
 */
const pagesOfLog = 4_000;

/** Throws a BotError of kind `storage`. */
export function openSqlite(path: string): DatabaseSync {
  const database = guarded(path, () => new DatabaseSync(path, { timeout: busyTimeoutMs }));
  try {
    // FULL: a commit has reached the disk before it returns, also in WAL mode (https://sqlite.org/pragma.html#pragma_synchronous).
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
    database.exec(`pragma wal_autocheckpoint = ${pagesOfLog}`);
    return database;
  } catch (error) {
    database.close();
    throw storageError(error, path);
  }
}

/** One connection; Kysely lets one transaction at a time have it. */
export function sqliteDialect(database: DatabaseSync, path: string): Dialect {
  const statements = new Map<string, SqliteStatement>();
  function prepare(sql: string): SqliteStatement {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= mostStatements) statements.clear();
    const statement = adapt(database.prepare(sql), path);
    statements.set(sql, statement);
    return statement;
  }
  const adapted = {
    close() {
      statements.clear();
      database.close();
    },
    prepare: (sql: string) => guarded(path, () => prepare(sql)),
  };
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new StoreDriver({ database: adapted }, () => database.isTransaction),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function adapt(statement: StatementSync, path: string): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (values) => guarded(path, () => statement.all(...inputs(values))),
    run: (values) => guarded(path, () => statement.run(...inputs(values))),
    iterate: (values) => guarded(path, () => statement.iterate(...inputs(values))),
  };
}

class StoreDriver extends SqliteDriver {
  readonly #isInTransaction: () => boolean;

  constructor(config: SqliteDialectConfig, isInTransaction: () => boolean) {
    super(config);
    this.#isInTransaction = isInTransaction;
  }

  /**
   * Takes the write lock at the beginning of a transaction: one that reads first and then finds that another
   * process has written meanwhile could not go on (https://sqlite.org/lang_transaction.html).
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  /** A full disk has rolled it back already, and complaining about that would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isInTransaction()) await super.rollbackTransaction(connection);
  }
}

function inputs(values: readonly unknown[]): SQLInputValue[] {
  return values.map((value) => {
    if (value === null || typeof value === "string" || typeof value === "number") return value;
    throw new BotError("internal", `A value of type ${typeof value} cannot be stored.`);
  });
}

/** Runs it, and turns what SQLite throws into a BotError of kind `storage`. */
export function guarded<Value>(path: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    throw error instanceof BotError ? error : storageError(error, path);
  }
}

/** SQLite's primary result code (https://sqlite.org/rescode.html), or 0 when it is no error of SQLite. */
export function resultCode(error: unknown): number {
  if (!(error instanceof Error) || !("errcode" in error)) return 0;
  return typeof error.errcode === "number" ? error.errcode & 0xff : 0;
}

const damaged: readonly [string, string] = [
  "is damaged or is not a database",
  "Move the file away and put a backup in its place. Without a backup the bot starts anew and forgets what it has posted.",
];

const explanations: Readonly<Record<number, readonly [string, string]>> = {
  5: [
    "is locked by another process",
    "Close the program that holds it, such as a database browser.",
  ],
  8: ["cannot be written", "Make the file and its folder writable for the user that runs the bot."],
  10: [
    "could not be read or written",
    "Check the disk: the operating system reports an error on it.",
  ],
  11: damaged,
  13: [
    "cannot grow because the disk is full",
    "Free some space. Nothing is lost; sending goes on then.",
  ],
  14: ["cannot be opened", "Check that its folder exists and is writable."],
  26: damaged,
};

/** What the operating system says before SQLite has its turn, as SQLite would say it. */
const systemCodes: Readonly<Record<string, number>> = {
  EACCES: 8,
  EPERM: 8,
  EROFS: 8,
  EIO: 10,
  ENOSPC: 13,
  EDQUOT: 13,
  EEXIST: 14,
  ENOENT: 14,
  ENOTDIR: 14,
};

function systemCode(error: unknown): number {
  if (!(error instanceof Error) || !("code" in error)) return 0;
  return typeof error.code === "string" ? (systemCodes[error.code] ?? 0) : 0;
}

export function storageError(cause: unknown, path: string): BotError {
  const code = resultCode(cause) || systemCode(cause);
  const [what, hint] = explanations[code] ?? ["refused a statement", undefined];
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new BotError("storage", `The database ${path} ${what} (${detail}).`, {
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}
