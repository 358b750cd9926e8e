/** Ids of briefings: the name that people type. */
import { Briefing } from "../briefing.ts";
import { segmenters } from "../words.ts";

const Id = Briefing.shape.id;
const LONGEST_ID = 64;

export function isId(text: string): boolean {
  return Id.safeParse(text).success;
}

/** The nearest valid id, or "" when nothing of the text can stand in one. */
export function idFrom(text: string): string {
  const words = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s/]+/gu, "-")
    .replace(/[^\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}_.-]/gu, "")
    .replace(/-{2,}/gu, "-")
    .replace(/^[^\p{Ll}\p{Lo}\p{Lm}\p{N}]+/u, "");
  return cutAtGrapheme(words).replace(/[-_.]+$/u, "");
}

/** The id of a file without one of its own: its name without the ending. */
export function idOfFile(file: string): string {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return idFrom(name.replace(/\.(?:md|markdown|txt)$/iu, ""));
}

function cutAtGrapheme(text: string): string {
  if (text.length <= LONGEST_ID) return text;
  let end = 0;
  for (const { index, segment } of segmenters.grapheme.segment(text)) {
    if (index + segment.length > LONGEST_ID) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
