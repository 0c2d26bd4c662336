import type { Parameters, Scenario, TrialRange } from '../../contracts/problem.ts';
import type { ProblemSource } from '../experiment/problem-source.ts';
import type { RecordedFile } from '../experiment/recorded-file.ts';
import type { StorePlace } from '../store/lease.ts';
import type { WeightsReference } from '../training/weights-of-study.ts';

/** What a worker computes at a time: the trials of one range in one scenario, drawn once, by every solver that lacks them. */
export interface Work {
  readonly source: ProblemSource;
  readonly experiment: string;
  readonly seed: number;
  readonly scenario: Scenario;
  /** Scenarios with equal hash share their random numbers. */
  readonly drawHash: string;
  readonly range: TrialRange;
  readonly recorded?: RecordedFile;
  readonly metrics: readonly string[];
  readonly jobs: readonly Job[];
}

/** The same, and where the results go. */
export interface Task extends Work {
  readonly store: StorePlace;
}

/** One block of a task: a solver and where its result goes. */
export interface Job {
  /** Key of the block. */
  readonly key: string;
  readonly solver: string;
  readonly parameters: Parameters;
  readonly weights?: WeightsReference;
}

/** What became of a job. */
export type Outcome =
  | { readonly kind: 'stored'; readonly key: string; readonly seconds: number }
  | { readonly kind: 'failed'; readonly key: string; readonly trial: number | null; readonly what: string }
  /** The run cannot go on: the disk is full, a file changed, the solver's module is gone. */
  | { readonly kind: 'stop'; readonly message: string; readonly exitCode: number };
