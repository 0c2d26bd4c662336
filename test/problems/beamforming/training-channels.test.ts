import { expect, test } from 'vitest';
import type { Recorded } from '../../../src/contracts/problem.ts';
import { engine } from '../../../src/lanes/index.ts';
import { drawInstance } from '../../../src/problems/beamforming/instance.ts';
import {
  UnfoldedTrainer,
  unfoldedTraining,
} from '../../../src/problems/beamforming/matrix-inverse-free/unfolded-training.ts';
import { beamforming } from '../../../src/problems/beamforming/problem.ts';
import type { BeamformingScenario } from '../../../src/problems/beamforming/scenario.ts';
import { unfoldedMifWmmse } from '../../../src/problems/beamforming/solvers/unfolded-mif-wmmse.ts';
import { trainingChannels, validationChannels } from '../../../src/problems/beamforming/training-channels.ts';
import { streamsFor } from '../../../src/random/streams.ts';

const scenario = beamforming.scenario.parse({ M: 3, K: 2, N: 1, d: 1 }) as BeamformingScenario;
const streams = streamsFor({ seed: 3, experiment: 'test', scenario: 'training channels' });
const perTrial = 2 * 2 * 3;

/** A file of eight channels; every entry of channel i is i + 1. */
const recorded: Recorded = {
  axes: { M: 3, K: 2, N: 1 },
  trials: 8,
  sha256: 'f'.repeat(64),
  data: Float64Array.from({ length: 8 * perTrial }, (_, i) => 1 + Math.floor(i / perTrial)),
};

const data = { data: recorded.sha256, trainingSamples: 4, validationSamples: 2 };

/** First entries of the channels. */
const marks = (H: Float64Array) => [...H].filter((_, i) => i % perTrial === 0);

test('without a data set every step has fresh channels', () => {
  const range = { first: 200, count: 5 };
  expect(trainingChannels(scenario, streams)(range).H).toEqual(drawInstance(scenario, range, streams).H);
});

test('a pass over the training part of a file takes every channel of it once, in another order each time', () => {
  const take = trainingChannels({ ...scenario, ...data }, streams, recorded);
  const passes = [0, 1, 2, 3, 4, 5].map((pass) => marks(take({ first: 4 * pass, count: 4 }).H));
  for (const pass of passes) expect(pass.toSorted()).toEqual([1, 2, 3, 4]);
  expect(new Set(passes.map(String)).size).toBeGreaterThan(1);
  // A batch may end one pass and begin the next.
  expect(marks(take({ first: 2, count: 4 }).H)).toEqual([...passes[0].slice(2), ...passes[1].slice(0, 2)]);
});

test('channels of a data set that is drawn are as many as it says', () => {
  const plan = { ...scenario, data: 'drawn', trainingSamples: 3, validationSamples: 2 };
  const drawn = marks(drawInstance(scenario, { first: 0, count: 3 }, streams).H);
  const take = trainingChannels(plan, streams);
  for (const pass of [0, 7]) expect(marks(take({ first: 3 * pass, count: 3 }).H).toSorted()).toEqual(drawn.toSorted());
  const held = marks(validationChannels(plan, streams).H);
  expect(held).toEqual(marks(drawInstance(scenario, { first: 2 ** 31, count: 2 }, streams).H));
});

test('the validation part of a file stands behind its training part', () => {
  expect(marks(validationChannels({ ...scenario, ...data }, streams, recorded).H)).toEqual([5, 6]);
});

test('the plan of a training holds its data set, and without one it is as it was', () => {
  const parameters = unfoldedMifWmmse.parameters.parse({});
  const without = unfoldedTraining.plan(scenario, parameters);
  const within = unfoldedTraining.plan(scenario, parameters, { source: 'drawn', training: 50, validation: 7 });
  expect(Object.keys(without ?? {})).not.toContain('data');
  expect(within).toEqual({ ...without, data: 'drawn', trainingSamples: 50, validationSamples: 7 });
});

test('the plan of a training has how channels are distributed, not what solvers know of them', () => {
  const parameters = unfoldedMifWmmse.parameters.parse({});
  const plan = unfoldedTraining.plan(scenario, parameters);
  expect(unfoldedTraining.plan({ ...scenario, errorVariance: 0.1, txCorrelation: 0 }, parameters)).toEqual(plan);
  expect(unfoldedTraining.plan({ ...scenario, txCorrelation: 0.5 }, parameters)).toEqual({
    ...plan,
    txCorrelation: 0.5,
  });
});

test('a training takes channels as they are distributed', () => {
  const correlated = { ...scenario, txCorrelation: 0.5 };
  const range = { first: 3, count: 2 };
  expect(trainingChannels(correlated, streams)(range).H).toEqual(drawInstance(correlated, range, streams).H);
  expect(trainingChannels(correlated, streams)(range).H).not.toEqual(drawInstance(scenario, range, streams).H);
});

test('the validation is the loss on the validation part', async () => {
  const parameters = unfoldedMifWmmse.parameters.parse({ Ju: 1, Jw: 1, Jv: 1, L: 1, batch: 2, steps: 40 });
  const plan = { ...unfoldedTraining.plan(scenario, parameters)!, data: 'drawn', trainingSamples: 9 };
  const lanes = () => engine('f64', 4);
  const trainer = new UnfoldedTrainer({ ...plan, validationSamples: 11 }, streams, lanes());
  expect(trainer.validation).toMatchObject({ metric: 'loss', samples: 11, every: 2 });
  const values = new Float64Array(trainer.arrays.reduce((sum, { shape }) => sum + shape[0], 0)).fill(0.1);
  // The same channels as a single batch of fresh ones: those from place 2^31 on, in a step that begins there.
  const { data: _, trainingSamples: __, ...fresh } = { ...plan, batch: 1 };
  const single = new UnfoldedTrainer(fresh, streams, lanes());
  let sum = 0;
  for (let i = 0; i < 11; i++) sum += single.gradient(2 ** 31 + i, 0, values, new Float64Array(values.length));
  expect(await trainer.validation!.measure(values, 5)).toBeCloseTo(sum / 11, 12);
  expect(new UnfoldedTrainer({ ...plan, validationSamples: 0 }, streams, lanes()).validation).toBeUndefined();
});
