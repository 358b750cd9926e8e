/** The outbox as people and the rest of the bot see it. Moving rows on is `outbox.ts`. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import type { DeliveryRow, DeliveryState } from "./schema.ts";
import { type Db, toInstant, toMs } from "./store.ts";

const StoredPayload = z.record(z.string(), z.json());
export type StoredPayload = z.infer<typeof StoredPayload>;

export interface StoredAddress {
  platform: string;
  workspace: string;
  channel: string;
  thread?: { root: string; title: string };
}

export interface Delivery {
  id: number;
  key: string;
  kind: string;
  /** The key of the schedule it was planned by. */
  schedule: string | null;
  /** With the thread, as soon as the message that it hangs under is known. */
  to: StoredAddress;
  /** The delivery whose message starts the thread; null for what stands in the channel or in a thread of others. */
  rootId: number | null;
  afterId: number | null;
  /** For an edit: the delivery whose post it changes. */
  editsId: number | null;
  state: DeliveryState;
  attempts: number;
  /** How often the platform said that it is not there, and how often it could not say. */
  emptyLooks: number;
  blindLooks: number;
  notBeforeAt: Temporal.Instant | null;
  firstAttemptAt: Temporal.Instant | null;
  lastAttemptAt: Temporal.Instant | null;
  /** Set exactly when it is `sent`. */
  post: { address: StoredAddress; message: string } | null;
  error: { kind: string; text: string } | null;
  createdAt: Temporal.Instant;
  settledAt: Temporal.Instant | null;
}

export interface NewDelivery {
  key: string;
  kind: string;
  schedule: string | null;
  to: StoredAddress;
  threadTitle: string;
  rootId: number | null;
  afterId: number | null;
  payload: unknown;
  /** As JSON; what it was made of. */
  recipe?: string | null;
  headId?: number | null;
  editsId?: number | null;
  notBefore?: Temporal.Instant;
}

