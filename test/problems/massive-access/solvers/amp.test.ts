import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../../src/problems/massive-access/instance.ts';
import { ampMmse } from '../../../../src/problems/massive-access/solvers/amp-mmse.ts';
import { ampMmv } from '../../../../src/problems/massive-access/solvers/amp-mmv.ts';
import { genieMmse } from '../../../../src/problems/massive-access/solvers/genie-mmse.ts';
import { instance, nmseOf, solve } from '../solving.ts';

/** Complex matrices as arrays of [re, im], for oracles that follow the formulas one index at a time. */
type Complex = readonly [number, number];
const add = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];
const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const conj = (a: Complex): Complex => [a[0], -a[1]];
const scale = (s: number, a: Complex): Complex => [s * a[0], s * a[1]];
const sum = (values: Complex[]): Complex => values.reduce(add, [0, 0]);
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const squared = (a: Complex) => a[0] ** 2 + a[1] ** 2;

/** S, Y of the first trial as S[l][n] and Y[l][m]. */
function complexForm({ L, N, M, S, Y }: Instance) {
  return {
    S: range(L).map((l) => range(N).map((n): Complex => [S.data[2 * (l * N + n)], S.data[2 * (l * N + n) + 1]])),
    Y: range(L).map((l) => range(M).map((m): Complex => [Y[m * 2 * L + l], Y[m * 2 * L + L + l]])),
  };
}

/** The effective observations r[n][m] = x[n][m] + sum over l of conj(S[l][n]) R[l][m]. */
function observations(S: Complex[][], R: Complex[][], x: Complex[][]): Complex[][] {
  return x.map((row, n) => row.map((entry, m) => add(entry, sum(R.map((r, l) => times(conj(S[l][n]), r[m]))))));
}

function residual(S: Complex[][], Y: Complex[][], x: Complex[][], correction: Complex[][]): Complex[][] {
  return Y.map((row, l) =>
    row.map((y, m) => add(add(y, correction[l][m]), scale(-1, sum(x.map((r, n) => times(S[l][n], r[m])))))),
  );
}

/** Liu and Yu's vector AMP with the Jacobians written out as M x M matrices. */
function vectorAmp(given: Instance, iterations: number): Complex[][][] {
  const { L, N, M, activity: p } = given;
  const { S, Y } = complexForm(given);
  let x: Complex[][] = range(N).map(() => range(M).map(() => [0, 0] as const));
  let R = Y;
  return range(iterations).map(() => {
    const r = observations(S, R, x);
    const tau2 = R.flat().reduce((total, e) => total + squared(e), 0) / (L * M);
    const c = 1 / (1 + tau2);
    const Delta = 1 / tau2 - 1 / (1 + tau2);
    const s = r.map((row) => {
      const norm = row.reduce((total, e) => total + squared(e), 0);
      return 1 / (1 + ((1 - p) / p) * ((1 + tau2) / tau2) ** M * Math.exp(-Delta * norm));
    });
    x = r.map((row, n) => row.map((e) => scale(c * s[n], e)));
    const J = range(M).map((i) =>
      range(M).map((j) =>
        sum(
          r.map((row, n) =>
            add([i === j ? c * s[n] : 0, 0], scale(c * s[n] * (1 - s[n]) * Delta, times(row[i], conj(row[j])))),
          ),
        ),
      ),
    );
    const correction = R.map((row) => range(M).map((i) => scale(1 / L, sum(row.map((e, j) => times(J[i][j], e))))));
    R = residual(S, Y, x, correction);
    return x;
  });
}

/** Chen, Sohrabi and Yu's parallel AMP, antenna by antenna. */
function parallelAmp(given: Instance, iterations: number): Complex[][][] {
  const { L, N, M, activity: p } = given;
  const { S, Y } = complexForm(given);
  let x: Complex[][] = range(N).map(() => range(M).map(() => [0, 0] as const));
  let R = Y;
  return range(iterations).map(() => {
    const r = observations(S, R, x);
    const tau2 = range(M).map((m) => R.reduce((total, row) => total + squared(row[m]), 0) / L);
    const Delta = tau2.map((t) => 1 / t - 1 / (1 + t));
    const l = r.map((row) => row.map((e, m) => (tau2[m] / (1 + tau2[m])) * Math.exp(squared(e) * Delta[m])));
    const pi = l.map((row) => {
      const odds = (p / (1 - p)) * row.reduce((a, b) => a * b, 1);
      return odds / (1 + odds);
    });
    x = r.map((row, n) => row.map((e, m) => scale(pi[n] / (1 + tau2[m]), e)));
    const slope = range(M).map((m) =>
      r.reduce((total, row, n) => total + (pi[n] / (1 + tau2[m])) * (1 + (1 - pi[n]) * Delta[m] * squared(row[m])), 0),
    );
    const correction = R.map((row) => row.map((e, m) => scale(slope[m] / L, e)));
    R = residual(S, Y, x, correction);
    return x;
  });
}

describe.each([
  ['amp-mmse', ampMmse, vectorAmp],
  ['amp-mmv', ampMmv, parallelAmp],
] as const)('%s', (_, solver, oracle) => {
  test('computes what its formulas say, index by index', async () => {
    const given = instance({ L: 10, N: 16, M: 3, activity: 0.2, snr: 8 }, 1);
    const reports = await solve(solver, given, { iterations: 6 });
    oracle(given, 6).forEach((x, k) => {
      expect(reports[k].iteration).toBe(k + 1);
      for (let n = 0; n < 16; n++) {
        for (let m = 0; m < 3; m++) {
          expect(reports[k].X[m * 32 + n]).toBeCloseTo(x[n][m][0], 9);
          expect(reports[k].X[m * 32 + 16 + n]).toBeCloseTo(x[n][m][1], 9);
        }
      }
    });
  });

  test('follows state evolution on large Gaussian preambles, down to the bound of the genie', async () => {
    const axes = { L: 300, N: 600, M: 16, snr: 10 };
    const given = instance(axes, 3);
    const reports = await solve(solver, given, { iterations: 8 });
    // Everyone active is found at once with 16 antennas, so tau^2' = sigma^2 + p N / L tau^2 / (1 + tau^2).
    const load = (0.1 * 600) / 300;
    let tau2 = given.sigma2 + load;
    for (const { X } of reports) {
      const predicted = 10 * Math.log10(tau2 / (1 + tau2));
      expect(Math.abs(nmseOf(given, X) - predicted)).toBeLessThan(0.35);
      tau2 = given.sigma2 + (load * tau2) / (1 + tau2);
    }
    const [bound] = await solve(genieMmse, given);
    const gap = nmseOf(given, reports[7].X) - nmseOf(given, bound.X);
    expect(Math.abs(gap)).toBeLessThan(0.1);
    expect(reports[7].active).toEqual(given.active);
  });

  test('diverges when the preambles have condition number 15, and not for 2', async () => {
    const axes = { L: 50, N: 100, M: 8, snr: 15 };
    const [bad, good] = [instance({ ...axes, kappa: 15 }, 2), instance({ ...axes, kappa: 2 }, 2)];
    const last = async (given: Instance) => nmseOf(given, (await solve(solver, given))[11].X);
    expect(await last(bad)).toBeGreaterThan(0);
    expect(await last(good)).toBeLessThan(-15);
  });
});
