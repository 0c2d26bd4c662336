import { describe, expect, test } from 'vitest';
import type { AnySolver } from '../../../../src/contracts/problem.ts';
import type { Weights } from '../../../../src/contracts/training.ts';
import { unfoldedMifWmmse } from '../../../../src/problems/beamforming/solvers/unfolded-mif-wmmse.ts';
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
  toPower,
  total,
  trace,
} from '../oracle.ts';
import { beamsOf, draw, run } from '../solving.ts';

/*
 * Algorithm 2 of Pellaco and Jalden, literally: gradients (15), (19) with their factors 2 formed at X + xi Xbar, the step size from
 * the parabola of f along the gradient from X + theta Xbar, E_k of eq. (7) anew for every Schulz step.
 */

interface Step {
  readonly phi: number;
  readonly theta: number;
  readonly xi: number;
}

interface Architecture {
  readonly Ju: number;
  readonly Jw: number;
  readonly Jv: number;
  readonly L: number;
}

function spectralBound(X: Complex): number {
  const n = X.rows / 2;
  const modulus = (i: number, j: number) => Math.hypot(X.get(i, j), X.get(n + i, j));
  const range = Array.from({ length: n }, (_, i) => i);
  const columns = range.map((j) => total(range.map((i) => modulus(i, j))));
  return Math.max(...range.map((i) => Math.sqrt(total(range.map((j) => modulus(i, j) * columns[j])))));
}

function network(given: Case, d: number, { Ju, Jw, Jv, L }: Architecture, steps: readonly Step[]): Complex[][] {
  const { H, P, sigma2, alpha } = given;
  const zeroLike = (X: Complex) => scaled(X, 0);
  let V = strongestRowsStart(given, d);
  const received = (Hk: Complex) => {
    const noise = scaled(eye(Hk.rows / 2), (sigma2 / P) * powerOf(V));
    return plus(noise, ...V.map((Vm) => times(Hk, Vm, adjoint(Vm), adjoint(Hk))));
  };
  let U = H.map((Hk, k) => {
    const direction = d === Hk.rows / 2 ? eye(d) : times(Hk, V[k]);
    const rho = trace(times(adjoint(direction), Hk, V[k])) / trace(times(adjoint(direction), received(Hk), direction));
    return scaled(direction, rho);
  });
  let W = errors(given, U, V).map((Ek) => scaled(eye(d), 1 / trace(Ek)));
  const schulz = () => {
    const E = errors(given, U, V);
    W = W.map((Wk, k) => scaled(Wk, 1 / spectralBound(times(E[k], Wk))));
    for (let j = 0; j < Jw; j++) {
      W = W.map((Wk, k) => plus(scaled(Wk, 2), scaled(times(Wk, E[k], Wk), -1)));
    }
  };
  schulz();
  const layers: Complex[][] = [];
  for (let l = 0; l < L; l++) {
    const own = steps.slice(l * (Ju + Jv), (l + 1) * (Ju + Jv));
    let before = U.map(zeroLike);
    for (const { phi, theta, xi } of own.slice(0, Ju)) {
      const next = U.map((Uk, k) => {
        const bar = plus(Uk, scaled(before[k], -1));
        const [at, look] = [plus(Uk, scaled(bar, theta)), plus(Uk, scaled(bar, xi))];
        const Q = received(H[k]);
        const gradient = (X: Complex) =>
          scaled(times(plus(times(Q, X), scaled(times(H[k], V[k]), -1)), W[k]), 2 * alpha[k]);
        const G = gradient(look);
        const slope = trace(times(adjoint(G), gradient(at))) / (2 * alpha[k]);
        const curvature = trace(times(adjoint(G), Q, G, W[k]));
        const gamma = (2 * slope) / (2 * curvature + 1e-9);
        return plus(at, scaled(G, -phi * gamma));
      });
      before = U;
      U = next;
    }
    schulz();
    const B = H.map((Hk, k) => scaled(times(adjoint(Hk), U[k], W[k]), alpha[k]));
    const ridge = (sigma2 / P) * total(W.map((Wk, k) => alpha[k] * trace(times(Wk, adjoint(U[k]), U[k]))));
    const F = plus(scaled(eye(V[0].rows / 2), ridge), ...B.map((Bk, k) => times(Bk, adjoint(U[k]), H[k])));
    let previous = V.map(zeroLike);
    for (const { phi, theta, xi } of own.slice(Ju)) {
      const bar = V.map((Vk, k) => plus(Vk, scaled(previous[k], -1)));
      const at = V.map((Vk, k) => plus(Vk, scaled(bar[k], theta)));
      const gradient = (X: Complex, k: number) => scaled(plus(times(F, X), scaled(B[k], -1)), 2);
      const G = V.map((Vk, k) => gradient(plus(Vk, scaled(bar[k], xi)), k));
      const slope = total(G.map((Gk, k) => trace(times(adjoint(Gk), gradient(at[k], k))))) / 2;
      const gamma = (2 * slope) / (2 * total(G.map((Gk) => trace(times(adjoint(Gk), F, Gk)))) + 1e-9);
      previous = V;
      V = at.map((X, k) => plus(X, scaled(G[k], -phi * gamma)));
    }
    V = toPower(V, P);
    layers.push(V);
  }
  return layers;
}

