import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { gaussianProjection, squaredNorm } from '../../../../src/problems/csi-feedback/projection.ts';
import { ista } from '../../../../src/problems/csi-feedback/solvers/ista.ts';
import { instance, streams } from '../drawing.ts';
import { nmseOf, solve } from '../solving.ts';

const axes = { Nt: 4, Nc: 32, Na: 8, compression: '1/2' } as const;

describe('a Gaussian projection', () => {
  test('has columns of length 1 on average, and the norm of its largest singular value', () => {
    const projection = gaussianProjection(32, 64, streams.of('network', 0));
    const W = Matrix.from1DArray(32, 64, projection.W as unknown as number[]);
    expect(W.norm('frobenius') ** 2 / 64).toBeCloseTo(1, 1);
    const { realEigenvalues } = new EigenvalueDecomposition(W.mmul(W.transpose()), { assumeSymmetric: true });
    expect(squaredNorm(projection) / realEigenvalues[31]).toBeCloseTo(1, 4);
  });
});

describe('ista', () => {
  test('takes the steps of eq. (9)', async () => {
    const given = instance(axes, 2);
    const { W } = gaussianProjection(32, 64, given.streams.of('network', 0));
    const step = 1 / squaredNorm({ M: 32, length: 64, W });
    const reports = await solve(ista, given, { lambda: 0.7, iterations: 3 });
    const sample = given.X.subarray(64, 128);
    const row = (i: number) => W.subarray(64 * i, 64 * i + 64);
    const times = (x: ArrayLike<number>) =>
      Array.from({ length: 32 }, (_, i) => row(i).reduce((sum, w, j) => sum + w * x[j], 0));
    const s = times(sample);
    let x = new Array<number>(64).fill(0);
    for (const { X } of reports) {
      const residual = times(x).map((y, i) => y - s[i]);
      x = x.map((value, j) => {
        const u = value - step * residual.reduce((sum, r, i) => sum + r * W[64 * i + j], 0);
        return Math.sign(u) * Math.max(0, Math.abs(u) - step * 0.7);
      });
      const worst = Math.max(...x.map((value, j) => Math.abs(value - X[64 + j])));
      expect(worst).toBeLessThan(1e-4);
    }
    expect(reports.map(({ iteration }) => iteration)).toEqual([1, 2, 3]);
  });

  test('comes to a solution of the problem (8): the optimality conditions of the l1 norm hold', async () => {
    const given = instance(axes, 1);
    const lambda = 0.5;
    const X = (await solve(ista, given, { lambda, iterations: 3000 })).at(-1)!.X;
    const { W } = gaussianProjection(32, 64, given.streams.of('network', 0));
    const difference = given.X.map((x, j) => X[j] - x);
    const residual = Array.from({ length: 32 }, (_, i) => difference.reduce((sum, d, j) => sum + d * W[64 * i + j], 0));
    for (let j = 0; j < 64; j++) {
      const gradient = residual.reduce((sum, r, i) => sum + r * W[64 * i + j], 0);
      if (X[j] === 0) expect(Math.abs(gradient)).toBeLessThanOrEqual(lambda + 2e-3);
      else expect(gradient).toBeCloseTo(-lambda * Math.sign(X[j]), 2);
    }
  });

  test('with the best lambda is not worse than with others', async () => {
    const given = instance(axes, 200);
    const last = async (lambda: number | string) => nmseOf(given, (await solve(ista, given, { lambda })).at(-1)!.X);
    const best = await last('best');
    for (const lambda of [0.05, 0.2, 0.8, 3.2]) expect(best).toBeLessThan((await last(lambda)) + 0.1);
    expect(best).toBeLessThan(-3);
  });
});
