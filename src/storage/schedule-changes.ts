/** A line for every change of a schedule: who, when, what before and after. */
import type { Selectable } from "kysely";
import type { Channel } from "./deliveries.ts";
import type { Tables } from "./schema.ts";
import { type Db, toInstant, toMs } from "./store.ts";

/** Who did it. A person by the platform's id, whoever has the machine, or the bot at a time that was set before. */
export type Actor =
  | { kind: "person"; person: string; name?: string }
  | { kind: "operator" }
  | { kind: "bot" };

const deeds = [
  "added",
  "edited",
  "paused",
  "resumed",
  "removed",
  "to skip",
  "skipped",
  "posted",
  "approved",
  "vetoed",
] as const;
export type Deed = (typeof deeds)[number];

export interface ScheduleChange {
  at: Temporal.Instant;
  schedule: string;
  address: Channel;
  by: Actor;
  deed: Deed;
  /** What stood there, and what stands there now; JSON or a word. */
  before: string | null;
  after: string | null;
}

export async function recordChange(db: Db, change: ScheduleChange): Promise<void> {
  const { at, schedule, address, by, deed, before, after } = change;
  const isPerson = by.kind === "person";
  await db
    .insertInto("schedule_change")
    .values({
      at: toMs(at),
      schedule,
      platform: address.platform,
      workspace: address.workspace,
      channel: address.channel,
      actor: by.kind,
      person: isPerson ? by.person : null,
      person_name: isPerson ? (by.name ?? null) : null,
      deed,
      before,
      after,
    })
    .execute();
}

/** Another number whenever a schedule has changed, whoever did it. */
export async function latestChange(db: Db): Promise<number> {
  const { id } = await db
    .selectFrom("schedule_change")
    .select(({ fn }) => fn.max("id").as("id"))
    .executeTakeFirstOrThrow();
  return id ?? 0;
}

/** The newest first; of one schedule, or of all. */
export async function listChanges(
  db: Db,
  filter: { schedule?: string; limit: number },
): Promise<readonly ScheduleChange[]> {
  let query = db.selectFrom("schedule_change").selectAll();
  if (filter.schedule !== undefined) query = query.where("schedule", "=", filter.schedule);
  const rows = await query.orderBy("id", "desc").limit(filter.limit).execute();
  return rows.map((row) => ({
    at: toInstant(row.at),
    schedule: row.schedule,
    address: { platform: row.platform, workspace: row.workspace, channel: row.channel },
    by: actorOf(row),
    // A deed of a newer version is a change all the same.
    deed: deeds.find((deed) => deed === row.deed) ?? "edited",
    before: row.before,
    after: row.after,
  }));
}

function actorOf(row: Selectable<Tables["schedule_change"]>): Actor {
  if (row.actor !== "person") return { kind: row.actor };
  const name = row.person_name === null ? {} : { name: row.person_name };
  return { kind: "person", person: row.person ?? "", ...name };
}
