/**
 * Moves deliveries from state to state, for the owner of the database alone: every statement checks that the
 * owner is still the owner, so that a process which was replaced cannot write.
 */
import { sql } from "kysely";
import { BotError } from "../errors.ts";
import type { Ownership } from "./owner.ts";
import { requireOwnership } from "./owner.ts";
import type { DeliveryState } from "./schema.ts";
import { type Db, together, toMs } from "./store.ts";

/** The deliveries of one channel go out one at a time. */
export interface Lane {
  platform: string;
  workspace: string;
  channel: string;
}

export interface LaneWork extends Lane {
  /** The oldest delivery that may be tried now. */
  nextId: number | null;
  /** When the next of those that have to wait may be tried, in epoch milliseconds. */
  dueAtMs: number | null;
}

/** Every channel with something owed, or one of them; thread parts whose turn has not come are left out. */
export async function listWork(
  db: Db,
  now: Temporal.Instant,
  only?: Lane,
): Promise<readonly LaneWork[]> {
  const at = toMs(now);
  const here =
    only === undefined
      ? sql``
      : sql`and d.platform = ${only.platform} and d.workspace = ${only.workspace} and d.channel = ${only.channel}`;
  // The states stand in the text, because SQLite uses a partial index only for terms it can read.
  const result = await sql<LaneWork>`
    select d.platform, d.workspace, d.channel,
      min(case when coalesce(d.not_before_at, 0) <= ${at} then d.id end) as "nextId",
      min(case when d.not_before_at > ${at} then d.not_before_at end) as "dueAtMs"
    from delivery d left join delivery a on a.id = d.after_id
    where d.state in ('pending', 'unknown') and (a.id is null or a.state in ('sent', 'dropped')) ${here}
    group by d.platform, d.workspace, d.channel`.execute(db);
  return result.rows;
}

function isOwner(ownership: Ownership) {
  return sql<boolean>`exists (select 1 from owner where owner = ${ownership.owner} and epoch = ${ownership.epoch})`;
}

/**
 * Puts the intent to send on disk; the request may leave when this has resolved. False when the delivery was
 * settled meanwhile. Throws a BotError of kind `busy` when another process has taken over.
 */
export async function claimDelivery(
  db: Db,
  ownership: Ownership,
  id: number,
  now: Temporal.Instant,
): Promise<boolean> {
  const result = await db
    .updateTable("delivery")
    .set({
      state: "sending",
      attempts: sql<number>`attempts + 1`,
      first_attempt_at: sql<number>`coalesce(first_attempt_at, ${toMs(now)})`,
      last_attempt_at: toMs(now),
      not_before_at: null,
      epoch: ownership.epoch,
    })
    .where("id", "=", id)
    .where("state", "in", ["pending", "unknown"])
    .where(isOwner(ownership))
    .executeTakeFirst();
  if (result.numUpdatedRows > 0n) return true;
  await requireOwnership(db, ownership);
  return false;
}

interface Reason {
  kind: string;
  text: string;
}

/** What became of an attempt or a look. */
export type Settlement =
  /** `channel` when it is not the one it was addressed to. */
  | { state: "sent"; message: string; thread: string | null; channel?: string }
  | { state: "pending"; notBefore: Temporal.Instant | null; reason: Reason | null }
  | {
      state: "unknown";
      notBefore: Temporal.Instant | null;
      emptyLooks: number;
      blindLooks: number;
      reason: Reason | null;
    }
  | { state: "uncertain"; reason: Reason }
  | { state: "failed"; reason: Reason }
  | { state: "dropped"; reason: Reason };

/**
 * False when the delivery is no longer in the state it was in, because a person settled it meanwhile. What
 * follows a failed part fails with it. Throws a BotError of kind `busy` when another process has taken over.
 */
export async function settleDelivery(
  db: Db,
  ownership: Ownership,
  attempt: { id: number; from: "sending" | "unknown" },
  settlement: Settlement,
  now: Temporal.Instant,
): Promise<boolean> {
  if (settlement.state !== "failed") return settleRow(db, ownership, attempt, settlement, now);
  return together(db, async (transaction) => {
    const settled = await settleRow(transaction, ownership, attempt, settlement, now);
    if (settled) await failFollowers(transaction, attempt.id, now);
    return settled;
  });
}

async function settleRow(
  db: Db,
  ownership: Ownership,
  attempt: { id: number; from: "sending" | "unknown" },
  settlement: Settlement,
  now: Temporal.Instant,
): Promise<boolean> {
  const result = await db
    .updateTable("delivery")
    .set(columnsOf(settlement, now))
    .where("id", "=", attempt.id)
    .where("state", "=", attempt.from)
    .where(isOwner(ownership))
    .executeTakeFirst();
  if (result.numUpdatedRows > 0n) return true;
  await requireOwnership(db, ownership);
  return false;
}

