/** A selection in words, for people. */
import { type TermKind, termKinds, type Terms } from "./filter.ts";
import type { PerTopic, Selection } from "./selection.ts";

const either = new Intl.ListFormat("en", { type: "disjunction" });
const both = new Intl.ListFormat("en", { type: "conjunction" });

const before: Readonly<Record<TermKind, string>> = {
  topics: "on",
  authors: "by",
  sources: "from",
  words: "with",
  patterns: "that match",
};

function describeTerms(terms: Terms): readonly string[] {
  return termKinds.flatMap((kind) =>
    terms[kind].length === 0 ? [] : [`${before[kind]} ${either.format(quoted(kind, terms[kind]))}`],
  );
}

/** A word that is looked for would read as one of ours. */
function quoted(kind: TermKind, terms: readonly string[]): readonly string[] {
  return kind === "words" ? terms.map((word) => `“${word}”`) : terms;
}

/** "at most 2 on ai and 1 on law", "3 on any other topic". */
function describePerTopic({ named, others }: PerTopic): readonly string[] {
  const told = [...named].map(([topic, count]) => `${count} on ${topic}`);
  if (told.length === 0) return others === null ? [] : [`at most ${others} of a topic`];
  const rest = others === null ? [] : [`${others} on any other topic`];
  return [`at most ${both.format([...told, ...rest])}`];
}

/** "all briefings"; "briefings on space or health, but none by Ada; at most 5, by topic". */
export function describeSelection({ filter, limits, order }: Selection): string {
  const wanted = describeTerms(filter.include);
  const unwanted = describeTerms(filter.exclude);
  const { most, least, perTopic } = limits;
  const rest = [
    ...(most === null ? [] : [`at most ${most}`]),
    ...(least > 1 ? [`at least ${least}`] : []),
    ...(perTopic === null ? [] : describePerTopic(perTopic)),
    ...(order === "newest" ? [] : [order === "oldest" ? "oldest first" : "by topic"]),
  ];
  const what = wanted.length === 0 ? "all briefings" : `briefings ${both.format(wanted)}`;
  const but = unwanted.length === 0 ? "" : `, but none ${either.format(unwanted)}`;
  return `${what}${but}${rest.length === 0 ? "" : `; ${rest.join(", ")}`}`;
}
