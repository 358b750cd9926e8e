/** What was in the folder, with the moment at which each briefing could first be shown. */
import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import type { z } from "zod";
import { Briefing } from "../briefing/briefing.ts";
import { readyAt } from "../schedule/digest.ts";
import { parseJson } from "./json.ts";
import { restandWith } from "./fates.ts";
import { noteChange, noteFollowUp } from "./news.ts";
import type { Tables } from "./schema.ts";
import { type Db, together, toInstant, toMs } from "./store.ts";

export interface StoredBriefing {
  briefing: Briefing;
  file: string;
  firstSeenAt: Temporal.Instant;
  /** Null for a draft. Kept when the briefing changes, goes and comes back: it is no news twice. */
  readyAt: Temporal.Instant | null;
}

/** All of a briefing but its text. */
export type Card = z.infer<typeof Card>;
const Card = Briefing.omit({ preface: true, summary: true, body: true, insights: true });

/** A briefing whose text stays on disk; `hash` names it there. */
export interface StoredCard extends Omit<StoredBriefing, "briefing"> {
  card: Card;
  hash: string;
}

export function cardOf({
  preface: _p,
  summary: _s,
  body: _b,
  insights: _i,
  ...card
}: Briefing): Card {
  return card;
}

export interface RecordedBriefing extends StoredBriefing {
  hash: string;
  /** As it was written: with strings of its own, which do not keep the whole article in memory as slices of it do. */
  card: Card;
  change: "new" | "changed" | "same";
}

const versions = new WeakMap<Briefing, string>();

function hashOf(content: string): string {
  return createHash("sha256").update(content).digest("base64url");
}

/** The same for the same content, and only for that. */
export function versionOf(briefing: Briefing): string {
  return versions.get(briefing) ?? withVersion(briefing, hashOf(JSON.stringify(briefing)));
}

/** For a briefing whose version is known without reading its text. */
export function withVersion(briefing: Briefing, version: string): string {
  versions.set(briefing, version);
  return version;
}

function earlierOf(card: string | undefined): string | undefined {
  const parsed = Card.safeParse(parseJson(card ?? ""));
  return parsed.success ? parsed.data.updates : undefined;
}

/** Remembers a briefing as it was found at `now`. */
export function recordBriefing(
  db: Db,
  found: { briefing: Briefing; file: string },
  now: Temporal.Instant,
): Promise<RecordedBriefing> {
  const { briefing, file } = found;
  const content = JSON.stringify(briefing);
  const hash = hashOf(content);
  const card = JSON.stringify(cardOf(briefing));
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
      hash,
      card,
      ready_at: ready === null ? null : toMs(ready),
      removed_at: null,
      withdrawn_at: briefing.status === "withdrawn" ? (known?.withdrawn_at ?? toMs(now)) : null,
    };
    await transaction
      .insertInto("briefing_text")
      .values({ hash, content })
      .onConflict((conflict) => conflict.column("hash").doUpdateSet({ content }))
      .execute();
    await transaction
      .insertInto("briefing")
      .values({ id: briefing.id, first_seen_at: toMs(now), shown: hash, told: hash, ...row })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
      .execute();
    const change = known === undefined ? "new" : known.hash === hash ? "same" : "changed";
    if (known !== undefined) await restandWith(transaction, briefing.id);
    if (known !== undefined && change === "changed")
      await noteChange(transaction, briefing.id, known.hash, now);
    if (briefing.updates !== undefined && briefing.updates !== earlierOf(known?.card))
      await noteFollowUp(transaction, briefing.id, ready ?? now, now);
    const written = Card.parse(JSON.parse(card));
    return { briefing, file, hash, card: written, firstSeenAt, readyAt: ready, change };
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
export async function loadCards(
  db: Db,
): Promise<{ cards: readonly StoredCard[]; unreadable: readonly string[] }> {
  const rows = await db
    .selectFrom("briefing")
    .selectAll()
    .where("removed_at", "is", null)
    .orderBy("id")
    .execute();
  const cards: StoredCard[] = [];
  const unreadable: string[] = [];
  for (const { id, card, ...row } of rows) {
    const parsed = Card.safeParse(parseJson(card));
    if (parsed.success) cards.push({ card: parsed.data, hash: row.hash, ...storedAs(row) });
    else unreadable.push(id);
  }
  return { cards, unreadable };
}

/** One whose file is there, or undefined. */
export async function loadBriefing(db: Db, id: string): Promise<Briefing | undefined> {
  return (await loadStoredBriefing(db, id))?.briefing;
}

/** The same, with its file. */
export async function loadStoredBriefing(db: Db, id: string): Promise<StoredBriefing | undefined> {
  const row = await db
    .selectFrom("briefing")
    .innerJoin("briefing_text", "briefing_text.hash", "briefing.hash")
    .selectAll()
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const parsed = Briefing.safeParse(parseJson(row.content));
  return parsed.success ? { briefing: parsed.data, ...storedAs(row) } : undefined;
}

/** Older versions of briefings. Nobody who reads one may be there any more. */
export async function forgetOldTexts(db: Db): Promise<void> {
  await db
    .deleteFrom("briefing_text")
    .where("hash", "not in", db.selectFrom("briefing").select("hash"))
    .execute();
}

function storedAs(
  row: Pick<Selectable<Tables["briefing"]>, "file" | "first_seen_at" | "ready_at">,
): Omit<StoredBriefing, "briefing"> {
  return {
    file: row.file,
    firstSeenAt: toInstant(row.first_seen_at),
    readyAt: row.ready_at === null ? null : toInstant(row.ready_at),
  };
}
