import { describe, expect, test } from 'vitest';
import { type ComplexMatrix, engine, load, spectralBound, store } from '../../../../src/lanes/index.ts';
import type { Instance } from '../../../../src/problems/beamforming/instance.ts';
import { ReceiveSteps } from '../../../../src/problems/beamforming/matrix-inverse-free/receive-step.ts';
import { delta, theoremOneSteps } from '../../../../src/problems/beamforming/matrix-inverse-free/theorem-one.ts';
import { TransmitStep } from '../../../../src/problems/beamforming/matrix-inverse-free/transmit-step.ts';
import { type Variables, variables } from '../../../../src/problems/beamforming/matrix-inverse-free/variables.ts';
import {
  adjoint,
  type Case,
  type Complex,
  caseOf,
  eigenvalues,
  errors,
  eye,
  inv,
  norm2,
  objective,
  plus,
  powerOf,
  scaled,
  times,
} from '../oracle.ts';
import { beamsOf, draw, stackedOf } from '../solving.ts';

const scenarios = [
  { M: 4, K: 2, N: 2, d: 2, alpha: '1 0.6' },
  { M: 6, K: 3, N: 3, d: 2, snr: 4 },
  { M: 3, K: 2, N: 2, d: 1, snr: 15, alpha: '2 1' },
];

interface Point {
  readonly U: Float64Array;
  readonly W: Float64Array;
  readonly V: Float64Array;
}

/** The first trial's variables. */
function read({ U, W, V }: Variables): Point {
  const take = (X: ComplexMatrix) => {
    const values = new Float64Array(2 * X.rows * X.cols);
    store(X, values, { first: 0, count: 1 });
    return values;
  };
  return { U: take(U), W: take(W), V: take(V) };
}

/** A random U, V of power P, and W = (E + 0.3 I)^-1 or so: Hermitian, positive definite, eigenvalues of E W in (0, 1). */
function randomPoint(instance: Instance, seed: number): Point {
  const { M, K, N, d, P } = instance;
  const stream = instance.streams.of('noise', seed);
  const U = new Float64Array(2 * K * N * d);
  const V = new Float64Array(2 * M * K * d);
  stream.complexNormal(U);
  stream.complexNormal(V);
  const factor = Math.sqrt(P / V.reduce((sum, x) => sum + x * x, 0));
  V.forEach((x, i) => {
    V[i] = x * factor;
    if (i < U.length) U[i] *= 0.2;
  });
  const given = caseOf(instance, 0);
  const E = errors(given, stackedOf(instance, U, N, 0), beamsOf(instance, V, 0));
  const W = E.flatMap((Ek) => {
    const Wk = inv(plus(Ek, scaled(eye(d), 0.3)));
    return Array.from({ length: d * d }, (_, i) => [
      Wk.get(Math.floor(i / d), i % d),
      Wk.get(d + Math.floor(i / d), i % d),
    ]).flat();
  });
  return { U, W: Float64Array.from(W), V };
}

/** Sets up the variables of one trial at a point and hands them on. */
function at(instance: Instance, point: Point, use: (state: Variables) => void): void {
  const lanes = engine('f64');
  lanes.scope(() => {
    const state = variables(lanes, instance);
    const one = { first: 0, count: 1 };
    load(state.H, instance.H, one);
    load(state.U, point.U, one);
    load(state.W, point.W, one);
    load(state.V, point.V, one);
    use(state);
  });
}

const f = (instance: Instance, { U, W, V }: Point) =>
  objective(
    caseOf(instance, 0),
    stackedOf(instance, U, instance.N, 0),
    stackedOf(instance, W, instance.d, 0),
    beamsOf(instance, V, 0),
  );

