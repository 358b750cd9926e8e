/** Learns the weights of src/answer from the development set and writes src/answer/weights.ts. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Model } from "../src/answer/rank.ts";
import { loadData } from "./answers/data.ts";
import { learnModel, samplesOf } from "./answers/train.ts";

const target = new URL("../src/answer/weights.ts", import.meta.url);

function list(name: string, weights: Readonly<Record<string, number>>): string {
  const lines = Object.entries(weights).map(([feature, weight]) => `    ${feature}: ${weight},\n`);
  return `  ${name}: {\n${lines.join("")}  },\n`;
}

function source({ rank, gate, gateBias, middleFrom, sureFrom }: Model): string {
  return [
    "/** Written by `npm run train:answers`; change the training, not this file. */\n",
    'import type { Model } from "./rank.ts";\n\n',
    "export const trained: Model = {\n",
    list("rank", rank),
    list("gate", gate),
    `  gateBias: ${gateBias},\n  middleFrom: ${middleFrom},\n  sureFrom: ${sureFrom},\n};\n`,
  ].join("");
}

const data = loadData();
if (data === undefined) {
  process.stderr.write("There is no ../shared/data, so there is nothing to train on.\n");
  process.exitCode = 2;
} else {
  const before = readFileSync(target, "utf8");
  const after = source(learnModel(samplesOf(data)));
  writeFileSync(target, after);
  const outcome = before === after ? "the same weights as before" : "new weights";
  process.stdout.write(`src/answer/weights.ts: ${outcome}\n`);
}
