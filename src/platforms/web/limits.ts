/**
 * The limits of the local chat, all of them our own: they keep a page light
 * enough to open at once on a phone.
 */
import type { Payload } from "../platform.ts";
import { WebPayload } from "./payload.ts";

export const LIMITS = {
  /** UTF-8 bytes of one message as JSON. */
  messageBytes: 200_000,
  /** Blocks in one message. */
  blocks: 1_000,
  /** Levels of nested lists; deeper items stand on the last one. */
  listDepth: 8,
  /** UTF-16 units of a title and of a notice, which name a message and are not its text. */
  title: 300,
  notice: 1_000,
  /** Buttons in one row. */
  actions: 5,
  /** UTF-16 units somebody may write at once. */
  personText: 12_000,
  /** Bytes of a submitted form. */
  formBytes: 128 * 1024,
  /** Messages on one page of a channel or a thread. */
  pageMessages: 50,
} as const;

export interface Fault {
  /** Where in the payload, e.g. "blocks.3.items". */
  path: string;
  problem: string;
}

/** Everything that keeps a payload from being posted; empty when it is fine. */
export function findFaults(payload: Payload): readonly Fault[] {
  const parsed = WebPayload.safeParse(payload);
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => ({
      path: issue.path.join("."),
      problem: issue.message,
    }));
  }
  return tooMuch(parsed.data);
}

/** UTF-8 bytes of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), "utf8");
}

function tooMuch(payload: WebPayload): Fault[] {
  const faults: Fault[] = [];
  const check = (path: string, is: number, limit: number, unit: string): void => {
    if (is > limit)
      faults.push({ path, problem: `${String(is)} ${unit}, at most ${String(limit)}` });
  };
  check("", jsonBytes(payload), LIMITS.messageBytes, "bytes");
  check("blocks", payload.blocks.length, LIMITS.blocks, "blocks");
  check("title", payload.title.length, LIMITS.title, "characters");
  check("notice", payload.notice.length, LIMITS.notice, "characters");
  for (const [index, block] of payload.blocks.entries()) {
    if (block.type === "actions") {
      check(`blocks.${String(index)}.items`, block.items.length, LIMITS.actions, "buttons");
    }
  }
  return faults;
}

type WebButton = { id: string; label: string };

/** The buttons of a block that call the bot. */
export function buttonsOf(block: WebPayload["blocks"][number]): readonly WebButton[] {
  const items = block.type === "actions" ? block.items : block.type === "card" ? block.actions : [];
  return items.filter((item) => item.type === "button");
}
