import type { Parameters, Scenario, Solver } from '../../../../src/contracts/problem.ts';
import type { Trainer, Weights } from '../../../../src/contracts/training.ts';
import type { Instance } from '../../../../src/problems/massive-access/instance.ts';
import type { Solution } from '../../../../src/problems/massive-access/solution.ts';
import { finishStep, initialState, type TrainingState } from '../../../../src/study/training/loop.ts';
import { trainingStreams } from '../../../../src/study/training/train.ts';

/** A trainer of the solver, with the number of its steps. */
export async function trainerOf(solver: Solver<Instance, Solution>, scenario: Scenario, parameters: Parameters) {
  const plan = solver.training!.plan(scenario, solver.parameters.parse(parameters))!;
  const streams = trainingStreams({ solver: solver.name, plan, key: 'test' });
  return { trainer: await solver.training!.trainer(plan, streams), steps: plan.steps };
}

/** Goes on from `state` to step `end`. */
export async function advance(trainer: Trainer, state: TrainingState, end: number): Promise<TrainingState> {
  const width = trainer.size + 1;
  const parts = new Float64Array(trainer.parts * width);
  const sum = new Float64Array(width);
  while (state.step < end) {
    for (let part = 0; part < trainer.parts; part++) {
      await trainer.gradient(state.step, part, state.parameters, parts.subarray(part * width, (part + 1) * width));
    }
    finishStep(trainer, state, parts, sum, end);
  }
  return state;
}

/** Weights after the whole training. */
export async function trained(
  solver: Solver<Instance, Solution>,
  scenario: Scenario,
  parameters: Parameters,
): Promise<Weights> {
  const { trainer, steps } = await trainerOf(solver, scenario, parameters);
  return trainer.weights((await advance(trainer, initialState(trainer), steps)).parameters);
}
