/** Approval as somebody writes it in chat, and back. Pure. */
import { BotError } from "../../errors.ts";
import type { StoredEntry } from "../../storage/chat-schedules.ts";

export const approvalKeys = ["approval", "approver", "ask"] as const;
type Words = Readonly<Record<(typeof approvalKeys)[number], string>>;

/** Throws `input` for an approver that cannot be named in chat. What else is wrong is told where the entry is read. */
export function approvalOf({ approval, approver, ask }: Words): StoredEntry {
  if (approval === "" && (approver !== "" || ask !== "")) {
    throw new BotError("input", "Say what is asked: approval:required or approval:veto.");
  }
  if (approval === "" || approval === "none") return {};
  const person = /^<@!?([A-Z0-9]+)(?:\|[^>]*)?>$/iu.exec(approver)?.[1] ?? approver;
  if (!/^[A-Z0-9_-]*$/iu.test(person)) {
    throw new BotError("input", "In chat a person approves, by a mention or an id.", {
      hint: "A channel as approver can be named in config/bot.yaml.",
    });
  }
  return {
    approval,
    ...(person === "" ? {} : { approver: person }),
    ...(ask === "" ? {} : { ask }),
  };
}

export function approvalWritten(entry: StoredEntry): Words {
  const text = (key: keyof Words): string => {
    const value = entry[key];
    return typeof value === "string" ? value : "";
  };
  return { approval: text("approval") || "none", approver: text("approver"), ask: text("ask") };
}
