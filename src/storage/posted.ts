/** Which briefings the posts are about, and which a channel has. */
import { sql } from "kysely";
import type { Channel } from "./deliveries.ts";
import type { DeliveryState } from "./schema.ts";
import { type Db, toInstant, toMs } from "./store.ts";

/**
 * Says what a delivery is about, so that its thread can be answered and digests know what the channel has. `versions`
 * by id, for what has a recipe.
 */
export async function linkBriefings(
  db: Db,
  deliveryId: number,
  briefingIds: readonly string[],
  versions?: ReadonlyMap<string, string>,
): Promise<void> {
  if (briefingIds.length === 0) return;
  const links = [...new Set(briefingIds)].map((id) => [id, versions?.get(id) ?? null]);
  // All links as one value: a post about ten thousand would have more than a statement takes.
  await sql`
    insert into delivery_briefing (delivery_id, briefing_id, channel, version)
    select delivery.id, link.value ->> 0, json_array(platform, workspace, channel), link.value ->> 1
    from delivery, json_each(${JSON.stringify(links)}) link
    where delivery.id = ${deliveryId}`.execute(db);
  if (versions !== undefined) await unsettleOutdated(db, deliveryId);
}

/** What was made of an older text than today's has to be looked at again. */
async function unsettleOutdated(db: Db, deliveryId: number): Promise<void> {
  await sql`
    update briefing set told = null
    from delivery_briefing link
    where link.delivery_id = ${deliveryId} and link.briefing_id = briefing.id
      and link.version is not briefing.shown and briefing.told is not null`.execute(db);
}

/** Ids of the briefings that a post, or the thread it stands in, is about. Empty for posts that are not ours. */
export async function briefingsOfPost(
  db: Db,
  channel: Channel,
  message: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("delivery")
    .innerJoin("delivery_briefing", (join) =>
      join.on((on) =>
        on.or([
          on("delivery_briefing.delivery_id", "=", on.ref("delivery.id")),
          on("delivery_briefing.delivery_id", "=", on.ref("delivery.root_id")),
        ]),
      ),
    )
    .select("delivery_briefing.briefing_id")
    .distinct()
    .where((its) => {
      // Whole in both halves, so that each is found by an index of its own.
      const here = {
        "delivery.platform": channel.platform,
        "delivery.workspace": channel.workspace,
        "delivery.channel": channel.channel,
      };
      return its.or([
        its.and({ ...here, "delivery.message": message }),
        its.and({ ...here, "delivery.posted_thread": message }),
      ]);
    })
    .orderBy("delivery_briefing.briefing_id")
    .execute();
  return rows.map((row) => row.briefing_id);
}

/** Those of the ids that this channel has or will have; what failed is not among them. */
export async function briefingsAmong(
  db: Db,
  channel: Channel,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  // The ids as one value: the statement stays the same, however many there are.
  const rows = await selectHeld(db, channel)
    .where(
      "delivery_briefing.briefing_id",
      "in",
      sql<string>`(select value from json_each(${JSON.stringify(ids)}))`,
    )
    .execute();
  return new Set(rows.map(({ briefing_id }) => briefing_id));
}

/** Ids of the briefings that this channel has or will have; what failed is not among them. */
export async function briefingsIn(db: Db, channel: Channel): Promise<ReadonlySet<string>> {
  const rows = await selectHeld(db, channel).distinct().execute();
  return new Set(rows.map(({ briefing_id }) => briefing_id));
}

/** The key of a channel in `delivery_briefing`, as \`linkBriefings\` writes it. */
function placeOf({ platform, workspace, channel }: Channel) {
  return sql<string>`json_array(${platform}, ${workspace}, ${channel})`;
}

function selectHeld(db: Db, channel: Channel) {
  return db
    .selectFrom("delivery_briefing")
    .innerJoin("delivery", "delivery.id", "delivery_briefing.delivery_id")
    .select("delivery_briefing.briefing_id")
    .where("delivery_briefing.channel", "=", placeOf(channel))
    .where("delivery.state", "!=", "failed");
}

/** How many briefings a schedule has put into the outbox after this instant. */
export async function countBriefingsOf(
  db: Db,
  schedule: string,
  after: Temporal.Instant,
): Promise<number> {
  const { count } = await db
    .selectFrom("delivery")
    .innerJoin("delivery_briefing", "delivery_briefing.delivery_id", "delivery.id")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("delivery.schedule", "=", schedule)
    .where("delivery.created_at", ">", toMs(after))
    .executeTakeFirstOrThrow();
  return count;
}

/** When a schedule put its latest post into the outbox. */
export async function lastPostOf(db: Db, schedule: string): Promise<Temporal.Instant | null> {
  const { latest } = await db
    .selectFrom("delivery")
    .select(({ fn }) => fn.max("created_at").as("latest"))
    .where("schedule", "=", schedule)
    .executeTakeFirstOrThrow();
  return latest === null ? null : toInstant(latest);
}

export interface DeliveryAbout {
  id: number;
  state: DeliveryState;
  kind: string;
  /** When it was settled, or else when it was put there. */
  at: Temporal.Instant;
  reason: string | null;
}

/** What a channel has of a briefing or is owed, the newest first. */
export async function deliveriesAbout(
  db: Db,
  channel: Channel,
  briefing: string,
): Promise<readonly DeliveryAbout[]> {
  const rows = await db
    .selectFrom("delivery_briefing")
    .innerJoin("delivery", "delivery.id", "delivery_briefing.delivery_id")
    .select(["id", "state", "kind", "created_at", "settled_at", "error_text"])
    .where("delivery_briefing.channel", "=", placeOf(channel))
    .where("delivery_briefing.briefing_id", "=", briefing)
    .orderBy("id", "desc")
    .limit(20)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    kind: row.kind,
    at: toInstant(row.settled_at ?? row.created_at),
    reason: row.error_text,
  }));
}
