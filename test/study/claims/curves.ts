import { byOperand, type Evidence } from '../../../src/study/claims/evidence.ts';
import { keyOf } from '../../../src/study/claims/quantity.ts';
import type { ClaimResults } from '../../../src/study/claims/results.ts';
import { type Claim, claimSchema } from '../../../src/study/claims/schema.ts';
import type { AxisValue } from '../../../src/study/experiment/axis-values.ts';
import type { Row } from '../../../src/study/results/row.ts';
import { tInterval } from '../../../src/study/statistics/estimate.ts';

/** A row of metric `rate` with 101 trials. */
export function row(
  solver: string,
  scenario: Record<string, AxisValue>,
  iteration: number | null,
  mean: number,
  stderr = 0.01,
): Row {
  return { experiment: 'toy/fig1', solver, metric: 'rate', scenario, iteration, ...tInterval(101, mean, stderr) };
}

/** Means over iterations 1, 2, ... in one scenario. */
export function curve(solver: string, means: readonly number[], stderr = 0.01, scenario = { snr: 10 }): Row[] {
  return means.map((mean, i) => row(solver, scenario, i + 1, mean, stderr));
}

/** Results with these rows, of profile `paper` unless told otherwise. */
export function results(
  rows: readonly Row[],
  given: Partial<ClaimResults> & { evidence?: Evidence[] } = {},
): ClaimResults {
  const { evidence = [], ...rest } = given;
  return {
    rows,
    rowOf: byOperand(rows),
    evidenceOf: new Map(evidence.map((each) => [keyOf(each.quantity), each])),
    axes: ['M', 'snr'],
    metrics: ['rate'],
    kinds: { rate: 'mean' },
    series: [...new Set(rows.map(({ solver }) => solver))],
    flops: [],
    profile: 'paper',
    ...rest,
  };
}

/** A claim about metric `rate` of experiment `fig1`, without tolerance unless given one. */
export function claim(given: Record<string, unknown>): Exclude<Claim, { kind: 'not-attempted' }> {
  const common = { id: 'a', place: 'Fig. 1', says: 'so', experiment: 'toy/fig1', metric: 'rate', tolerance: 0 };
  return claimSchema.parse({ ...common, ...given }) as Exclude<Claim, { kind: 'not-attempted' }>;
}
