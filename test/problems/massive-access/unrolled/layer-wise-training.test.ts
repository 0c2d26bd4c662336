import { describe, expect, test } from 'vitest';
import { alistaGs } from '../../../../src/problems/massive-access/solvers/alista-gs.ts';
import { listaGs } from '../../../../src/problems/massive-access/solvers/lista-gs.ts';
import { listaGscp } from '../../../../src/problems/massive-access/solvers/lista-gscp.ts';
import { initialState } from '../../../../src/study/training/loop.ts';
import { instance, nmseOf, scenario, solve } from '../solving.ts';
import { advance, trained, trainerOf } from './training.ts';

const axes = scenario({ L: 16, N: 32, M: 4, snr: 15 });
const budget = { layers: 3, alone: 60, joint: 30, batch: 32, rate: 0.003, scalarRate: 0.03 };

describe.each([
  [listaGs, 2],
  [listaGscp, 2],
  [alistaGs, 2],
] as const)('$name', (solver, margin) => {
  test(`layer-wise training makes it at least ${margin} dB better`, async () => {
    const given = instance(axes, 200);
    const weights = await trained(solver, axes, budget);
    const last = async (parameters: object, learned?: typeof weights) => {
      const reports = await solve(solver, given, { layers: 3, ...parameters }, learned);
      return nmseOf(given, reports[2].X);
    };
    const [before, after] = [await last({ alone: 0, joint: 0 }), await last({}, weights)];
    expect(after).toBeLessThan(before - margin);
  });
});

test.each(['fixed', 'fresh'])('a stopped training goes on with the same bytes, %s samples', async (samples) => {
  const parameters = { layers: 2, alone: 4, joint: 3, batch: 20, samples };
  const { trainer, steps } = await trainerOf(listaGscp, axes, parameters);
  const whole = await advance(trainer, initialState(trainer), steps);
  expect(steps).toBe(14);
  for (const stop of [2, 4, 9]) {
    const first = await trainerOf(listaGscp, axes, parameters);
    const state = await advance(first.trainer, initialState(first.trainer), stop);
    const second = await trainerOf(listaGscp, axes, parameters);
    const resumed = await advance(second.trainer, { ...state, curve: [] }, steps);
    expect(resumed.parameters).toEqual(whole.parameters);
    expect(resumed.optimiser).toEqual(whole.optimiser);
  }
});

test('the first stage of a layer changes that layer alone, the second all up to it', async () => {
  const { trainer } = await trainerOf(alistaGs, axes, { layers: 3, alone: 4, joint: 3 });
  const state = initialState(trainer);
  const begin = state.parameters.slice();
  const changed = () => Array.from(state.parameters, (p, i) => p !== begin[i]);
  expect(Array.from(begin)).toEqual([1, 0.1, 1, 0.1, 1, 0.1].map(Math.fround));
  await advance(trainer, state, 7);
  expect(changed()).toEqual([true, true, false, false, false, false]);
  const first = state.parameters.slice(0, 2);
  await advance(trainer, state, 11);
  expect(state.parameters.slice(0, 2)).toEqual(first);
  expect(changed()).toEqual([true, true, true, true, false, false]);
  await advance(trainer, state, 12);
  expect(state.parameters[0]).not.toBe(first[0]);
});

test('fixed samples are the same in all steps, fresh ones are not, and both are those of a batch cut into parts', async () => {
  const parameters = { layers: 2, alone: 5, joint: 5, batch: 40 };
  const loss = async (samples: string, step: number, part: number) => {
    const { trainer } = await trainerOf(alistaGs, axes, { ...parameters, samples });
    expect(trainer.parts).toBe(3);
    const { parameters: initial } = initialState(trainer);
    const out = new Float64Array(trainer.size + 1);
    await trainer.gradient(step, part, initial, out);
    return out[trainer.size];
  };
  expect(await loss('fixed', 3, 1)).toBe(await loss('fixed', 0, 1));
  expect(await loss('fresh', 3, 1)).not.toBe(await loss('fresh', 0, 1));
  expect(await loss('fresh', 0, 1)).toBe(await loss('fixed', 0, 1));
  expect(await loss('fixed', 0, 0)).not.toBe(await loss('fixed', 0, 1));
});

test('parameters are float32, so that weights are stored without loss in half the space', async () => {
  const weights = await trained(listaGscp, axes, { layers: 1, alone: 3, joint: 1, batch: 8 });
  expect(weights.W).toMatchObject({ shape: [1, 32, 64] });
  expect(weights.theta.shape).toEqual([1]);
  for (const { values } of Object.values(weights)) expect(values).toEqual(values.map(Math.fround));
});
