import type { MetricKind } from '../../contracts/problem.ts';
import { columnsOf } from '../../contracts/problem.ts';
import { wholePower } from '../../random/elementary.ts';
import type { Estimate } from '../results/row.ts';
import { BatchMeans, batchInfluences } from './batch-means.ts';
import { decibels } from './decibels.ts';
import { check, StatisticsError, tInterval } from './estimate.ts';
import { Moments } from './moments.ts';
import { tQuantile } from './quantiles.ts';

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
 * trials' influences, whose skewness its interval takes into account). Samples of different lengths share the trials that both have. Undefined where `ofMeans` is.
 * Throws a StatisticsError as `estimate` does.
 */
export function pairedEstimate(given: readonly Sample[], ofMeans: OfMeans): Estimate | undefined {
  const samples = solvedByAll(given);
  const n = Math.min(...samples.map(({ kind, values }) => values.length / columnsOf(kind)));
  const parts = samples.map((sample) => smoothMean(sample, n));
  const linear = ofMeans(parts.map(({ value }) => value));
  if (linear === undefined) return undefined;
  const pulls = weightedSum(linear.weights, parts, n);
  const moments = new Moments(1);
  moments.add(pulls);
  const stderr = Math.sqrt(moments.squares[0] / (n - 1) / n);
  return onScale(linear, skewedInterval(n, linear.value, stderr, skewnessOf(pulls, moments)));
}

/** Third central moment over the third power of the standard deviation; 0 where nothing varies. */
function skewnessOf(values: Float64Array, { n, means: [mean], squares }: Moments): number {
  const deviation = Math.sqrt(squares[0] / n);
  return deviation === 0 ? 0 : values.reduce((sum, x) => sum + wholePower((x - mean) / deviation, 3), 0) / n;
}

/**
 * Student's interval with the skewness of the trials taken out of t by Hall's monotone cubic transformation (1992): differences of two
 * methods that are rarely large are so skewed that without it intervals of 128 trials miss the truth nearly twice as often as they say.
 */
function skewedInterval(n: number, centre: number, stderr: number, skewness: number): Estimate {
  const student = tInterval(n, centre, stderr);
  const a = skewness / 3;
  if (student.ci95Low === null || stderr === 0 || Math.abs(a) < 1e-6) return student;
  const root = Math.sqrt(n);
  const back = (t: number) => (root / a) * (Math.cbrt(1 + 3 * a * (t / root - skewness / 6 / n)) - 1);
  const t = tQuantile(0.975, n - 1);
  return { ...student, ci95Low: centre - stderr * back(t), ci95High: centre - stderr * back(-t) };
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
  return onScale(linear, tInterval(Number.isNaN(variance) ? 1 : n, linear.value, Math.sqrt(variance)));
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
  if (kind === 'mean' || kind === 'proportion' || kind === 'share')
    return { value: a, influence: values.map((value) => value - a) };
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

/** The estimate of a linearized number, taken back from the logarithm where it is one. */
function onScale({ value, scale }: Linearized, linear: Estimate): Estimate {
  const { n } = linear;
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
