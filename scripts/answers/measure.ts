/** Figures of the answerer on questions of titles it has not seen. */
import { judge, sameWords, type Model, type Ranking, type Tier } from "../../src/answer/rank.ts";
import { holdsAnswer, type Absence } from "./absences.ts";
import { folds } from "./data.ts";
import { learnModel, rankSample, type Sample } from "./train.ts";

/** One question judged by a model that never saw its title. */
export interface Judged {
  source: Sample["source"];
  /** Place of the first right passage, from 1; 0 when there is none. */
  place: number;
  /** An accepted answer stands in one of the quotes that would be shown. */
  inQuotes: boolean;
  tier: Tier;
}

export interface Figures {
  questions: number;
  first: number;
  three: number;
  quoted: number;
  answered: number;
  rightWhenAnswered: number;
  sure: number;
  rightWhenSure: number;
  refused: Readonly<Record<Absence, { questions: number; low: number; notSure: number }>>;
}

function quotesOf(ranking: Ranking): readonly string[] {
  const chosen: (typeof ranking)[number][] = [];
  for (const one of ranking) {
    if (chosen.length === 3) break;
    const repeated = chosen.some(({ sentence }) => sameWords(sentence.stems, one.sentence.stems));
    if (!repeated) chosen.push(one);
  }
  return chosen.map(({ sentence }) => sentence.passage.text);
}

function judgeSample(sample: Sample, model: Model): Judged | undefined {
  const ranking = rankSample(sample, model.rank);
  if (ranking === undefined) return undefined;
  const { source, asked } = sample;
  const { tier } = judge(asked, ranking, model);
  if (typeof source === "string") return { source, place: 0, inQuotes: false, tier };
  const place = ranking.findIndex(({ sentence }) => source.gold.includes(sentence.index)) + 1;
  const inQuotes = quotesOf(ranking).some((text) => holdsAnswer(text, source.answers));
  return { source, place, inQuotes, tier };
}

/** Every fold is judged by a model that learnt from the others. */
export function crossValidate(
  samples: readonly Sample[],
  foldOf: (title: string) => number,
): readonly Judged[] {
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const model = learnModel(samples.filter(({ title }) => foldOf(title) !== fold));
    return samples
      .filter(({ title }) => foldOf(title) === fold)
      .flatMap((sample) => judgeSample(sample, model) ?? []);
  });
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length;
}

export function figuresOf(verdicts: readonly Judged[]): Figures {
  const asked = verdicts.filter(({ source }) => typeof source !== "string");
  const answered = asked.filter(({ tier }) => tier !== "low");
  const sure = asked.filter(({ tier }) => tier === "sure");
  const refusal = (absence: Absence) => {
    const those = verdicts.filter(({ source }) => source === absence);
    return {
      questions: those.length,
      low: share(those, ({ tier }) => tier === "low"),
      notSure: share(those, ({ tier }) => tier !== "sure"),
    };
  };
  return {
    questions: asked.length,
    first: share(asked, ({ place }) => place === 1),
    three: share(asked, ({ place }) => place >= 1 && place <= 3),
    quoted: share(asked, ({ inQuotes }) => inQuotes),
    answered: share(asked, ({ tier }) => tier !== "low"),
    rightWhenAnswered: share(answered, ({ place }) => place === 1),
    sure: share(asked, ({ tier }) => tier === "sure"),
    rightWhenSure: share(sure, ({ place }) => place === 1),
    refused: {
      elsewhere: refusal("elsewhere"),
      "not stated": refusal("not stated"),
      twisted: refusal("twisted"),
    },
  };
}
