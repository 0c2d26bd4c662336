import type { MetricKind } from '../../contracts/problem.ts';
import { columnsOf } from '../../contracts/problem.ts';
import { power } from '../../random/elementary.ts';
import type { Estimate } from '../results/row.ts';
import { BatchMeans } from './batch-means.ts';
import { decibels } from './decibels.ts';
import { Moments } from './moments.ts';
import { betaQuantile, tQuantile } from './quantiles.ts';
import { shareInterval } from './share.ts';

/** Per-trial values from which nothing can be estimated: not finite, not 0 or 1 where a proportion is asked, none at all. */
export class StatisticsError extends Error {
  override readonly name = 'StatisticsError';
}

/**
 * The running estimate of one point. Values go in by blocks, in the order of the trials; the result does not depend on where
 * one block ends and the next begins.
 */
export class Estimator {
  readonly kind: MetricKind;
  readonly #moments: Moments;
  readonly #batches = new BatchMeans();
  #trials = 0;
  #firstLost: number | undefined;
  /** How often each value occurs, of shares. */
  readonly #counts = new Map<number, number>();

  constructor(kind: MetricKind) {
    this.kind = kind;
    this.#moments = new Moments(columnsOf(kind));
  }

  /**
   * Adds trials, their columns side by side; NaN where a trial has no solution, which counts in nothing but `lost`. Throws a StatisticsError
   * on another value that is not finite, or not 0 or 1 in a proportion.
   */
  add(all: Float64Array): void {
    const columns = columnsOf(this.kind);
    const values = solvedOnly(all, columns);
    if (values !== all) this.#firstLost ??= this.#trials + all.findIndex(Number.isNaN) / columns;
    this.#trials += all.length / columns;
    check(values, this.kind);
    this.#moments.add(values);
    if (this.kind === 'batch-mean-db') this.#batches.add(values);
    if (this.kind === 'share') for (const x of values) this.#counts.set(x, (this.#counts.get(x) ?? 0) + 1);
  }

  /** Trials without a solution, and the first of them, counted from 0. */
  get lost(): { readonly count: number; readonly of: number; readonly first: number } | undefined {
    if (this.#firstLost === undefined) return undefined;
    return { count: this.#trials - this.#moments.n, of: this.#trials, first: this.#firstLost };
  }

  /** Throws a StatisticsError before the first trial, and for a ratio of which one side is not positive. */
  estimate(): Estimate {
    if (this.#moments.n === 0)
      throw new StatisticsError(
        this.#trials === 0 ? 'there are no trials to estimate from' : 'no trial has a solution',
      );
    switch (this.kind) {
      case 'mean':
        return mean(this.#moments);
      case 'proportion':
        return proportion(this.#moments);
      case 'share':
        return share(this.#moments, this.#counts);
      case 'ratio-db':
        return ratioInDecibels(this.#moments);
      case 'mean-db':
        return meanInDecibels(this.#moments);
      case 'batch-mean-db':
        return batchMeanInDecibels(this.#batches);
    }
  }
}

/** The trials that have a solution; the array itself where all have. */
function solvedOnly(values: Float64Array, columns: number): Float64Array {
  if (!hasNaN(values)) return values;
  return values.filter((_, i) => !Number.isNaN(values[i - (i % columns)]));
}

/** A loop: `some` calls a function for each of the millions of values that a merge goes through. */
function hasNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true;
  return false;
}

/** What the per-trial values of one point, in the order of the trials, say about its mean. */
export function estimate(kind: MetricKind, values: Float64Array): Estimate {
  const estimator = new Estimator(kind);
  estimator.add(values);
  return estimator.estimate();
}

/** Throws a StatisticsError that names the first value that does not belong. */
export function check(values: Float64Array, kind: MetricKind): void {
  const wrong = firstWrong(values, kind);
  if (wrong < 0) return;
  const trial = Math.floor(wrong / columnsOf(kind));
  const accepted = kind === 'proportion' ? '0 or 1' : kind === 'share' ? 'from 0 to 1' : 'a finite number';
  throw new StatisticsError(`value ${values[wrong]} of trial ${trial} is not ${accepted}`);
}

/** Place of the first value that does not belong; -1 where all do. */
function firstWrong(values: Float64Array, kind: MetricKind): number {
  for (let i = 0; i < values.length; i++) if (!belongs(values[i], kind)) return i;
  return -1;
}

function belongs(value: number, kind: MetricKind): boolean {
  if (kind === 'proportion') return value === 0 || value === 1;
  return kind === 'share' ? value >= 0 && value <= 1 : Number.isFinite(value);
}

/** `centre` with its 95 % t interval; without interval where a single trial says nothing about the spread. */
export function tInterval(n: number, centre: number, stderr: number): Estimate {
  if (n < 2) return { n, mean: centre, stderr: null, ci95Low: null, ci95High: null };
  const half = stderr === 0 ? 0 : tQuantile(0.975, n - 1) * stderr;
  return { n, mean: centre, stderr, ci95Low: centre - half, ci95High: centre + half };
}

function mean({ n, means, squares }: Moments): Estimate {
  return tInterval(n, means[0], Math.sqrt(squares[0] / (n - 1) / n));
}

function share({ n, means, squares }: Moments, counts: ReadonlyMap<number, number>): Estimate {
  const [ci95Low, ci95High] = shareInterval(counts, 0.025);
  return { n, mean: means[0], stderr: n < 2 ? null : Math.sqrt(squares[0] / (n - 1) / n), ci95Low, ci95High };
}

/** Clopper and Pearson's exact interval: the ends are beta quantiles; closed forms where no or every trial counts. */
function proportion({ n, means }: Moments): Estimate {
  const k = Math.round(means[0] * n);
  const p = k / n;
  return {
    n,
    mean: p,
    stderr: Math.sqrt((p * (1 - p)) / n),
    ci95Low: k === 0 ? 0 : k === n ? power(0.025, 1 / n) : betaQuantile(0.025, k, n - k + 1),
    ci95High: k === n ? 1 : k === 0 ? 1 - power(0.025, 1 / n) : betaQuantile(0.975, k + 1, n - k),
  };
}

/**
 * 10 log10(sum of column 0 / sum of column 1). The standard error is that of the logarithm by the delta method, with
 * relative deviations a / mean(a) - b / mean(b) of the trials; the interval is symmetric in dB.
 */
function ratioInDecibels({ n, means: [a, b], squares, products }: Moments): Estimate {
  if (!(a > 0 && b > 0)) throw new StatisticsError(`a ratio of means ${a} and ${b} has no value in dB`);
  const variance = squares[0] / (a * a) - (2 * products) / (a * b) + squares[1] / (b * b);
  const stderr = decibels * Math.sqrt(Math.max(0, variance) / (n - 1) / n);
  return tInterval(n, decibels * Math.log(a / b), stderr);
}

/** 10 log10 of the mean, with the standard error of the logarithm by the delta method; the interval is symmetric in dB. */
function meanInDecibels({ n, means: [a], squares }: Moments): Estimate {
  if (!(a > 0)) throw new StatisticsError(`a mean of ${a} has no value in dB`);
  return tInterval(n, decibels * Math.log(a), (decibels * Math.sqrt(squares[0] / (n - 1) / n)) / a);
}

function batchMeanInDecibels(batches: BatchMeans): Estimate {
  const { n, mean, squares } = batches.result();
  if (!Number.isFinite(mean)) throw new StatisticsError('the mean of a batch is not positive and has no value in dB');
  return tInterval(n, mean, Math.sqrt(squares / (n - 1) / n));
}
