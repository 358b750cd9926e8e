/** Whether a briefing is wanted: by topics, authors, sources, words and patterns. */
import { z } from "zod";
import type { Briefing } from "../briefing/briefing.ts";
import { plainText } from "../briefing/plain.ts";
import { BotError } from "../errors.ts";
import { compilePattern, type Pattern } from "./pattern.ts";

/** Of each kind any one suffices. Case does not count. */
export interface Terms {
  topics: readonly string[];
  authors: readonly string[];
  /** The name of a source, or the host of its address such as "bbc.co.uk". */
  sources: readonly string[];
  /** Whole words or phrases, anywhere in the article. */
  words: readonly string[];
  /** See `compilePattern`; anywhere in the article. */
  patterns: readonly string[];
}
export const termKinds = ["topics", "authors", "sources", "words", "patterns"] as const;
export type TermKind = (typeof termKinds)[number];

export interface Filter {
  /** Of every kind that is named, one has to fit. None: everything is wanted. */
  include: Terms;
  /** Whatever fits one of these is not wanted. */
  exclude: Terms;
}

/** The term that fitted, as it was written. */
export interface Match {
  kind: TermKind;
  term: string;
}

const List = z.union([z.string(), z.array(z.string())]);

const WrittenTerms = z.strictObject({
  topics: List.exactOptional(),
  authors: List.exactOptional(),
  sources: List.exactOptional(),
  words: List.exactOptional(),
  patterns: List.exactOptional(),
});

const mostTerms = 100;
const longestTerm = 200;

/** As people write it: lists with commas, but a text of `patterns` is one pattern. Mistakes are issues at their paths. */
export const Terms = WrittenTerms.transform((written, context): Terms => {
  const terms: Record<TermKind, readonly string[]> = { ...noTerms };
  for (const kind of termKinds) {
    const given = written[kind];
    if (given === undefined) continue;
    terms[kind] = readTerms(kind, given, (index, message, hint) => {
      const path = index === null ? [kind] : [kind, index];
      context.addIssue({ code: "custom", path, message, params: { hint }, input: given });
    });
  }
  return terms;
});

function readTerms(
  kind: TermKind,
  given: string | readonly string[],
  tell: (index: number | null, message: string, hint: string) => void,
): readonly string[] {
  const single =
    kind === "patterns" ? [given].flat() : [given].flat().flatMap((each) => each.split(","));
  const terms = [...new Set(single.map((each) => each.trim()).filter((each) => each !== ""))];
  if (terms.length > mostTerms)
    tell(null, `These are ${terms.length} terms, at most ${mostTerms} are read.`, "Use a pattern.");
  if (terms.some((term) => term.length > longestTerm))
    tell(null, `A term has more than ${longestTerm} characters.`, "Use a shorter one.");
  else if (kind === "patterns") {
    for (const [index, pattern] of terms.entries()) {
      try {
        compilePattern(pattern);
      } catch (error) {
        if (!(error instanceof BotError)) throw error;
        tell(typeof given === "string" ? null : index, error.message, error.hint ?? "");
      }
    }
  } else if (kind === "words" && terms.some((term) => foldText(term).trim() === ""))
    tell(null, "A word has neither letters nor digits.", "Use a pattern for signs.");
  return terms;
}

export const noTerms: Terms = { topics: [], authors: [], sources: [], words: [], patterns: [] };
export const everything: Filter = { include: noTerms, exclude: noTerms };

/** What a filter decided, and by which term. */
export interface Decision {
  /** The kinds of `include` that are named, with the term that fitted; null where none did. */
  included: readonly { kind: TermKind; by: Match | null }[];
  excludedBy: Match | null;
}

export function decide(filter: Filter, briefing: Briefing): Decision {
  const { include, exclude } = compileFilter(filter);
  return {
    included: include.map(({ kind, find }) => ({ kind, by: find(briefing) })),
    excludedBy: firstOf(exclude, briefing),
  };
}

/** Whether a decision may take a while, the first time that it is asked about a briefing. */
export function isSlow({ include, exclude }: Filter): boolean {
  return include.patterns.length > 0 || exclude.patterns.length > 0;
}

/** The same decision, without its reasons. */
export function isWanted(filter: Filter, briefing: Briefing): boolean {
  const { include, exclude } = compileFilter(filter);
  return (
    include.every(({ find }) => find(briefing) !== null) && firstOf(exclude, briefing) === null
  );
}

