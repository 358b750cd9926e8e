/** Word vectors: which words mean much the same. `scripts/build-word-vectors.ts` makes the table. */
import table from "./word-vectors.json" with { type: "json" };

const { dimensions } = table;

/** Figures are not in the table; one tells about as much as a word of this row. */
const usualNumber = 2_000;

interface Meanings {
  rows: ReadonlyMap<string, number>;
  values: Int8Array;
  sizes: Float32Array;
}

let decoded: Meanings | undefined;

function meanings(): Meanings {
  if (decoded !== undefined) return decoded;
  const values = new Int8Array(Uint8Array.fromBase64(table.vectors).buffer);
  const rows = new Map(table.stems.split(" ").map((stem, row) => [stem, row]));
  const sizes = new Float32Array(rows.size);
  for (let row = 0; row < sizes.length; row += 1) sizes[row] = Math.sqrt(product(values, row, row));
  decoded = { rows, values, sizes };
  return decoded;
}

function product(values: Int8Array, a: number, b: number): number {
  let sum = 0;
  for (let at = 0; at < dimensions; at += 1)
    sum += (values[a * dimensions + at] ?? 0) * (values[b * dimensions + at] ?? 0);
  return sum;
}

/** Whether the language at large has the word. */
export function isKnown(stem: string): boolean {
  return meanings().rows.has(stem);
}

/** From -1 to 1 for each stem of a vocabulary that is known: how near it is in meaning. Empty when `stem` is unknown. */
export function nearnessTo(
  stem: string,
  vocabulary: Iterable<string>,
): ReadonlyMap<string, number> {
  const { rows, values, sizes } = meanings();
  const left = rows.get(stem);
  const near = new Map<string, number>();
  if (left === undefined) return near;
  for (const other of vocabulary) {
    const right = rows.get(other);
    if (right === undefined) continue;
    const size = (sizes[left] ?? 1) * (sizes[right] ?? 1);
    near.set(other, product(values, left, right) / size);
  }
  return near;
}

/** From 0 for the commonest word of the language to 1 for a word seldom seen: the table is ordered by use. */
export function rarityInGeneral(stem: string): number {
  const { rows } = meanings();
  const row = rows.get(stem) ?? (/^\p{N}/u.test(stem) ? usualNumber : rows.size);
  return Math.log(1 + row) / Math.log(1 + rows.size);
}

/** The mean direction of weighted stems, as numbers to compare with `cosine`; all zero when none is known. */
export function gist(stems: Iterable<readonly [string, number]>): Float64Array {
  const { rows, values, sizes } = meanings();
  const sum = new Float64Array(dimensions);
  for (const [stem, weight] of stems) {
    const row = rows.get(stem);
    if (row === undefined) continue;
    const factor = weight / (sizes[row] ?? 1);
    for (let at = 0; at < dimensions; at += 1)
      sum[at] = (sum[at] ?? 0) + factor * (values[row * dimensions + at] ?? 0);
  }
  return sum;
}

export function cosine(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  let left = 0;
  let right = 0;
  for (let at = 0; at < a.length; at += 1) {
    const x = a[at] ?? 0;
    const y = b[at] ?? 0;
    sum += x * y;
    left += x * x;
    right += y * y;
  }
  return left === 0 || right === 0 ? 0 : sum / Math.sqrt(left * right);
}
