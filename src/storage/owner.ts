/**
 * One database, one owner: the process that sends.
 *
 * The owner holds an exclusive lock of the operating system on a file beside the database (an empty SQLite
 * file in an exclusive transaction: fcntl on Unix, LockFileEx on Windows). The system releases it when the
 * process ends, however it ends, and never before; so `kill -9` frees it at once, a process that is merely
 * stopped or slow keeps it, and there is no lease that could run out under it. The process number in the
 * table is for people. Should the lock file be deleted under a running owner, the epoch in the table, which
 * every claim and every settlement checks, still keeps the older of the two from writing.
 */
import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { BotError } from "../errors.ts";
import type { Store } from "./store.ts";
import { guarded, resultCode, storageError } from "./sqlite.ts";
import { toMs } from "./store.ts";

/** What claims and settlements are checked against. */
export interface Ownership {
  readonly owner: string;
  /** Grows with every owner. */
  readonly epoch: number;
}

export interface HeldOwnership extends Ownership {
  release(): void;
}

/** Throws a BotError of kind `busy` that names the process which owns the database already. */
export async function takeOwnership(store: Store, now: Temporal.Instant): Promise<HeldOwnership> {
  const lock = await holdLock(store);
  try {
    const owner = randomBytes(9).toString("base64url");
    const row = await store.db
      .insertInto("owner")
      .values({ id: 1, owner, epoch: 1, pid: process.pid, started_at: toMs(now) })
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet({
          owner,
          epoch: sql<number>`owner.epoch + 1`,
          pid: process.pid,
          started_at: toMs(now),
        }),
      )
      .returning("epoch")
      .executeTakeFirstOrThrow();
    return { owner, epoch: row.epoch, release: () => lock.close() };
  } catch (error) {
    lock.close();
    throw error;
  }
}

async function holdLock(store: Store): Promise<DatabaseSync> {
  const path = `${store.path}-owner`;
  const lock = guarded(path, () => new DatabaseSync(path, { timeout: 0 }));
  try {
    lock.exec("begin exclusive");
    return lock;
  } catch (error) {
    lock.close();
    if (resultCode(error) !== 5) throw storageError(error, path);
    const row = await store.db.selectFrom("owner").select("pid").executeTakeFirst();
    const who = row === undefined ? "Another process" : `Process ${row.pid}`;
    throw new BotError("busy", `${who} already runs the bot on ${store.path}.`, {
      hint: "Stop it first, or give this one another data folder.",
      cause: error,
    });
  }
}

/** Throws a BotError of kind `busy` when another process has taken over. */
export async function requireOwnership(db: Store["db"], ownership: Ownership): Promise<void> {
  const row = await db.selectFrom("owner").selectAll().executeTakeFirst();
  if (row?.owner === ownership.owner && row.epoch === ownership.epoch) return;
  throw new BotError(
    "busy",
    `Process ${row?.pid ?? "?"} has taken over the database; this one stops sending.`,
    {
      hint: "Run one bot per database.",
    },
  );
}
