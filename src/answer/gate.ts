/** What tells whether an article answers at all, seen from its best passages. */
import type { Sentence } from "./article.ts";
import { generalShareOf, heldTogether, shareOf, type Asked } from "./asked.ts";
import type { Features } from "./features.ts";

export interface Scored {
  sentence: Sentence;
  features: Features;
  score: number;
}

function worthOf(asked: Asked, keep: (term: Asked["terms"][number]) => boolean): number {
  if (asked.worth === 0) return 0;
  return asked.terms.reduce((sum, term) => sum + (keep(term) ? term.worth : 0), 0) / asked.worth;
}

/** 1 when a passage shows the kind of answer that is asked for: a name, a date, a figure. */
export function cueOf({ question }: Asked, top: Features): number {
  switch (question.kind) {
    case "who":
      return top.whoName;
    case "when":
      return Math.max(top.whenDate, top.whenNew);
    case "where":
      return Math.max(top.whereName, top.wherePlace);
    case "why":
      return top.whyCause;
    case "how":
      return top.howMeans;
    case "how-many":
      return top.howManyFigure;
    case "how-long":
      return Math.max(top.howLongFigure, top.howLongSpan);
    case "percent":
      return top.percentSign;
    case "money":
      return Math.max(top.moneySign, top.moneyFigure);
    case "what":
      return question.named ? top.whatNamed : 1;
  }
}

/** The most telling term that none of the given holds, from 0 to 1. */
function worstMiss({ terms }: Asked, held: readonly number[]): number {
  return Math.max(0, ...terms.map(({ general }, at) => general * (1 - (held[at] ?? 0))));
}

/** `best` are the passages in order, best first; at least one. */
export function gateFeaturesOf(asked: Asked, best: readonly [Scored, ...Scored[]]) {
  const anywhere = heldTogether(asked.held);
  const inThree = best.slice(0, 3).map(({ sentence }) => asked.held[sentence.index] ?? []);
  const [inTop = []] = inThree;
  const [{ features: top, score }, second, third] = best;
  const { rarities } = asked.article;
  const powers = best.map((one) => Math.exp(one.score - score));
  const missing = worthOf(
    asked,
    ({ stem, likeness }) => !rarities.has(stem) && likeness.kin.size === 0,
  );
  const names = worthOf(asked, ({ name }) => name);
  const cue = cueOf(asked, top);
  return {
    score,
    lead: score - (second?.score ?? score - 5),
    leadThird: score - (third?.score ?? score - 5),
    certainty: 1 / powers.reduce((sum, power) => sum + power, 0),
    softShare: top.softShare,
    exactShare: top.exactShare,
    lexicalStrength: asked.lexicalBest / Math.max(1e-6, asked.worth * asked.terms.length),
    topLexical: top.lexical,
    threeShare: shareOf(asked.terms, heldTogether(inThree)),
    secondAligned: second?.features.aligned ?? 0,
    secondSequence: second?.features.sequenceAll ?? 0,
    near: top.whoNear + top.whenNear + top.whereNear + top.howManyNear + top.whatNear,
    paragraphBest: top.paragraphBest,
    secondShare: second?.features.softShare ?? 0,
    aligned: top.aligned,
    gist: top.gist,
    sequenceAll: top.sequenceAll,
    runAll: top.runAll,
    pairs: top.pairs,
    density: top.density,
    rarest: top.rarest,
    headTerm: top.headTerm,
    headKin: top.headKin,
    plainShare: top.plainShare,
    actionShare: top.actionShare,
    numberShare: top.numberShare,
    countShare: top.countShare,
    lastTerm: top.lastTerm,
    firstTerm: top.firstTerm,
    precision: top.precision,
    gainBefore: top.gainBefore,
    gainAfter: top.gainAfter,
    paragraphShare: top.paragraphShare,
    bestShare: Math.max(...asked.shares),
    missing,
    unseen: worthOf(asked, ({ stem }) => !rarities.has(stem)),
    unseenNames: worthOf(asked, ({ name, stem }) => name && !rarities.has(stem)),
    missingNames: names * (1 - top.nameShare),
    missingNumbers: worthOf(asked, ({ numeric }) => numeric) * (1 - top.numberShare),
    generalShare: top.generalShare,
    generalAnywhere: generalShareOf(asked.terms, anywhere),
    worstMiss: worstMiss(asked, inTop),
    worstMissAnywhere: worstMiss(asked, anywhere),
    missSquared: (1 - top.softShare) ** 2,
    noCueWho: asked.question.kind === "who" ? 1 - cue : 0,
    noCueWhen: asked.question.kind === "when" ? 1 - cue : 0,
    noCueFigure: ["how-many", "percent", "money", "how-long"].includes(asked.question.kind)
      ? 1 - cue
      : 0,
    names,
    terms: Math.log(1 + asked.terms.length),
    worth: Math.log(1 + asked.worth),
    length: top.length,
    newWords: top.newWords,
    cue,
    noCue: 1 - cue,
    pronoun: top.pronoun,
    what: Number(asked.question.kind === "what"),
    why: Number(asked.question.kind === "why" || asked.question.kind === "how"),
  };
}

export type GateFeatures = ReturnType<typeof gateFeaturesOf>;
