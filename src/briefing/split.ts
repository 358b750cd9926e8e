/**
 * Cuts blocks into parts that each fit one request. Never inside a link, a code
 * span or a grapheme; at a block's end where possible, then at a sentence's,
 * a word's, a grapheme's.
 */
import type { Block } from "./message.ts";

export interface Part {
  blocks: readonly Block[];
  /** True when the first block goes on with what the last block of the part before began. */
  continues: boolean;
}

/** What one request may hold. Costs add up; a part fits when no sum exceeds its limit. */
export interface Measure {
  /** As many numbers as `limits`, e.g. characters, bytes, blocks. */
  cost(block: Block): readonly number[];
  limits: readonly number[];
}

export function split(_blocks: readonly Block[], _measure: Measure): readonly Part[] {
  throw new Error("being written");
}

/** The inverse of `split`. */
export function join(_parts: readonly Part[]): readonly Block[] {
  throw new Error("being written");
}
