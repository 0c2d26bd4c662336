import type { AnyProblem } from '../../contracts/problem.ts';
import type { Weights } from '../../contracts/training.ts';
import { useArithmetic } from '../../lanes/arithmetic.ts';
import { streamsFor } from '../../random/streams.ts';
import { openRecorded } from '../experiment/recorded-file.ts';
import type { Observation } from '../store/block.ts';
import { readWeights, type TrainedWeights } from '../training/weights-file.ts';
import type { WeightsReference } from '../training/weights-of-study.ts';
import { BlockObserver } from './observe.ts';
import type { Job, Work } from './task.ts';

/** Draws the trials of a task: the same ones whoever draws them. */
export async function drawTrials(problem: AnyProblem, task: Work): Promise<unknown> {
  const { seed, experiment, drawHash, scenario, range } = task;
  const recorded = task.recorded && (await openRecorded(problem, task.recorded));
  return problem.draw(scenario, range, streamsFor({ seed, experiment, scenario: drawHash }), recorded);
}

/** What one solver of a task gives on the drawn trials. Throws a TrialFailure or whatever the solver throws. */
export async function solveTrials(
  problem: AnyProblem,
  instance: unknown,
  { range, metrics, source }: Work,
  { solver: name, parameters, weights }: Job,
): Promise<readonly Observation[]> {
  useArithmetic(source.arithmetic ?? 'strict');
  const observer = new BlockObserver(problem, instance, range, metrics);
  const solver = await problem.solvers[name]();
  const known = problem.known?.(instance) ?? instance;
  await solver.solve(known, parameters, observer, weights && openWeights(weights));
  return observer.finish();
}

const weightsFiles = new Map<string, TrainedWeights>();

/** The trained weights that a job names, read once a thread. Throws a UserError where they are damaged or others. */
function openWeights({ path, key, sha256 }: WeightsReference): Weights {
  const known = weightsFiles.get(sha256) ?? readWeights(path, key);
  weightsFiles.set(sha256, known);
  return known.weights;
}
