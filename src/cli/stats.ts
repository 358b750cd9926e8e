/** `briefing stats`: what became of the posts of every channel. */
import { countReading } from "../storage/reading.ts";
import type { Db } from "../storage/store.ts";

/** What `--json` prints of each briefing in each channel. Instants are ISO 8601 in UTC. */
export interface ListedReading {
  briefing: string;
  platform: string;
  workspace: string;
  channel: string;
  postedAt: string;
  posts: number;
  opened: number;
  questions: number;
  useful: number;
  notUseful: number;
}

export async function listReading(
  db: Db,
  { days, now }: { days: number; now: Temporal.Instant },
): Promise<readonly ListedReading[]> {
  const since = now.subtract({ hours: 24 * days });
  return (await countReading(db, { since })).map(({ channel, postedAt, ...counts }) => ({
    ...counts,
    ...channel,
    postedAt: postedAt.toString(),
  }));
}

/** The table has no more lines than somebody reads. */
const mostRows = 1_000;

/** A line for each, with a head; the newest first, and how many more there are. */
export function formatReading(rows: readonly ListedReading[], days: number): string {
  if (rows.length === 0) return `Nothing was posted in the last ${days} days.`;
  const cells = rows
    .slice(0, mostRows)
    .map((row) => [
      row.postedAt.slice(0, 10),
      String(row.opened),
      String(row.questions),
      row.useful + row.notUseful === 0 ? "-" : `${row.useful}/${row.useful + row.notUseful}`,
      `${row.platform}:${row.channel}`,
      row.briefing,
    ]);
  const head = ["posted", "opened", "questions", "useful", "channel", "briefing"];
  const widths = head.map((text, column) =>
    Math.max(text.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const table = [head, ...cells]
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
  const more = rows.length - cells.length;
  return more === 0 ? table : `${table}\nand ${more} older ones: --json prints all of them.`;
}
