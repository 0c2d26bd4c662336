import { describe, expect, test } from 'vitest';
import { MmseReceiver } from '../../src/downlink/receiver.ts';
import { type ComplexMatrix, engine, load, multiply, store } from '../../src/lanes/index.ts';
import type { Instance } from '../../src/problems/beamforming/instance.ts';
import {
  adjoint,
  caseOf,
  complex,
  distance,
  powerOf,
  receivers,
  scaled,
  times,
  total,
  trace,
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
    const T = lanes.complex(K * N, K * d);
    const values = valuesOf(instance);
    load(H, instance.H, one);
    load(V, values, one);
    multiply(T, H, V);
    const receiver = new MmseReceiver(instance, T);
    receiver.weigh(lanes.constant(c));
    receiver.filter();
    use(receiver, values);
  });
}

describe.each(scenarios)('optimal receivers and beamformers at %o', (axes) => {
  const instance = draw(axes, 1);
  const { P, alpha } = instance;
  const given = caseOf(instance, 0);

  test('Y and L are U and W in other words', () => {
    received(instance, 0.7, (receiver, values) => {
      const { U, W } = receivers(given, beamsOf(instance, values, 0), 0.7);
      const s = receiver.stackedY.lanes.scalar();
      const Y = U.map((_, k) => read(receiver.Y.at(k)));
      const expected = U.map((Uk, k) => scaled(times(Uk, W[k], adjoint(Uk)), alpha[k]));
      expect(
        distance(
          Y.map((Yk) => times(Yk, adjoint(Yk))),
          expected,
        ),
      ).toBeLessThan(1e-10);
      receiver.weightedTraces(s);
      expect(s.get(0)).toBeCloseTo(total(expected.map(trace)), 9);
    });
  });

  test('sum_k alpha_k log det W_k is the weighted sum rate in nats, with optimal U', () => {
    received(instance, instance.sigma2, (receiver, values) => {
      const s = receiver.stackedY.lanes.scalar();
      receiver.rate.growth(s);
      expect(receiver.rate.at(0)).toBeCloseTo(weightedSumRate(given, beamsOf(instance, values, 0)), 10);
    });
  });

  test('and so it is of V scaled to power P, with noise that grows with the power of V', () => {
    const V = beamsOf(instance, valuesOf(instance), 0);
    const c = (instance.sigma2 / P) * powerOf(V);
    received(instance, c, (receiver) => {
      const s = receiver.stackedY.lanes.scalar();
      receiver.rate.growth(s);
      const atP = V.map((Vk) => scaled(Vk, Math.sqrt(P / powerOf(V))));
      expect(receiver.rate.at(0)).toBeCloseTo(weightedSumRate(given, atP), 10);
    });
  });
});

function valuesOf({ M, K, d, streams }: Instance): Float64Array {
  const values = new Float64Array(2 * M * K * d);
  streams.of('noise', 3).complexNormal(values);
  return values;
}
