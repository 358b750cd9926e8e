/** The files of the folder as they were read last, so that those that did not change need not be read again. */
import { z } from "zod";
import type { Claim } from "../briefing/parse/parse.ts";
import { Problem } from "../briefing/problems.ts";
import { parseJson } from "./json.ts";
import type { Db } from "./store.ts";

export interface StoredArticle {
  file: string;
  /** How it looked; null when that does not tell whether it has changed since. */
  stamp: string | null;
  /** Of its bytes. */
  hash: string;
  claim: Claim | null;
  problems: readonly Problem[];
  /** The hash of the briefing that it serves; null when it serves none, or an older one. */
  briefingHash: string | null;
}

const StoredClaim = z.strictObject({
  id: z.string(),
  place: z.strictObject({ line: z.int(), column: z.int() }),
});
const Verdict = z.tuple([StoredClaim.nullable(), z.array(Problem)]);

/** Those that were read in this form. What cannot be understood is left out: the file is read again then. */
export async function loadArticles(db: Db, form: string): Promise<readonly StoredArticle[]> {
  const rows = await db.selectFrom("article").selectAll().where("form", "=", form).execute();
  return rows.flatMap(({ file, stamp, hash, claim, problems, briefing_hash }) => {
    const verdict = Verdict.safeParse(parseJson(`[${claim ?? "null"},${problems}]`));
    if (!verdict.success) return [];
    const [known, found] = verdict.data;
    return [{ file, stamp, hash, claim: known, problems: found, briefingHash: briefing_hash }];
  });
}

export async function saveArticles(
  db: Db,
  form: string,
  articles: readonly StoredArticle[],
): Promise<void> {
  for (const { file, stamp, hash, claim, problems, briefingHash } of articles) {
    const row = {
      form,
      stamp,
      hash,
      claim: claim === null ? null : JSON.stringify(claim),
      problems: JSON.stringify(problems),
      briefing_hash: briefingHash,
    };
    await db
      .insertInto("article")
      .values({ file, ...row })
      .onConflict((conflict) => conflict.column("file").doUpdateSet(row))
      .execute();
  }
}

export async function forgetArticles(db: Db, files: readonly string[]): Promise<void> {
  for (const file of files) await db.deleteFrom("article").where("file", "=", file).execute();
}
