import { describe, expect, test } from 'vitest';
import { WebAssemblyMemory } from '../../../../src/optimizers/webassembly.ts';
import { drawInstance } from '../../../../src/problems/massive-access/instance.ts';
import { alistaGs } from '../../../../src/problems/massive-access/solvers/alista-gs.ts';
import { listaGs } from '../../../../src/problems/massive-access/solvers/lista-gs.ts';
import { listaGscp } from '../../../../src/problems/massive-access/solvers/lista-gscp.ts';
import type { TrainingState } from '../../../../src/study/training/loop.ts';
import { trainingStreams } from '../../../../src/study/training/train.ts';
import { advance, begin, sizeOf } from '../../../study/training/running.ts';
import { instance, nmseOf, scenario, solve } from '../solving.ts';
import { trained, trainerOf } from './training.ts';

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
  const whole = await advance((await begin(trainer, steps)).run, steps);
  expect(steps).toBe(14);
  for (const stop of [2, 4, 9]) {
    const first = await trainerOf(listaGscp, axes, parameters);
    const state = await advance((await begin(first.trainer, steps)).run, stop);
    const second = await trainerOf(listaGscp, axes, parameters);
    expect(await advance((await begin(second.trainer, steps, state)).run, steps)).toEqual(whole);
  }
});

test('the first stage of a layer changes that layer alone, the second all up to it', async () => {
  const { trainer, steps } = await trainerOf(alistaGs, axes, { layers: 3, alone: 4, joint: 3 });
  const { run } = await begin(trainer, steps);
  const start = flat(await run.state());
  const after = async (step: number) => flat(await advance(run, step));
  const changed = (values: readonly number[]) => values.map((p, i) => p !== start[i]);
  expect(start).toEqual([1, 0.1, 1, 0.1, 1, 0.1].map(Math.fround));
  const first = await after(7);
  expect(changed(first)).toEqual([true, true, false, false, false, false]);
  const second = await after(11);
  expect(second.slice(0, 2)).toEqual(first.slice(0, 2));
  expect(changed(second)).toEqual([true, true, true, true, false, false]);
  expect((await after(12))[0]).not.toBe(first[0]);
});

describe('the final stage', () => {
  const first = { layers: 2, alone: 2, joint: 2 };

  test('follows the training without it, which it leaves as it is, and changes all layers', async () => {
    const without = await trainerOf(alistaGs, axes, first);
    const within = await trainerOf(alistaGs, axes, { ...first, final: 3 });
    expect([without.steps, within.steps]).toEqual([8, 11]);
    const { run } = await begin(within.trainer, within.steps);
    const before = flat(await advance(run, 8));
    expect(within.trainer.descent(8).span).toEqual({ from: 0, to: 4 });
    const after = flat(await advance(run, 9));
    expect(after.every((p, i) => p !== before[i])).toBe(true);
  });

  test('begins with a fifth of the learning rate, of which little is left at its end', async () => {
    const final = 50;
    const { trainer } = await trainerOf(alistaGs, axes, { layers: 1, alone: 0, joint: 0, final, scalarRate: 0.1 });
    const memory = new WebAssemblyMemory(trainer.arrays);
    // With the same gradient in every step Adam moves each parameter by the learning rate.
    const moves = Array.from({ length: final }, (_, step) => {
      const before = memory.parameters[0];
      memory.gradient.fill(1);
      memory.descend(trainer.descent(step));
      return before - memory.parameters[0];
    });
    expect(moves[0]).toBeCloseTo(0.02, 6);
    expect(moves[final / 2]).toBeCloseTo(0.01, 6);
    expect(moves[final - 1]).toBeLessThan(0.0001);
  });
});

test('fixed samples are the same in all steps, fresh ones are not, and both are those of a batch cut into parts', async () => {
  const parameters = { layers: 2, alone: 5, joint: 5, batch: 40 };
  const loss = async (samples: string, step: number, part: number) => {
    const { trainer } = await trainerOf(alistaGs, axes, { ...parameters, samples });
    expect(trainer.parts).toBe(3);
    const initial = new Float32Array(sizeOf(trainer));
    trainer.initialize(initial);
    return trainer.gradient(step, part, initial, new Float32Array(initial.length));
  };
  expect(await loss('fixed', 3, 1)).toBe(await loss('fixed', 0, 1));
  expect(await loss('fresh', 3, 1)).not.toBe(await loss('fresh', 0, 1));
  expect(await loss('fresh', 0, 1)).toBe(await loss('fixed', 0, 1));
  expect(await loss('fixed', 0, 0)).not.toBe(await loss('fixed', 0, 1));
});

