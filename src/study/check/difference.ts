import type { MetricKind } from '../../contracts/problem.ts';
import type { Estimate } from '../results/row.ts';
import { fisherTwoSided } from '../statistics/fisher.ts';
import { normalQuantile, tQuantile, tTwoSided } from '../statistics/quantiles.ts';

/** Estimates of one point from two runs that share no trials. */
export interface Two {
  readonly kind: MetricKind;
  readonly stored: Estimate;
  readonly fresh: Estimate;
}

/** P-value of the two-sided test that both runs estimate the same number: Fisher's for proportions, else Welch's. */
export function pValue(two: Two): number {
  const { kind, stored, fresh } = two;
  if (kind === 'proportion') return fisherTwoSided(successes(fresh), fresh.n, successes(stored), stored.n);
  const error = errorOf(two);
  const difference = Math.abs(fresh.mean - stored.mean);
  if (error === undefined || difference === 0) return 1;
  return error.stderr === 0 ? 0 : tTwoSided(difference / error.stderr, error.degreesOfFreedom);
}

/**
 * Half the width of the confidence interval of the difference that misses the truth with probability `risk`: Welch's, and that of
 * Agresti and Caffo for proportions, which knows that no event seen is not none. Infinite where a spread is not known.
 */
export function halfWidth(two: Two, risk: number): number {
  const { kind, stored, fresh } = two;
  if (kind === 'proportion') {
    const z = normalQuantile(1 - risk / 2);
    return z * Math.hypot(cautiousError(stored, z), cautiousError(fresh, z));
  }
  const error = errorOf(two);
  if (error === undefined) return Number.POSITIVE_INFINITY;
  return error.stderr === 0 ? 0 : tQuantile(1 - risk / 2, error.degreesOfFreedom) * error.stderr;
}

/**
 * Standard error of the difference of the means, and Welch and Satterthwaite's degrees of freedom, rounded down; undefined where a
 * spread is not known. The spread that a mean has in the fresh run is taken as no smaller than in the stored one: where a number is
 * rarely large, a few trials show none of it.
 */
function errorOf({ kind, stored, fresh }: Two) {
  if (stored.stderr === null || fresh.stderr === null) return undefined;
  const least = kind === 'mean' || kind === 'share' ? spread(kind, stored) / Math.sqrt(fresh.n) : 0;
  const [a, b] = [stored.stderr, Math.max(fresh.stderr, least)];
  const stderr = Math.hypot(a, b);
  const [shareOfA, shareOfB] = [(a / stderr) ** 2, (b / stderr) ** 2];
  const degrees = 1 / (shareOfA ** 2 / (stored.n - 1) + shareOfB ** 2 / (fresh.n - 1));
  return { stderr, degreesOfFreedom: Math.max(1, Math.floor(degrees)) };
}

/** Standard deviation of a single trial; 0 where one trial alone says nothing about it. */
export function spread(kind: MetricKind, { n, mean, stderr }: Estimate): number {
  return kind === 'proportion' ? Math.sqrt(mean * (1 - mean)) : (stderr ?? 0) * Math.sqrt(n);
}

function successes({ n, mean }: Estimate): number {
  return Math.round(n * mean);
}

/** Standard error of a proportion with z^2 / 4 successes and as many failures added. */
function cautiousError(estimate: Estimate, z: number): number {
  const n = estimate.n + z ** 2 / 2;
  const p = (successes(estimate) + z ** 2 / 4) / n;
  return Math.sqrt((p * (1 - p)) / n);
}
