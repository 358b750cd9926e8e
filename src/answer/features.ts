/**
 * What a passage shows of a question, as numbers. The ranker and the gate are
 * linear in these, so each can be read beside its weight.
 */
import { generalShareOf, heldTogether, shareOf, type Asked } from "./asked.ts";
import { rarity, type Article, type Sentence } from "./article.ts";
import { cuesOf } from "./cues.ts";
import { cosine } from "./meanings.ts";

/** Longest common subsequence, and longest common run, of two lists of stems. */
function common(a: readonly string[], b: readonly string[]): { sequence: number; run: number } {
  const lengths = new Uint16Array(b.length + 1);
  const runs = new Uint16Array(b.length + 1);
  let run = 0;
  for (const left of a) {
    let lengthBefore = 0;
    let runBefore = 0;
    for (let at = 1; at <= b.length; at += 1) {
      const same = left === b[at - 1];
      const above = lengths[at] ?? 0;
      const runAbove = runs[at] ?? 0;
      lengths[at] = same ? lengthBefore + 1 : Math.max(above, lengths[at - 1] ?? 0);
      runs[at] = same ? runBefore + 1 : 0;
      run = Math.max(run, runs[at] ?? 0);
      lengthBefore = above;
      runBefore = runAbove;
    }
  }
  return { sequence: lengths[b.length] ?? 0, run };
}

/** Share of the question's neighbouring terms that stand close, in order, in the sentence. */
function pairs({ terms }: Asked, { words }: Sentence): number {
  let found = 0;
  let total = 0;
  terms.forEach((term, at) => {
    const next = terms[at + 1];
    if (next === undefined) return;
    const worth = term.worth + next.worth;
    total += worth;
    const close = words.some(
      ({ stem }, place) =>
        stem === term.stem &&
        words.slice(place + 1, place + 4).some((word) => word.stem === next.stem),
    );
    if (close) found += worth;
  });
  return total === 0 ? 0 : found / total;
}

/** What is held, thinned by how far apart it stands. */
function density({ stems }: Asked, { words }: Sentence, share: number): number {
  const first = words.findIndex(({ stem }) => stems.has(stem));
  const last = words.findLastIndex(({ stem }) => stems.has(stem));
  return first === -1 ? 0 : share / Math.log(2 + last - first);
}

/** How near the nearest word of the sentence is to each term, averaged by worth. */
function alignment({ terms, worth }: Asked, said: ReadonlySet<string>): number {
  let sum = 0;
  for (const term of terms) {
    let best = said.has(term.stem) ? 1 : 0;
    if (best === 0)
      for (const stem of said) best = Math.max(best, term.likeness.near.get(stem) ?? 0);
    sum += term.worth * best;
  }
  return worth === 0 ? 0 : sum / worth;
}

function worthOf(article: Article, stems: readonly string[]): number {
  return stems.reduce((sum, stem) => sum + rarity(article, stem), 0);
}

/** How near the words that are new are to the noun that names the kind of answer. */
function headKinship({ terms }: Asked, fresh: readonly string[]): readonly [number, number] {
  const near = terms.find(({ head }) => head)?.likeness.near;
  if (near === undefined) return [0, 0];
  const [first = 0, second = 0, third = 0] = fresh
    .map((stem) => near.get(stem) ?? 0)
    .toSorted((a, b) => b - a);
  return [first, (first + second + third) / 3];
}

function shareFeatures({ terms, article }: Asked, held: readonly number[]) {
  const exact = held.map((much) => Number(much === 1));
  const share = shareOf(terms, held);
  const known = terms.filter(({ stem }) => article.rarities.has(stem));
  const rarest = known.toSorted((a, b) => b.worth - a.worth)[0];
  const [first, last] = [terms[0], terms.at(-1)];
  return {
    exactShare: shareOf(terms, exact),
    softShare: share,
    softShareSquared: share * share,
    generalShare: generalShareOf(terms, held),
    countShare: exact.reduce((sum, one) => sum + one, 0) / Math.max(1, terms.length),
    rarest: shareOf(terms, held, (term) => term === rarest),
    firstTerm: shareOf(terms, held, (term) => term === first),
    lastTerm: shareOf(terms, held, (term) => term === last),
    headTerm: shareOf(terms, held, ({ head }) => head),
    plainShare: shareOf(terms, held, ({ head, framing }) => !head && !framing),
    nameShare: shareOf(terms, held, ({ name }) => name),
    numberShare: shareOf(terms, held, ({ numeric }) => numeric),
    actionShare: shareOf(terms, held, ({ name, numeric, head }) => !name && !numeric && !head),
  };
}

