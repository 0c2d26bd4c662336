import type { MetricKind, Scenario } from '../../contracts/problem.ts';
import type { Lost, PointSample } from '../results/merge.ts';
import type { Row } from '../results/row.ts';
import type { Failure } from './losses.ts';
import type { MissingOfRun, Tally } from './survey.ts';

/** Trials of a point that count in no mean of a solver. */
export interface LostTrials extends Lost {
  /** The name of its series. */
  readonly solver: string;
  readonly scenario: Scenario;
  /** Why, in a word or two. */
  readonly why: string;
}

/** What became of a study. */
export interface StudyResult {
  /** Whether no block is missing; where solvers failed, theirs are not asked for. */
  readonly complete: boolean;
  /** None where something is missing, or none were wanted. */
  readonly rows: readonly Row[];
  /** Kinds of what solvers reported of themselves, by name. */
  readonly diagnostics: Readonly<Record<string, MetricKind>>;
  readonly failures: readonly Failure[];
  /** Points with trials that a solver has no solution for. */
  readonly lost: readonly LostTrials[];
  readonly missing: readonly MissingOfRun[];
  /** Whether all that this shard has to do is done; without a shard, whether everything is. */
  readonly shareIsDone: boolean;
  /** Of all rounds begun. */
  readonly blocks: Tally & { readonly computed: number };
  /** Of the last round begun, share by share. */
  readonly shares: readonly Tally[];
  /** Trials of every point, in the order of the plan. */
  readonly trials: readonly number[];
  /** Seconds that computing all its blocks took, also those of earlier runs. */
  readonly seconds: number;
  /** Per-trial values of every point and series, read from the store when asked for. */
  samples(): Iterable<PointSample>;
}
