/** Judges the answerer on questions of titles it has not learnt from, prints the figures and writes docs/answers.md. */
import { spawnSync } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadData, folds, type DataSet } from "./answers/data.ts";
import { crossValidate, figuresOf, type Figures } from "./answers/measure.ts";
import { exactSpans } from "./answers/spans.ts";
import { SpeedFigures } from "./answers/speed.ts";
import { samplesOf } from "./answers/train.ts";

const target = new URL("../docs/answers.md", import.meta.url);

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Runs a script beside this one in a fresh process and gives what it prints. */
function printedBy(script: string): string {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--expose-gc", path], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return stdout;
}

const root = fileURLToPath(new URL("..", import.meta.url));

function bytesOf(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

/** The code and the word vectors, and the packages that nothing else needs. */
function installedBytes(): number {
  const paths = ["src/answer", "node_modules/minisearch", "node_modules/porter2"];
  return paths.reduce((sum, path) => sum + bytesOf(join(root, path)), 0);
}

type Row = readonly [what: string, figure: string, goal: string];

function qualityRows(figures: Figures): readonly Row[] {
  const { elsewhere, "not stated": notStated, twisted } = figures.refused;
  return [
    ["Best passage is the right one (R@1)", percent(figures.first), "≥ 85 %"],
    ["Right passage among the first three (R@3)", percent(figures.three), "≥ 96 %"],
    ["Answer stands within the three quotes", percent(figures.quoted), "≥ 96 %"],
    ["Answerable questions answered", percent(figures.answered), "≥ 85 %"],
    ["… and then the best passage is right", percent(figures.rightWhenAnswered), ""],
    ["Answerable questions answered as sure", percent(figures.sure), ""],
    ["… and then the best passage is right", percent(figures.rightWhenSure), ""],
    [`Off-topic refused (${elsewhere.questions} questions)`, percent(elsewhere.low), "≥ 99.5 %"],
    [`Not stated refused (${notStated.questions})`, percent(notStated.low), "≥ 73 %"],
    ["Not stated never called sure", percent(notStated.notSure), ""],
    [`Twisted refused (${twisted.questions})`, percent(twisted.low), ""],
    ["Twisted never called sure", percent(twisted.notSure), ""],
  ];
}

function costRows(spans: { quotes: number; exact: number }): readonly Row[] {
  const speed = SpeedFigures.parse(JSON.parse(printedBy("answers-cost.ts")));
  const megabytes = Number(printedBy("answers-memory.ts"));
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  return [
    [
      "Quotes that are exact pieces of the article",
      `${percent(spans.exact / spans.quotes)} of ${spans.quotes}`,
      "100 %",
    ],
    ["A question on one article, half of them within", ms(speed.article.half), ""],
    ["… 95 in 100 within", ms(speed.article.most), "≤ 10 ms"],
    [
      `A question over ${speed.archiveSize} briefings, half of them within`,
      ms(speed.archive.half),
      "",
    ],
    ["… 95 in 100 within", ms(speed.archive.most), "≤ 50 ms"],
    [
      `Memory that answering adds, over ${speed.archiveSize} briefings`,
      `${megabytes.toFixed(0)} MB`,
      "≤ 40 MB",
    ],
    ["What it adds to the install", `${(installedBytes() / 1e6).toFixed(1)} MB`, "≤ 3 MB"],
    ["Bringing one briefing into the index", ms(speed.putMs), ""],
  ];
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(([what, figure, goal]) => `| ${what} | ${figure} | ${goal} |`);
  return ["| | figure | goal |", "|---|---|---|", ...lines].join("\n");
}

function page(data: DataSet, figures: Figures, quality: string, cost: string): string {
  const titles = new Set(data.texts.map(({ title }) => title)).size;
  return `# How well the articles answer

Written by \`npm run eval\` on ${process.platform}, Node ${process.versions.node}.

Data: ${figures.questions} answerable questions on ${data.texts.length} articles of ${titles} titles (SQuAD 2.0, cut
into articles of five paragraphs). The titles are dealt into ${folds} folds; every fold is judged by weights and
thresholds learnt from the other folds alone, so nothing is tested on what it was trained on. The weights that the
bot uses are learnt from all of it (\`npm run train:answers\`).

## Quality

${quality}

- *Off-topic*: the question is put to an article of another title.
- *Not stated*: the sentence that answers and every other that holds the answer are taken out of the article.
- *Twisted*: written to look answerable although the article does not say it. Words alone hardly tell these from
  real ones, which is why an answer that is not sure says so, and why all that is ever shown is a quotation.

These questions were written by people who had the text before them, which flatters any method that goes by words;
expect less of questions asked from memory.

## Cost

${cost}

Articles of 25 sentences or so; the archive is made of the same sentences in other order, with rare words as names are:
some 70,000 different words. Times are those of the best of three rounds of 400 questions, and the articles are made ready
anew. Memory is what a process that has the titles of all briefings at hand holds more once it has
answered 400 questions to all of them: code, word vectors, the index, and what is kept ready of the articles asked last
(\`node --expose-gc scripts/answers-memory.ts\`). The install is \`du -cb src/answer node_modules/minisearch
node_modules/porter2\`. How long the first question takes after a start, and whether anybody waits for the index, is in
[bench.md](bench.md).
`;
}

function main(): void {
  const data = loadData();
  if (data === undefined) {
    process.stderr.write("There is no ../shared/data, so there is nothing to judge by.\n");
    process.exitCode = 2;
    return;
  }
  const figures = figuresOf(crossValidate(samplesOf(data), data.foldOf));
  const quality = table(qualityRows(figures));
  const cost = table(costRows(exactSpans(data)));
  process.stdout.write(`${quality}\n\n${cost}\n`);
  writeFileSync(target, page(data, figures, quality, cost));
}

main();
