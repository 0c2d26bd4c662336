import { describe, expect, test } from 'vitest';
import type { SummedTrainer } from '../../../../src/contracts/training.ts';
import { alistaGs } from '../../../../src/problems/massive-access/solvers/alista-gs.ts';
import { listaGs } from '../../../../src/problems/massive-access/solvers/lista-gs.ts';
import { listaGscp } from '../../../../src/problems/massive-access/solvers/lista-gscp.ts';
import { trainingStreams } from '../../../../src/study/training/train.ts';
import { begin } from '../../../study/training/running.ts';
import { instance, nmseOf, scenario, solve } from '../solving.ts';
import { trained } from './training.ts';

const axes = scenario({ L: 16, N: 32, M: 4, snr: 15 });
const budget = { layers: 4, start: 'nested', final: 0, batch: 16, rate: 0.01, scalarRate: 0.1 };

/** The weights with which a nested training begins. */
async function begun(solver: typeof listaGs, start: Awaited<ReturnType<typeof trained>>, at = axes) {
  const plan = { ...solver.training!.plan(at, solver.parameters.parse({ ...budget, final: 1 }))! };
  const streams = trainingStreams({ solver: solver.name, plan, key: 'test' });
  const trainer = (await solver.training!.trainer(plan, streams, undefined, start)) as SummedTrainer<Float32Array>;
  return (await begin(trainer, 1)).trainer.weights();
}

describe('a network begun from the one that it contains', () => {
  const given = instance(axes, 40);

  test('gives the same estimates, layer by layer', async () => {
    const alista = await trained(alistaGs, axes, { layers: 4, alone: 40, joint: 20, batch: 16, scalarRate: 0.05 });
    const gscp = await begun(listaGscp, alista);
    const lista = await begun(listaGs, gscp);
    const [one, two, three] = await Promise.all([
      solve(alistaGs, given, { layers: 4 }, alista),
      solve(listaGscp, given, { layers: 4 }, gscp),
      solve(listaGs, given, { layers: 4 }, lista),
    ]);
    for (let layer = 0; layer < 4; layer++) {
      const error = nmseOf(given, one[layer].X);
      // Matrices are stored in bfloat16.
      expect(Math.abs(nmseOf(given, two[layer].X) - error)).toBeLessThan(0.05);
      expect(Math.abs(nmseOf(given, three[layer].X) - error)).toBeLessThan(0.05);
    }
  });

  test('has thresholds that grow with the square root of the antennas, carried from another scenario', async () => {
    const alista = await trained(alistaGs, axes, { layers: 4, alone: 4, joint: 2, batch: 8 });
    const carried = await begun(alistaGs, alista, scenario({ ...axes, M: 120 }));
    expect(carried.gamma.values).toEqual(alista.gamma.values);
    carried.theta.values.forEach((theta, k) => {
      expect(theta).toBeCloseTo(2 * alista.theta.values[k], 5);
    });
  });

  test('has step sizes times N / L that stay the same, and so do the eigenvalues of gamma W^T S on average', async () => {
    const alista = await trained(alistaGs, axes, { layers: 4, alone: 4, joint: 2, batch: 8 });
    const carried = await begun(alistaGs, alista, scenario({ ...axes, N: 48, M: 30 }));
    carried.gamma.values.forEach((gamma, k) => {
      expect(gamma * 3).toBeCloseTo(alista.gamma.values[k] * 2, 5);
    });
  });

  test('learns scalars at a rate of their own where there are only scalars, which counts as another training', () => {
    const rated = { start: 'nested', final: 9, scalarRate: 0.05, onlyScalarRate: 0.3 };
    const plan = listaGscp.training!.plan(axes, listaGscp.parameters.parse(rated))!;
    expect(plan.onlyScalarRate).toBe(0.3);
    const { onlyScalarRate: _, ...same } = plan;
    expect(
      listaGscp.training!.plan(axes, listaGscp.parameters.parse({ ...rated, onlyScalarRate: 'scalarRate' })),
    ).toEqual(same);
    const firstRates = [listaGscp, alistaGs].map((solver) => {
      const trainer = solver.training!.trainer(
        plan,
        trainingStreams({ solver: solver.name, plan, key: 'test' }),
        undefined,
        undefined,
      );
      const { optimizer } = (trainer as SummedTrainer<Float32Array>).descent(0);
      return optimizer.kind === 'adam' && optimizer.rates!['theta.0'];
    });
    expect(firstRates).toMatchObject([{ rate: expect.closeTo(0.01) }, { rate: expect.closeTo(0.06) }]);
  });

  test('begins from plans of a chain that ends with that of ALISTA-GS from Table I at (100, 200, 30) and 15 dB', () => {
    const plan = listaGs.training!.plan(axes, listaGs.parameters.parse({ start: 'nested', final: 9 }))!;
    expect(plan.steps).toBe(9);
    const gscp = listaGs.training!.start!(plan)!;
    expect(gscp).toMatchObject({ of: { name: 'lista-gscp' }, plan });
    const alista = gscp.of!.training.start!(gscp.plan)!;
    expect(alista).toMatchObject({ of: { name: 'alista-gs' }, plan });
    const first = alista.of!.training.start!(alista.plan)!;
    expect(first.plan).toMatchObject({ L: 100, N: 200, M: 30, snr: 15, start: 'table-1', layers: 12 });
    expect(first.of!.training.start!(first.plan)).toBeNull();
  });
});

test('after every layer the output is the best of the layers so far on training samples, and thresholds are not negative', async () => {
  const weights = await trained(alistaGs, axes, {
    layers: 5,
    alone: 30,
    joint: 0,
    final: 60,
    batch: 16,
    scalarRate: 0.3,
  });
  const outputs = Array.from(weights.output.values);
  outputs.forEach((output, layer) => {
    expect(output).toBeLessThanOrEqual(layer);
    expect(output).toBeGreaterThanOrEqual(layer === 0 ? 0 : outputs[layer - 1]);
  });
  expect(Array.from(weights.theta.values).every((theta) => theta >= 0)).toBe(true);
  const given = instance(axes, 200);
  const { output: _, ...every } = weights;
  const [best, all] = [
    await solve(alistaGs, given, { layers: 5 }, weights),
    await solve(alistaGs, given, { layers: 5 }, every),
  ];
  outputs.forEach((output, layer) => {
    expect(best[layer].X).toEqual(all[output].X);
  });
});
