import { expect, test } from 'vitest';
import type { Weights } from '../../../../src/contracts/training.ts';
import { engine } from '../../../../src/lanes/index.ts';
import {
  UnfoldedTrainer,
  unfoldedTraining,
} from '../../../../src/problems/beamforming/matrix-inverse-free/unfolded-training.ts';
import { beamforming } from '../../../../src/problems/beamforming/problem.ts';
import { unfoldedMifWmmse } from '../../../../src/problems/beamforming/solvers/unfolded-mif-wmmse.ts';
import { streamsFor } from '../../../../src/random/streams.ts';
import { advance, begin } from '../../../study/training/running.ts';
import { draw, run } from '../solving.ts';

const axes = { M: 4, K: 2, N: 2, d: 2 };
const architecture = { Ju: 1, Jw: 1, Jv: 2, L: 2 };

async function trained(steps: number): Promise<Weights> {
  const parameters = unfoldedMifWmmse.parameters.parse({ ...architecture, steps, batch: 32, learningRate: 0.01 });
  const plan = unfoldedTraining.plan(beamforming.scenario.parse(axes), parameters)!;
  const streams = streamsFor({ seed: 5, experiment: 'training', scenario: 'test' });
  const { run, trainer } = await begin(new UnfoldedTrainer(plan, streams, engine('f32', 8)), steps);
  await advance(run, steps);
  return trainer.weights();
}

test('a network trained for 150 steps beats its untrained self by a fifth of a bit on channels that it has not seen', async () => {
  const instance = draw(axes, 500);
  const rates = async (weights: Weights | undefined) => {
    const solver = {
      ...unfoldedMifWmmse,
      solve: ((i, p, o) => unfoldedMifWmmse.solve(i, p, o, weights)) as typeof unfoldedMifWmmse.solve,
    };
    return (await run(solver, instance, architecture, ['wsr'])).metrics.get(`wsr ${architecture.L}`)!;
  };
  const [before, after] = [await rates(undefined), await rates(await trained(150))];
  const gains = after.map((rate, trial) => rate - before[trial]);
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const stderr = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0)) / gains.length;
  expect(mean - 3 * stderr).toBeGreaterThan(0.2);
});
