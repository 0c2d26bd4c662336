import { describe, expect, test } from 'vitest';
import { FullTransmitter } from '../../src/downlink/full-transmitter.ts';
import { GramTransmitter } from '../../src/downlink/gram-transmitter.ts';
import { MultiplierSearch } from '../../src/downlink/multiplier-search.ts';
import { MmseReceiver } from '../../src/downlink/receiver.ts';
import { engine, gram, load, mirror, multiply, store } from '../../src/lanes/index.ts';
import type { Instance } from '../../src/problems/beamforming/instance.ts';
import { bisectionIteration, caseOf, distance, powerOf } from '../problems/beamforming/oracle.ts';
import { beamsOf, draw } from '../problems/beamforming/solving.ts';

/** V after one search, for beamformers V0 of every trial, starting at the multiplier `guess`. */
function search(instance: Instance, V0: Float64Array, guess: number): Float64Array {
  const { M, K, N, d, P, range } = instance;
  const lanes = engine('f64');
  const out = new Float64Array(V0.length);
  lanes.scope(() => {
    const H = lanes.complex(K * N, M);
    const V = lanes.complex(M, K * d);
    const T = lanes.complex(K * N, K * d);
    const G = lanes.complex(K * N, K * N);
    const receiver = new MmseReceiver(instance, T);
    const wide = K * d > M;
    const users = { first: 0, count: K };
    const transmitter = wide ? new FullTransmitter(receiver, H, users) : new GramTransmitter(receiver, G, users);
    const multiplier = new MultiplierSearch(transmitter, lanes, P, 1e-10);
    for (const group of lanes.groups(range.count)) {
      load(H, instance.H, group);
      load(V, V0, group);
      gram(G, H);
      mirror(G);
      multiply(T, H, V);
      receiver.weigh(lanes.constant(instance.sigma2));
      receiver.filter();
      transmitter.prepare();
      multiplier.mu.fill(guess);
      multiplier.find();
      transmitter.form(V, H);
      store(V, out, group);
    }
  });
  return out;
}

const shapes = [
  { M: 8, K: 2, N: 2, d: 2 },
  { M: 4, K: 4, N: 2, d: 2 },
  { M: 6, K: 2, N: 3, d: 2 },
];

describe.each(shapes)('multiplier search at %o', (axes) => {
  const trials = 10;
  const instance = draw({ ...axes, snr: 20 }, trials);
  const perTrial = 2 * axes.M * axes.K * axes.d;
  const V0 = new Float64Array(trials * perTrial);
  for (let trial = 0; trial < trials; trial++) {
    const part = V0.subarray(trial * perTrial, (trial + 1) * perTrial);
    instance.streams.of('initial point', trial).complexNormal(part);
    // Trials of little power leave the constraint inactive after one update, others do not.
    const factor = 0.01 * 3 ** trial;
    part.forEach((value, i) => {
      part[i] = value * factor;
    });
  }

  test.each([1e-9, 0.03, 1, 1e6])('from guess %d it finds what eigenvalues and bisection find', (guess) => {
    const found = search(instance, V0, guess);
    const active = new Set<boolean>();
    for (let trial = 0; trial < trials; trial++) {
      const expected = bisectionIteration(caseOf(instance, trial), beamsOf(instance, V0, trial));
      active.add(expected.mu > 0);
      const V = beamsOf(instance, found, trial);
      expect(distance(V, expected.V)).toBeLessThan(1e-6);
      expect(powerOf(V)).toBeLessThanOrEqual(instance.P * (1 + 1e-12));
    }
    if (axes.K * axes.d <= axes.M) expect(active).toEqual(new Set([true, false]));
  });
});

test('equal users, whose system is singular at mu = 0, get finite beamformers within the power', () => {
  const drawn = draw({ M: 8, K: 2, N: 2, d: 2 }, 4);
  const H = drawn.H.slice();
  const perUser = 2 * 2 * 8;
  for (let trial = 0; trial < 4; trial++)
    H.copyWithin((2 * trial + 1) * perUser, 2 * trial * perUser, (2 * trial + 1) * perUser);
  const instance = { ...drawn, H };
  const V0 = new Float64Array(4 * 2 * 8 * 4);
  for (let i = 0; i < V0.length; i++) V0[i] = 0.05 * Math.cos(i * i);
  const found = search(instance, V0, 0.1);
  for (let trial = 0; trial < 4; trial++) {
    const power = powerOf(beamsOf(instance, found, trial));
    expect(power).toBeGreaterThan(0);
    expect(power).toBeLessThanOrEqual(instance.P * (1 + 1e-12));
  }
});
