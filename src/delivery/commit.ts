/**
 * Many small writes in one transaction, because it is the transaction that waits for the disk. What is written
 * within one turn of the event loop is committed together; each write knows when it is on disk.
 */
import { type Db, together } from "../storage/store.ts";

export type Commit = <Value>(write: (db: Db) => Promise<Value>) => Promise<Value>;

interface Entry {
  write: (db: Db) => Promise<void>;
  /** After the commit. */
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** When one of them throws, none is written and all are rejected with that. */
export function createCommit(db: Db): Commit {
  let waiting: Entry[] = [];

  async function flush(): Promise<void> {
    const entries = waiting;
    waiting = [];
    try {
      await together(db, async (transaction) => {
        for (const { write } of entries) await write(transaction);
      });
      for (const { resolve } of entries) resolve();
    } catch (error) {
      for (const { reject } of entries) reject(error);
    }
  }

  return <Value>(write: (db: Db) => Promise<Value>) => {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    let settle: () => void = () => undefined;
    waiting.push({
      async write(transaction) {
        const value = await write(transaction);
        settle = () => resolve(value);
      },
      resolve: () => settle(),
      reject,
    });
    if (waiting.length === 1) setImmediate(() => void flush());
    return promise;
  };
}
