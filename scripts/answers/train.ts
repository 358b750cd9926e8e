/** From questions with known answers to the weights of the ranker and the gate. */
import { ask, type Asked } from "../../src/answer/asked.ts";
import type { Article } from "../../src/answer/article.ts";
import { featuresOf, type Features } from "../../src/answer/features.ts";
import { gateFeaturesOf, type GateFeatures } from "../../src/answer/gate.ts";
import { parseAlone } from "../../src/answer/question.ts";
import { inOrder, withoutRepetition, type Model, type Ranking } from "../../src/answer/rank.ts";
import { absencesOf, answerable, type Absence } from "./absences.ts";
import type { Asking, DataSet } from "./data.ts";
import { learnToDecide, learnToRank, scoreOf, type Linear } from "./learn.ts";

const rankSettings = { ridge: 0.008, steps: 150 };
const gateSettings = { ridge: 0.003, steps: 200 };
/** Share of the answerable questions learnt from that are still answered, and answered as sure; of new ones a little less. */
const keep = { middle: 0.864, sure: 0.71 };
/** Twisted questions stay out: with them the gate grows blunter for all others. */
const absenceWeight: Readonly<Record<Absence, number>> = {
  "not stated": 1,
  elsewhere: 1,
  twisted: 0,
};

/** A question and an article, with all features worked out once. */
export interface Sample {
  title: string;
  asked: Asked;
  features: readonly Features[];
  /** The answerable question behind it, or why there is no answer. */
  source: Asking | Absence;
}

function sampleOf(
  question: string,
  article: Article,
  title: string,
  source: Sample["source"],
): Sample {
  const asked = ask(parseAlone(question), article);
  const features = article.sentences.map((sentence) => featuresOf(asked, sentence));
  return { title, asked, features, source };
}

export function samplesOf(data: DataSet): readonly Sample[] {
  return [
    ...answerable(data.askings).map((asking) =>
      sampleOf(asking.question, asking.text.article, asking.text.title, asking),
    ),
    ...absencesOf(data).map(({ question, article, title, absence }) =>
      sampleOf(question, article, title, absence),
    ),
  ];
}

function rounded<T extends object>(sample: T, weights: readonly number[]): Record<keyof T, number> {
  const entries = Object.keys(sample).map((name, at) => [
    name,
    Number((weights[at] ?? 0).toPrecision(4)),
  ]);
  return Object.fromEntries(entries);
}

export function rankSample(
  { asked, features }: Sample,
  weights: Model["rank"],
): Ranking | undefined {
  const scored = asked.article.sentences.flatMap((sentence, at) => {
    const own = features[at];
    return own === undefined ? [] : [{ sentence, features: own }];
  });
  return inOrder(scored, weights);
}

function learnRank(samples: readonly Sample[]): Model["rank"] {
  const groups = samples.flatMap(({ features, source }) =>
    typeof source === "string"
      ? []
      : [{ rows: features.map((each) => Object.values(each)), right: source.gold }],
  );
  const [first] = samples[0]?.features ?? [];
  if (first === undefined) throw new Error("There is nothing to learn from.");
  return rounded(first, learnToRank(groups, rankSettings).weights);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * sorted.length)] ?? 0;
}

function gateOf(sample: Sample, rank: Model["rank"]): GateFeatures | undefined {
  const ranking = rankSample(sample, rank);
  return ranking === undefined
    ? undefined
    : gateFeaturesOf(sample.asked, withoutRepetition(ranking));
}

interface Judged {
  features: GateFeatures;
  source: Sample["source"];
}

function learnGate(judged: readonly Judged[]): Linear {
  const examples = judged.map(({ features, source }) => ({
    row: Object.values(features),
    right: typeof source !== "string",
    weight: typeof source === "string" ? absenceWeight[source] : 1,
  }));
  return learnToDecide(
    examples.filter(({ weight }) => weight > 0),
    gateSettings,
  );
}

export function learnModel(samples: readonly Sample[]): Model {
  const rank = learnRank(samples);
  const judged = samples.flatMap((sample) => {
    const features = gateOf(sample, rank);
    return features === undefined ? [] : [{ features, source: sample.source }];
  });
  const [first] = judged;
  if (first === undefined) throw new Error("There is nothing to learn from.");
  const learnt = learnGate(judged);
  const gate = rounded(first.features, learnt.weights);
  const gateBias = Number(learnt.bias.toPrecision(4));
  const confidences = judged
    .filter(({ source }) => typeof source !== "string")
    .map(({ features }) =>
      scoreOf({ weights: Object.values(gate), bias: gateBias }, Object.values(features)),
    )
    .map((score) => 1 / (1 + Math.exp(-score)));
  const from = (share: number): number => Number(quantile(confidences, 1 - share).toPrecision(4));
  return { rank, gate, gateBias, middleFrom: from(keep.middle), sureFrom: from(keep.sure) };
}
