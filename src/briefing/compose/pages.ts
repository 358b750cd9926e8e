/** Leafing through what is longer than one message, for the caller alone. Pure. */
import type { Block, Button } from "../message.ts";
import { plainText } from "../plain.ts";

/** The longest id of a button: see `Button`. */
const longestId = 90;

export interface Leaf {
  /** Counts from 1. */
  page: number;
  hasNext: boolean;
  /** The id of the button that leads to a page. */
  idOf(page: number): string;
}

/** The ways to the pages around this one; none where there is but one, or where an id would be too long. */
export function leafButtons({ page, hasNext, idOf }: Leaf): readonly Block[] {
  const way = (to: number, label: string): Button => ({ type: "button", id: idOf(to), label });
  const items = [
    ...(page > 1 ? [way(page - 1, `◀ Page ${page - 1}`)] : []),
    ...(hasNext ? [way(page + 1, `Page ${page + 1} ▶`)] : []),
  ].filter(({ id }) => id.length <= longestId);
  return items.length === 0 ? [] : [{ type: "actions", items }];
}

/** What somebody asks for, or what a button carries: a page that is there. `total` things, `size` on a page. */
export function pageWithin(asked: string | number, total: number, size: number): number {
  const page = Number(asked);
  const last = Math.max(1, Math.ceil(total / size));
  return Number.isInteger(page) ? Math.min(Math.max(page, 1), last) : 1;
}

/** About what fits into one message on every platform, of which Discord is the narrowest. */
const pageWeight = 10;

function weightOf(block: Block): number {
  switch (block.type) {
    case "card":
      return 3;
    case "actions":
      return 2;
    case "table":
      return 1 + block.rows.length;
    default:
      return 1 + Math.floor(plainText([block]).length / 600);
  }
}

/** Blocks in their order, as many on a page as fit; at least one page. */
export function pagesOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const pages: Block[][] = [[]];
  let weight = 0;
  for (const block of blocks) {
    const more = weightOf(block);
    if (weight > 0 && weight + more > pageWeight) {
      pages.push([]);
      weight = 0;
    }
    pages.at(-1)?.push(block);
    weight += more;
  }
  return pages;
}

/** What stands on a page. */
export function onPage<Each>(all: readonly Each[], page: number, size: number): readonly Each[] {
  return all.slice((page - 1) * size, page * size);
}
