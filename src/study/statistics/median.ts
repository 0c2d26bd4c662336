/** A median with a 95 % interval; its ends are null where there are too few values for one. */
export interface Median {
  readonly n: number;
  readonly median: number;
  readonly ci95Low: number | null;
  readonly ci95High: number | null;
}

/**
 * The median, between the two order statistics that enclose that of the distribution with a probability of at least 0.95, whatever the
 * distribution: their number has the binomial distribution of a fair coin. Six values are needed for it.
 */
export function medianOf(values: readonly number[]): Median {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  const median = (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
  const below = outermost(n);
  if (below === undefined) return { n, median, ci95Low: null, ci95High: null };
  return { n, median, ci95Low: sorted[below], ci95High: sorted[n - 1 - below] };
}

/** The largest k for which at most k of n fair coins show heads with a probability of at most 0.025; undefined where none does. */
function outermost(n: number): number | undefined {
  let probability = 0.5 ** n;
  let sum = probability;
  let found: number | undefined;
  for (let k = 0; sum <= 0.025; k++) {
    found = k;
    probability *= (n - k) / (k + 1);
    sum += probability;
  }
  return found;
}
