/** The bot's own page for one person. Pure. */
import type { Briefing } from "../briefing.ts";
import type { Block, Message } from "../message.ts";
import { counted } from "../words.ts";
import { entry, heading, makeMessage, paragraph } from "./parts.ts";

/** What can be pressed anywhere; then the sections of the features, in their order. */
export function composeHome(sections: readonly Block[]): Message {
  return makeMessage("Briefings", "what is new, and what is posted where", {
    lead: [
      heading(1, "Briefings"),
      {
        type: "actions",
        items: [
          { type: "button", id: "search", label: "Search", primary: true },
          { type: "button", id: "help", label: "What I can do" },
        ],
      },
      ...sections,
    ],
  });
}

/** `total` counts all that readers may see. */
export function composeHomeLatest(latest: readonly Briefing[], total: number): readonly Block[] {
  if (latest.length === 0) return [heading(2, "Latest"), paragraph("There are no briefings yet.")];
  return [
    heading(2, "Latest"),
    ...latest.map((briefing) => entry(briefing)),
    { type: "meta", parts: [[{ text: `${counted(total, "briefing")} in all` }]] },
  ];
}
