/** What was in the folder, with the moment at which each briefing could first be shown. */
import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import { Briefing } from "../briefing/briefing.ts";
import { readyAt } from "../schedule/digest.ts";
import type { Tables } from "./schema.ts";
import { type Db, together, toInstant, toMs } from "./store.ts";

export interface StoredBriefing {
  briefing: Briefing;
  file: string;
  firstSeenAt: Temporal.Instant;
  /** Null for a draft. Kept when the briefing changes, goes and comes back: it is no news twice. */
  readyAt: Temporal.Instant | null;
}

export interface RecordedBriefing extends StoredBriefing {
  change: "new" | "changed" | "same";
}

/** Remembers a briefing as it was found at `now`. */
export function recordBriefing(
  db: Db,
  found: { briefing: Briefing; file: string },
  now: Temporal.Instant,
): Promise<RecordedBriefing> {
  const { briefing, file } = found;
  const content = JSON.stringify(briefing);
  const hash = createHash("sha256").update(content).digest("base64url");
  return together(db, async (transaction) => {
    const known = await transaction
      .selectFrom("briefing")
      .selectAll()
      .where("id", "=", briefing.id)
      .executeTakeFirst();
    const before = known?.ready_at ?? null;
    const ready = readyAt(briefing, now, before === null ? null : toInstant(before));
    const firstSeenAt = known === undefined ? now : toInstant(known.first_seen_at);
    const row = {
      file,
      content,
      hash,
      ready_at: ready === null ? null : toMs(ready),
      removed_at: null,
    };
    await transaction
      .insertInto("briefing")
      .values({ id: briefing.id, first_seen_at: toMs(now), ...row })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
      .execute();
    const change = known === undefined ? "new" : known.hash === hash ? "same" : "changed";
    return { briefing, file, firstSeenAt, readyAt: ready, change };
  });
}

/** The file is gone; what was posted stays known. */
export async function removeBriefing(db: Db, id: string, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable("briefing")
    .set({ removed_at: toMs(now) })
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .execute();
}

/** All whose file is there. `unreadable` are ids whose stored form this version no longer understands. */
export async function loadBriefings(
  db: Db,
): Promise<{ briefings: readonly StoredBriefing[]; unreadable: readonly string[] }> {
  const rows = await db
    .selectFrom("briefing")
    .selectAll()
    .where("removed_at", "is", null)
    .orderBy("id")
    .execute();
  const briefings: StoredBriefing[] = [];
  const unreadable: string[] = [];
  for (const row of rows) {
    const stored = readRow(row);
    if (stored === null) unreadable.push(row.id);
    else briefings.push(stored);
  }
  return { briefings, unreadable };
}

/** One whose file is there, or undefined. */
export async function loadBriefing(db: Db, id: string): Promise<Briefing | undefined> {
  return (await loadStoredBriefing(db, id))?.briefing;
}

/** The same, with its file. */
export async function loadStoredBriefing(db: Db, id: string): Promise<StoredBriefing | undefined> {
  const row = await db
    .selectFrom("briefing")
    .selectAll()
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .executeTakeFirst();
  return row === undefined ? undefined : (readRow(row) ?? undefined);
}

function readRow(row: Selectable<Tables["briefing"]>): StoredBriefing | null {
  const parsed = Briefing.safeParse(parseJson(row.content));
  if (!parsed.success) return null;
  return {
    briefing: parsed.data,
    file: row.file,
    firstSeenAt: toInstant(row.first_seen_at),
    readyAt: row.ready_at === null ? null : toInstant(row.ready_at),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
