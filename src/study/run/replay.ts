import type { Parameters, Scenario } from '../../contracts/problem.ts';
import { columnsOf } from '../../contracts/problem.ts';
import type { Study } from '../study.ts';
import { weightsReference } from '../training/weights-of-study.ts';
import { workOf } from './blocks.ts';
import { drawTrials, solveTrials } from './compute.ts';

/** Every value that one solver gives on one trial. */
export interface Replayed {
  readonly scenario: Scenario;
  readonly series: string;
  readonly parameters: Parameters;
  readonly trial: number;
  readonly values: readonly { name: string; iteration: number | null; columns: readonly number[] }[];
}

/**
 * Computes one trial in this thread, for every point and run of the study, and stores nothing. Throws what a solver throws, so
 * that a debugger and the stack show where.
 */
export async function* replayTrial(study: Study, trial: number): AsyncIterable<Replayed> {
  const { points, series, problem, data } = study.plan;
  const range = { first: trial, count: 1 };
  for (const point of points) {
    const blocks = series.flatMap(({ name, solver, runs }) =>
      runs.map((run) => {
        const weights = weightsReference(study.weights, solver, point.scenario, run.parameters, data);
        return { point, solver: solver.name, run, range, weights, key: name };
      }),
    );
    const task = workOf(study, blocks);
    const instance = await drawTrials(problem, task);
    for (const job of task.jobs) {
      const observations = await solveTrials(problem, instance, task, job);
      const values = observations.map(({ name, kind, iteration, values: all }) => ({
        name,
        iteration,
        columns: [...all.subarray(0, columnsOf(kind))],
      }));
      yield { scenario: point.scenario, series: job.key, parameters: job.parameters, trial, values };
    }
  }
}
