import { normalTwoSided } from './quantiles.ts';

/**
 * The two ends of a confidence interval for the mean of numbers in [0, 1] that assumes nothing else of them: what a trial says may be
 * a share of many decisions that depend on one another. Gaffke's bound: the upper end is a quantile of sum_i D_i x_i + D_{n+1}, D uniform
 * on the simplex of n + 1 weights; the lower end is that of 1 - x, mirrored. For zeros and ones it is Clopper and Pearson's interval
 * and has no width of zero for any sample.
 * @param counts how often each value occurs
 * @param tail probability beyond each end
 */
export function shareInterval(counts: ReadonlyMap<number, number>, tail: number): [low: number, high: number] {
  const mirrored = new Map([...counts].map(([x, count]) => [1 - x, count]));
  return [1 - upperEnd(mirrored, tail), upperEnd(counts, tail)];
}

function upperEnd(counts: ReadonlyMap<number, number>, tail: number): number {
  const points = [...counts, [1, 1] as const];
  const total = points.reduce((sum, [, count]) => sum + count, 0);
  const mean = points.reduce((sum, [x, count]) => sum + count * x, 0) / total;
  if (mean === 1) return 1;
  return bisect(mean, 1, (q) => tailBeyond(points, q) > tail);
}

/**
 * P(sum_i D_i x_i > q) = P(sum_i E_i (x_i - q) > 0) for independent exponential E_i, q above the mean, by Lugannani and Rice's formula
 * at the saddle point of the cumulant function K(s) = -sum_i log(1 - s (x_i - q)).
 */
function tailBeyond(points: readonly (readonly [x: number, count: number])[], q: number): number {
  const sum = (term: (a: number) => number) => points.reduce((all, [x, count]) => all + count * term(x - q), 0);
  const s = bisect(0, 1 / (1 - q), (s) => sum((a) => a / (1 - s * a)) < 0);
  const K = -sum((a) => Math.log1p(-s * a));
  const r = Math.sqrt(Math.max(0, -2 * K));
  const u = s * Math.sqrt(sum((a) => (a / (1 - s * a)) ** 2));
  if (r < 1e-6) return 0.5;
  const density = Math.exp((-r * r) / 2) / Math.sqrt(2 * Math.PI);
  return normalTwoSided(r) / 2 + density * (1 / u - 1 / r);
}

/** Where a condition that holds from `low` on ends, between two numbers. */
function bisect(low: number, high: number, holds: (x: number) => boolean): number {
  let [from, to] = [low, high];
  for (let i = 0; i < 60; i++) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
