import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { drawSamples } from '../../../../src/problems/csi-feedback/instance.ts';
import { principalComponents } from '../../../../src/problems/csi-feedback/solvers/principal-components.ts';
import { instance, scenario, streams } from '../drawing.ts';
import { nmseOf, solve, trained } from '../solving.ts';

const axes = { Nt: 4, Nc: 32, Na: 8 } as const;

describe('principal-components', () => {
  test('leave of the training samples what eigenvalues of their second moments leave, at every rate', async () => {
    const samples = 300;
    const weights = await trained(principalComponents, axes, { samples });
    const data = drawSamples(scenario(axes), { first: 0, count: samples }, streams, 'training');
    const X = Matrix.from1DArray(samples, 64, data as unknown as number[]);
    const moments = X.transpose().mmul(X).div(samples);
    const eigenvalues = new EigenvalueDecomposition(moments, { assumeSymmetric: true }).realEigenvalues;
    for (const compression of ['1/4', '1/8', '1/16', '1/32']) {
      const given = { ...instance({ ...axes, compression }, samples), X: data };
      const [{ X: reconstructed }] = await solve(principalComponents, given, { samples }, weights);
      // All samples have the energy 64, so the mean of ratios is the sum of the eigenvalues left out over 64.
      const left = eigenvalues.slice(0, 64 - given.M).reduce((sum, value) => sum + value, 0) / 64;
      expect(nmseOf(given, reconstructed)).toBeCloseTo(10 * Math.log10(left), 2);
    }
  });

  test('do better on other samples the more they have seen, and worse in fewer bits', async () => {
    const given = instance({ ...axes, compression: '1/4' }, 400);
    const [few, many] = await Promise.all([30, 1000].map((samples) => trained(principalComponents, axes, { samples })));
    const nmse = async (weights: typeof many, bits?: number) =>
      nmseOf(given, (await solve(principalComponents, { ...given, bits }, {}, weights))[0].X);
    const exact = await nmse(many);
    expect(exact).toBeLessThan((await nmse(few)) - 0.5);
    const quantized = [await nmse(many, 2), await nmse(many, 4), await nmse(many, 8)];
    expect(quantized[0]).toBeGreaterThan(quantized[1] + 0.3);
    expect(quantized[1]).toBeGreaterThan(quantized[2]);
    expect(quantized[2] - exact).toBeLessThan(0.1);
  });
});
