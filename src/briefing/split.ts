/**
 * Cuts blocks into parts that each fit one request. Never inside a link, a code
 * span or a grapheme; at a block's end where possible, then at a sentence's,
 * a word's, a grapheme's.
 */
import type { ListItem, Span, Style } from "./blocks.ts";
import { endOfUnit, nextCut } from "./cut.ts";
import type { Block } from "./message.ts";
import { stripOf } from "./strip.ts";
import type { Seam, Strip } from "./strip.ts";

export interface Part {
  blocks: readonly Block[];
  /** True when the first block goes on with what the last block of the part before began. */
  continues: boolean;
  /**
   * Only when `continues`, and what goes on is inside a list or a table. "item": the first list item or row goes on
   * with the last one of the part before (other cells of the row are empty). "header": the table's header does.
   */
  seam?: Seam;
}

/** What one request may hold. Costs add up; a part fits when no sum exceeds its limit. */
export interface Measure {
  /** As many numbers as `limits`, e.g. characters, bytes, blocks. Pure; grows with the text; called often. */
  cost(block: Block): readonly number[];
  limits: readonly number[];
}

type Amounts = readonly number[];

function add(a: Amounts, b: Amounts): Amounts {
  return a.map((amount, index) => amount + (b[index] ?? 0));
}

function isWithin(amounts: Amounts, limits: Amounts): boolean {
  return limits.every((limit, index) => (amounts[index] ?? 0) <= limit);
}

interface Costed {
  block: Block;
  cost: Amounts;
}

/** Fills one part after the other. */
class Packer {
  readonly #measure: Measure;
  readonly #parts: Part[] = [];
  #blocks: Block[] = [];
  #used: Amounts;
  #begins: Pick<Part, "continues" | "seam"> = { continues: false };

