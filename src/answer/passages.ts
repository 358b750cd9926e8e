/** What of a briefing can be quoted: sentences of its text and the cells of its tables. */
import type { Span, TextBlock } from "../briefing/blocks.ts";
import type { Briefing } from "../briefing/briefing.ts";
import { sentencesOf } from "./sentences.ts";

export type Section = "Preface" | "Lazy bag" | "Main Body" | "Key Insights Table";

/** A quotable piece. `text` is a verbatim slice of the text of one block, list item or table cell. */
export interface Passage {
  text: string;
  section: Section;
  /** Passages with one number stand in one paragraph, in order. */
  paragraph: number;
  /** What stands beside it and tells what it is about: the row's other cells, the heading above. */
  context: string;
}

function textOf(spans: readonly Span[]): string {
  return spans.map((span) => ("text" in span ? span.text : span.at)).join("");
}

interface Piece {
  texts: readonly string[];
  context: string;
}

function rowPieces(header: readonly string[], row: readonly string[]): readonly Piece[] {
  return row
    .map((cell, column) => ({
      texts: cell.trim() === "" ? [] : [cell.trim()],
      context: [header[column], ...row.filter((_, other) => other !== column)].join(" "),
    }))
    .filter((piece) => piece.texts.length > 0);
}

function piecesOf(block: TextBlock, heading: string): readonly Piece[] {
  switch (block.type) {
    case "paragraph":
    case "quote":
      return [{ texts: sentencesOf(textOf(block.spans)), context: heading }];
    case "list":
      return block.items.map((item) => ({
        texts: sentencesOf(textOf(item.spans)),
        context: heading,
      }));
    case "code":
      return [
        { texts: block.text.split("\n").filter((line) => line.trim() !== ""), context: heading },
      ];
    case "table": {
      const header = block.header.map(textOf);
      return block.rows.flatMap((row) => rowPieces(header, row.map(textOf)));
    }
    case "heading":
    case "divider":
      return [];
  }
}

function sectionPieces(blocks: readonly TextBlock[]): readonly Piece[] {
  let heading = "";
  return blocks.flatMap((block) => {
    if (block.type === "heading") heading = textOf(block.spans);
    return piecesOf(block, heading);
  });
}

/** In reading order; the insights come last, a row each. */
export function passagesOf(briefing: Briefing): readonly Passage[] {
  const rows = briefing.insights.rows.map((row) => ({
    texts: [textOf(row.description).trim()],
    context: textOf(row.aspect),
  }));
  const sections: readonly (readonly [Section, readonly Piece[]])[] = [
    ["Preface", sectionPieces(briefing.preface)],
    ["Lazy bag", sectionPieces(briefing.summary)],
    ["Main Body", sectionPieces(briefing.body)],
    ["Key Insights Table", rows],
  ];
  const numbered = sections.flatMap(([section, pieces]) =>
    pieces.map((piece) => Object.assign({ section }, piece)),
  );
  return numbered.flatMap(({ section, texts, context }, paragraph) =>
    texts.filter((text) => text !== "").map((text) => ({ text, section, paragraph, context })),
  );
}
