import { expect, test } from 'vitest';
import type { Instance } from '../../../../src/problems/massive-access/instance.ts';
import { massiveAccess } from '../../../../src/problems/massive-access/problem.ts';
import { genieLs } from '../../../../src/problems/massive-access/solvers/genie-ls.ts';
import { genieMmse } from '../../../../src/problems/massive-access/solvers/genie-mmse.ts';
import { instance, nmseOf, solve } from '../solving.ts';

/** S^T (Y - S X) - rho X at the active rows: zero for the minimizer of ||Y - S X||^2 + rho ||X||^2. */
function worstSlope({ L, N, M, real, Y, active, range }: Instance, X: Float64Array, rho: number): number {
  let worst = 0;
  for (let i = 0; i < range.count; i++) {
    for (let m = 0; m < M; m++) {
      const row = i * M + m;
      const residual = Array.from({ length: 2 * L }, (_, l) => {
        let sum = Y[row * 2 * L + l];
        for (let j = 0; j < 2 * N; j++) sum -= real.data[l * 2 * N + j] * X[row * 2 * N + j];
        return sum;
      });
      for (let j = 0; j < 2 * N; j++) {
        const x = X[row * 2 * N + j];
        if (active[i * N + (j % N)] === 0) {
          worst = Math.max(worst, Math.abs(x));
          continue;
        }
        const slope = residual.reduce((sum, r, l) => sum + real.data[l * 2 * N + j] * r, -rho * x);
        worst = Math.max(worst, Math.abs(slope));
      }
    }
  }
  return worst;
}

const cases = [
  { L: 12, N: 20, M: 3, activity: 0.3, snr: 5 },
  { L: 4, N: 20, M: 2, activity: 0.6, snr: 5 },
];

test.each(cases)('the estimates are the minimizers on the active rows: %j', async (axes) => {
  const given = instance(axes, 4);
  const [[ls], [mmse]] = [await solve(genieLs, given), await solve(genieMmse, given)];
  expect(ls.iteration).toBeNull();
  expect(worstSlope(given, ls.X, 0)).toBeLessThan(1e-9);
  expect(worstSlope(given, mmse.X, given.sigma2)).toBeLessThan(1e-9);
  expect(nmseOf(given, mmse.X)).toBeLessThan(nmseOf(given, ls.X));
});

test('the NMSE of large systems is the fixed point v = 1 / (1 + 1 / (sigma^2 + p N / L v))', async () => {
  for (const snr of [0, 10]) {
    const given = instance({ L: 90, N: 300, M: 40, snr }, 20);
    let v = 1;
    for (let k = 0; k < 1000; k++) v = 1 / (1 + 1 / (given.sigma2 + (30 / 90) * v));
    const [{ X }] = await solve(genieMmse, given);
    expect(Math.abs(nmseOf(given, X) - 10 * Math.log10(v))).toBeLessThan(0.15);
  }
});

test('trials without active devices are estimated as zero', async () => {
  const given = instance({ L: 4, N: 3, M: 2, activity: 0.01 }, 10);
  expect(given.active.some((a) => a === 1)).toBe(false);
  const [{ X }] = await solve(genieLs, given);
  expect(X.every((x) => x === 0)).toBe(true);
});

test.each(Object.keys(massiveAccess.solvers))('%s is never better than who knows the active devices', async (name) => {
  const solver = await massiveAccess.solvers[name]();
  const given = instance({ L: 30, N: 60, M: 4, snr: 10 }, 100);
  const reports = await solve(solver, given);
  const [bound] = await solve(genieMmse, given);
  const nmse = reports.map(({ X }) => nmseOf(given, X));
  expect(Math.min(...nmse)).toBeGreaterThanOrEqual(nmseOf(given, bound.X) - 1e-9);
  expect(nmse[nmse.length - 1]).toBeLessThan(-1);
});
