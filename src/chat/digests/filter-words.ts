/**
 * What is wanted or excluded, as somebody writes it in chat, and back: "sponsored, author=Bo, source=bbc.co.uk,
 * /deals?/". Pure.
 */
import { BotError } from "../../errors.ts";
import { type TermKind, termKinds } from "../../schedule/filter.ts";
import type { StoredEntry } from "../../storage/chat-schedules.ts";

const names: Readonly<Record<Exclude<TermKind, "patterns">, string>> = {
  topics: "topic",
  authors: "author",
  sources: "source",
  words: "word",
};

type Part = readonly [kind: TermKind, term: string];

/** A pattern goes to its closing slash, whatever commas it has. */
const part = /\s*(?:\/(?<pattern>(?:\\.|[^\\/])+)\/\s*(?=,|$)|(?<term>[^,]*))(?:,|$)/gsu;

/** Terms without their kind are words. Throws `input` for a kind that does not exist. */
export function readTerms(text: string): StoredEntry {
  const parts = [...text.matchAll(part)].flatMap(({ groups }): readonly Part[] => {
    const { pattern, term = "" } = groups ?? {};
    if (pattern !== undefined) return [["patterns", pattern]];
    return term.trim() === "" ? [] : [readTerm(term.trim())];
  });
  return Object.fromEntries(
    termKinds.flatMap((kind) => {
      const terms = parts.flatMap(([each, term]) => (each === kind ? [term] : []));
      return terms.length === 0 ? [] : [[kind, terms]];
    }),
  );
}

function readTerm(text: string): Part {
  const { name, term } = /^(?<name>\p{L}+)\s*=\s*(?<term>\S.*)$/su.exec(text)?.groups ?? {};
  if (name === undefined || term === undefined) return ["words", text];
  const lower = name.toLowerCase();
  const kind = termKinds.find(
    (each) => each === lower || (each !== "patterns" && names[each] === lower),
  );
  if (kind === "patterns") return [kind, term];
  if (kind !== undefined) return [kind, term];
  throw new BotError("input", `I do not know what “${name}=” is.`, {
    hint: "Write words, topic=…, author=…, source=…, or /a pattern/.",
  });
}

/** As `readTerms` reads it; "" for nothing. */
export function writeTerms(terms: StoredEntry): string {
  return termKinds
    .flatMap((kind) =>
      list(kind, terms[kind]).map((term) => {
        if (kind === "patterns") return `/${term.replaceAll(/\\.|\//gsu, escapeSlash)}/`;
        return kind === "words" && !/^\p{L}+\s*=/u.test(term) ? term : `${names[kind]}=${term}`;
      }),
    )
    .join(", ");
}

function escapeSlash(sign: string): string {
  return sign === "/" ? String.raw`\/` : sign;
}

/** A text of `patterns` is one pattern; of the others it has commas. */
function list(kind: TermKind, value: unknown): readonly string[] {
  const all = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const texts = all.filter((each) => typeof each === "string");
  if (kind === "patterns") return texts;
  return texts
    .flatMap((text) => text.split(","))
    .map((term) => term.trim())
    .filter((term) => term !== "");
}
