import { logGamma } from './quantiles.ts';

/**
 * Fisher's exact test of two proportions, `k1` of `n1` and `k2` of `n2`: twice the smaller tail of the hypergeometric
 * distribution, at most 1. Exact for rare events too, where a normal approximation raises false alarms.
 */
export function fisherTwoSided(k1: number, n1: number, k2: number, n2: number): number {
  const k = k1 + k2;
  return k1 * (n1 + n2) >= k * n1 ? twiceUpperTail(k1, n1, k, n2) : twiceUpperTail(k2, n2, k, n1);
}

/** 2 P(X >= x) for the number X of the k successes that fall on the n trials, `others` being the other trials. */
function twiceUpperTail(x: number, n: number, k: number, others: number): number {
  let term = 1;
  let sum = 1;
  for (let i = x; i < Math.min(k, n) && term > 1e-17 * sum; i++) {
    term *= ((n - i) * (k - i)) / ((i + 1) * (others - k + i + 1));
    sum += term;
  }
  const log = logBinomial(n, x) + logBinomial(others, k - x) - logBinomial(n + others, k);
  return Math.min(1, 2 * Math.exp(log) * sum);
}

function logBinomial(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
