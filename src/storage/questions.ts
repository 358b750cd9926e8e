/** What readers asked, what they were given for it, and whether it was of use to them. Who asked is not kept. */
import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import { parseJson } from "./json.ts";
import type { QuestionTable } from "./schema.ts";
import { type Db, toInstant, toMs } from "./store.ts";

export interface Place {
  platform: string;
  workspace: string;
  channel: string;
  /** The message that starts the thread; null where the answer was for the caller alone. */
  thread: string | null;
}

const Ids = z.array(z.string());
const Quotes = z.array(
  z.strictObject({ briefing: z.string(), section: z.string(), text: z.string() }),
);
export type StoredQuote = z.infer<typeof Quotes>[number];

export interface NewQuestion {
  /** Of the request; the same key is the same question. */
  key: string;
  place: Place;
  text: string;
  /** The ids of the briefings it was put to; empty for the whole archive. */
  about: readonly string[];
  tier: QuestionTable["tier"];
  quotes: readonly StoredQuote[];
  /** The id of another briefing that was named because it answers. */
  elsewhere?: string;
}

/** Gives the number of the question; one that is there already stays as it is. */
export async function recordQuestion(
  db: Db,
  { key, place, text, about, tier, quotes, elsewhere }: NewQuestion,
  now: Temporal.Instant,
): Promise<number> {
  await db
    .insertInto("question")
    .values({
      key,
      ...place,
      asked_at: toMs(now),
      text,
      about: JSON.stringify(about),
      tier,
      quotes: JSON.stringify(quotes.map((each) => Quotes.element.parse(each))),
      elsewhere: elsewhere ?? null,
      salt: randomBytes(16).toString("base64url"),
    })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  const { id } = await db
    .selectFrom("question")
    .select("id")
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
  return id;
}

/** What was asked in the thread before the question with this key, the oldest first; at most `limit`. */
export async function questionsBefore(
  db: Db,
  { platform, workspace, channel, thread }: Place,
  key: string,
  limit: number,
): Promise<readonly string[]> {
  if (thread === null) return [];
  const rows = await db
    .selectFrom("question")
    .select("text")
    .where("platform", "=", platform)
    .where("workspace", "=", workspace)
    .where("channel", "=", channel)
    .where("thread", "=", thread)
    .where("id", "<", sql<number>`coalesce((select id from question where key = ${key}), 9e15)`)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ text }) => text).toReversed();
}

/** `changed`: this person has said otherwise before. `gone`: there is no such question here. */
export type Rated = "new" | "same" | "changed" | "gone";

/** Counts a person once, without keeping who that is: only a hash that no other question has. */
export async function rateAnswer(
  db: Db,
  question: { id: number; platform: string; workspace: string },
  person: string,
  useful: boolean,
): Promise<Rated> {
  const { id, platform, workspace } = question;
  const row = await db
    .selectFrom("question")
    .select("salt")
    .where("id", "=", id)
    .where("platform", "=", platform)
    .where("workspace", "=", workspace)
    .executeTakeFirst();
  if (row === undefined) return "gone";
  const voter = createHash("sha256")
    .update(JSON.stringify([row.salt, platform, workspace, person]))
    .digest("base64url");
  const before = await db
    .selectFrom("feedback")
    .select("useful")
    .where("question_id", "=", id)
    .where("voter", "=", voter)
    .executeTakeFirst();
  const said = useful ? 1 : 0;
  await db
    .insertInto("feedback")
    .values({ question_id: id, voter, useful: said })
    .onConflict((conflict) =>
      conflict.columns(["question_id", "voter"]).doUpdateSet({ useful: said }),
    )
    .execute();
  if (before === undefined) return "new";
  return before.useful === said ? "same" : "changed";
}

export interface AskedQuestion {
  id: number;
  place: Place;
  text: string;
  about: readonly string[];
  tier: QuestionTable["tier"];
  quotes: readonly StoredQuote[];
  elsewhere?: string;
  askedAt: Temporal.Instant;
  useful: number;
  notUseful: number;
}

/** The newest first. What is stored of a quote and can no longer be read is left out. */
export async function listQuestions(db: Db): Promise<readonly AskedQuestion[]> {
  const rows = await db
    .selectFrom("question")
    .leftJoin("feedback", "feedback.question_id", "question.id")
    .select(["id", "platform", "workspace", "channel", "thread"])
    .select(["text", "about", "tier", "quotes", "elsewhere", "asked_at"])
    .select(({ fn, val }) => [
      fn.coalesce(fn.sum<number>("feedback.useful"), val(0)).as("useful"),
      fn.count<number>("feedback.voter").as("votes"),
    ])
    .groupBy("question.id")
    .orderBy("question.id", "desc")
    .execute();
  return rows.map(({ platform, workspace, channel, thread, ...row }) => ({
    id: row.id,
    place: { platform, workspace, channel, thread },
    text: row.text,
    about: Ids.catch([]).parse(parseJson(row.about)),
    tier: row.tier,
    quotes: Quotes.catch([]).parse(parseJson(row.quotes)),
    ...(row.elsewhere === null ? {} : { elsewhere: row.elsewhere }),
    askedAt: toInstant(row.asked_at),
    useful: row.useful,
    notUseful: row.votes - row.useful,
  }));
}

/** With what was said about their answers. */
export async function forgetQuestions(db: Db, before: Temporal.Instant): Promise<void> {
  await db.deleteFrom("question").where("asked_at", "<", toMs(before)).execute();
}
