import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../../src/problems/massive-access/instance.ts';
import { largestSquaredSingularValue } from '../../../../src/problems/massive-access/preambles/spectrum.ts';
import { istaGs } from '../../../../src/problems/massive-access/solvers/ista-gs.ts';
import { nesterov } from '../../../../src/problems/massive-access/solvers/nesterov.ts';
import { instance, solve } from '../solving.ts';

const small = { L: 8, N: 14, M: 3, activity: 0.2, snr: 12 };

/** S^T (Y - S X) of trial `i`, M x 2N, by the definition. */
function slope({ L, N, M, real, Y }: Instance, X: Float64Array, i: number): number[][] {
  return Array.from({ length: M }, (_, m) => {
    const row = i * M + m;
    const residual = Array.from({ length: 2 * L }, (_, l) => {
      let sum = Y[row * 2 * L + l];
      for (let j = 0; j < 2 * N; j++) sum -= real.data[l * 2 * N + j] * X[row * 2 * N + j];
      return sum;
    });
    return Array.from({ length: 2 * N }, (_, j) =>
      residual.reduce((sum, r, l) => sum + real.data[l * 2 * N + j] * r, 0),
    );
  });
}

/** By how much X misses the optimality conditions of the group LASSO: S^T (Y - S X) is lambda times a subgradient of the norms. */
function residualOfKkt(given: Instance, X: Float64Array, lambda: number): number {
  const { N, M, range } = given;
  let worst = 0;
  for (let i = 0; i < range.count; i++) {
    const g = slope(given, X, i);
    for (let j = 0; j < 2 * N; j++) {
      const x = Array.from({ length: M }, (_, m) => X[(i * M + m) * 2 * N + j]);
      const norm = Math.hypot(...x);
      const miss =
        norm > 0
          ? Math.hypot(...x.map((v, m) => g[m][j] - (lambda * v) / norm))
          : Math.max(0, Math.hypot(...g.map((row) => row[j])) - lambda);
      worst = Math.max(worst, miss);
    }
  }
  return worst;
}

/** 1/2 ||Y - S X||^2 + lambda sum ||x_j||, summed over trials. */
function objective({ L, N, M, real, Y, range }: Instance, X: Float64Array, lambda: number): number {
  let value = 0;
  for (let row = 0; row < range.count * M; row++) {
    for (let l = 0; l < 2 * L; l++) {
      let sum = Y[row * 2 * L + l];
      for (let j = 0; j < 2 * N; j++) sum -= real.data[l * 2 * N + j] * X[row * 2 * N + j];
      value += (sum * sum) / 2;
    }
  }
  for (let i = 0; i < range.count; i++) {
    for (let j = 0; j < 2 * N; j++) {
      value += lambda * Math.hypot(...Array.from({ length: M }, (_, m) => X[(i * M + m) * 2 * N + j]));
    }
  }
  return value;
}

describe.each([
  ['ista-gs', istaGs, 4000],
  ['nesterov', nesterov, 1500],
] as const)('%s', (_, solver, enough) => {
  test('ends at a solution of the group LASSO: its optimality conditions hold', async () => {
    const given = instance(small, 3);
    const reports = await solve(solver, given, { lambda: 0.2, iterations: enough, precision: 'float64' });
    const last = reports[reports.length - 1];
    expect(last.iteration).toBe(enough);
    expect(residualOfKkt(given, last.X, 0.2)).toBeLessThan(1e-8);
    expect(residualOfKkt(given, reports[2].X, 0.2)).toBeGreaterThan(1e-3);
    expect(last.X.some((x) => x === 0)).toBe(true);
    expect(last.X.some((x) => x !== 0)).toBe(true);
  });

  test('computes nearly the same in float32', async () => {
    const given = instance(small, 2);
    const [single, double] = await Promise.all([
      solve(solver, given, { precision: 'float32' }),
      solve(solver, given, { precision: 'float64' }),
    ]);
    expect(single.length).toBe(12);
    for (const [k, { X }] of single.entries()) {
      const worst = Math.max(...X.map((x, i) => Math.abs(x - double[k].X[i])));
      expect(worst).toBeLessThan(1e-5);
    }
  });
});

test('ista-gs takes the steps of eq. (7), and never goes up', async () => {
  const given = instance(small, 2);
  const { N, M } = given;
  const C = largestSquaredSingularValue(given.real);
  const reports = await solve(istaGs, given, { iterations: 5, precision: 'float64' });
  let X = new Float64Array(2 * M * 2 * N);
  let before = objective(given, X, 0.1);
  for (const report of reports) {
    const next = X.slice();
    for (let i = 0; i < 2; i++) {
      const g = slope(given, X, i);
      for (let j = 0; j < 2 * N; j++) {
        const at = (m: number) => (i * M + m) * 2 * N + j;
        const moved = Array.from({ length: M }, (_, m) => X[at(m)] + g[m][j] / C);
        const norm = Math.hypot(...moved);
        moved.forEach((v, m) => {
          next[at(m)] = norm > 0.1 / C ? v * (1 - 0.1 / C / norm) : 0;
        });
      }
    }
    X = next;
    expect(Math.max(...X.map((x, i) => Math.abs(x - report.X[i])))).toBeLessThan(1e-13);
    const now = objective(given, X, 0.1);
    expect(now).toBeLessThan(before);
    before = now;
  }
});

test('nesterov is at most 2 C ||X*||^2 / (k + 1)^2 above the optimum, the bound of Beck and Teboulle', async () => {
  const given = instance(small, 3);
  const reports = await solve(nesterov, given, { iterations: 1500, precision: 'float64' });
  const best = reports[reports.length - 1].X;
  const optimum = objective(given, best, 0.1);
  const distance = best.reduce((sum, x) => sum + x * x, 0);
  for (const { iteration, X } of reports.slice(0, 100)) {
    const gap = objective(given, X, 0.1) - optimum;
    expect(gap).toBeLessThanOrEqual(
      (2 * largestSquaredSingularValue(given.real) * distance) / (Number(iteration) + 1) ** 2 + 1e-9,
    );
  }
});
