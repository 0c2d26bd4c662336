import { describe, expect, test } from 'vitest';
import type { SummedTrainer, Weights } from '../../../../src/contracts/training.ts';
import { multicell } from '../../../../src/problems/multicell/problem.ts';
import { structuredL2o } from '../../../../src/problems/multicell/solvers/structured-l2o.ts';
import { drawSamples, trainingScenario } from '../../../../src/problems/multicell/structured/training-budget.ts';
import { streamsFor } from '../../../../src/random/streams.ts';
import { advance, begin } from '../../../study/training/running.ts';
import { draw, run } from '../solving.ts';

const axes = { B: 2, U: 2, Nt: 4, isd: 0.5 };
const settings = { T: 2, steps: 120, batch: 32 };

async function trained(): Promise<Weights> {
  const parameters = structuredL2o.parameters.parse(settings);
  const plan = structuredL2o.training!.plan(multicell.scenario.parse(axes), parameters)!;
  const streams = streamsFor({ seed: 5, experiment: 'training', scenario: 'test' });
  const trainer = (await structuredL2o.training!.trainer(plan, streams)) as SummedTrainer<Float32Array>;
  const { run: training, trainer: resident } = await begin(trainer, settings.steps);
  await advance(training, settings.steps);
  return resident.weights();
}

test('a network trained for 120 steps beats the RZF it starts from by 0.3 bit on channels that it has not seen', async () => {
  const instance = draw(axes, 300);
  const after = await run('structured-l2o', instance, settings, ['sum-rate'], await trained());
  const before = await run('regularized-zero-forcing', instance, {}, ['sum-rate']);
  const rates = [before, after].map(({ metrics }) => metrics.get('sum-rate null')!);
  const gains = rates[1].map((rate, trial) => rate - rates[0][trial]);
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const stderr = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0)) / gains.length;
  expect(mean - 3 * stderr).toBeGreaterThan(0.3);
});

describe('what a network is trained on', () => {
  const scenario = multicell.scenario.parse({ B: 2, U: 4, isd: 0.5 });

  test('is the scenario that is solved, or one that differs from it', () => {
    expect(trainingScenario(scenario, 'here')).toEqual(scenario);
    expect(trainingScenario(scenario, 'B=4 U=2 isd=2.8')).toEqual({ ...scenario, B: 4, U: 2, isd: 2.8 });
    expect(() => structuredL2o.parameters.parse({ trainedAt: 'b=4' })).toThrow('accepted: ');
  });

  test('of a fixed number of samples is each of them once in every pass, in orders that differ', () => {
    const passes = [0, 1].map((pass) => {
      const firsts: number[] = [];
      const one = draw({}, 1);
      drawSamples(10, { first: 10 * pass, count: 10 }, (range) => {
        firsts.push(range.first);
        return one;
      });
      return firsts;
    });
    for (const firsts of passes) expect([...firsts].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(passes[0]).not.toEqual(passes[1]);
  });
});
