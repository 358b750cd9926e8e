/** The keys of the front matter, and what was meant by one that is none. */
import { nearest } from "../nearest.ts";
import { quoted } from "../problems.ts";
import type { Place, ProblemLog } from "../problems.ts";

export const KEYS = [
  "id",
  "topics",
  "status",
  "publishedAt",
  "embargoUntil",
  "updatedAt",
  "updates",
  "source",
  "author",
  "language",
] as const;
export type Key = (typeof KEYS)[number];
export const SOURCE_KEYS = ["name", "url"] as const;

/** What other programs call our keys. */
const FOREIGN_KEYS: ReadonlyMap<string, string> = new Map([
  ["title", "The title is the first line of the article, not a key."],
  ["draft", "Did you mean `status: draft`?"],
  ["date", "Did you mean `publishedAt`?"],
  ["lastmod", "Did you mean `updatedAt`?"],
  ["updated", "Did you mean `updatedAt`?"],
  ["modified", "Did you mean `updatedAt`?"],
  ["follows", "Did you mean `updates`?"],
  ["update", "Did you mean `updates`?"],
  ["tags", "Did you mean `topics`?"],
  ["categories", "Did you mean `topics`?"],
  ["keywords", "Did you mean `topics`?"],
  ["slug", "Did you mean `id`?"],
  ["link", "Did you mean `source`?"],
  ["url", "Did you mean `source`?"],
]);

/** An error, not a warning: a mistyped `embargoUntil` would let the article out. */
export function reportKey(
  key: string,
  names: readonly string[],
  where: string,
  place: Place,
  log: ProblemLog,
): void {
  const foreign = names === KEYS ? FOREIGN_KEYS.get(key.toLowerCase()) : undefined;
  const meant = nearest(key, names);
  const listed = `The keys of the ${where} are ${names.join(", ")}.`;
  const hint = foreign ?? (meant === undefined ? listed : `Did you mean \`${meant}\`?`);
  log.error("front-matter-key", place, `Unknown key ${quoted(key)} in the ${where}.`, hint);
}
