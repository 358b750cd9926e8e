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
