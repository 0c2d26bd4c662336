import { beforeAll, describe, expect, test } from 'vitest';
import type { Weights } from '../../../../src/contracts/training.ts';
import { csiFeedback } from '../../../../src/problems/csi-feedback/problem.ts';
import { csiL2oSolver } from '../../../../src/problems/csi-feedback/solvers/csi-l2o.ts';
import { csinet } from '../../../../src/problems/csi-feedback/solvers/csinet.ts';
import { tilista } from '../../../../src/problems/csi-feedback/solvers/tilista.ts';
import { transnet } from '../../../../src/problems/csi-feedback/solvers/transnet.ts';
import { scenario, streams } from '../drawing.ts';
import { nmseOf, solve, trained } from '../solving.ts';

const axes = { Na: 4, Nt: 32, Nc: 64, compression: '1/8' } as const;
const given = csiFeedback.draw(scenario(axes), { first: 0, count: 60 }, streams);

const short = { batch: 8, codebook: 'each entry' } as const;

describe.each([
  { solver: csinet, parameters: { ...short, batch: 20, steps: 150, rate: 0.003 }, gain: 3 },
  { solver: transnet, parameters: { ...short, start: 'glorot', steps: 60, rate: 0.001 }, gain: 0.5 },
  {
    solver: tilista,
    parameters: { ...short, iterations: 2, projection: 'random', steps: 100, rate: 0.01 },
    gain: 0.3,
  },
  { solver: csiL2oSolver, parameters: { ...short, iterations: 2, steps: 60, rate: 0.004 }, gain: 0.5 },
])('$solver.name', ({ solver, parameters: chosen, gain }) => {
  const parameters = solver.parameters.parse(chosen);
  let weights: Weights;

  beforeAll(async () => {
    weights = (await trained(solver, axes, parameters))!;
  });

  test('reconstructs unseen samples better once it is trained', async () => {
    const before = await solve(solver, given, { ...parameters, steps: 0 });
    const after = await solve(solver, given, parameters, weights);
    const [untrained, learned] = [before, after].map((reports) => nmseOf(given, reports.at(-1)!.X));
    expect(learned).toBeLessThan(untrained - gain);
    expect(after.map(({ iteration }) => iteration)).toEqual(solver.reports === 'final' ? [null] : [1, 2]);
  });

  test('feeds its codewords back in bits, the worse the fewer there are', async () => {
    const errors: number[] = [];
    for (const bits of [2, 5, 'none'] as const) {
      const quantized = csiFeedback.draw(scenario({ ...axes, bits }), { first: 0, count: 60 }, streams);
      errors.push(nmseOf(quantized, (await solve(solver, quantized, parameters, weights)).at(-1)!.X));
    }
    expect(errors[0]).toBeGreaterThan(errors[1]);
    expect(errors[1]).toBeGreaterThan(errors[2]);
  });
});
