/** What a reader of the old text has missed in the new one. Pure; nothing is said that does not stand in one of the two. */
import { textsOf } from "./change-texts.ts";
import type { ChangeText } from "./change-texts.ts";
import type { Briefing } from "./briefing.ts";
import { figuresOf, isTouchUp, wordsIn } from "./touch-up.ts";

interface Spot {
  /** The section, as readers know it. */
  where: ChangeText["where"];
  /** The aspect, in the insights. */
  label?: string;
}

/** Sentences, items, cells and rows, word for word; `before` and `after` are two versions of one. */
export type Change = Spot &
  (
    | { kind: "added"; text: string }
    | { kind: "removed"; text: string }
    | { kind: "changed"; before: string; after: string }
  );

/** Two sentences with less than this share of words in common are not versions of one. */
const sameFrom = 0.5;
/** More than this on either side is another article; comparing each with each would take seconds. */
const mostPaired = 300;

/**
 * The most important first. Nothing for edits that readers need not hear of: spaces, order, styles and links,
 * punctuation, and slips of the pen (`isTouchUp`).
 */
export function findChanges(before: Briefing, after: Briefing): readonly Change[] {
  const [old, now] = [textsOf(before), textsOf(after)];
  const labelled = compareLabelled(old, now);
  const gone = without(old, now).filter(({ label }) => label === undefined);
  const come = without(now, old).filter(({ label }) => label === undefined);
  const changes = [...labelled, ...compareSentences(gone, come)];
  return unique(changes)
    .map((change, index) => ({ change, index, weight: weightOf(change) }))
    .toSorted((a, b) => a.weight - b.weight || a.index - b.index)
    .map(({ change }) => change);
}

export type News = Pick<Spot, "label"> & { text: string };

/** Only what the later article adds to the earlier one. */
export function findNews(earlier: Briefing, later: Briefing): readonly News[] {
  return findChanges(earlier, later).flatMap(({ label, ...change }): News[] => {
    if (change.where === "Title" || change.kind === "removed") return [];
    const text = change.kind === "changed" ? change.after : change.text;
    return [label === undefined ? { text } : { label, text }];
  });
}

/** Those of the one text that the other does not have; as often as it has too few of them. */
function without(texts: readonly ChangeText[], others: readonly ChangeText[]): ChangeText[] {
  const counts = new Map<string, number>();
  for (const { key } of others) counts.set(key, (counts.get(key) ?? 0) + 1);
  return texts.filter(({ key }) => {
    const count = counts.get(key) ?? 0;
    counts.set(key, count - 1);
    return count <= 0;
  });
}

/** Title and insights: what has the same name is the same thing, whatever it says now. */
function compareLabelled(
  old: readonly ChangeText[],
  now: readonly ChangeText[],
): readonly Change[] {
  const left = old.filter(({ label }) => label !== undefined);
  const changes = now.flatMap((text): Change[] => {
    if (text.label === undefined) return [];
    const same = left.findIndex((each) => each.where === text.where && each.label === text.label);
    if (same < 0) return [{ ...spotOf(text), kind: "added", text: text.text }];
    const [before] = left.splice(same, 1);
    return before === undefined ? [] : versions(before, text);
  });
  return [
    ...changes,
    ...left.map((text): Change => ({ ...spotOf(text), kind: "removed", text: text.text })),
  ];
}

function versions(before: ChangeText, after: ChangeText): Change[] {
  if (before.key === after.key || isTouchUp(before.text, after.text)) return [];
  return [{ ...spotOf(after), kind: "changed", before: before.text, after: after.text }];
}

function compareSentences(gone: readonly ChangeText[], come: readonly ChangeText[]): Change[] {
  const pairs = pair(gone, come);
  const paired = new Set(pairs.values());
  return [
    ...come.flatMap((text): Change[] => {
      const before = pairs.get(text);
      if (before !== undefined) return versions(before, text);
      return [{ ...spotOf(text), kind: "added", text: text.text }];
    }),
    ...gone
      .filter((text) => !paired.has(text))
      .map((text): Change => ({ ...spotOf(text), kind: "removed", text: text.text })),
  ];
}

/** Which new sentence is a version of which old one; the likest find each other first. */
function pair(
  gone: readonly ChangeText[],
  come: readonly ChangeText[],
): ReadonlyMap<ChangeText, ChangeText> {
  const old = gone
    .slice(0, mostPaired)
    .map((text) => ({ text, words: new Set(wordsIn(text.key)) }));
  const likenesses = come.slice(0, mostPaired).flatMap((now) => {
    const words = new Set(wordsIn(now.key));
    return old.flatMap((before) => {
      const much = likeness(before.words, words);
      return much >= sameFrom ? [{ now, before: before.text, much }] : [];
    });
  });
  const pairs = new Map<ChangeText, ChangeText>();
  const taken = new Set<ChangeText>();
  for (const { now, before } of likenesses.toSorted((a, b) => b.much - a.much)) {
    if (pairs.has(now) || taken.has(before)) continue;
    pairs.set(now, before);
    taken.add(before);
  }
  return pairs;
}

/** Share of the words that two sentences have in common. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  return (2 * a.intersection(b).size) / (a.size + b.size);
}

function spotOf({ where, label }: ChangeText): Spot {
  return label === undefined || label === "" ? { where } : { where, label };
}

/** The summary says what the body says; one change of both is told once. */
function unique(changes: readonly Change[]): readonly Change[] {
  const told = new Set<string>();
  return changes.filter((change) => {
    const what =
      change.kind === "changed"
        ? [change.kind, change.label, change.before, change.after]
        : [change.kind, change.label, change.text];
    const key = JSON.stringify(what);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

/** A new title, then the insights, then figures, then what is new, and last what is gone. */
function weightOf(change: Change): number {
  if (change.where === "Title") return 0;
  if (change.kind === "removed") return 5;
  if (change.label !== undefined) return 1;
  if (change.kind === "added") return 4;
  return figuresOf(change.before) === figuresOf(change.after) ? 3 : 2;
}