function wordFeatures(asked: Asked, sentence: Sentence, share: number) {
  const { question, article } = asked;
  const { said } = sentence;
  const saidOnce = new Set(said);
  const fresh = [...saidOnce].filter((stem) => !asked.stems.has(stem));
  const [headKin, headKins] = headKinship(asked, fresh);
  const questionStems = question.words.slice(0, 100).map(({ stem }) => stem);
  const all = common(
    questionStems,
    sentence.words.map(({ stem }) => stem),
  );
  const inner = common([...asked.stems], said);
  const worth = worthOf(article, [...saidOnce]);
  return {
    sequence: inner.sequence / Math.max(1, asked.stems.size),
    sequenceAll: all.sequence / Math.max(1, questionStems.length),
    runAll: all.run / Math.max(1, questionStems.length),
    pairs: pairs(asked, sentence),
    density: density(asked, sentence, share),
    headKin,
    headKins,
    aligned: alignment(asked, saidOnce),
    gist: cosine(asked.gist, sentence.gist),
    precision: worth === 0 ? 0 : 1 - worthOf(article, fresh) / worth,
  };
}

const pronouns = new Set("he she it they this these his her its their such that those".split(" "));

function neighbour({ article }: Asked, { index, passage }: Sentence, step: -1 | 1) {
  const other = article.sentences[index + step];
  return other?.passage.paragraph === passage.paragraph ? other : undefined;
}

/** How much more a sentence and its neighbour hold together. */
function gain(
  { terms, held, shares }: Asked,
  { index }: Sentence,
  other: Sentence | undefined,
): number {
  const own = held[index];
  const theirs = other === undefined ? undefined : held[other.index];
  const share = shares[index] ?? 0;
  if (own === undefined || theirs === undefined || share === 0) return 0;
  return shareOf(terms, heldTogether([own, theirs])) - share;
}

function placeFeatures(asked: Asked, sentence: Sentence, share: number) {
  const { article, held, terms, lexical, shares } = asked;
  const before = neighbour(asked, sentence, -1);
  const after = neighbour(asked, sentence, 1);
  const paragraph = article.paragraphs.get(sentence.passage.paragraph) ?? [sentence];
  const others = paragraph.filter((other) => other !== sentence);
  const gainBefore = gain(asked, sentence, before);
  const pronoun = pronouns.has(sentence.words[0]?.folded ?? "");
  return {
    gainBefore,
    gainAfter: gain(asked, sentence, after),
    shareBefore: before === undefined ? 0 : (shares[before.index] ?? 0),
    shareAfter: after === undefined ? 0 : (shares[after.index] ?? 0),
    paragraphShare: shareOf(terms, heldTogether(paragraph.map(({ index }) => held[index] ?? []))),
    paragraphBest: Math.max(0, ...others.map(({ index }) => lexical[index] ?? 0)),
    pronoun: Number(pronoun),
    pronounGain: pronoun ? gainBefore : 0,
    pronounShare: pronoun ? share : 0,
    firstOfAll: Number(sentence.index === 0),
    firstOfParagraph: Number(before === undefined),
    length: Math.log(1 + sentence.words.length),
    short: Number(sentence.words.length < 6),
  };
}

/** Every feature by name. */
export function featuresOf(asked: Asked, sentence: Sentence) {
  const share = asked.shares[sentence.index] ?? 0;
  const lexical = asked.lexical[sentence.index] ?? 0;
  return {
    lexical,
    lexicalTop: Number(lexical === 1),
    ...shareFeatures(asked, asked.held[sentence.index] ?? []),
    ...wordFeatures(asked, sentence, share),
    ...placeFeatures(asked, sentence, share),
    ...cuesOf(asked.question, sentence),
  };
}

export type Features = ReturnType<typeof featuresOf>;