  constructor(measure: Measure) {
    this.#measure = measure;
    this.#used = measure.limits.map(() => 0);
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  get hasOnlyHeadings(): boolean {
    return this.#blocks.every(({ type }) => type === "heading");
  }

  hasRoomFor(cost: Amounts): boolean {
    return isWithin(add(this.#used, cost), this.#measure.limits);
  }

  push({ block, cost }: Costed): void {
    this.#blocks.push(block);
    this.#used = add(this.#used, cost);
  }

  close(): void {
    if (!this.isEmpty) this.#parts.push({ blocks: this.#blocks, ...this.#begins });
    this.#blocks = [];
    this.#used = this.#measure.limits.map(() => 0);
    this.#begins = { continues: false };
  }

  /** Says that the part, still empty, goes on with the last block of the part before. */
  goOn(seam: Seam | undefined): void {
    this.#begins = seam === undefined ? { continues: true } : { continues: true, seam };
  }

  finish(): readonly Part[] {
    this.close();
    return this.#parts;
  }
}

/** Half of every limit: what is larger is not kept together with something else at any price. */
function isSmall(cost: Amounts, limits: Amounts): boolean {
  return limits.every((limit, index) => (cost[index] ?? 0) * 2 <= limit);
}

/** The block at an index with the headings that lead to it: what should stay together. */
function unitAt(all: readonly Costed[], index: number, limits: Amounts): readonly Costed[] {
  let headings = limits.map((): number => 0) as Amounts;
  for (let end = index; end < all.length; end += 1) {
    const next = all[end];
    if (next === undefined || next.block.type !== "heading") return all.slice(index, end + 1);
    headings = add(headings, next.cost);
    if (!isSmall(headings, limits)) return all.slice(index, Math.max(end, index + 1));
  }
  return all.slice(index);
}

function sum(costed: readonly Costed[], limits: Amounts): Amounts {
  return costed.reduce<Amounts>(
    (total, { cost }) => add(total, cost),
    limits.map(() => 0),
  );
}

/** A table whose header takes half of a part cannot repeat it in every part. */
function openStrip({ block }: Costed, { cost, limits }: Measure): Strip | undefined {
  const repeatHeader = block.type === "table" && isSmall(cost({ ...block, rows: [] }), limits);
  return stripOf(block, repeatHeader);
}

/** About how much of a block one part holds. */
function guessPiece({ text }: Strip, cost: Amounts, limits: Amounts): number {
  const parts = Math.max(1, ...limits.map((limit, index) => (cost[index] ?? 0) / limit));
  return Math.ceil(text.length / parts);
}

/** Packs a block that is too long for one part, beginning in the room that is left. */
function packBroken(costed: Costed, strip: Strip, packer: Packer, measure: Measure): void {
  const { length } = strip.text;
  const guess = guessPiece(strip, costed.cost, measure.limits);
  const fits = (from: number, to: number) => packer.hasRoomFor(measure.cost(strip.piece(from, to)));
  for (let from = 0; from < length;) {
    const force = packer.isEmpty ? "forced" : packer.hasOnlyHeadings ? "careful" : "gentle";
    let to = nextCut(strip, from, { guess, force, fits });
    if (to === from && !packer.isEmpty) {
      packer.close();
      continue;
    }
    if (to === from) to = endOfUnit(strip, from);
    const piece = strip.piece(from, to);
    if (from > 0) packer.goOn(strip.seam(from));
    packer.push({ block: piece, cost: measure.cost(piece) });
    from = to;
    if (from < length) packer.close();
  }
}

/** Whether headings and the beginning of what follows them find room in the part begun. */
function canBegin(headings: Amounts, last: Costed, strip: Strip, packer: Packer, measure: Measure) {
  const guess = guessPiece(strip, last.cost, measure.limits);
  const fits = (from: number, to: number) =>
    packer.hasRoomFor(add(headings, measure.cost(strip.piece(from, to))));
  return nextCut(strip, 0, { guess, force: "gentle", fits }) > 0;
}

function packUnit(unit: readonly Costed[], packer: Packer, measure: Measure): void {
  const { limits } = measure;
  const total = sum(unit, limits);
  if (!packer.hasRoomFor(total) && isWithin(total, limits)) packer.close();
  const last = unit.at(-1);
  const strip =
    packer.hasRoomFor(total) || last === undefined ? undefined : openStrip(last, measure);
  if (last === undefined || strip === undefined) {
    for (const costed of unit) {
      if (!packer.hasRoomFor(costed.cost)) packer.close();
      packer.push(costed);
    }
    return;
  }
  const headings = unit.slice(0, -1);
  if (headings.length > 0 && !packer.isEmpty) {
    if (!canBegin(sum(headings, limits), last, strip, packer, measure)) packer.close();
  }
  for (const heading of headings) packer.push(heading);
  packBroken(last, strip, packer, measure);
}

/**
 * Every block of every part, in order, is a block of the input or a piece of one; `join` gives the input back.
 * A block goes into the next part whole when it fits there; only one that fits in no part is broken, at the end of
 * an item, a row or a line, else of a sentence, else of a word, else of a grapheme. Meta lines, actions, cards and
 * dividers are never broken; one that fits in no part stands alone, whole. A heading stays with what follows it. As the very last resort a link or a code
 * span that alone exceeds a limit is cut, each piece keeping target and style; a grapheme likewise.
 * Takes time in proportion to the text.
 */
export function split(blocks: readonly Block[], measure: Measure): readonly Part[] {
  const all = blocks.map((block) => ({ block, cost: measure.cost(block) }));
  const packer = new Packer(measure);
  for (let index = 0; index < all.length;) {
    const unit = unitAt(all, index, measure.limits);
    packUnit(unit, packer, measure);
    index += unit.length;
  }
  return packer.finish();
}

function isSameStyle(a: Style = {}, b: Style = {}): boolean {
  return a.bold === b.bold && a.italic === b.italic && a.strike === b.strike && a.code === b.code;
}

/** The seam closes where both sides look the same. */
function joinSpans(before: readonly Span[], after: readonly Span[]): readonly Span[] {
  const last = before.at(-1);
  const first = after[0];
  if (last === undefined || first === undefined) return [...before, ...after];
  if ("at" in last || "at" in first) return [...before, ...after];
  if (last.href !== first.href || !isSameStyle(last.style, first.style))
    return [...before, ...after];
  return [...before.slice(0, -1), { ...last, text: last.text + first.text }, ...after.slice(1)];
}

type Cells = readonly (readonly Span[])[];

function joinCells(before: Cells, after: Cells): Cells {
  return before.map((spans, index) => joinSpans(spans, after[index] ?? []));
}

function joinItems(before: readonly ListItem[], after: readonly ListItem[]): readonly ListItem[] {
  const last = before.at(-1);
  const first = after[0];
  if (last === undefined || first === undefined) return [...before, ...after];
  const whole = { ...last, spans: joinSpans(last.spans, first.spans) };
  return [...before.slice(0, -1), whole, ...after.slice(1)];
}

function joinRows(before: readonly Cells[], after: readonly Cells[]): readonly Cells[] {
  const last = before.at(-1);
  const first = after[0];
  if (last === undefined || first === undefined) return [...before, ...after];
  return [...before.slice(0, -1), joinCells(last, first), ...after.slice(1)];
}

function joinBlocks(before: Block, after: Block, seam: Seam | undefined): Block {
  if (before.type === "code" && after.type === "code") {
    return { ...before, text: before.text + after.text };
  }
  if (before.type === "list" && after.type === "list") {
    const items =
      seam === "item" ? joinItems(before.items, after.items) : [...before.items, ...after.items];
    return { ...before, items };
  }
  if (before.type === "table" && after.type === "table") {
    return {
      ...before,
      header: seam === "header" ? joinCells(before.header, after.header) : before.header,
      rows: seam === "item" ? joinRows(before.rows, after.rows) : [...before.rows, ...after.rows],
    };
  }
  if ("spans" in before && "spans" in after) {
    return { ...before, spans: joinSpans(before.spans, after.spans) };
  }
  throw new TypeError(`A ${before.type} does not go on with a ${after.type}.`);
}

/** The inverse of `split`. */
export function join(parts: readonly Part[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const part of parts) {
    const [first, ...rest] = part.blocks;
    const last = blocks.at(-1);
    if (first === undefined) continue;
    if (part.continues && last !== undefined)
      blocks[blocks.length - 1] = joinBlocks(last, first, part.seam);
    else blocks.push(first);
    for (const block of rest) blocks.push(block);
  }
  return blocks;
}

/**
 * The blocks of every part, each closed by a small line "2/3" when there are several. Take the cost of that line
 * off the limits before splitting.
 */
export function number(parts: readonly Part[]): readonly (readonly Block[])[] {
  if (parts.length < 2) return parts.map((part) => part.blocks);
  return parts.map((part, index) => [
    ...part.blocks,
    { type: "meta", parts: [[{ text: `${index + 1}/${parts.length}` }]] },
  ]);
}