/** Freezes the payload; gives the number of the delivery. */
export async function insertDelivery(
  db: Db,
  delivery: NewDelivery,
  now: Temporal.Instant,
): Promise<number> {
  const payload = JSON.stringify(delivery.payload);
  const row = await db
    .insertInto("delivery")
    .values({
      key: delivery.key,
      kind: delivery.kind,
      schedule: delivery.schedule,
      platform: delivery.to.platform,
      workspace: delivery.to.workspace,
      channel: delivery.to.channel,
      thread_root: delivery.to.thread?.root ?? null,
      thread_title: delivery.threadTitle,
      root_id: delivery.rootId,
      after_id: delivery.afterId,
      payload,
      payload_hash: hashOf(payload),
      state: "pending",
      created_at: toMs(now),
      recipe: delivery.recipe ?? null,
      head_id: delivery.headId ?? null,
      edits_id: delivery.editsId ?? null,
      not_before_at: delivery.notBefore === undefined ? null : toMs(delivery.notBefore),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function findDelivery(db: Db, key: string): Promise<{ id: number } | null> {
  const row = await db
    .selectFrom("delivery")
    .select("id")
    .where("key", "=", key)
    .executeTakeFirst();
  return row ?? null;
}

export async function loadDelivery(db: Db, id: number): Promise<Delivery | null> {
  const row = await withRoots(db).where("delivery.id", "=", id).executeTakeFirst();
  return row === undefined ? null : deliveryOf(row);
}

/** The request body as it was frozen; null when the file was changed since: what is sent is what was planned. */
export async function loadPayload(db: Db, id: number): Promise<StoredPayload | null> {
  const row = await db
    .selectFrom("delivery")
    .select(["payload", "payload_hash"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined || hashOf(row.payload) !== row.payload_hash) return null;
  return StoredPayload.parse(JSON.parse(row.payload));
}

/**
 * Few deliveries are open and very many are settled, which SQLite does not know: the sign keeps it from looking through
 * all of a channel instead of those in a state (https://sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_).
 */
function unindexed(column: string) {
  return sql<string>`+${sql.ref(column)}`;
}

export interface DeliveryFilter {
  states?: readonly DeliveryState[];
  /** Only this workspace of this platform. */
  workspace?: { platform: string; workspace: string };
  /** Of that workspace. */
  channel?: string;
  limit: number;
}

/** The latest first. */
export async function listDeliveries(db: Db, filter: DeliveryFilter): Promise<readonly Delivery[]> {
  let query = withRoots(db);
  const { states, workspace, channel } = filter;
  if (states !== undefined) query = query.where("delivery.state", "in", states);
  if (workspace !== undefined) {
    query = query
      .where(unindexed("delivery.platform"), "=", workspace.platform)
      .where(unindexed("delivery.workspace"), "=", workspace.workspace);
  }
  if (channel !== undefined) query = query.where(unindexed("delivery.channel"), "=", channel);
  const rows = await query.orderBy("delivery.id", "desc").limit(filter.limit).execute();
  return rows.map(deliveryOf);
}

export async function countDeliveries(db: Db): Promise<Readonly<Record<DeliveryState, number>>> {
  const rows = await db
    .selectFrom("delivery")
    .select(["state", sql<number>`count(*)`.as("count")])
    .groupBy("state")
    .execute();
  const counts = {
    pending: 0,
    sending: 0,
    sent: 0,
    unknown: 0,
    uncertain: 0,
    failed: 0,
    dropped: 0,
  };
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

/** How many deliveries to this channel are not settled. */
export async function countOwed(db: Db, channel: Channel): Promise<number> {
  const row = await db
    .selectFrom("delivery")
    .select(sql<number>`count(*)`.as("count"))
    .where(unindexed("platform"), "=", channel.platform)
    .where(unindexed("workspace"), "=", channel.workspace)
    .where(unindexed("channel"), "=", channel.channel)
    .where("state", "in", ["pending", "sending", "unknown"])
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Since when the oldest delivery to these platforms that could go out is waiting; null when none is. For health checks. */
export async function oldestOwedAt(
  db: Db,
  now: Temporal.Instant,
  platforms: ReadonlySet<string>,
): Promise<Temporal.Instant | null> {
  const dueAt = sql<number>`coalesce(delivery.not_before_at, delivery.created_at)`;
  const row = await db
    .selectFrom("delivery")
    .leftJoin("delivery as before", "before.id", "delivery.after_id")
    .select(sql<number | null>`min(${dueAt})`.as("at"))
    .where("delivery.state", "in", ["pending", "unknown"])
    .where(unindexed("delivery.platform"), "in", [...platforms])
    .where((its) =>
      its.or([its("before.id", "is", null), its("before.state", "in", ["sent", "dropped"])]),
    )
    .where(dueAt, "<=", toMs(now))
    .executeTakeFirst();
  return row === undefined || row.at === null ? null : toInstant(row.at);
}

export type Channel = Pick<StoredAddress, "platform" | "workspace" | "channel">;

/** A delivery with what is known of the message that starts its thread. */
type JoinedRow = DeliveryRow & { root_message: string | null; root_thread: string | null };

function withRoots(db: Db) {
  return db
    .selectFrom("delivery")
    .leftJoin("delivery as root", "root.id", "delivery.root_id")
    .selectAll("delivery")
    .select(["root.message as root_message", "root.posted_thread as root_thread"]);
}

function deliveryOf(row: JoinedRow): Delivery {
  const { platform, workspace, channel, thread_title: title } = row;
  const root = row.thread_root ?? row.root_thread ?? row.root_message;
  const to = {
    platform,
    workspace,
    channel,
    ...(root === null ? {} : { thread: { root, title } }),
  };
  const postedThread = row.posted_thread ?? root;
  return {
    id: row.id,
    key: row.key,
    kind: row.kind,
    schedule: row.schedule,
    to,
    rootId: row.root_id,
    afterId: row.after_id,
    editsId: row.edits_id,
    state: row.state,
    attempts: row.attempts,
    emptyLooks: row.empty_looks,
    blindLooks: row.blind_looks,
    notBeforeAt: instantOrNull(row.not_before_at),
    firstAttemptAt: instantOrNull(row.first_attempt_at),
    lastAttemptAt: instantOrNull(row.last_attempt_at),
    post:
      row.message === null
        ? null
        : {
            address: {
              platform,
              workspace,
              channel: row.posted_channel ?? channel,
              ...(postedThread === null ? {} : { thread: { root: postedThread, title } }),
            },
            message: row.message,
          },
    error: row.error_kind === null ? null : { kind: row.error_kind, text: row.error_text ?? "" },
    createdAt: toInstant(row.created_at),
    settledAt: instantOrNull(row.settled_at),
  };
}

export function hashOf(payload: string): string {
  return createHash("sha256").update(payload).digest("base64url");
}

function instantOrNull(ms: number | null): Temporal.Instant | null {
  return ms === null ? null : toInstant(ms);
}
