/** Why a briefing comes to this channel or not. For the caller alone. Pure. */
import type { ListItem } from "../blocks.ts";
import type { Block, Message } from "../message.ts";
import { oneLine, shorten } from "../words.ts";
import { heading, item, makeMessage, paragraph, section, time } from "./parts.ts";

/** Instants are ISO 8601 in UTC; `text` and `todo` are sentences, in which backticks mark what is typed. */
export interface WhyView {
  title: string;
  deliveries: readonly {
    id: number;
    state: string;
    kind: string;
    at: string;
    reason: string | null;
  }[];
  schedules: readonly {
    name: string;
    stages: readonly { passed: boolean; text: string; at: string | null }[];
    comesAt: string | null;
    todo: string | null;
  }[];
}

const stateWords: Readonly<Record<string, string>> = {
  sent: "posted",
  pending: "about to be posted",
  sending: "on its way",
  unknown: "perhaps posted; the platform is being asked",
  uncertain: "held: nobody can tell whether it arrived",
  failed: "failed",
  dropped: "dropped by the operator",
};

function deliveryItem({ id, state, kind, at, reason }: WhyView["deliveries"][number]): ListItem {
  const why = reason === null || state === "sent" ? "" : `: ${shorten(oneLine(reason), 200)}`;
  return item(
    { text: `Delivery ${id} (${kind}) ` },
    { text: stateWords[state] ?? state, style: { bold: true } },
    { text: ", " },
    time(at),
    { text: why },
  );
}

function scheduleBlocks(why: WhyView["schedules"][number]): readonly Block[] {
  const items = why.stages.map(({ passed, text, at }) =>
    item(
      { text: passed ? "✓ " : "✗ " },
      passed ? { text } : { text, style: { bold: true } },
      ...(at === null ? [] : [{ text: " (" }, time(at), { text: ")" }]),
    ),
  );
  return section(why.name, [
    { type: "list", items },
    ...(why.comesAt === null
      ? []
      : [
          {
            type: "paragraph" as const,
            spans: [{ text: "So it comes " }, time(why.comesAt), { text: "." }],
          },
        ]),
    ...(why.todo === null ? [] : [paragraph(`To do: ${why.todo}`)]),
  ]);
}

export function composeWhy({ title, deliveries, schedules }: WhyView): Message {
  const line = `Why “${shorten(title, 80)}” is here or not`;
  const failed = deliveries.find(({ state }) => state === "failed" || state === "uncertain");
  return makeMessage(line, "stage by stage, for each schedule of this channel", {
    lead: [
      heading(1, line),
      ...(deliveries.length === 0
        ? [paragraph("Nothing of it was posted here yet.")]
        : [{ type: "list" as const, items: deliveries.map(deliveryItem) }]),
      ...(failed === undefined
        ? []
        : [
            paragraph(
              `Where the bot runs, \`briefing resend ${failed.id}\` posts that one again and \`briefing drop ${failed.id}\` leaves it.`,
            ),
          ]),
      ...(schedules.length === 0
        ? [paragraph("No schedule posts to this channel. `/digest add` makes one.")]
        : schedules.flatMap(scheduleBlocks)),
    ],
  });
}
