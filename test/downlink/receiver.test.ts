import { describe, expect, test } from 'vitest';
import { MmseReceiver } from '../../src/downlink/receiver.ts';
import { Transmitter } from '../../src/downlink/transmitter.ts';
import { type ComplexMatrix, engine, load, store } from '../../src/lanes/index.ts';
import type { Instance } from '../../src/problems/beamforming/instance.ts';
import {
  adjoint,
  caseOf,
  complex,
  distance,
  eye,
  inv,
  plus,
  powerOf,
  receivers,
  scaled,
  times,
  total,
  trace,
  transmitSystem,
  weightedSumRate,
} from '../problems/beamforming/oracle.ts';
import { beamsOf, draw } from '../problems/beamforming/solving.ts';

const scenarios = [
  { M: 6, K: 3, N: 2, d: 2, alpha: '1 0.3 2' },
  { M: 8, K: 2, N: 3, d: 2, alpha: '0.5' },
  { M: 4, K: 3, N: 2, d: 2, snr: 20 },
];

const one = { first: 0, count: 1 };

/** The matrix of the first trial. */
function read(X: ComplexMatrix) {
  const values = new Float64Array(2 * X.rows * X.cols);
  store(X, values, one);
  return complex(X.rows, X.cols, (row, col) => {
    const at = 2 * (row * X.cols + col);
    return [values[at], values[at + 1]];
  });
}

/** A receiver that has received random beamformers at the noise power `c`. */
function received(instance: Instance, c: number, use: (receiver: MmseReceiver, V: Float64Array) => void): void {
  const { M, K, N, d } = instance;
  const lanes = engine('f64');
  lanes.scope(() => {
    const H = lanes.complex(K * N, M);
    const V = lanes.complex(M, K * d);
    const values = valuesOf(instance);
    load(H, instance.H, one);
    load(V, values, one);
    const receiver = new MmseReceiver(instance, H, V);
    receiver.receive(lanes.constant(c));
    use(receiver, values);
  });
}

describe.each(scenarios)('optimal receivers and beamformers at %o', (axes) => {
  const instance = draw(axes, 1);
  const { M, P, alpha } = instance;
  const given = caseOf(instance, 0);

  test('X and L give the terms of the transmit side', () => {
    received(instance, 0.7, (receiver, values) => {
      const { U, W } = receivers(given, beamsOf(instance, values, 0), 0.7);
      const { A, B } = transmitSystem(given, U, W);
      const X = read(receiver.X);
      expect(distance([times(X, adjoint(X))], [A])).toBeLessThan(1e-10);
      const { lanes } = receiver.X;
      const transmitter = new Transmitter(receiver, 0, 'smaller');
      const V = lanes.complex(M, instance.K * instance.d);
      const s = lanes.scalar();
      for (const ridge of [0.4, 3, 0.01]) {
        transmitter.prepare();
        transmitter.solve(V, lanes.constant(2));
        transmitter.solve(V, lanes.constant(ridge));
        const inverse = inv(plus(A, scaled(eye(M), ridge)));
        const values = new Float64Array(2 * V.rows * V.cols);
        store(V, values, one);
        const found = beamsOf(instance, values, 0);
        const expected = B.map((Bk) => times(inverse, Bk));
        expect(distance(found, expected)).toBeLessThan(1e-9);
        transmitter.slope(s, V);
        const step = 1e-5 * ridge;
        const powerAt = (r: number) => powerOf(B.map((Bk) => times(inv(plus(A, scaled(eye(M), r))), Bk)));
        const slope = (powerAt(ridge - step) - powerAt(ridge + step)) / (4 * step);
        expect(s.get(0) / slope).toBeCloseTo(1, 5);
      }
      receiver.weightedTraces(s);
      expect(s.get(0)).toBeCloseTo(total(U.map((Uk, k) => alpha[k] * trace(times(Uk, W[k], adjoint(Uk))))), 9);
    });
  });

  test('sum_k alpha_k log det W_k is the weighted sum rate in nats, with optimal U', () => {
    received(instance, instance.sigma2, (receiver, values) => {
      const s = receiver.X.lanes.scalar();
      receiver.weightedRate(s);
      expect(s.get(0)).toBeCloseTo(weightedSumRate(given, beamsOf(instance, values, 0)), 10);
    });
  });

  test('and so it is of V scaled to power P, with noise that grows with the power of V', () => {
    const V = beamsOf(instance, valuesOf(instance), 0);
    const c = (instance.sigma2 / P) * powerOf(V);
    received(instance, c, (receiver) => {
      const s = receiver.X.lanes.scalar();
      receiver.weightedRate(s);
      const atP = V.map((Vk) => scaled(Vk, Math.sqrt(P / powerOf(V))));
      expect(s.get(0)).toBeCloseTo(weightedSumRate(given, atP), 10);
    });
  });
});

function valuesOf({ M, K, d, streams }: Instance): Float64Array {
  const values = new Float64Array(2 * M * K * d);
  streams.of('noise', 3).complexNormal(values);
  return values;
}
