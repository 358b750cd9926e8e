/** Blocks as plain text, for screen readers, notifications and search. */
import type { Span } from "./blocks.ts";
import type { Block } from "./message.ts";

/** The text of spans without style; a link keeps its text only. */
export function plainSpans(_spans: readonly Span[]): string {
  throw new Error("being written");
}

/** Every word a reader would see, blocks separated by "\n\n", in order. Buttons are left out. */
export function plainText(_blocks: readonly Block[]): string {
  throw new Error("being written");
}
