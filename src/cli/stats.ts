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
  { days, limit, now }: { days: number; limit: number; now: Temporal.Instant },
): Promise<readonly ListedReading[]> {
  const since = now.subtract({ hours: 24 * days });
  return (await countReading(db, { since, limit })).map(({ channel, postedAt, ...counts }) => ({
    ...counts,
    ...channel,
    postedAt: postedAt.toString(),
  }));
}

/** A line for each, with a head. */
export function formatReading(rows: readonly ListedReading[], days: number): string {
  if (rows.length === 0) return `Nothing was posted in the last ${days} days.`;
  const cells = rows.map((row) => [
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
  return [head, ...cells]
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
