/** How schedules are made and kept, with examples. */
import { composeHelp } from "../../briefing/compose/lists.ts";
import { paragraph } from "../../briefing/compose/parts.ts";
import type { ListItem } from "../../briefing/blocks.ts";
import type { Message } from "../../briefing/message.ts";
import { addOptions, digestCommand } from "./command.ts";

const examples = [
  "weekdays 9am Europe/London",
  "mon,thu 08:30 topics:space,health",
  "first monday of the month 10:00 title:Monthly",
  "form:each quiet:22:00-07:00",
];

/** A role is chosen where there are some, and never typed. */
const words = addOptions
  .slice(1)
  .filter(({ type }) => type !== "role")
  .map(({ name, description }): ListItem => ({
    depth: 0,
    ordinal: null,
    spans: [{ text: `${name}:`, style: { code: true } }, { text: ` ${description}` }],
  }));

/** `note` stands first: what was not understood. */
export function composeDigestHelp(note?: string): Message {
  const help = composeHelp([digestCommand], note);
  return {
    ...help,
    title: note === undefined ? "Schedules of a channel" : help.title,
    lead: [
      ...help.lead.slice(0, -1),
      paragraph("Words for `add` and `edit`, in any order:"),
      { type: "list", items: words },
      paragraph("For example:"),
      {
        type: "list",
        items: examples.map((example) => ({
          depth: 0,
          ordinal: null,
          spans: [{ text: `/digest add ${example}`, style: { code: true as const } }],
        })),
      },
    ],
  };
}
