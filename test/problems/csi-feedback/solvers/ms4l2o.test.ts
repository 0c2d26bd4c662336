import { describe, expect, test } from 'vitest';
import { gaussianProjection, squaredNorm } from '../../../../src/problems/csi-feedback/projection.ts';
import { ms4l2oSolver } from '../../../../src/problems/csi-feedback/solvers/ms4l2o.ts';
import { instance, streams } from '../drawing.ts';
import { nmseOf, solve, trained } from '../solving.ts';

const axes = { Nt: 4, Nc: 32, Na: 8, compression: '1/4' } as const;

describe('ms4l2o', () => {
  test.each([1, 2 / 3])(
    'begins as eq. (19) with p = 1, a = b = 0.095, no biases, and the soft threshold lambda, step %f',
    async (step) => {
      const given = instance(axes, 2);
      const reports = await solve(ms4l2oSolver, given, { steps: 0, iterations: 3, lambda: 0.2, step });
      expect(reports.map(({ iteration }) => iteration)).toEqual([1, 2, 3]);
      const drawn = gaussianProjection(16, 64, streams.of('network', 1));
      const scale = 1 / Math.sqrt(squaredNorm(drawn));
      const W = (i: number, j: number) => scale * drawn.W[64 * i + j];
      const all = (of: (j: number) => number) => Array.from({ length: 64 }, (_, j) => of(j));
      const project = (x: readonly number[]) =>
        Array.from({ length: 16 }, (_, i) => x.reduce((sum, value, j) => sum + W(i, j) * value, 0));
      const s = project(Array.from(given.X.subarray(64, 128)));
      const back = (r: readonly number[]) => all((j) => r.reduce((sum, value, i) => sum + W(i, j) * value, 0));
      const gradient = (x: readonly number[]) => back(project(x).map((value, i) => value - s[i]));
      const momentum = 2 / (1 + Math.exp(3));
      let x = back(s);
      let y = x;
      for (const { X } of reports) {
        const [gx, gy, xs, ys] = [gradient(x), gradient(y), x, y];
        const v = all((j) => (1 - momentum) * (xs[j] - step * gx[j]) + momentum * (ys[j] - step * gy[j]));
        const next = v.map((value) => Math.sign(value) * Math.max(0, Math.abs(value) - 0.2 * step));
        y = next.map((value, j) => value + momentum * (value - xs[j]));
        x = next;
        expect(Math.max(...next.map((value, j) => Math.abs(value - X[64 + j])))).toBeLessThan(1e-4);
      }
    },
  );

  test('is better for its training, of which W is no part', async () => {
    const given = instance(axes, 100);
    const parameters = ms4l2oSolver.parameters.parse({ iterations: 3, steps: 40, transferSteps: 0 });
    const weights = await trained(ms4l2oSolver, axes, parameters);
    const nmse = async (learned: typeof weights, steps: number) =>
      nmseOf(given, (await solve(ms4l2oSolver, given, { ...parameters, steps }, learned)).at(-1)!.X);
    const [before, after] = [await nmse(undefined, 0), await nmse(weights, 40)];
    expect(after).toBeLessThan(before - 0.1);
    expect(Object.keys(weights!)).not.toContain('W');
  });

  test('lowers its LASSO objective where it is trained for that', async () => {
    const parameters = ms4l2oSolver.parameters.parse({
      iterations: 3,
      steps: 40,
      transferSteps: 0,
      objective: 'lasso',
      lambda: 0.3,
    });
    const weights = await trained(ms4l2oSolver, axes, parameters);
    const given = instance(axes, 60);
    const { W } = gaussianProjection(16, 64, streams.of('network', 1));
    const scale = 1 / Math.sqrt(squaredNorm({ M: 16, length: 64, W }));
    const objective = (X: Float64Array) => {
      let sum = 0;
      for (let t = 0; t < 60; t++) {
        for (let i = 0; i < 16; i++) {
          let misfit = 0;
          for (let j = 0; j < 64; j++) misfit += scale * W[64 * i + j] * (X[64 * t + j] - given.X[64 * t + j]);
          sum += misfit ** 2 / 2;
        }
      }
      return sum + X.reduce((total, x) => total + 0.3 * Math.abs(x), 0);
    };
    const before = (await solve(ms4l2oSolver, given, { ...parameters, steps: 0 })).at(-1)!.X;
    const after = (await solve(ms4l2oSolver, given, parameters, weights)).at(-1)!.X;
    expect(objective(after)).toBeLessThan(objective(before));
  });
});
