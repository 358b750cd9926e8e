/** A digest as its approver sees it, and what is said about the decision. Pure. */
import type { Block, Message } from "../message.ts";
import { oneLine, shorten } from "../words.ts";
import { makeMessage, paragraph, time } from "./parts.ts";

/** How it ended: a sentence, and when where that is known, ISO 8601. */
export interface Outcome {
  text: string;
  at: string | null;
}

export interface ApprovalQuestion {
  /** What the buttons carry. */
  id: number;
  name: string;
  needs: "required" | "veto";
  /** ISO 8601. */
  slot: string;
  /** There once nothing is asked any more. */
  outcome?: Outcome;
}

/** The very messages that would be posted, under what is asked about them. */
export function composeApproval(
  { id, name, needs, slot, outcome }: ApprovalQuestion,
  messages: readonly Message[],
): Message {
  if (outcome !== undefined) return composeDecided(name, slot, outcome, messages);
  const title = `May “${shorten(oneLine(name), 60)}” go out?`;
  const means =
    needs === "required"
      ? "It is posted then only when somebody approves it. Without that its briefings wait for the next digest."
      : "It is posted then unless somebody vetoes it.";
  const buttons: readonly Block[] = [
    {
      type: "actions",
      items:
        needs === "required"
          ? [
              { type: "button", id: `digest-approve:${id}`, label: "Approve", primary: true },
              { type: "button", id: `digest-veto:${id}`, label: "Skip this one" },
            ]
          : [{ type: "button", id: `digest-veto:${id}`, label: "Veto" }],
    },
  ];
  return makeMessage(title, means, {
    lead: [
      { type: "meta", parts: [[{ text: title }], [{ text: "Its time: " }, time(slot)]] },
      paragraph(means),
      ...messages.flatMap(({ lead }) => [{ type: "divider" } as const, ...lead]),
      { type: "divider" },
      ...buttons,
    ],
    thread: messages.flatMap(({ thread }) => thread),
  });
}

/** What was asked about stays to be read; how it ended stands where the buttons were. */
function composeDecided(
  name: string,
  slot: string,
  { text, at }: Outcome,
  messages: readonly Message[],
): Message {
  const title = `“${shorten(oneLine(name), 60)}” was asked about`;
  const said = oneLine(text);
  const ended: Block = {
    type: "paragraph",
    spans: at === null ? [{ text: said }] : [{ text: `${said} (` }, time(at), { text: ")" }],
  };
  return makeMessage(title, said, {
    lead: [
      { type: "meta", parts: [[{ text: title }], [{ text: "Its time: " }, time(slot)]] },
      ...messages.flatMap(({ lead }) => [{ type: "divider" } as const, ...lead]),
      { type: "divider" },
      ended,
    ],
    thread: messages.flatMap(({ thread }) => thread),
  });
}

/** `spans` say it with times that every reader sees in their own zone. */
export function composeDecision(text: string, at: string | null): Message {
  const block: Block = {
    type: "paragraph",
    spans: at === null ? [{ text }] : [{ text: `${text} Its time: ` }, time(at), { text: "." }],
  };
  return makeMessage(text, "", { lead: [block] });
}
