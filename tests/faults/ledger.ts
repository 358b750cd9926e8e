/** What the bot says of itself: read from its database, for what is held; never for what was shown. */
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { marksIn } from "./verdict.ts";

const Row = z.object({
  id: z.number(),
  platform: z.string(),
  channel: z.string(),
  state: z.string(),
  after_id: z.number().nullable(),
  payload: z.string(),
  error_text: z.string().nullable(),
});

export interface Ledger {
  /** Deliveries in a state in which something will still happen. */
  open: number;
  /** Uncertain ones, and how many wait behind them. */
  uncertain: number;
  behind: number;
  failed: readonly string[];
  /** Marks of what is held, by "platform channel". */
  held: ReadonlyMap<string, ReadonlySet<string>>;
  total: number;
}

/** Before the bot has made its database. */
const nothingYet: Ledger = {
  open: 1,
  uncertain: 0,
  behind: 0,
  failed: [],
  held: new Map(),
  total: 0,
};

export function readLedger(path: string): Ledger {
  if (!existsSync(path)) return nothingYet;
  const database = new DatabaseSync(path, { readOnly: true, timeout: 2_000 });
  try {
    const made = database.prepare("select 1 from sqlite_master where name = 'delivery'").get();
    if (made === undefined) return nothingYet;
    const rows = database
      .prepare(
        "select id, platform, channel, state, after_id, error_text, case when state = 'sent' then '' else payload end as payload from delivery order by id",
      )
      .all()
      .map((row) => Row.parse(row));
    const stuck = new Set<number>();
    const held = new Map<string, Set<string>>();
    let open = 0;
    let uncertain = 0;
    for (const { id, state, after_id: after, platform, channel, payload } of rows) {
      const waits = after !== null && stuck.has(after);
      if (state === "uncertain") uncertain += 1;
      if (state === "uncertain" || waits) {
        stuck.add(id);
        const key = `${platform} ${channel}`;
        held.set(key, new Set([...(held.get(key) ?? []), ...marksIn(payload)]));
      } else if (["pending", "sending", "unknown"].includes(state)) open += 1;
    }
    return {
      open,
      uncertain,
      behind: stuck.size - uncertain,
      failed: rows
        .filter(({ state }) => state === "failed")
        .map(({ id, error_text: text }) => `${id}: ${text ?? ""}`),
      held,
      total: rows.length,
    };
  } finally {
    database.close();
  }
}
