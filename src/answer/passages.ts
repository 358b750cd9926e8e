/** What of a briefing can be quoted: sentences of its text and the cells of its tables. */
import type { TextBlock } from "../briefing/blocks.ts";
import type { Briefing } from "../briefing/briefing.ts";
import { plainSpans } from "../briefing/plain.ts";
import { sentences } from "../briefing/words.ts";

export type Section = "Preface" | "Lazy bag" | "Main Body" | "Key Insights Table";

/** A quotable piece. `text` is a verbatim slice of the text of one block, list item or table cell. */
export interface Passage {
  text: string;
  section: Section;
  /** Passages with one number stand in one paragraph, in order. */
  paragraph: number;
  /** What stands beside it and tells what it is about: the row's other cells, the heading above. */
  context: string;
  /** A cell of a table in the body, which says hardly anything without its row. */
  cell: boolean;
  /** Its place in a list, from 0; without it, it stands in none. */
  item?: number;
}

/** The text of a paragraph, list item or cell. */
interface Piece {
  text: string;
  context: string;
  /** A cell is quoted whole, code by the line, all else by the sentence. */
  cut: "whole" | "lines" | "sentences";
  cell?: true;
  item?: number;
}

function rowPieces(header: readonly string[], row: readonly string[]): readonly Piece[] {
  return row.map((text, column) => ({
    text,
    context: [header[column], ...row.filter((_, other) => other !== column)].join(" "),
    cut: "whole",
    cell: true,
  }));
}

function piecesOf(block: TextBlock, context: string): readonly Piece[] {
  switch (block.type) {
    case "paragraph":
    case "quote":
      return [{ text: plainSpans(block.spans), context, cut: "sentences" }];
    case "list":
      return block.items.map(({ spans }, item) => ({
        text: plainSpans(spans),
        context,
        cut: "sentences",
        item,
      }));
    case "code":
      return [{ text: block.text, context, cut: "lines" }];
    case "table":
      return block.rows.flatMap((row) =>
        rowPieces(block.header.map(plainSpans), row.map(plainSpans)),
      );
    default:
      return [];
  }
}

function sectionPieces(blocks: readonly TextBlock[]): readonly Piece[] {
  let heading = "";
  return blocks.flatMap((block) => {
    if (block.type === "heading") heading = plainSpans(block.spans);
    return piecesOf(block, heading);
  });
}

function cutPiece({ text, cut }: Piece): readonly string[] {
  const parts = {
    whole: () => [text],
    lines: () => text.split("\n"),
    sentences: () => sentences(text),
  };
  return parts[cut]()
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function allPieces({ preface, summary, body, insights }: Briefing) {
  const rows = insights.rows.map(({ aspect, description }): Piece => ({
    text: plainSpans(description),
    context: plainSpans(aspect),
    cut: "whole",
  }));
  const sections: readonly (readonly [Section, readonly Piece[]])[] = [
    ["Preface", sectionPieces(preface)],
    ["Lazy bag", sectionPieces(summary)],
    ["Main Body", sectionPieces(body)],
    ["Key Insights Table", rows],
  ];
  return sections.flatMap(([section, pieces]) => pieces.map((piece) => ({ section, piece })));
}

/** In reading order; the insights come last, a row each. */
export function passagesOf(briefing: Briefing): readonly Passage[] {
  return allPieces(briefing).flatMap(({ section, piece }, paragraph) =>
    cutPiece(piece).map((text) => ({
      text,
      section,
      paragraph,
      context: piece.context,
      cell: piece.cell ?? false,
      ...(piece.item === undefined ? {} : { item: piece.item }),
    })),
  );
}

/** All that can be searched, uncut. */
export function textsOf(briefing: Briefing): readonly string[] {
  return allPieces(briefing).flatMap(({ piece }) => [piece.text, piece.context]);
}
