/** Where to cut a strip so that the piece fits: the best place of the best level, found with few measurings. */
import { lastStartingBy } from "./strip.ts";
import type { Level, Range, Strip } from "./strip.ts";
import { endsInAbbreviation, segmenters } from "./words.ts";

/** Beyond this a word is not looked for but cut. */
const longestWord = 512;
/** How much text after a place decides whether it is a boundary. */
const lookAhead = 256;
/** The search for the longest piece stops at this share of its length; sentences are longer than that. */
const precision = 1 / 128;

/** Never between the two halves of a code point. */
function betweenCodePoints(text: string, place: number): number {
  const high = text.charCodeAt(place - 1);
  const low = text.charCodeAt(place);
  const isInside = high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
  return isInside ? place + 1 : place;
}

/** The furthest place up to which the piece fits, or `from` when nothing does. Costs grow with the piece. */
function reach(
  strip: Strip,
  from: number,
  guess: number,
  fits: (from: number, to: number) => boolean,
): number {
  const { length } = strip.text;
  let good = from;
  let step = Math.max(1, guess);
  let bad = betweenCodePoints(strip.text, Math.min(length, from + step));
  while (fits(from, bad)) {
    good = bad;
    if (good >= length) return length;
    step *= 2;
    bad = betweenCodePoints(strip.text, Math.min(length, from + step));
  }
  while (bad - good > Math.max(1, (good - from) * precision)) {
    const middle = betweenCodePoints(strip.text, (good + bad) >> 1);
    if (middle === bad) break;
    if (fits(from, middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Gives the last boundary at or before a place; `from` when there is none after it. */
type FindBoundary = (place: number) => number;

function isSpace(text: string, place: number): boolean {
  return /^\s$/.test(text.charAt(place));
}

/** The text that decides about boundaries between two places, in a segmenter's hands. */
function segmentsOf(strip: Strip, from: number, to: number, kind: keyof typeof segmenters) {
  const window = strip.text.slice(from, to + lookAhead);
  const segments = segmenters[kind].segment(window);
  return { window, containing: (place: number) => segments.containing(place - from) };
}

function findSentence(strip: Strip, from: number, to: number): FindBoundary {
  const { window, containing } = segmentsOf(strip, from, to, "sentence");
  return (place) => {
    for (let at = place; at > from; at -= 1) {
      at = from + (containing(at)?.index ?? 0);
      if (at > from && !endsInAbbreviation(window.slice(Math.max(0, at - from - 32), at - from)))
        return at;
    }
    return from;
  };
}

function findSpace({ text }: Strip, from: number, to: number): FindBoundary {
  const lowest = Math.max(from, to - longestWord);
  return (place) => {
    for (let at = place; at > lowest; at -= 1) {
      if (isSpace(text, at - 1) && !isSpace(text, at)) return at;
    }
    return from;
  };
}

function findWord(strip: Strip, from: number, to: number): FindBoundary {
  const lowest = Math.max(from, to - longestWord);
  const { containing } = segmentsOf(strip, from, to, "word");
  return (place) => {
    for (let at = place; at > lowest; at -= 1) {
      const segment = containing(at);
      at = from + (segment?.index ?? 0);
      if (at > from && segment?.isWordLike === true) return at;
    }
    return from;
  };
}

function findUnit({ text, rows }: Strip, from: number): FindBoundary {
  return (place) => {
    const start =
      rows.length > 1
        ? (rows[lastStartingBy(rows, place)]?.start ?? from)
        : text.lastIndexOf("\n", place - 1) + 1;
    return Math.max(from, start);
  };
}

function findBoundary(level: Level, strip: Strip, from: number, to: number): FindBoundary {
  switch (level) {
    case "unit":
      return findUnit(strip, from);
    case "sentence":
      return findSentence(strip, from, to);
    case "space":
      return findSpace(strip, from, to);
    case "word":
      return findWord(strip, from, to);
    case "grapheme": {
      const { containing } = segmentsOf(strip, from, to, "grapheme");
      return (place) => from + (containing(place)?.index ?? 0);
    }
  }
}

/** Steps back from a place until a boundary is neither inside a whole nor inside a grapheme. */
function lastAllowed(
  find: FindBoundary,
  grapheme: FindBoundary,
  whole: readonly Range[],
  from: number,
  to: number,
): number {
  for (let place = to; place > from;) {
    const at = find(place);
    if (at <= from) return from;
    const around = whole[lastStartingBy(whole, at)];
    if (around !== undefined && around.start < at && at < around.end) place = around.start;
    else if (grapheme(at) === at) return at;
    else place = at - 1;
  }
  return from;
}

/** The end of a cell belongs to the piece that has its text. */
function afterCellEnd(strip: Strip, place: number): number {
  const cells = strip.rows[lastStartingBy(strip.rows, place)]?.cells ?? [];
  return cells.some((cell) => cell.end === place && cell.start < place) ? place + 1 : place;
}

function bestPlace(
  strip: Strip,
  levels: readonly Level[],
  whole: readonly Range[],
  from: number,
  to: number,
): number {
  const grapheme = findBoundary("grapheme", strip, from, to);
  for (const level of levels) {
    const at = lastAllowed(findBoundary(level, strip, from, to), grapheme, whole, from, to);
    if (at > from) return afterCellEnd(strip, at);
  }
  return from;
}

/**
 * How far a cut may go down the levels of a strip. `gentle`: the end of a unit or of a sentence, whichever the strip
 * knows first. `careful`: every level. `forced`: also what is whole; a link or a code span that no part can hold is
 * cut between its graphemes, and a grapheme that no part can hold between its code points.
 */
export type Force = "gentle" | "careful" | "forced";

/** The place up to which the next piece goes, or `from` when there is none. */
export function nextCut(
  strip: Strip,
  from: number,
  options: { guess: number; force: Force; fits: (from: number, to: number) => boolean },
): number {
  const { fits, force } = options;
  const { length } = strip.text;
  const furthest = reach(strip, from, options.guess, fits);
  if (furthest >= length || furthest <= from) return furthest;
  const levels = force === "gentle" ? strip.levels.slice(0, 1) : strip.levels;
  let to = strip.lastVisible > from ? Math.min(furthest, strip.lastVisible) : furthest;
  while (to > from) {
    let at = bestPlace(strip, levels, strip.whole, from, to);
    if (at === from && force === "forced") at = bestPlace(strip, levels, [], from, to);
    if (at === from && force === "forced") at = to;
    if (at === from || fits(from, at)) return at;
    to = Math.min(at, to) - 1;
  }
  return force === "forced" ? furthest : from;
}

/** The end of the item, row or text that a place is in. */
export function endOfUnit({ rows, text }: Strip, from: number): number {
  return rows[lastStartingBy(rows, from)]?.end ?? text.length;
}
