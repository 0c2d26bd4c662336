import type { TrialRange } from './scenario.ts';

/** What a solver reports while it runs. */
export interface Observer<Solution> {
  /**
   * The solution after `iteration` iterations (or layers) for the trials of `range`. `iteration` is null for a result that
   * is not one point of a trajectory: the solution at convergence, or of a closed form. The solution may be overwritten
   * as soon as the call returns: the observer measures at once and keeps nothing.
   */
  solution(iteration: number | null, range: TrialRange, solution: Solution): void;
  /**
   * Says, before it reports, that the method has no solution for a trial, as zero-forcing has none for channels that are linearly dependent.
   * The trial counts in no mean, and what is reported of it (something feasible) for nothing; how many there are is a row of its own.
   */
  lost(trial: number): void;
  /**
   * A number the solver itself knows about each trial of `range`: iterations used, cap hit (0 or 1) ...; of one iteration where
   * that is given.
   */
  diagnostic(
    name: string,
    kind: 'mean' | 'proportion',
    range: TrialRange,
    values: ArrayLike<number>,
    iteration?: number | null,
  ): void;
}
