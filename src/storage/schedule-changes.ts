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
  "closed",
  "opened",
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

export interface ChangeFilter {
  /** A key, or a name, which may be that of several schedules; also of one that is gone. */
  schedule?: string;
  channel?: Channel;
  limit: number;
  offset?: number;
}

/** The newest first. */
export async function listChanges(
  db: Db,
  { schedule, channel, limit, offset = 0 }: ChangeFilter,
): Promise<readonly ScheduleChange[]> {
  let query = db.selectFrom("schedule_change").selectAll();
  if (schedule !== undefined) {
    // A key begins with the name and "@", and in ASCII "A" comes after "@".
    query = query.where((its) =>
      its.or([
        its("schedule", "=", schedule),
        its.and([its("schedule", ">=", `${schedule}@`), its("schedule", "<", `${schedule}A`)]),
      ]),
    );
  }
  if (channel !== undefined) {
    query = query
      .where("platform", "=", channel.platform)
      .where("workspace", "=", channel.workspace)
      .where("channel", "=", channel.channel);
  }
  const rows = await query.orderBy("id", "desc").limit(limit).offset(offset).execute();
  return rows.map(changeOf);
}

/** What is known of each schedule of config/bot.yaml, by key: the line that last said what stands there. */
export async function latestOfFile(db: Db): Promise<ReadonlyMap<string, ScheduleChange>> {
  const rows = await db
    .selectFrom("schedule_change")
    .selectAll()
    .where("id", "in", (its) =>
      its
        .selectFrom("schedule_change")
        .select(({ fn }) => fn.max("id").as("id"))
        // The keys of those made in chat end with their number.
        .where("schedule", "not like", "%#%")
        .where("deed", "in", ["added", "edited", "removed"])
        .groupBy("schedule"),
    )
    .execute();
  return new Map(rows.map((row) => [row.schedule, changeOf(row)]));
}

function changeOf(row: Selectable<Tables["schedule_change"]>): ScheduleChange {
  return {
    at: toInstant(row.at),
    schedule: row.schedule,
    address: { platform: row.platform, workspace: row.workspace, channel: row.channel },
    by: actorOf(row),
    // A deed of a newer version is a change all the same.
    deed: deeds.find((deed) => deed === row.deed) ?? "edited",
    before: row.before,
    after: row.after,
  };
}

function actorOf(row: Selectable<Tables["schedule_change"]>): Actor {
  if (row.actor !== "person") return { kind: row.actor };
  const name = row.person_name === null ? {} : { name: row.person_name };
  return { kind: "person", person: row.person ?? "", ...name };
}
