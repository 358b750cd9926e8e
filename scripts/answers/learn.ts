/** Two linear learners. No chance in them: the same examples in the same order give the same weights. */

/** One question: a row of features per passage, and which rows are right. */
export interface Group {
  rows: readonly (readonly number[])[];
  right: readonly number[];
}

export interface Example {
  row: readonly number[];
  right: boolean;
  weight: number;
}

export interface Linear {
  weights: readonly number[];
  bias: number;
}

interface Scale {
  mean: readonly number[];
  deviation: readonly number[];
}

function scaleOf(rows: readonly (readonly number[])[]): Scale {
  const size = rows[0]?.length ?? 0;
  const column = (at: number): number[] => rows.map((row) => row[at] ?? 0);
  const columns = Array.from({ length: size }, (_, at) => column(at));
  const average = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const mean = columns.map(average);
  const deviation = columns.map((values, at) =>
    Math.sqrt(average(values.map((value) => (value - (mean[at] ?? 0)) ** 2))),
  );
  return { mean, deviation };
}

function scaled(row: readonly number[], { mean, deviation }: Scale): Float64Array {
  return Float64Array.from(row, (value, at) => {
    const spread = deviation[at] ?? 0;
    return spread < 1e-9 ? 0 : (value - (mean[at] ?? 0)) / spread;
  });
}

/** Back from the scaled space to the features as they are. */
function unscaled(weights: Float64Array, bias: number, { mean, deviation }: Scale): Linear {
  const plain = Array.from(weights, (weight, at) => {
    const spread = deviation[at] ?? 0;
    return spread < 1e-9 ? 0 : weight / spread;
  });
  return {
    weights: plain,
    bias: plain.reduce((sum, weight, at) => sum - weight * (mean[at] ?? 0), bias),
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** Gradient descent with momentum and per-weight steps (Adam), over all examples at once. */
function descend(
  size: number,
  steps: number,
  gradientAt: (weights: Float64Array) => Float64Array,
): Float64Array {
  const weights = new Float64Array(size);
  const momentum = new Float64Array(size);
  const power = new Float64Array(size);
  for (let step = 1; step <= steps; step += 1) {
    const gradient = gradientAt(weights);
    const rate = 0.05 * (1 - (step - 1) / steps);
    for (let at = 0; at < size; at += 1) {
      const slope = gradient[at] ?? 0;
      const moved = 0.9 * (momentum[at] ?? 0) + 0.1 * slope;
      const squared = 0.99 * (power[at] ?? 0) + 0.01 * slope * slope;
      momentum[at] = moved;
      power[at] = squared;
      const step1 = moved / (1 - 0.9 ** step);
      const step2 = Math.sqrt(squared / (1 - 0.99 ** step));
      weights[at] = (weights[at] ?? 0) - (rate * step1) / (step2 + 1e-8);
    }
  }
  return weights;
}

function addTo(sum: Float64Array, row: Float64Array, factor: number): void {
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + factor * (row[at] ?? 0);
}

interface Settings {
  ridge: number;
  steps: number;
}

function softmax(scores: readonly number[]): readonly number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Weights under which the right passage of each group scores above the others. */
export function learnToRank(groups: readonly Group[], { ridge, steps }: Settings): Linear {
  const scale = scaleOf(groups.flatMap(({ rows }) => rows));
  const ready = groups.map(({ rows, right }) => ({
    rows: rows.map((row) => scaled(row, scale)),
    right: new Set(right),
  }));
  const size = scale.mean.length;
  const gradientAt = (weights: Float64Array): Float64Array => {
    const gradient = weights.map((weight) => ridge * weight);
    for (const { rows, right } of ready) {
      const chances = softmax(rows.map((row) => dot(weights, row)));
      const hit = chances.reduce((sum, chance, at) => sum + (right.has(at) ? chance : 0), 0);
      rows.forEach((row, at) => {
        const chance = chances[at] ?? 0;
        const wanted = right.has(at) ? chance / Math.max(hit, 1e-12) : 0;
        const push = (chance - wanted) / ready.length;
        if (Math.abs(push) > 1e-9) addTo(gradient, row, push);
      });
    }
    return gradient;
  };
  return unscaled(descend(size, steps, gradientAt), 0, scale);
}

/** Logistic regression. */
export function learnToDecide(examples: readonly Example[], { ridge, steps }: Settings): Linear {
  const scale = scaleOf(examples.map(({ row }) => row));
  const size = scale.mean.length;
  const ready = examples.map(({ row, right, weight }) => {
    const values = new Float64Array(size + 1);
    values.set(scaled(row, scale));
    values[size] = 1;
    return { values, right: Number(right), weight };
  });
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const gradientAt = (weights: Float64Array): Float64Array => {
    const gradient = weights.map((weight, at) => (at === size ? 0 : ridge * weight));
    for (const { values, right, weight } of ready) {
      const chance = 1 / (1 + Math.exp(-dot(weights, values)));
      addTo(gradient, values, (weight * (chance - right)) / total);
    }
    return gradient;
  };
  const weights = descend(size + 1, steps, gradientAt);
  return unscaled(weights.slice(0, size), weights[size] ?? 0, scale);
}

export function scoreOf({ weights, bias }: Linear, row: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (row[at] ?? 0), bias);
}
