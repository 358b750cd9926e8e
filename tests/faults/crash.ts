/** Ends this process, as `kill -9` does, at a moment that is known by what is written into the database. */
import { StatementSync } from "node:sqlite";
import type { BotPoint, Go } from "./orders.ts";

/** What the open transaction has done so far, or the statement alone outside of one. */
interface Seen {
  points: Set<BotPoint>;
}

/** Which moments come before, and which after, this statement is committed. */
function pointsOf(sql: string, args: readonly unknown[]): readonly [BotPoint, BotPoint?][] {
  if (sql.startsWith('insert into "occurrence"')) {
    return [["before an occurrence is committed", "after an occurrence is committed"]];
  }
  if (!sql.startsWith('update "delivery" set "state"')) return [];
  const [state] = args;
  if (state === "sending") return [["before a claim is committed", "after a claim is committed"]];
  if (!sql.includes('"id" = ?')) {
    return [["before what was cut off is taken up", "after what was cut off is taken up"]];
  }
  return state === "sent"
    ? [["after the answer, before it is committed", "after it is committed as sent"]]
    : [["after the answer, before it is committed"]];
}

export function crashAt(crash: Go["crash"]): void {
  if (crash === null) return;
  let left = crash.nth;
  const seen: { before: Seen; after: Seen } = {
    before: { points: new Set() },
    after: { points: new Set() },
  };
  let inTransaction = false;

  function pass({ points }: Seen): void {
    const is = points.has(crash?.point ?? "before an occurrence is committed");
    points.clear();
    if (!is) return;
    if (left === 0) process.kill(process.pid, "SIGKILL");
    left -= 1;
  }

  function around(sql: string, args: readonly unknown[], run: () => unknown): unknown {
    if (/^begin/i.test(sql)) inTransaction = true;
    for (const [before, after] of pointsOf(sql, args)) {
      seen.before.points.add(before);
      if (after !== undefined) seen.after.points.add(after);
    }
    const commits = /^commit/i.test(sql) || !inTransaction;
    if (commits) pass(seen.before);
    const result = run();
    if (commits) pass(seen.after);
    if (/^(?:commit|rollback)/i.test(sql)) inTransaction = false;
    return result;
  }

  for (const name of ["run", "all"] as const) {
    const original = StatementSync.prototype[name];
    Object.defineProperty(StatementSync.prototype, name, {
      value(this: StatementSync, ...args: unknown[]) {
        return around(this.sourceSQL, args, () => Reflect.apply(original, this, args));
      },
    });
  }
}
