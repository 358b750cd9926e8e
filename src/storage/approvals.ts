/** Which digests were shown to an approver, and what became of them. */
import type { Selectable } from "kysely";
import { z } from "zod";
import type { Channel } from "./deliveries.ts";
import { type Actor, recordChange } from "./schedule-changes.ts";
import { loadHolds, skipRun } from "./schedule-holds.ts";
import { loadSchedule } from "./schedules.ts";
import type { Tables } from "./schema.ts";
import { type Db, toInstant, toMs, together } from "./store.ts";

export interface AskedApproval {
  id: number;
  schedule: string;
  slotAt: Temporal.Instant;
  /** Ids of the briefings that were shown. */
  briefings: readonly string[];
  askedAt: Temporal.Instant;
  decision: { what: "approved" | "vetoed"; by: string; at: Temporal.Instant } | null;
}

const Ids = z.array(z.string());

export async function loadApproval(
  db: Db,
  schedule: string,
  slotAt: Temporal.Instant,
): Promise<AskedApproval | null> {
  const row = await db
    .selectFrom("approval")
    .selectAll()
    .where("schedule", "=", schedule)
    .where("slot_at", "=", toMs(slotAt))
    .executeTakeFirst();
  return row === undefined ? null : askedOf(row);
}

export async function findApproval(db: Db, id: number): Promise<AskedApproval | null> {
  if (!Number.isSafeInteger(id)) return null;
  const row = await db.selectFrom("approval").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : askedOf(row);
}

export async function insertApproval(
  db: Db,
  asked: Pick<AskedApproval, "schedule" | "slotAt" | "briefings">,
  now: Temporal.Instant,
): Promise<AskedApproval> {
  const row = await db
    .insertInto("approval")
    .values({
      schedule: asked.schedule,
      slot_at: toMs(asked.slotAt),
      briefings: JSON.stringify(asked.briefings),
      asked_at: toMs(now),
      delivery_id: null,
      decision: null,
      decided_by: null,
      decided_at: null,
      closed_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return askedOf(row);
}

export async function setQuestion(db: Db, id: number, delivery: number): Promise<void> {
  await db.updateTable("approval").set({ delivery_id: delivery }).where("id", "=", id).execute();
}

export interface Pending extends AskedApproval {
  /** Why the question reached nobody; null when it did or is on its way. */
  unreached: string | null;
}

/** Asked, not decided, not left out, and its time not dealt with: by schedule, the earliest first. */
export async function pendingApprovals(db: Db): Promise<readonly Pending[]> {
  const rows = await db
    .selectFrom("approval")
    .innerJoin("schedule", "schedule.key", "approval.schedule")
    .leftJoin("delivery", "delivery.id", "approval.delivery_id")
    .leftJoin("schedule_hold", "schedule_hold.schedule", "approval.schedule")
    .selectAll("approval")
    .select("delivery.state as state")
    .where("approval.decision", "is", null)
    .where((its) =>
      its.or([
        its("schedule_hold.skip_at", "is", null),
        its("schedule_hold.skip_at", "!=", its.ref("approval.slot_at")),
      ]),
    )
    .whereRef("approval.slot_at", ">", "schedule.watermark_at")
    .orderBy("approval.slot_at")
    .execute();
  return rows.map((row) => ({
    ...askedOf(row),
    unreached:
      row.delivery_id === null
        ? "there is nowhere to ask"
        : row.state === "failed" || row.state === "dropped"
          ? "the question could not be delivered"
          : null,
  }));
}

export interface OpenQuestion extends AskedApproval {
  /** The first delivery of the question, and its platform. */
  delivery: number;
  platform: string;
  /** Its time is dealt with. */
  isOver: boolean;
  /** Something was posted at its time. */
  isPosted: boolean;
  isSkipped: boolean;
}

/** Those whose message still asks. */
export async function openQuestions(db: Db): Promise<readonly OpenQuestion[]> {
  const rows = await db
    .selectFrom("approval")
    .innerJoin("delivery", "delivery.id", "approval.delivery_id")
    .leftJoin("schedule", "schedule.key", "approval.schedule")
    .leftJoin("schedule_hold", "schedule_hold.schedule", "approval.schedule")
    .leftJoin("occurrence", (join) =>
      join
        .onRef("occurrence.schedule", "=", "approval.schedule")
        .onRef("occurrence.slot_at", "=", "approval.slot_at"),
    )
    .selectAll("approval")
    .select([
      "delivery.platform",
      "schedule.watermark_at",
      "schedule_hold.skip_at",
      "occurrence.state as came",
    ])
    .where("approval.closed_at", "is", null)
    .orderBy("approval.id")
    .execute();
  return rows.map((row) => ({
    ...askedOf(row),
    delivery: row.delivery_id ?? 0,
    platform: row.platform,
    isOver: row.watermark_at !== null && row.watermark_at >= row.slot_at,
    isPosted: row.came === "planned",
    isSkipped: row.skip_at === row.slot_at,
  }));
}

export async function closeQuestion(db: Db, id: number, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable("approval")
    .set({ closed_at: toMs(now) })
    .where("id", "=", id)
    .execute();
}

export type Decided =
  | { state: "done"; asked: AskedApproval }
  | { state: "decided"; asked: AskedApproval }
  /** Its time is dealt with, or its run is left out. */
  | { state: "over"; asked: AskedApproval };

/** The first decision counts. Who may is to be asked before. A veto before the time leaves the run out. */
export function decideApproval(
  db: Db,
  asked: AskedApproval,
  what: "approved" | "vetoed",
  given: { by: Actor; byName: string; address: Channel; now: Temporal.Instant },
): Promise<Decided> {
  const { by, byName, address, now } = given;
  return together(db, async (transaction): Promise<Decided> => {
    const fresh = (await findApproval(transaction, asked.id)) ?? asked;
    if (fresh.decision !== null) return { state: "decided", asked: fresh };
    const { schedule, slotAt } = fresh;
    const progress = await loadSchedule(transaction, schedule);
    const isPast = progress === null || Temporal.Instant.compare(progress.watermarkAt, slotAt) >= 0;
    const skipAt = (await loadHolds(transaction)).get(schedule)?.skipAt ?? null;
    if (isPast || skipAt?.equals(slotAt)) return { state: "over", asked: fresh };
    await transaction
      .updateTable("approval")
      .set({ decision: what, decided_by: byName, decided_at: toMs(now) })
      .where("id", "=", fresh.id)
      .execute();
    const line = { at: now, schedule, address, by, before: null, after: slotAt.toString() };
    await recordChange(transaction, { ...line, deed: what });
    if (what === "vetoed" && Temporal.Instant.compare(slotAt, now) > 0)
      await skipRun(transaction, { key: schedule, address }, slotAt, by, now);
    return { state: "done", asked: { ...fresh, decision: { what, by: byName, at: now } } };
  });
}

function askedOf(row: Selectable<Tables["approval"]>): AskedApproval {
  const { id, schedule, decision } = row;
  return {
    id,
    schedule,
    slotAt: toInstant(row.slot_at),
    briefings: Ids.parse(JSON.parse(row.briefings)),
    askedAt: toInstant(row.asked_at),
    decision:
      decision === null
        ? null
        : { what: decision, by: row.decided_by ?? "", at: toInstant(row.decided_at ?? 0) },
  };
}
