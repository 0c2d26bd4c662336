import type { MetricKind } from '../../contracts/problem.ts';
import { columnsOf } from '../../contracts/problem.ts';
import type { Estimate } from '../results/row.ts';
import { BatchMeans, batchInfluences } from './batch-means.ts';
import { decibels } from './decibels.ts';
import { check, StatisticsError, tInterval } from './estimate.ts';
import { Moments } from './moments.ts';

/** Per-trial values of one solver at one point, columns side by side, in the order of the trials. */
export interface Sample {
  readonly kind: MetricKind;
  readonly values: Float64Array;
}

/** A number, or with scale `log` its logarithm, and how it moves to first order with each of the means it is computed from. */
export interface Linearized {
  readonly value: number;
  readonly weights: readonly number[];
  readonly scale: 'linear' | 'log';
}

/** A number as a function of means; undefined where it has no value. */
export type OfMeans = (means: readonly number[]) => Linearized | undefined;

/** The mean of a sample, or its ratio of means in dB, and by how much each trial pulls it: these influences sum to zero. */
interface Smooth {
  readonly value: number;
  readonly influence: Float64Array;
}

/**
 * A number computed from means over the same trials (the delta method: its standard error is that of the weighted sum of the
 * trials' influences). Samples of different lengths share the trials that both have. Undefined where `ofMeans` is.
 * Throws a StatisticsError as `estimate` does.
 */
export function pairedEstimate(given: readonly Sample[], ofMeans: OfMeans): Estimate | undefined {
  const samples = solvedByAll(given);
  const n = Math.min(...samples.map(({ kind, values }) => values.length / columnsOf(kind)));
  const parts = samples.map((sample) => smoothMean(sample, n));
  const linear = ofMeans(parts.map(({ value }) => value));
  if (linear === undefined) return undefined;
  const moments = new Moments(1);
  moments.add(weightedSum(linear.weights, parts, n));
  return scaled(linear, n, Math.sqrt(moments.squares[0] / (n - 1) / n));
}

/** The trials that all samples share and for which all have a solution. */
function solvedByAll(samples: readonly Sample[]): readonly Sample[] {
  if (!samples.some(({ values }) => values.some(Number.isNaN))) return samples;
  const n = Math.min(...samples.map(({ kind, values }) => values.length / columnsOf(kind)));
  const isSolved = Array.from({ length: n }, (_, t) =>
    samples.every(({ kind, values }) => !Number.isNaN(values[t * columnsOf(kind)])),
  );
  return samples.map(({ kind, values }) => ({
    kind,
    values: values.filter((_, i) => isSolved[Math.floor(i / columnsOf(kind))] ?? false),
  }));
}

/** The squared distances of the values of a metric of kind `mean` from their mean: their own mean is its variance. */
export function squaredDeviations({ kind, values }: Sample): Sample {
  const moments = new Moments(1);
  moments.add(values.filter((value) => !Number.isNaN(value)));
  return { kind, values: values.map((value) => (value - moments.means[0]) ** 2) };
}

/** The same from estimates of independent samples: variances add. Wider than the paired interval where solvers share channels. */
export function unpairedEstimate(estimates: readonly Estimate[], ofMeans: OfMeans): Estimate | undefined {
  const linear = ofMeans(estimates.map(({ mean }) => mean));
  if (linear === undefined) return undefined;
  const n = Math.min(...estimates.map((estimate) => estimate.n));
  const variance = estimates.reduce((sum, { stderr }, i) => sum + (linear.weights[i] * (stderr ?? Number.NaN)) ** 2, 0);
  return scaled(linear, Number.isNaN(variance) ? 1 : n, Math.sqrt(variance));
}

/** mean(a) - mean(b); for NMSEs the difference of their decibels. */
export function difference([a, b]: readonly number[]): Linearized {
  return { value: a - b, weights: [1, -1], scale: 'linear' };
}

/** mean(a) / mean(b), its interval taken over the logarithm; undefined where a mean is not positive. */
export function logRatio([a, b]: readonly number[]): Linearized | undefined {
  return a > 0 && b > 0 ? { value: Math.log(a / b), weights: [1 / a, -1 / b], scale: 'log' } : undefined;
}

function smoothMean({ kind, values: all }: Sample, n: number): Smooth {
  const values = all.subarray(0, n * columnsOf(kind));
  check(values, kind);
  const moments = new Moments(columnsOf(kind));
  moments.add(values);
  const [a, b] = moments.means;
  if (kind === 'mean' || kind === 'proportion') return { value: a, influence: values.map((value) => value - a) };
  if (kind === 'batch-mean-db') return smoothBatchMean(values);
  if (kind === 'mean-db') {
    if (!(a > 0)) throw new StatisticsError(`a mean of ${a} has no value in dB`);
    return { value: decibels * Math.log(a), influence: values.map((value) => decibels * (value / a - 1)) };
  }
  if (!(a > 0 && b > 0)) throw new StatisticsError(`a ratio of means ${a} and ${b} has no value in dB`);
  const influence = Float64Array.from({ length: n }, (_, t) => decibels * (values[2 * t] / a - values[2 * t + 1] / b));
  return { value: decibels * Math.log(a / b), influence };
}

function smoothBatchMean(values: Float64Array): Smooth {
  const batches = new BatchMeans();
  batches.add(values);
  const { mean } = batches.result();
  if (!Number.isFinite(mean)) throw new StatisticsError('the mean of a batch is not positive and has no value in dB');
  return { value: mean, influence: batchInfluences(values) };
}

function weightedSum(weights: readonly number[], parts: readonly Smooth[], n: number): Float64Array {
  const sum = new Float64Array(n);
  for (const [i, { influence }] of parts.entries()) {
    for (let t = 0; t < n; t++) sum[t] += weights[i] * influence[t];
  }
  return sum;
}

/** The interval of a linearized number, taken back from the logarithm where it is one. */
function scaled({ value, scale }: Linearized, n: number, stderr: number): Estimate {
  const linear = tInterval(n, value, stderr);
  if (scale === 'linear') return linear;
  const ratio = Math.exp(value);
  const end = (log: number | null) => (log === null ? null : Math.exp(log));
  return {
    n,
    mean: ratio,
    stderr: linear.stderr === null ? null : ratio * linear.stderr,
    ci95Low: end(linear.ci95Low),
    ci95High: end(linear.ci95High),
  };
}
