import type { MetricKind } from '../../problems/problem.ts';
import type { Estimate } from '../row.ts';
import { fisherTwoSided } from '../statistics/fisher.ts';
import { normalQuantile, tQuantile, tTwoSided } from '../statistics/quantiles.ts';

/** Estimates of one point from two runs that share no trials. */
export interface Two {
  readonly kind: MetricKind;
  readonly stored: Estimate;
  readonly fresh: Estimate;
}

/**
 * P-value of the two-sided test that both runs estimate the same number: Fisher's for proportions, else Welch's. The spread that a
 * mean has in the fresh run is taken as no smaller than in the stored one: where a number is rarely large, a few trials show none of it.
 */
export function pValue({ kind, stored, fresh }: Two): number {
  if (kind === 'proportion') return fisherTwoSided(successes(fresh), fresh.n, successes(stored), stored.n);
  if (stored.stderr === null || fresh.stderr === null) return 1;
  const difference = Math.abs(fresh.mean - stored.mean);
  if (difference === 0) return 1;
  const least = kind === 'mean' ? spread(kind, stored) / Math.sqrt(fresh.n) : 0;
  const cautious = { ...fresh, stderr: Math.max(fresh.stderr, least) };
  const stderr = Math.hypot(stored.stderr, cautious.stderr);
  return stderr === 0 ? 0 : tTwoSided(difference / stderr, degreesOfFreedom(stored, cautious));
}

/**
 * Half the width of the confidence interval of the difference that misses the truth with probability `risk`: Welch's, and that of
 * Agresti and Caffo for proportions, which knows that no event seen is not none. Infinite where a spread is not known.
 */
export function halfWidth({ kind, stored, fresh }: Two, risk: number): number {
  if (kind === 'proportion') {
    const z = normalQuantile(1 - risk / 2);
    return z * Math.hypot(cautiousError(stored, z), cautiousError(fresh, z));
  }
  if (stored.stderr === null || fresh.stderr === null) return Number.POSITIVE_INFINITY;
  const stderr = Math.hypot(stored.stderr, fresh.stderr);
  return stderr === 0 ? 0 : tQuantile(1 - risk / 2, degreesOfFreedom(stored, fresh)) * stderr;
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

/** Welch and Satterthwaite's degrees of freedom, rounded down. */
function degreesOfFreedom(a: Estimate, b: Estimate): number {
  const stderr = Math.hypot(a.stderr!, b.stderr!);
  const [shareOfA, shareOfB] = [(a.stderr! / stderr) ** 2, (b.stderr! / stderr) ** 2];
  return Math.max(1, Math.floor(1 / (shareOfA ** 2 / (a.n - 1) + shareOfB ** 2 / (b.n - 1))));
}