/** Some parameters of every step, and as the weights that the solver is given. */
function parametersOf({ Ju, Jv, L }: Architecture, spread: number): { steps: Step[]; weights: Weights } {
  const count = (Ju + Jv) * L;
  const values = (offset: number) => Float64Array.from({ length: count }, (_, i) => spread * Math.sin(3 * i + offset));
  const [logit, theta, xi] = [values(0), values(1), values(2)];
  const steps = Array.from({ length: count }, (_, i) => ({
    phi: 2 / (1 + Math.exp(-logit[i])),
    theta: theta[i],
    xi: xi[i],
  }));
  const array = (of: Float64Array) => ({ shape: [count], values: of });
  return { steps, weights: { logit: array(logit), theta: array(theta), xi: array(xi) } };
}

const cases = [
  { axes: { M: 8, K: 4, N: 2, d: 2 }, architecture: { Ju: 2, Jw: 2, Jv: 3, L: 3 } },
  { axes: { M: 8, K: 2, N: 4, d: 4 }, architecture: { Ju: 3, Jw: 1, Jv: 2, L: 2 } },
  { axes: { M: 5, K: 3, N: 3, d: 2, alpha: '1 2 0.5', snr: 5 }, architecture: { Ju: 2, Jw: 2, Jv: 2, L: 2 } },
  { axes: { M: 3, K: 2, N: 1, d: 1, snr: 15 }, architecture: { Ju: 1, Jw: 1, Jv: 2, L: 4 } },
];

describe.each(cases)('unfolded network, $architecture at $axes', ({ axes, architecture }) => {
  const trials = 9;
  const instance = draw(axes, trials);

  test.each([0, 0.4])('is Algorithm 2 from its formulas, parameters of size %d', async (spread) => {
    const { steps, weights } = parametersOf(architecture, spread);
    const trained = {
      ...unfoldedMifWmmse,
      solve: ((i, p, o) => unfoldedMifWmmse.solve(i, p, o, weights)) as typeof unfoldedMifWmmse.solve,
    };
    const { V, violations } = await run(trained, instance, architecture);
    expect(violations).toEqual([]);
    expect([...V.keys()]).toEqual(Array.from({ length: architecture.L }, (_, l) => l + 1));
    for (let trial = 0; trial < trials; trial++) {
      const expected = network(caseOf(instance, trial), instance.d, architecture, steps);
      expected.forEach((layer, l) => {
        expect(distance(beamsOf(instance, V.get(l + 1)!, trial), layer)).toBeLessThan(1e-6);
      });
    }
  });

  test('channels of another scale, and noise with them, change nothing', async () => {
    const { weights } = parametersOf(architecture, 0.4);
    const trained: AnySolver = {
      ...unfoldedMifWmmse,
      solve: (i, p: never, o) => unfoldedMifWmmse.solve(i, p, o, weights),
    };
    const c = 3;
    const scaledInstance = { ...instance, H: instance.H.map((x) => c * x), sigma2: c ** 2 * instance.sigma2 };
    const [own, other] = [await run(trained, instance, architecture), await run(trained, scaledInstance, architecture)];
    for (const [l, layer] of own.V) {
      const far = other.V.get(l)!.map((value, i) => Math.abs(value - layer[i]));
      expect(Math.max(...far)).toBeLessThan(1e-6);
    }
  });

  test('untrained weights are phi = 1, theta = xi = 0', async () => {
    const { weights } = parametersOf(architecture, 0);
    const trained: AnySolver = {
      ...unfoldedMifWmmse,
      solve: (i, p: never, o) => unfoldedMifWmmse.solve(i, p, o, weights),
    };
    const zero = await run(trained, instance, architecture);
    const untrained = await run('unfolded-mif-wmmse', instance, { ...architecture, weights: 'untrained' });
    expect(untrained.V).toEqual(zero.V);
  });
});

test('the order of the rows changes the first V, and with it the layers, only where it is not natural', async () => {
  const instance = draw({ M: 8, K: 2, N: 2, d: 2 }, 16);
  const options = { Ju: 1, Jw: 1, Jv: 2, L: 1, weights: 'untrained' };
  const natural = (await run('unfolded-mif-wmmse', instance, options)).V.get(1)!;
  const sorted = (await run('unfolded-mif-wmmse', instance, { ...options, rows: 'sorted' })).V.get(1)!;
  const perTrial = natural.length / 16;
  let same = 0;
  for (let trial = 0; trial < 16; trial++) {
    const inOrder = caseOf(instance, trial).H.every((Hk) => {
      const [first, second] = [0, 1].map((row) =>
        norm2(complex(1, 8, (_, col) => [Hk.get(row, col), Hk.get(2 + row, col)])),
      );
      return first >= second;
    });
    const part = (V: Float64Array) => V.slice(trial * perTrial, (trial + 1) * perTrial);
    if (inOrder) expect(part(sorted)).toEqual(part(natural));
    else expect(part(sorted)).not.toEqual(part(natural));
    same += inOrder ? 1 : 0;
  }
  expect(same).toBeGreaterThan(0);
  expect(same).toBeLessThan(16);
});
