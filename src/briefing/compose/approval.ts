/** A digest as its approver sees it, and what is said about the decision. Pure. */
import type { Span } from "../blocks.ts";
import type { Block, Message } from "../message.ts";
import { oneLine, shorten } from "../words.ts";
import { makeMessage, paragraph } from "./parts.ts";

export interface ApprovalQuestion {
  /** What the buttons carry. */
  id: number;
  name: string;
  needs: "required" | "veto";
  /** ISO 8601. */
  slot: string;
}

function time(at: string): Span {
  return { at, show: "datetime" };
}

/** The very messages that would be posted, under what is asked about them. */
export function composeApproval(
  { id, name, needs, slot }: ApprovalQuestion,
  messages: readonly Message[],
): Message {
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

/** `spans` say it with times that every reader sees in their own zone. */
export function composeDecision(text: string, at: string | null): Message {
  const block: Block = {
    type: "paragraph",
    spans: at === null ? [{ text }] : [{ text: `${text} Its time: ` }, time(at), { text: "." }],
  };
  return makeMessage(text, "", { lead: [block] });
}