interface Finder {
  kind: TermKind;
  find(briefing: Briefing): Match | null;
}

interface CompiledFilter {
  include: readonly Finder[];
  exclude: readonly Finder[];
}

function firstOf(finders: readonly Finder[], briefing: Briefing): Match | null {
  for (const { find } of finders) {
    const match = find(briefing);
    if (match !== null) return match;
  }
  return null;
}

const compiledFilters = new WeakMap<Filter, CompiledFilter>();

function compileFilter(filter: Filter): CompiledFilter {
  const known = compiledFilters.get(filter);
  if (known !== undefined) return known;
  const compiled = { include: finders(filter.include), exclude: finders(filter.exclude) };
  compiledFilters.set(filter, compiled);
  return compiled;
}

function finders(terms: Terms): readonly Finder[] {
  return termKinds.flatMap((kind) =>
    terms[kind].length === 0 ? [] : [{ kind, find: finder(kind, terms[kind]) }],
  );
}

function finder(kind: TermKind, terms: readonly string[]): Finder["find"] {
  switch (kind) {
    case "topics":
    case "authors":
    case "sources":
      return exactFinder(kind, terms);
    case "words": {
      const phrases = terms.map((term) => ({ term, folded: foldText(term) }));
      return (briefing) => {
        const text = foldedText(briefing);
        const found = phrases.find(({ folded }) => hasPhrase(text, folded));
        return found === undefined ? null : { kind, term: found.term };
      };
    }
    case "patterns": {
      const patterns = terms.map((term) => ({ term, matches: compilePattern(term) }));
      return (briefing) => {
        const found = patterns.find(({ term, matches }) => isMatched(briefing, term, matches));
        return found === undefined ? null : { kind, term: found.term };
      };
    }
  }
}

function exactFinder(
  kind: "topics" | "authors" | "sources",
  terms: readonly string[],
): Finder["find"] {
  const wanted = new Map(terms.map((term) => [foldName(term), term]));
  return (briefing) => {
    for (const name of namesOf(kind, briefing)) {
      const term = wanted.get(foldName(name));
      if (term !== undefined) return { kind, term };
    }
    return null;
  };
}

function namesOf(
  kind: "topics" | "authors" | "sources",
  { topics, author, source }: Briefing,
): readonly string[] {
  if (kind === "topics") return topics;
  if (kind === "authors") return author === undefined ? [] : [author];
  if (source === undefined) return [];
  return source.url === undefined ? [source.name] : [source.name, ...hostsOf(source.url)];
}

/** "news.bbc.co.uk" fits "bbc.co.uk" and "uk", too. */
function hostsOf(url: string): readonly string[] {
  const host = URL.parse(url)?.hostname ?? "";
  const labels = host.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}

function foldName(name: string): string {
  return name.normalize("NFKC").toLowerCase().trim();
}

/** The words of a text with one space before and after each. */
function foldText(text: string): string {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return ` ${words.join(" ")} `;
}

/** Scripts that write no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

function hasPhrase(text: string, phrase: string): boolean {
  return text.includes(unspaced.test(phrase) ? phrase.trim() : phrase);
}

const matched = new WeakMap<Briefing, Map<string, boolean>>();

/** Worked out once for each briefing and pattern, whichever schedules ask, and however often. */
function isMatched(briefing: Briefing, term: string, matches: Pattern): boolean {
  const known = matched.get(briefing) ?? new Map<string, boolean>();
  matched.set(briefing, known);
  const before = known.get(term);
  if (before !== undefined) return before;
  const is = matches(wholeText(briefing));
  known.set(term, is);
  return is;
}

const texts = new WeakMap<Briefing, string>();

function wholeText(briefing: Briefing): string {
  const { title, preface, summary, body, insights } = briefing;
  const [aspect, description] = insights.header;
  return [
    title,
    plainText(preface),
    plainText(summary),
    plainText(body),
    plainText([
      {
        type: "table",
        header: [[{ text: aspect }], [{ text: description }]],
        rows: insights.rows.map((row) => [row.aspect, row.description]),
      },
    ]),
  ].join("\n");
}

/** Kept, because many schedules ask for the same few new briefings. */
function foldedText(briefing: Briefing): string {
  const known = texts.get(briefing);
  if (known !== undefined) return known;
  const text = foldText(wholeText(briefing));
  texts.set(briefing, text);
  return text;
}
