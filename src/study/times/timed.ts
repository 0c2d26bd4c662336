import type { Point, Run, Series } from '../experiment/plan.ts';

/** The times of one run of one solver at one point, or of the training of its network. */
export interface Timed {
  readonly what: 'solving' | 'training';
  readonly point: Point;
  readonly series: Series;
  readonly run: Run;
  /** Trials that were given to the solver at once, or samples of a step. */
  readonly together: number;
  /** Milliseconds for a trial or a sample, one a round. */
  readonly times: readonly number[];
}

/** What is done once a round, and for how many trials or samples. */
export interface TimedWork {
  readonly of: Omit<Timed, 'times'>;
  readonly work: () => Promise<void>;
  readonly each: number;
}
