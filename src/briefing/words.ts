/** Sentences, words and graphemes of plain text, in any script. */

/** A fixed locale, so that the same text is cut in the same places on every machine. */
export const segmenters = {
  sentence: new Intl.Segmenter("en", { granularity: "sentence" }),
  word: new Intl.Segmenter("en", { granularity: "word" }),
  grapheme: new Intl.Segmenter("en", { granularity: "grapheme" }),
} as const;

const abbreviations = new Set(
  (
    "dr mr mrs ms mx prof st sr jr rev hon pres gen gov sen rep lt col capt cmdr sgt adm amb " +
    "no nos vol fig figs eq ch sec art ed eds p pp cf vs viz al approx ca est dept univ " +
    "inc ltd co corp bros mt ft jan feb mar apr jun jul aug sep sept oct nov dec " +
    "mon tue tues wed thu thur thurs fri sat sun ph.d m.sc b.sc bzw nr str bspw"
  ).split(" "),
);

/** The last word with its dots, when what stands before is the start, a space or an opening mark. */
const lastDottedWord = /(?:^|[\s("'“‘«[/–—-])(\p{L}[\p{L}\p{M}.]*)\.\s*$/u;

/** Long enough for every abbreviation above with the spaces after it. */
const abbreviationWindow = 24;

/**
 * Whether the text before a boundary ends in an abbreviation or an initial ("Dr. ", "e.g. ", "U.S. ", "J. ") and
 * the boundary is therefore no end of a sentence. Looks at the last few characters only.
 */
export function endsInAbbreviation(before: string): boolean {
  const tail = before.slice(-abbreviationWindow);
  if (/\n\s*$/.test(tail)) return false;
  const word = lastDottedWord.exec(tail)?.[1];
  if (word === undefined) return false;
  const singleLetters = word.split(".").every((part) => /^\p{L}?\p{M}*$/u.test(part));
  return singleLetters || abbreviations.has(word.toLowerCase());
}

/** The sentences of a text with the spaces after them; joined they are the text. */
export function sentences(text: string): readonly string[] {
  const found: string[] = [];
  let open = "";
  for (const { segment } of segmenters.sentence.segment(text)) {
    open += segment;
    if (endsInAbbreviation(open)) continue;
    found.push(open);
    open = "";
  }
  if (open !== "") found.push(open);
  return found;
}

/** With a full stop, where it does not end a sentence already. */
export function endSentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

/** One line: every run of spaces and line breaks becomes one space. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}

/** No grapheme of a language is longer; what is, is decoration piled up. */
const longestGrapheme = 16;

/** Characters that never join with the next one, so that each is a grapheme (https://unicode.org/reports/tr29/). */
const alone = /^[\x20-\x7E\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027]*/u;

/** The first `most` graphemes at the longest; of a first one piled too high, the lower part. */
function firstGraphemes(text: string, most: number): string {
  if (text.length <= most) return text;
  const beginning = text.slice(0, most + 1);
  // What comes after could join with the last one.
  if (alone.exec(beginning)?.[0].length === beginning.length) return text.slice(0, most);
  let count = 0;
  let end = 0;
  for (const { index, segment } of segmenters.grapheme.segment(text)) {
    if (count === most || index + segment.length > most * longestGrapheme) break;
    count += 1;
    end = index + segment.length;
  }
  if (end > 0) return text.slice(0, end);
  return text.slice(0, most * longestGrapheme).replace(/[\uD800-\uDBFF]$/u, "");
}

/**
 * As many whole sentences as fit into `most` graphemes; when not even the first does, its words up to there and
 * "…". One line.
 */
export function firstSentences(text: string, most: number): string {
  const room = oneLine(text.slice(0, most * longestGrapheme));
  const line = firstGraphemes(room, most);
  if (line === room) return line;
  let whole = "";
  for (const sentence of sentences(room)) {
    if ((whole + sentence).trimEnd().length > line.length) break;
    whole += sentence;
  }
  return whole === "" ? shorten(room, most) : whole.trimEnd();
}

/** The words at the beginning that fit into `most` graphemes, in one line. */
export function firstWords(text: string, most: number): string {
  const line = oneLine(text.slice(0, (most + 1) * longestGrapheme));
  const room = firstGraphemes(line, most);
  if (room === line) return line;
  const space = room.lastIndexOf(" ");
  return (space > room.length / 2 ? room.slice(0, space) : room).trimEnd();
}

/** At most `most` graphemes in one line; what is longer ends at a word with "…". */
export function shorten(text: string, most: number): string {
  const line = firstWords(text, most);
  if (line === oneLine(text.slice(0, (most + 1) * longestGrapheme))) return line;
  return `${firstWords(text, most - 1)}…`;
}

/** Scripts read by the character; the other scripts are read by the word. */
const readByCharacter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const charactersPerMinute = 500;
const wordsPerMinute = 220;

/** How long an adult reads at it, in whole minutes, at least one. */
export function readMinutes(text: string): number {
  const characters = text.match(readByCharacter)?.length ?? 0;
  const words = text.replaceAll(readByCharacter, " ").match(/[\p{L}\p{N}\p{M}'’-]+/gu)?.length ?? 0;
  return Math.max(1, Math.round(characters / charactersPerMinute + words / wordsPerMinute));
}

/** "1 briefing", "3 briefings". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
