/** What is worked out once for a question and an article, before its passages are looked at one by one. */
import { rarity, type Article, type Sentence } from "./article.ts";
import { likenessOf, respelt, type Likeness } from "./likeness.ts";
import { gist, rarityInGeneral } from "./meanings.ts";
import type { Question, Term } from "./question.ts";

export interface AskedTerm extends Term {
  /** Rarity in the article times the term's weight. */
  worth: number;
  /** Rarity in the language at large times the term's weight. */
  general: number;
  likeness: Likeness;
}

export interface Asked {
  question: Question;
  article: Article;
  terms: readonly AskedTerm[];
  /** Stems of the terms. */
  stems: ReadonlySet<string>;
  /** Sum of the worth of all terms. */
  worth: number;
  /** Per sentence, the index's score divided by the best one. */
  lexical: readonly number[];
  lexicalBest: number;
  /** Per sentence and term: 1 when it is there, less for a kindred word, 0 for none. */
  held: readonly (readonly number[])[];
  /** Per sentence: the worth of what it holds as a share of all. */
  shares: readonly number[];
  gist: Float64Array;
}

function holding(term: AskedTerm, { stems }: Sentence): number {
  if (stems.has(term.stem)) return 1;
  let best = 0;
  for (const [stem, much] of term.likeness.kin) if (much > best && stems.has(stem)) best = much;
  return best;
}

/** Worth of what is held, as a share of the worth of the terms that `counts`. */
export function shareOf(
  terms: readonly AskedTerm[],
  held: readonly number[],
  counts: (term: AskedTerm) => boolean = () => true,
): number {
  let found = 0;
  let worth = 0;
  terms.forEach((term, at) => {
    if (!counts(term)) return;
    worth += term.worth;
    found += term.worth * (held[at] ?? 0);
  });
  return worth === 0 ? 0 : found / worth;
}

/** As `shareOf`, by how rare the terms are in the language at large. */
export function generalShareOf(terms: readonly AskedTerm[], held: readonly number[]): number {
  const worth = terms.reduce((sum, { general }) => sum + general, 0);
  const found = terms.reduce((sum, { general }, at) => sum + general * (held[at] ?? 0), 0);
  return worth === 0 ? 0 : found / worth;
}

/** What several sentences hold together. */
export function heldTogether(held: readonly (readonly number[])[]): readonly number[] {
  const [first = [], ...rest] = held;
  return rest.reduce(
    (best, other) => best.map((much, at) => Math.max(much, other[at] ?? 0)),
    first,
  );
}

/** What the title says, every sentence may take for granted. */
const titleShare = 0.5;

/** A word that the article lacks tells the more, the rarer it is in the language at large. */
function worthIn(article: Article, stem: string): number {
  const local = rarity(article, stem);
  if (article.titleStems.has(stem)) return titleShare * local;
  return article.rarities.has(stem) ? local : local * (0.4 + 0.6 * rarityInGeneral(stem));
}

function termsOf(question: Question, article: Article): readonly AskedTerm[] {
  const meant = question.terms.map((term) => ({
    ...term,
    stem: respelt(term.stem, article.rarities),
  }));
  const stems = new Set(meant.map(({ stem }) => stem));
  return meant.map((term) => ({
    ...term,
    name: term.name || (article.names.has(term.stem) && !term.numeric),
    worth: term.weight * worthIn(article, term.stem),
    general: term.weight * rarityInGeneral(term.stem),
    likeness: likenessOf(term.stem, article.rarities, stems),
  }));
}

function lexicalScores(article: Article, terms: readonly AskedTerm[]): readonly number[] {
  const scores = article.sentences.map(() => 0);
  if (terms.length === 0) return scores;
  const found = article.index.search(terms.map(({ stem }) => stem).join(" "));
  for (const { id, score } of found) scores[Number(id)] = score;
  return scores;
}

export function ask(question: Question, article: Article): Asked {
  const terms = termsOf(question, article);
  const scores = lexicalScores(article, terms);
  const lexicalBest = Math.max(...scores, 0);
  const held = article.sentences.map((sentence) => terms.map((term) => holding(term, sentence)));
  return {
    question,
    article,
    terms,
    stems: new Set(terms.map(({ stem }) => stem)),
    worth: terms.reduce((sum, { worth }) => sum + worth, 0),
    lexical: scores.map((score) => (lexicalBest === 0 ? 0 : score / lexicalBest)),
    lexicalBest,
    held,
    shares: held.map((each) => shareOf(terms, each)),
    gist: gist(terms.map(({ stem, worth }) => [stem, worth])),
  };
}
