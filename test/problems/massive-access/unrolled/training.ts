import type { Parameters, Scenario, Solver } from '../../../../src/contracts/problem.ts';
import type { SummedTrainer, Weights } from '../../../../src/contracts/training.ts';
import type { Instance } from '../../../../src/problems/massive-access/instance.ts';
import type { Solution } from '../../../../src/problems/massive-access/solution.ts';
import { trainingStreams } from '../../../../src/study/training/train.ts';
import { advance, begin } from '../../../study/training/running.ts';

/** A trainer of the solver, with the number of its steps. */
export async function trainerOf(solver: Solver<Instance, Solution>, scenario: Scenario, parameters: Parameters) {
  const plan = solver.training!.plan(scenario, solver.parameters.parse(parameters))!;
  const streams = trainingStreams({ solver: solver.name, plan, key: 'test' });
  const trainer = (await solver.training!.trainer(plan, streams)) as SummedTrainer<Float32Array>;
  return { trainer, steps: plan.steps };
}

/** Weights after the whole training. */
export async function trained(
  solver: Solver<Instance, Solution>,
  scenario: Scenario,
  parameters: Parameters,
): Promise<Weights> {
  const { trainer, steps } = await trainerOf(solver, scenario, parameters);
  const running = await begin(trainer, steps);
  await advance(running.run, steps);
  return running.trainer.weights();
}
