/** The posts that follow their articles: which are behind, of what they are made, and what they show. */
import { sql } from "kysely";
import { Recipe } from "../briefing/compose/recipe.ts";
import { hashOf } from "./deliveries.ts";
import type { CurrentBriefing } from "./fates.ts";
import { parseJson } from "./json.ts";
import type { DeliveryRow } from "./schema.ts";
import { type Db, toMs } from "./store.ts";

/** Ids of the briefings whose posts may show an older version than they should. */
export async function listRestless(db: Db): Promise<readonly string[]> {
  const result = await sql<{
    id: string;
  }>`select id from briefing where told is not shown order by id`.execute(db);
  return result.rows.map(({ id }) => id);
}

/** All its posts show it, unless it has changed again meanwhile. */
export async function settleTold(db: Db, id: string, version: string): Promise<void> {
  await db
    .updateTable("briefing")
    .set({ told: version })
    .where("id", "=", id)
    .where("shown", "=", version)
    .execute();
}

export interface Head {
  id: number;
  to: { platform: string; workspace: string; channel: string };
  recipe: Recipe;
}

/** The posts of a briefing made since then that do not show this version, the oldest first. */
export async function listBehind(
  db: Db,
  briefing: string,
  version: string,
  since: Temporal.Instant,
): Promise<readonly Head[]> {
  const rows = await db
    .selectFrom("delivery_briefing as link")
    .innerJoin("delivery", "delivery.id", "link.delivery_id")
    .select(["delivery.id", "platform", "workspace", "delivery.channel", "recipe"])
    .where("link.briefing_id", "=", briefing)
    .where("delivery.recipe", "is not", null)
    .where("delivery.created_at", ">=", toMs(since))
    .where("delivery.state", "not in", ["failed", "dropped"])
    .where(({ or, eb }) => or([eb("link.version", "is", null), eb("link.version", "!=", version)]))
    .orderBy("delivery.id")
    .execute();
  return rows.flatMap(({ id, recipe, ...to }) => {
    const parsed = Recipe.safeParse(parseJson(recipe ?? ""));
    return parsed.success ? [{ id, to, recipe: parsed.data }] : [];
  });
}

/** What the post of this delivery was brought to. */
export async function markTold(db: Db, head: number, current: readonly CurrentBriefing[]) {
  for (const { briefing, version } of current) {
    await db
      .updateTable("delivery_briefing")
      .set({ version })
      .where("delivery_id", "=", head)
      .where("briefing_id", "=", briefing.id)
      .execute();
  }
}

/** The deliveries of one post in order, without its edits. */
export async function loadParts(db: Db, head: number): Promise<readonly DeliveryRow[]> {
  return db
    .selectFrom("delivery")
    .selectAll()
    .where(({ or, eb }) => or([eb("id", "=", head), eb("head_id", "=", head)]))
    .orderBy("id")
    .execute();
}

/** The edits of one delivery, the latest first. */
export async function loadEdits(db: Db, delivery: number): Promise<readonly DeliveryRow[]> {
  return db
    .selectFrom("delivery")
    .selectAll()
    .where("edits_id", "=", delivery)
    .orderBy("id", "desc")
    .execute();
}

/** Whether another edit of the same delivery was asked for after this one. */
export async function isSuperseded(db: Db, edit: number, delivery: number): Promise<boolean> {
  const later = await db
    .selectFrom("delivery")
    .select("id")
    .where("edits_id", "=", delivery)
    .where("id", ">", edit)
    .where("state", "not in", ["failed", "dropped"])
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

/** For an edit that is not on its way: it will bring this instead. */
export async function replacePayload(db: Db, edit: number, payload: string): Promise<void> {
  await db
    .updateTable("delivery")
    .set({ payload, payload_hash: hashOf(payload) })
    .where("id", "=", edit)
    .where("state", "in", ["pending", "unknown"])
    .execute();
}