test('weights are thresholds in float32 and matrices in bfloat16, at most half of the last of 8 bits from the parameters', async () => {
  const { trainer, steps } = await trainerOf(listaGscp, axes, { layers: 1, alone: 3, joint: 1, batch: 8 });
  const { run, trainer: resident } = await begin(trainer, steps);
  const parameters = flat(await advance(run, steps));
  const { W, theta } = await resident.weights();
  expect(W.shape).toEqual([1, 32, 64]);
  expect(theta).toEqual({ shape: [1], values: Float64Array.from(parameters.slice(-1)) });
  const words = new Uint32Array(Float32Array.from(W.values).buffer);
  expect(words.every((word) => (word & 0xffff) === 0)).toBe(true);
  W.values.forEach((value, i) => {
    expect(Math.abs(value - parameters[i])).toBeLessThanOrEqual(2 ** -8 * Math.abs(parameters[i]));
  });
  const deviations = Array.from(W.values, (value, i) => value / parameters[i] - 1);
  expect(Math.abs(deviations.reduce((sum, x) => sum + x, 0) / deviations.length)).toBeLessThan(2e-4);
});

test('the validation is the NMSE of the layers so far on trials that are not trained on', async () => {
  const { trainer, steps } = await trainerOf(alistaGs, axes, { layers: 2, alone: 3, joint: 2, batch: 16 });
  const plan = alistaGs.training!.plan(axes, alistaGs.parameters.parse({ layers: 2, alone: 3, joint: 2, batch: 16 }))!;
  const streams = trainingStreams({ solver: 'alista-gs', plan, key: 'test' });
  const given = drawInstance(axes, { first: 2 ** 31, count: 128 }, streams);
  const { run, trainer: resident } = await begin(trainer, steps);
  expect(trainer.validation).toMatchObject({ metric: 'nmse', samples: 128, every: 50 });
  for (const [step, layer] of [
    [5, 1],
    [10, 2],
  ] as const) {
    const parameters = Float32Array.from(flat(await advance(run, step)));
    const reports = await solve(alistaGs, given, { layers: 2 }, await resident.weights());
    const measured = await trainer.validation!.measure(parameters, step);
    expect(measured).toBeCloseTo(nmseOf(given, reports[layer - 1].X), 3);
  }
});

test('the plan does not depend on the threshold of decisions, and holds the SNR of the samples', () => {
  const plan = (changed: object, parameters: object = {}) =>
    listaGscp.training!.plan(scenario({ ...axes, ...changed }), listaGscp.parameters.parse(parameters));
  expect(plan({ threshold: 0.3 })).toEqual(plan({}));
  expect(plan({ snr: 4 })).not.toEqual(plan({}));
  expect(plan({ snr: 4 }, { trainingSnr: 15 })).toEqual(plan({}));
});

test('what a step changes is all that it writes a gradient for', async () => {
  const { trainer } = await trainerOf(listaGscp, axes, { layers: 2, alone: 2, joint: 1, batch: 4 });
  const size = sizeOf(trainer);
  const layer = size / 2;
  expect([0, 1, 2, 3, 5].map((step) => trainer.descent(step).span)).toEqual([
    { from: 0, to: layer },
    { from: 0, to: layer },
    { from: 0, to: layer },
    { from: layer, to: 2 * layer },
    { from: 0, to: 2 * layer },
  ]);
  const parameters = new Float32Array(size);
  trainer.initialize(parameters);
  for (const step of [0, 2, 3, 5]) {
    const { from, to } = trainer.descent(step).span!;
    const out = new Float32Array(size).fill(Number.NaN);
    await trainer.gradient(step, 0, parameters, out);
    expect(Array.from(out.keys()).filter((i) => Number.isFinite(out[i]))).toEqual(
      Array.from({ length: to - from }, (_, i) => from + i),
    );
  }
});

/** All parameters in their order. */
function flat({ arrays }: TrainingState): number[] {
  return Object.entries(arrays).flatMap(([name, { data }]) => (name.startsWith('parameters/') ? [...data] : []));
}
