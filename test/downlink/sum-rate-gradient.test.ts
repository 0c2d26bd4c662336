import { describe, expect, test } from 'vitest';
import { SumRateGradient } from '../../src/downlink/sum-rate-gradient.ts';
import { engine, load, type Precision, store } from '../../src/lanes/index.ts';
import type { Instance } from '../../src/problems/beamforming/instance.ts';
import { caseOf, weightedSumRate } from '../problems/beamforming/oracle.ts';
import { beamsOf, draw } from '../problems/beamforming/solving.ts';

const trials = 3;

/** Random V of every trial, of power P. */
function beamformers({ M, K, d, P, streams }: Instance): Float64Array {
  const perTrial = 2 * M * K * d;
  const V = new Float64Array(trials * perTrial);
  for (let trial = 0; trial < trials; trial++) {
    const own = V.subarray(trial * perTrial, (trial + 1) * perTrial);
    streams.of('noise', trial).complexNormal(own);
    for (let i = 0; i < perTrial; i++) own[i] *= Math.sqrt(P / (M * K * d));
  }
  return V;
}

/** Rate and gradient of every trial, in nats, from the lanes. */
function evaluated(instance: Instance, V: Float64Array, precision: Precision) {
  const { M, K, N, d } = instance;
  const lanes = engine(precision);
  return lanes.scope(() => {
    const H = lanes.complex(K * N, M);
    const inLanes = lanes.complex(M, K * d);
    const G = lanes.complex(M, K * d);
    const rate = new SumRateGradient(instance, H, inLanes, 1);
    const group = { first: 0, count: trials };
    load(H, instance.H, group);
    load(inLanes, V, group);
    const value = rate.evaluate(G);
    const gradient = new Float64Array(V.length);
    store(G, gradient, group);
    return { rates: Array.from({ length: trials }, (_, trial) => value.get(trial)), gradient };
  });
}

describe.each([
  { M: 4, K: 4, N: 1, d: 1, snr: 10 },
  { M: 4, K: 4, N: 1, d: 1, snr: 40 },
  { M: 8, K: 3, N: 4, d: 2, snr: 15, alpha: '1 3 0.2' },
  { M: 3, K: 5, N: 2, d: 2, snr: 0 },
  { M: 4, K: 1, N: 3, d: 3, snr: 20 },
])('weighted sum rate at %o', (axes) => {
  const instance = draw(axes, trials);
  const V = beamformers(instance);
  const perTrial = V.length / trials;

  const rateAt = (trial: number, at: Float64Array) =>
    weightedSumRate(caseOf(instance, trial), beamsOf(instance, at, trial));

  test('its gradient is what central differences of the textbook formula give', () => {
    const { rates, gradient } = evaluated(instance, V, 'f64');
    const step = 1e-5 * Math.sqrt(instance.P);
    for (let trial = 0; trial < trials; trial++) {
      expect(rates[trial]).toBeCloseTo(rateAt(trial, V), 10);
      const own = gradient.subarray(trial * perTrial, (trial + 1) * perTrial);
      const scale = Math.hypot(...own);
      for (let i = trial * perTrial; i < (trial + 1) * perTrial; i++) {
        const moved = (by: number) => rateAt(trial, V.with(i, V[i] + by));
        const slope = (moved(step) - moved(-step)) / (2 * step);
        expect(Math.abs(gradient[i] - slope) / scale).toBeLessThan(1e-6);
      }
    }
  });

  test('single precision loses no more than its digits', () => {
    const double = evaluated(instance, V, 'f64');
    const single = evaluated(instance, V, 'f32');
    for (let trial = 0; trial < trials; trial++) {
      const own = [trial * perTrial, (trial + 1) * perTrial] as const;
      const exact = double.gradient.subarray(...own);
      const difference = single.gradient.subarray(...own).map((value, i) => value - exact[i]);
      expect(Math.hypot(...difference) / Math.hypot(...exact)).toBeLessThan(1e-4);
      expect(single.rates[trial]).toBeCloseTo(double.rates[trial], 3);
    }
  });
});
