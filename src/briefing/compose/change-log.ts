/** Who changed what about the schedules of a channel, and when. For the caller alone. Pure. */
import type { Span } from "../blocks.ts";
import type { Button, Message } from "../message.ts";
import { type Leaf, leafButtons } from "./pages.ts";
import { heading, makeMessage, paragraph } from "./parts.ts";

export interface ChangeLine {
  /** ISO 8601. */
  at: string;
  schedule: string;
  /** "Ada paused it until …". */
  what: readonly Span[];
}

/** One page, the newest first. `name` is the schedule that was asked about; "" for all. */
export function composeChangeLog(lines: readonly ChangeLine[], name: string, leaf: Leaf): Message {
  const title =
    name === "" ? "Changes of the schedules of this channel" : `Changes of the schedule “${name}”`;
  const all: Button = { type: "button", id: "digest-list", label: "All schedules" };
  return makeMessage(title, "the newest first", {
    lead: [
      heading(1, title),
      ...(lines.length === 0
        ? [paragraph("Nothing was changed so far.")]
        : [
            {
              type: "list" as const,
              items: lines.map(({ at, schedule, what }) => ({
                depth: 0,
                ordinal: null,
                spans: [
                  { at, show: "datetime" as const },
                  { text: " " },
                  { text: schedule, style: { bold: true as const } },
                  { text: ": " },
                  ...what,
                ],
              })),
            },
          ]),
      ...leafButtons(leaf),
      { type: "actions", items: [all] },
    ],
  });
}
