/** An article as the pieces that are compared: its title, its sentences, its rows. Pure. */
import type { TextBlock } from "./blocks.ts";
import type { Briefing } from "./briefing.ts";
import { plainSpans, plainText } from "./plain.ts";
import { oneLine, sentences } from "./words.ts";

export interface ChangeText {
  where: "Title" | "Preface" | "Lazy bag" | "Main Body" | "Key insights";
  /** As it stands in the article, without the spaces around it. */
  text: string;
  /** What is compared: spaces do not count. */
  key: string;
  /** What it goes by, where it has a name: the aspect of an insight; empty for the title. */
  label?: string;
}

/** In reading order. */
export function textsOf(briefing: Briefing): readonly ChangeText[] {
  const { title, preface, summary, body, insights } = briefing;
  return [
    { ...piece("Title", title), label: "" },
    ...preface.flatMap((block) => piecesOf("Preface", block)),
    ...summary.flatMap((block) => piecesOf("Lazy bag", block)),
    ...body.flatMap((block) => piecesOf("Main Body", block)),
    ...insights.rows.map(({ aspect, description }) => ({
      ...piece("Key insights", plainSpans(description)),
      label: oneLine(plainSpans(aspect)),
    })),
  ].filter(({ key }) => /[\p{L}\p{N}]/u.test(key));
}

function piecesOf(where: ChangeText["where"], block: TextBlock): readonly ChangeText[] {
  return runsOf(block).map((text) => piece(where, text));
}

function runsOf(block: TextBlock): readonly string[] {
  switch (block.type) {
    case "heading":
      return [plainSpans(block.spans)];
    case "paragraph":
    case "quote":
      return sentences(plainSpans(block.spans));
    case "list":
      return block.items.flatMap(({ spans }) => sentences(plainSpans(spans)));
    case "code":
      return block.text.split("\n");
    case "table":
      return block.rows.map((row) => plainText([{ ...block, header: [], rows: [row] }]));
    case "divider":
      return [];
  }
}

function piece(where: ChangeText["where"], text: string): ChangeText {
  return { where, text: text.trim(), key: oneLine(text.normalize("NFC")) };
}
