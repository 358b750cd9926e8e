/** What became of the posts of a channel, in numbers. For the caller alone. Pure. */
import type { Message } from "../message.ts";
import { counted, oneLine, shorten } from "../words.ts";
import { heading, makeMessage, paragraph } from "./parts.ts";

export interface StatsRow {
  title: string;
  /** ISO 8601 in UTC. */
  postedAt: string;
  opened: number;
  questions: number;
  useful: number;
  notUseful: number;
}

const longestTitle = 60;

function told({ useful, notUseful }: StatsRow): string {
  return useful + notUseful === 0 ? "–" : `${useful} of ${useful + notUseful}`;
}

/** The newest of `total`, the newest first; `days` is how far back they go. */
export function composeStats(
  rows: readonly StatsRow[],
  { days, total }: { days: number; total: number },
): Message {
  const title = "What is read in this channel";
  if (rows.length === 0) {
    return makeMessage(title, "nothing was posted", {
      lead: [heading(1, title), paragraph(`Nothing was posted here in the last ${days} days.`)],
    });
  }
  const header = ["Briefing", "Posted", "Opened", "Questions", "Useful"];
  const isWhole = rows.length === total;
  return makeMessage(title, counted(total, "briefing"), {
    lead: [
      heading(1, title),
      {
        type: "table",
        header: header.map((text) => [{ text }]),
        rows: rows.map((row) => [
          [{ text: shorten(oneLine(row.title), longestTitle) }],
          [{ at: row.postedAt, show: "date" as const }],
          [{ text: String(row.opened) }],
          [{ text: String(row.questions) }],
          [{ text: told(row) }],
        ]),
      },
      {
        type: "meta",
        parts: [
          [{ text: `the last ${days} days` }],
          ...(isWhole ? [] : [[{ text: `the newest ${rows.length} of ${total}` }]]),
          [{ text: "opened: the full text was asked for under a post" }],
          [{ text: "useful: of those who said so of an answer" }],
          [{ text: "who read what is counted nowhere" }],
        ],
      },
    ],
  });
}