/** Gradient of f with respect to the real and imaginary parts of one variable, by central differences. */
function differences(instance: Instance, point: Point, of: 'U' | 'V'): Float64Array {
  const step = 1e-5;
  return point[of].map((_, i) => {
    const moved = (by: number) => f(instance, { ...point, [of]: point[of].map((x, j) => (j === i ? x + by : x)) });
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

const largest = (values: Float64Array) => values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);

describe.each(scenarios)('updates of Algorithm 1 at %o', (axes) => {
  const instance = draw(axes, 1);
  const { K, N, d, P, sigma2 } = instance;
  const given: Case = caseOf(instance, 0);
  const errorsAt = ({ U, V }: Point) => errors(given, stackedOf(instance, U, N, 0), beamsOf(instance, V, 0));

  test('the gradients (15) and (19) are those of f', () => {
    const point = randomPoint(instance, 1);
    const gamma = 0.01;
    at(instance, point, (state) => {
      const steps = new ReceiveSteps(state, instance);
      steps.prepare();
      steps.stepU(state.lanes.constant(gamma));
      const expected = differences(instance, point, 'U');
      const found = read(state).U.map((x, i) => (point.U[i] - x) / gamma);
      expect(largest(found.map((x, i) => x - expected[i])) / largest(expected)).toBeLessThan(1e-6);
    });
    at(instance, point, (state) => {
      new TransmitStep(state, instance).stepV(state.lanes.constant(gamma));
      const { U, V } = read(state);
      const beta = point.U[0] / U[0];
      const expected = differences(instance, point, 'V');
      const found = V.map((x, i) => (point.V[i] - x / beta) / gamma);
      expect(largest(found.map((x, i) => x - expected[i])) / largest(expected)).toBeLessThan(1e-6);
    });
  });

  test('exact step sizes make f smallest along the gradient', () => {
    const point = randomPoint(instance, 2);
    const valueAfter = (update: (state: Variables) => void): number => {
      let value = Number.NaN;
      at(instance, point, (state) => {
        update(state);
        value = f(instance, read(state));
      });
      return value;
    };
    const fixed = (gamma: number) =>
      valueAfter((state) => new TransmitStep(state, instance).stepV(state.lanes.constant(gamma)));
    const best = valueAfter((state) => new TransmitStep(state, instance).exactStepV());
    // f is a parabola in gamma: its minimum from three of its values.
    const [h, y0, y1, y2] = [0.01, fixed(0), fixed(0.01), fixed(0.02)];
    const curvature = (y0 - 2 * y1 + y2) / h ** 2;
    const slope = (y1 - y0) / h - (curvature * h) / 2;
    expect(best).toBeCloseTo(y0 - slope ** 2 / (2 * curvature), 6);
    expect(best).toBeLessThan(y0);
    const receive = (gamma?: number) =>
      valueAfter((state) => {
        const steps = new ReceiveSteps(state, instance);
        steps.prepare();
        if (gamma === undefined) steps.exactStepU();
        else steps.stepU(state.lanes.constant(gamma));
      });
    for (const gamma of [0, 1e-4, 1e-3, 1e-2, 0.1]) expect(receive()).toBeLessThanOrEqual(receive(gamma) + 1e-12);
  });

  test('no update increases f with the step sizes of Theorem 1, nor with exact ones', () => {
    for (let seed = 3; seed < 6; seed++) {
      const point = randomPoint(instance, seed);
      const kappa = Math.max(...given.H.map((Hk) => Math.max(...eigenvalues(times(Hk, adjoint(Hk))))));
      const alpha = Math.max(...instance.alpha);
      const proven = theoremOneSteps({ P, sigma2, alpha, K, d, kappa, Ju: 1, Jv: 1 });
      at(instance, point, (state) => {
        const receive = new ReceiveSteps(state, instance);
        const transmit = new TransmitStep(state, instance);
        const { constant } = { constant: (value: number) => state.lanes.constant(value) };
        let last = f(instance, point);
        const updates = [
          () => receive.stepU(constant(proven.u)),
          () => receive.stepW(),
          () => transmit.stepV(constant(proven.v)),
          () => receive.exactStepU(),
          () => receive.stepW(),
          () => transmit.exactStepV(),
        ];
        for (let round = 0; round < 4; round++) {
          for (const update of updates) {
            receive.prepare();
            update();
            const now = read(state);
            expect(f(instance, now)).toBeLessThanOrEqual(last + 1e-12 * (1 + Math.abs(last)));
            last = f(instance, now);
          }
        }
        expect(last).toBeLessThan(f(instance, point) - 1e-3);
      });
    }
  });

  test('the power is P after every step on V, and the scaling leaves f alone', () => {
    const point = randomPoint(instance, 7);
    at(instance, point, (state) => {
      const before = f(instance, point);
      new TransmitStep(state, instance).stepV(state.lanes.constant(0));
      expect(f(instance, read(state))).toBeCloseTo(before, 10);
      new TransmitStep(state, instance).exactStepV();
      expect(powerOf(beamsOf(instance, read(state).V, 0)) / P).toBeCloseTo(1, 13);
    });
  });

  test('a Schulz step maps the eigenvalues of E W as lambda -> lambda (2 - lambda), up to delta into [0, 1] (Lemma 5)', () => {
    for (const top of [0.4, 1, 1.3, delta]) {
      const point = randomPoint(instance, 8);
      const E = errorsAt(point);
      // W = sqrt(E)^-1 diag sqrt(E)^-1 would be needed for any spectrum; W = c E^-1 has the single eigenvalue c.
      const W = E.flatMap((Ek) => {
        const Wk = scaled(inv(Ek), top);
        return Array.from({ length: d * d }, (_, i) => [
          Wk.get(Math.floor(i / d), i % d),
          Wk.get(d + Math.floor(i / d), i % d),
        ]).flat();
      });
      at(instance, { ...point, W: Float64Array.from(W) }, (state) => {
        const steps = new ReceiveSteps(state, instance);
        steps.prepare();
        steps.stepW();
        stackedOf(instance, read(state).W, d, 0).forEach((Wk, k) => {
          const off = plus(times(E[k], Wk), scaled(eye(d), -top * (2 - top)));
          expect(Math.sqrt(norm2(off))).toBeLessThan(1e-10);
        });
        expect(f(instance, read(state))).toBeLessThanOrEqual(f(instance, { ...point, W: Float64Array.from(W) }) + 1e-9);
      });
    }
  });

  test('the smallest eigenvalue of E is at least sigma^2 / (P kappa + sigma^2) (Lemma 1)', () => {
    const kappa = Math.max(...given.H.map((Hk) => Math.max(...eigenvalues(times(Hk, adjoint(Hk))))));
    for (let seed = 10; seed < 30; seed++) {
      for (const Ek of errorsAt(randomPoint(instance, seed))) {
        expect(eigenvalues(Ek)[0]).toBeGreaterThanOrEqual(sigma2 / (P * kappa + sigma2) - 1e-12);
      }
    }
  });

  test('eta of eq. (40) bounds the spectral norm of E W', () => {
    for (let seed = 40; seed < 60; seed++) {
      const point = randomPoint(instance, seed);
      const E = errorsAt(point);
      const W = stackedOf(instance, point.W, d, 0);
      const lanes = engine('f64');
      lanes.scope(() => {
        const X = lanes.complex(d, d, K);
        const eta = lanes.scalar(K);
        const products: Complex[] = E.map((Ek, k) => times(Ek, W[k]));
        const values = products.flatMap((EW) =>
          Array.from({ length: d * d }, (_, i) => [
            EW.get(Math.floor(i / d), i % d),
            EW.get(d + Math.floor(i / d), i % d),
          ]).flat(),
        );
        load(X, Float64Array.from(values), { first: 0, count: 1 });
        spectralBound(eta, X);
        products.forEach((EW, k) => {
          const norm = Math.sqrt(Math.max(...eigenvalues(times(adjoint(EW), EW))));
          expect(eta.get(0, 0, 0, k)).toBeGreaterThanOrEqual(norm * (1 - 1e-12));
          expect(eta.get(0, 0, 0, k)).toBeLessThan(norm * d ** 0.5 * 1.5);
        });
      });
    }
  });
});
