/** Regular expressions of people: matched in linear time, so that a hostile one cannot hang the bot. */
import { RE2JS, RE2JSSyntaxException } from "re2js";
import { BotError } from "../errors.ts";

const longestPattern = 200;
/** One that unfolds to more steps than this is slow on long articles. */
const mostInstructions = 400;
/** Of a longer article only the beginning is searched; of a small pattern more than of a large one. */
const longestText = 200_000;
/** Steps of the pattern times characters: what a tenth of a second or so is enough for. */
const mostWork = 10_000_000;

export type Pattern = (text: string) => boolean;

const compiled = new Map<string, Pattern>();
const mostCompiled = 1_000;

/**
 * Case does not count. RE2's syntax (https://github.com/google/re2/wiki/Syntax): no look-around and no
 * back-references. Throws a BotError of kind `input`.
 */
export function compilePattern(pattern: string): Pattern {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  if (pattern.length > longestPattern) {
    throw new BotError(
      "input",
      `The pattern has ${pattern.length} characters, at most ${longestPattern} are read.`,
      { hint: "Use several patterns, or words." },
    );
  }
  const expression = compile(pattern);
  if (expression.programSize() > mostInstructions) {
    throw new BotError("input", "The pattern is too large once its repetitions are written out.", {
      hint: "Use smaller counts than those in {braces}, or words.",
    });
  }
  const reach = Math.min(longestText, Math.floor(mostWork / expression.programSize()));
  const matches: Pattern = (text) => expression.matcher(text.slice(0, reach)).find();
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(pattern, matches);
  return matches;
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE);
  } catch (error) {
    throw new BotError("input", `The pattern is not understood: ${reasonOf(error)}.`, {
      hint: "It is RE2's syntax: (?=…), (?<=…) and \\1 are not known. For words as they are, use words.",
      cause: error,
    });
  }
}

/** Without the flags that are put before every pattern, and that whoever wrote it never saw. */
function reasonOf(error: unknown): string {
  if (!(error instanceof RE2JSSyntaxException)) return String(error);
  const place = (error.getPattern() ?? "").replace("(?m)(?i)", "");
  return place === "" ? error.getDescription() : `${error.getDescription()}: ${place}`;
}
