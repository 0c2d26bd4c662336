import type { Scenario } from '../../contracts/problem.ts';

/** What is known about the mean of a metric at one point. */
export interface Estimate {
  /** Number of trials. */
  readonly n: number;
  readonly mean: number;
  /** Standard error of `mean`; null where one trial alone says nothing about it. */
  readonly stderr: number | null;
  /** Ends of the 95 % confidence interval; null as above. */
  readonly ci95Low: number | null;
  readonly ci95High: number | null;
}

/** One point of one curve. */
export interface RowPoint {
  /** Name of the series, see `Series.name`. */
  readonly solver: string;
  /** Name of a metric or of a diagnostic. */
  readonly metric: string;
  readonly scenario: Scenario;
  /** Iteration or layer; null for a result that is not one point of a trajectory. */
  readonly iteration: number | null;
}

/** One row of the tidy CSV. */
export interface Row extends RowPoint, Estimate {
  readonly experiment: string;
}

/** What the share of trials without a solution is called among the rows; there is none where all have one. */
export const lostMetric = 'unsolved';

/** The point that a row is about. */
export function pointOf({ solver, metric, scenario, iteration }: Row): RowPoint {
  return { solver, metric, scenario, iteration };
}

/** What a row says about its point. */
export function estimateOf({ n, mean, stderr, ci95Low, ci95High }: Row): Estimate {
  return { n, mean, stderr, ci95Low, ci95High };
}
