import { describe, expect, test } from 'vitest';
import { theoremOneSteps } from '../../../../src/problems/beamforming/matrix-inverse-free/theorem-one.ts';
import {
  adjoint,
  type Case,
  type Complex,
  caseOf,
  complex,
  distance,
  errors,
  eye,
  norm2,
  plus,
  powerOf,
  scaled,
  strongestRowsStart,
  times,
  total,
  trace,
} from '../oracle.ts';
import { beamsOf, draw, run, stackedOf } from '../solving.ts';

interface Point {
  readonly U: readonly Complex[];
  readonly W: readonly Complex[];
  readonly V: readonly Complex[];
}

type Gammas = { readonly u: number; readonly v: number } | 'exact';

/** One iteration of Algorithm 1 from its formulas. */
function iteration(given: Case, point: Point, [Ju, Jw, Jv]: readonly number[], gammas: Gammas): Point {
  const { H, P, sigma2, alpha } = given;
  let { U, W, V } = point;
  const noise = (sigma2 / P) * powerOf(V);
  const Q = H.map((Hk) =>
    plus(scaled(eye(Hk.rows / 2), noise), ...V.map((Vm) => times(Hk, Vm, adjoint(Vm), adjoint(Hk)))),
  );
  for (let j = 0; j < Ju; j++) {
    U = U.map((Uk, k) => {
      const residual = plus(times(Q[k], Uk), scaled(times(H[k], V[k]), -1));
      const G = scaled(times(residual, W[k]), 2 * alpha[k]);
      const exact = trace(times(W[k], adjoint(G), residual)) / trace(times(W[k], adjoint(G), Q[k], G));
      return plus(Uk, scaled(G, -(gammas === 'exact' ? exact : gammas.u)));
    });
  }
  for (let j = 0; j < Jw; j++) {
    const E = errors(given, U, V);
    W = W.map((Wk, k) => times(Wk, plus(scaled(eye(Wk.rows / 2), 2), scaled(times(E[k], Wk), -1))));
  }
  for (let j = 0; j < Jv; j++) {
    const B = H.map((Hk, k) => scaled(times(adjoint(Hk), U[k], W[k]), alpha[k]));
    const ridge = (sigma2 / P) * total(W.map((Wk, k) => alpha[k] * trace(times(Wk, adjoint(U[k]), U[k]))));
    const F = plus(scaled(eye(V[0].rows / 2), ridge), ...B.map((Bk, k) => times(Bk, adjoint(U[k]), H[k])));
    const G = V.map((Vk, k) => scaled(plus(times(F, Vk), scaled(B[k], -1)), 2));
    const exact = total(G.map(norm2)) / 2 / total(G.map((Gk) => trace(times(adjoint(Gk), F, Gk))));
    const gamma = gammas === 'exact' ? exact : gammas.v;
    V = V.map((Vk, k) => plus(Vk, scaled(G[k], -gamma)));
    const beta = Math.sqrt(P / powerOf(V));
    V = V.map((Vk) => scaled(Vk, beta));
    U = U.map((Uk) => scaled(Uk, 1 / beta));
  }
  return { U, W, V };
}

/** The bound eta of eq. (40) on the spectral norm. */
function eta(X: Complex): number {
  const n = X.rows / 2;
  const modulus = (i: number, j: number) => Math.hypot(X.get(i, j), X.get(n + i, j));
  const range = Array.from({ length: n }, (_, i) => i);
  const columns = range.map((j) => total(range.map((i) => modulus(i, j))));
  return Math.max(...range.map((i) => Math.sqrt(total(range.map((j) => modulus(i, j) * columns[j])))));
}

const scenarios = [
  { M: 8, K: 4, N: 2, d: 2 },
  { M: 4, K: 3, N: 3, d: 2, alpha: '1 2 0.5', snr: 5 },
  { M: 3, K: 2, N: 2, d: 1, snr: 15 },
];

describe.each(scenarios)('Algorithm 1 at %o', (axes) => {
  const trials = 9;
  const instance = draw(axes, trials);
  const { K, N, d, P, sigma2 } = instance;

  test.each(['theorem-1', 'line-search'])('step %s: three iterations are those of the formulas', async (step) => {
    const [Ju, Jw, Jv] = [2, 1, 3];
    const report = await run('mif-wmmse', instance, { step, iterations: 3, Ju, Jw, Jv });
    expect(report.violations).toEqual([]);
    for (let trial = 0; trial < trials; trial++) {
      const given = caseOf(instance, trial);
      const kappa = Math.max(...given.H.map((Hk) => eta(times(Hk, adjoint(Hk)))));
      const proven = theoremOneSteps({ P, sigma2, alpha: Math.max(...instance.alpha), K, d, kappa, Ju, Jv });
      let expected: Point = {
        U: given.H.map((Hk) => complex(Hk.rows / 2, d, () => [0, 0])),
        W: given.H.map(() => eye(d)),
        V: strongestRowsStart(given, d),
      };
      for (let l = 1; l <= 3; l++) {
        expected = iteration(given, expected, [Ju, Jw, Jv], step === 'theorem-1' ? proven : 'exact');
        expect(distance(beamsOf(instance, report.V.get(l)!, trial), expected.V)).toBeLessThan(1e-8);
        expect(distance(stackedOf(instance, report.U.get(l)!, N, trial), expected.U)).toBeLessThan(1e-8);
        expect(distance(stackedOf(instance, report.W.get(l)!, d, trial), expected.W)).toBeLessThan(1e-6);
      }
    }
  });

  test.each(['theorem-1', 'line-search'])('step %s: the objective never rises', async (step) => {
    const { metrics } = await run('mif-wmmse', instance, { step, iterations: 50 }, ['objective']);
    for (let l = 2; l <= 50; l++) {
      metrics.get(`objective ${l}`)!.forEach((value, trial) => {
        const before = metrics.get(`objective ${l - 1}`)![trial];
        expect(value).toBeLessThanOrEqual(before + 1e-12 * (1 + Math.abs(before)));
      });
    }
    const [first, last] = [metrics.get('objective 1')!, metrics.get('objective 50')!];
    for (let trial = 0; trial < trials; trial++) expect(last[trial]).toBeLessThan(first[trial]);
  });

  test('reports each update where asked to, and f rises with none that Theorem 1 allows', async () => {
    const steps = { step: 'theorem-1', iterations: 5, Ju: 2, Jw: 1, Jv: 3 };
    const whole = await run('mif-wmmse', instance, steps, ['objective']);
    const { metrics } = await run('mif-wmmse', instance, { ...steps, report: 'updates' }, ['objective']);
    for (let l = 1; l <= 5; l++) expect(metrics.get(`objective ${6 * l}`)).toEqual(whole.metrics.get(`objective ${l}`));
    for (let update = 2; update <= 30; update++) {
      metrics.get(`objective ${update}`)!.forEach((value, trial) => {
        expect(value).toBeLessThanOrEqual(metrics.get(`objective ${update - 1}`)![trial] + 1e-12);
      });
    }
  });

  test('with exact steps it ends at a stationary point of the rate', async () => {
    const { metrics } = await run('mif-wmmse', instance, { iterations: 1500, Ju: 2, Jw: 2, Jv: 4 }, ['kkt']);
    const [start, end] = [metrics.get('kkt 1')!, metrics.get('kkt 1500')!];
    for (let trial = 0; trial < trials; trial++) {
      expect(end[trial]).toBeLessThan(0.05 * start[trial]);
    }
  });
});
