import type { MetricKind } from '../../problems/problem.ts';
import { columnsOf } from '../../problems/problem.ts';
import type { Estimate } from '../row.ts';
import { check, decibels, StatisticsError, tInterval } from './estimate.ts';
import { Moments } from './moments.ts';

/** Per-trial values of one solver at one point, columns side by side, in the order of the trials. */
export interface Sample {
  readonly kind: MetricKind;
  readonly values: Float64Array;
}

/**
 * A number computed from the means of samples that share their trials, and how it moves with each trial.
 * `influence[t]` sums to zero: to first order, the number changes by influence[t] / n when trial t is counted once more.
 */
interface Smooth {
  readonly value: number;
  readonly influence: Float64Array;
}

/** The mean, or the ratio of means in dB, with its influence. Throws a StatisticsError as `estimate` does. */
export function smoothMean({ kind, values }: Sample): Smooth {
  check(values, kind);
  const moments = new Moments(columnsOf(kind));
  moments.add(values);
  const [a, b] = moments.means;
  if (kind !== 'ratio-db') return { value: a, influence: values.map((value) => value - a) };
  if (!(a > 0 && b > 0)) throw new StatisticsError(`a ratio of means ${a} and ${b} has no value in dB`);
  const influence = Float64Array.from(
    { length: moments.n },
    (_, t) => decibels * (values[2 * t] / a - values[2 * t + 1] / b),
  );
  return { value: decibels * Math.log(a / b), influence };
}

/** Weighted sum of influences, trial by trial. Throws a StatisticsError where the numbers of trials differ. */
export function combine(terms: readonly { weight: number; influence: Float64Array }[]): Float64Array {
  const [first] = terms;
  if (terms.some(({ influence }) => influence.length !== first.influence.length)) {
    throw new StatisticsError(
      `paired samples need equal numbers of trials, not ${terms.map((t) => t.influence.length).join(' and ')}`,
    );
  }
  return first.influence.map((_, t) => terms.reduce((sum, { weight, influence }) => sum + weight * influence[t], 0));
}

/** The number with the 95 % t interval that its influence gives. */
export function smoothEstimate({ value, influence }: Smooth): Estimate {
  const moments = new Moments(1);
  moments.add(influence);
  return tInterval(moments.n, value, Math.sqrt(moments.squares[0] / (moments.n - 1) / moments.n));
}

/** mean(a) - mean(b) over the same trials; for NMSEs the difference of their decibels. */
export function pairedDifference(a: Sample, b: Sample): Estimate {
  const [x, y] = [smoothMean(a), smoothMean(b)];
  const influence = combine([
    { weight: 1, ...x },
    { weight: -1, ...y },
  ]);
  return smoothEstimate({ value: x.value - y.value, influence });
}

/**
 * mean(a) / mean(b) over the same trials, with the interval of its logarithm transformed; `stderr` is that of the ratio.
 * Throws a StatisticsError where a mean is not positive, or is in dB: there a ratio is a difference.
 */
export function pairedRatio(a: Sample, b: Sample): Estimate {
  if (a.kind === 'ratio-db' || b.kind === 'ratio-db')
    throw new StatisticsError('a ratio of values in dB has no meaning');
  const [x, y] = [smoothMean(a), smoothMean(b)];
  if (!(x.value > 0 && y.value > 0))
    throw new StatisticsError(`means ${x.value} and ${y.value} have no ratio: both must be positive`);
  const influence = combine([
    { weight: 1 / x.value, ...x },
    { weight: -1 / y.value, ...y },
  ]);
  const log = smoothEstimate({ value: Math.log(x.value / y.value), influence });
  const ratio = x.value / y.value;
  const scaled = (end: number | null) => (end === null ? null : Math.exp(end));
  return {
    n: log.n,
    mean: ratio,
    stderr: log.stderr === null ? null : ratio * log.stderr,
    ci95Low: scaled(log.ci95Low),
    ci95High: scaled(log.ci95High),
  };
}
