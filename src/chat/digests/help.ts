/** How schedules are made and kept, with examples. */
import { composeHelp } from "../../briefing/compose/lists.ts";
import type { Message } from "../../briefing/message.ts";
import { digestCommand } from "./command.ts";

const examples = [
  "weekdays 9am Europe/London",
  "mon,thu 08:30 topics:space,health",
  "first monday of the month 10:00 title:Monthly",
  "form:each quiet:22:00-07:00",
];

/** `note` stands first: what was not understood. */
export function composeDigestHelp(note?: string): Message {
  const help = composeHelp([digestCommand], note);
  return {
    ...help,
    title: note === undefined ? "Schedules of a channel" : help.title,
    lead: [
      ...help.lead.slice(0, -1),
      {
        type: "paragraph",
        spans: [{ text: "For example:" }],
      },
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
