/**
 * `import { ... } from 'reproduce'`: the contracts that a problem, a solver or a training is written against, the random streams, and what runs
 * a study, for programs of one's own.
 */
export type { DataSet } from '../src/contracts/data-set.ts';
export type { Foreign, ForeignForm, Given, Returned, Step, Wanted } from '../src/contracts/foreign.ts';
export {
  columnsOf,
  type DrawnArray,
  type Metric,
  type MetricKind,
  metricKinds,
  type Observer,
  type Parameters,
  type Problem,
  type Recorded,
  type Scenario,
  SolutionError,
  type Solver,
  type TrialRange,
  type Violation,
} from '../src/contracts/problem.ts';
export type { Trainer, Training, TrainingPlan, Weights } from '../src/contracts/training.ts';
export { Threads, withThreads } from '../src/executors/threads.ts';
export { exitCodes, UserError } from '../src/messages.ts';
export { problems } from '../src/problems/index.ts';
export { type Stream, type Streams, streamsFor } from '../src/random/streams.ts';
export { parseSolver } from '../src/study/experiment/solver-text.ts';
export { openSweep, type SweepRequest } from '../src/study/experiment/sweep.ts';
export type { Row } from '../src/study/results/row.ts';
export { type RunOptions, runStudy } from '../src/study/run/runner.ts';
export type { StudyResult } from '../src/study/run/study-result.ts';
export { openStudy, type Request, type Study } from '../src/study/study.ts';