function columnsOf(settlement: Settlement, now: Temporal.Instant) {
  const reason = "reason" in settlement ? settlement.reason : null;
  const error = { error_kind: reason?.kind ?? null, error_text: reason?.text ?? null };
  const at = toMs(now);
  switch (settlement.state) {
    case "sent":
      return {
        state: settlement.state,
        message: settlement.message,
        posted_thread: settlement.thread,
        posted_channel: settlement.channel ?? null,
        settled_at: at,
        ...error,
      };
    case "pending":
      return {
        state: settlement.state,
        not_before_at: settlement.notBefore === null ? null : toMs(settlement.notBefore),
        empty_looks: 0,
        blind_looks: 0,
        ...error,
      };
    case "unknown":
      return {
        state: settlement.state,
        not_before_at: settlement.notBefore === null ? null : toMs(settlement.notBefore),
        empty_looks: settlement.emptyLooks,
        blind_looks: settlement.blindLooks,
        ...error,
      };
    case "uncertain":
    case "failed":
    case "dropped":
      return { state: settlement.state, settled_at: at, ...error };
  }
}

/** Everything that waits for this one, however far down. */
function followers(id: number) {
  return sql<number>`(
    with recursive follower (id) as (
      select d.id from delivery d where d.after_id = ${id}
      union select d.id from delivery d join follower f on d.after_id = f.id
    ) select id from follower)`;
}

async function failFollowers(db: Db, id: number, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable("delivery")
    .set({
      state: "failed",
      error_kind: "blocked",
      error_text: `Delivery ${id}, which comes before it, was not posted.`,
      settled_at: toMs(now),
    })
    .where("id", "in", followers(id))
    .where("state", "=", "pending")
    .execute();
}

async function unblockFollowers(db: Db, id: number): Promise<void> {
  await db
    .updateTable("delivery")
    .set({ state: "pending", error_kind: null, error_text: null, settled_at: null })
    .where("id", "in", followers(id))
    .where("state", "=", "failed")
    .where("error_kind", "=", "blocked")
    .execute();
}

/**
 * What is `sending` without anybody sending it may or may not have arrived: it becomes `unknown`. At the start
 * that is everything; later, everything but what is in flight. Gives how many there were.
 */
export async function recoverDeliveries(
  db: Db,
  ownership: Ownership,
  inFlight: readonly number[],
): Promise<number> {
  let query = db
    .updateTable("delivery")
    .set({ state: "unknown", not_before_at: null })
    .where("state", "=", "sending")
    .where(isOwner(ownership));
  if (inFlight.length > 0) query = query.where("id", "not in", inFlight);
  const result = await query.executeTakeFirst();
  if (result.numUpdatedRows === 0n) await requireOwnership(db, ownership);
  return Number(result.numUpdatedRows);
}

/**
 * A person says: send it (again), although it may be there already. The thread parts that it held up go on.
 * Throws a BotError of kind `input` when it is neither uncertain nor failed.
 */
export function resendDelivery(db: Db, id: number): Promise<void> {
  return together(db, async (transaction) => {
    const result = await transaction
      .updateTable("delivery")
      .set({
        state: "pending",
        not_before_at: null,
        empty_looks: 0,
        blind_looks: 0,
        error_kind: null,
        error_text: null,
        settled_at: null,
      })
      .where("id", "=", id)
      .where("state", "in", ["uncertain", "failed"])
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n)
      throw await wrongState(transaction, id, "uncertain or failed");
    await unblockFollowers(transaction, id);
  });
}

/**
 * A person says: leave it. Parts that belong under its message go with it; parts that merely came after it go
 * on. Throws a BotError of kind `input` when it is on its way, sent or dropped already.
 */
export function dropDelivery(db: Db, id: number, now: Temporal.Instant): Promise<void> {
  return together(db, async (transaction) => {
    const dropped = { state: "dropped", not_before_at: null, settled_at: toMs(now) } as const;
    const result = await transaction
      .updateTable("delivery")
      .set(dropped)
      .where("id", "=", id)
      .where("state", "in", ["pending", "unknown", "uncertain", "failed"])
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) {
      throw await wrongState(transaction, id, "pending, unknown, uncertain or failed");
    }
    await transaction
      .updateTable("delivery")
      .set(dropped)
      .where("root_id", "=", id)
      .where("state", "in", ["pending", "failed"])
      .execute();
    await unblockFollowers(transaction, id);
  });
}

async function wrongState(db: Db, id: number, wanted: string): Promise<BotError> {
  const row = await db
    .selectFrom("delivery")
    .select("state")
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) {
    return new BotError("input", `There is no delivery ${id}.`, {
      hint: "List them to see their numbers.",
    });
  }
  const state: DeliveryState = row.state;
  return new BotError(
    "input",
    `Delivery ${id} is ${state}; only one that is ${wanted} can be changed so.`,
  );
}
