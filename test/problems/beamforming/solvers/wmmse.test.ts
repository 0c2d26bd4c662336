import { describe, expect, test } from 'vitest';
import { type Start, startAt } from '../../../../src/downlink/start.ts';
import { engine, store } from '../../../../src/lanes/index.ts';
import type { Instance } from '../../../../src/problems/beamforming/instance.ts';
import {
  bisectionIteration,
  type Case,
  type Complex,
  caseOf,
  distance,
  powerOf,
  strongestRowsStart,
  toPower,
  weightedSumRate,
  wmmseIteration,
} from '../oracle.ts';
import { beamsOf, draw, run, solverNamed } from '../solving.ts';

const scenarios = [
  { M: 8, K: 4, N: 2, d: 2 },
  { M: 8, K: 2, N: 4, d: 4 },
  { M: 8, K: 2, N: 2, d: 2 },
  { M: 4, K: 3, N: 3, d: 2, alpha: '1 2 0.5', snr: 15 },
  { M: 4, K: 1, N: 2, d: 1, snr: 0 },
  { M: 3, K: 5, N: 2, d: 1, snr: 25 },
];

const methods = [
  {
    name: 'wmmse',
    exact: {},
    iterate: (given: Case, V: Complex[]) => toPower(wmmseIteration(given, V), given.P),
  },
  {
    name: 'wmmse-bisection',
    exact: { powerTolerance: 1e-11 },
    iterate: (given: Case, V: Complex[]) => bisectionIteration(given, V).V,
  },
];

describe.each(methods)('$name', ({ name, exact, iterate }) => {
  test.each(scenarios)('five iterations at %o are those of the textbook', async (axes) => {
    const trials = 11;
    const instance = draw(axes, trials);
    const parameters = { iterations: 5, ...exact };
    const { V, metrics, violations } = await run(name, instance, parameters, ['wsr-nats', 'power']);
    expect(violations).toEqual([]);
    for (let trial = 0; trial < trials; trial++) {
      const given = caseOf(instance, trial);
      let expected = strongestRowsStart(given, instance.d);
      for (let iteration = 1; iteration <= 5; iteration++) {
        expected = iterate(given, expected);
        const scale = Math.sqrt(instance.P);
        expect(distance(beamsOf(instance, V.get(iteration)!, trial), expected) / scale).toBeLessThan(1e-9);
        expect(metrics.get(`wsr-nats ${iteration}`)![trial]).toBeCloseTo(weightedSumRate(given, expected), 8);
        expect(metrics.get(`power ${iteration}`)![trial] / instance.P).toBeCloseTo(powerOf(expected) / instance.P, 9);
      }
    }
  });

  test.each(scenarios)('the rate never falls, and ends at a stationary point, at %o', async (axes) => {
    const instance = draw(axes, 16, 100);
    const { metrics } = await run(name, instance, { iterations: 60, ...exact }, ['wsr']);
    for (let iteration = 2; iteration <= 60; iteration++) {
      for (let trial = 0; trial < 16; trial++) {
        const before = metrics.get(`wsr ${iteration - 1}`)![trial];
        expect(metrics.get(`wsr ${iteration}`)![trial]).toBeGreaterThanOrEqual(before - 1e-9 * (1 + before));
      }
    }
    const tight = { tolerance: 1e-13, maxIterations: 30_000, ...exact };
    const end = await run(name, instance, tight, ['kkt', 'wsr']);
    for (let trial = 0; trial < 16; trial++) {
      expect(end.metrics.get('kkt null')![trial]).toBeLessThan(1e-4);
      expect(end.metrics.get('wsr null')![trial]).toBeGreaterThanOrEqual(metrics.get('wsr 60')![trial] - 1e-9);
    }
    expect(metrics.get('wsr 1')!.some((rate, trial) => rate < metrics.get('wsr 60')![trial] - 0.01)).toBe(true);
  });

  test('"converged" stops each channel at the first iteration that adds at most the tolerance', async () => {
    const instance = draw({ M: 8, K: 2, N: 2, d: 2 }, 21);
    const all = await run(name, instance, { iterations: 300 }, ['wsr']);
    const { V, metrics, diagnostics } = await run(name, instance, {}, ['wsr']);
    for (let trial = 0; trial < 21; trial++) {
      const rate = (iteration: number) => all.metrics.get(`wsr ${iteration}`)![trial];
      let stop = 2;
      while (rate(stop) - rate(stop - 1) > Math.min(1e-4, 1e-5 * rate(stop))) stop++;
      expect(diagnostics.get('iterations')![trial]).toBe(stop);
      expect(diagnostics.get('capped')![trial]).toBe(0);
      expect(metrics.get('wsr null')![trial]).toBeCloseTo(rate(stop), 10);
      const last = beamsOf(instance, all.V.get(stop)!, trial);
      expect(distance(beamsOf(instance, V.get(null)!, trial), last)).toBeLessThan(1e-10);
    }
  });

  test('channels that reach the cap are counted', async () => {
    const instance = draw({ M: 8, K: 4, N: 2, d: 2 }, 10);
    const { V, diagnostics } = await run(name, instance, { maxIterations: 4 });
    expect(diagnostics.get('capped')).toEqual(Array(10).fill(1));
    expect(diagnostics.get('iterations')).toEqual(Array(10).fill(4));
    const { V: counted } = await run(name, instance, { iterations: 4 });
    expect(V.get(null)).toEqual(counted.get(4));
  });
});

test.each(['as computed', 'f64'])(
  'wmmse in single precision, measured %s, follows the one in double precision',
  async (measured) => {
    const instance = draw({ M: 8, K: 4, N: 2, d: 2 }, 37);
    const double = await run('wmmse', instance, { iterations: 5 }, ['wsr']);
    const single = await run('wmmse', instance, { iterations: 5, precision: 'f32', measured }, ['wsr', 'power']);
    expect(single.violations).toEqual([]);
    for (const power of single.metrics.get('power 5')!) {
      expect(Math.abs(power / instance.P - 1)).toBeLessThan(measured === 'f64' ? 1e-12 : 1e-5);
    }
    for (let iteration = 1; iteration <= 5; iteration++) {
      for (let trial = 0; trial < 37; trial++) {
        const [a, b] = [double, single].map(({ metrics }) => metrics.get(`wsr ${iteration}`)![trial]);
        expect(Math.abs(a - b) / a).toBeLessThan(1e-4);
        expect(a).not.toBe(b);
      }
    }
  },
);

/** What converged runs would still gain, on average and at worst, as parts of the rate after 3000 iterations. */
async function missing(name: string, axes: Record<string, number | string>, scale: number) {
  const drawn = draw({ M: 8, K: 4, N: 2, d: 2, ...axes }, 24);
  const instance = { ...drawn, H: drawn.H.map((value) => value * scale) };
  const [converged, long] = await Promise.all(
    [{}, { tolerance: 1e-300, relativeTolerance: 1e-300, maxIterations: 3000 }].map(async (parameters) => {
      const { metrics } = await run(name, instance, parameters, ['wsr']);
      return metrics.get('wsr null')!;
    }),
  );
  const parts = [...converged].map((rate, trial) => 1 - rate / long[trial]);
  return { mean: parts.reduce((sum, part) => sum + part, 0) / parts.length, worst: Math.max(...parts) };
}

test.each([
  ['drawn channels at 10 dB', {}, 1],
  ['-40 dB', { snr: -40 }, 1],
  ['channels of a hundredth of the usual size', {}, 0.01],
  ['priorities of 1e-12', { alpha: '1e-12' }, 1],
  ['priorities of a million', { alpha: '1e6' }, 1],
] as const)('"converged" is near the end of a long run for %s', async (_, axes, scale) => {
  for (const name of ['wmmse', 'wmmse-bisection']) {
    const { mean, worst } = await missing(name, axes, scale);
    expect(mean).toBeLessThan(1e-3);
    expect(worst).toBeLessThan(1e-2);
  }
});

test('wmmse-bisection leaves at most the tolerance of the power unspent', async () => {
  const instance = draw({ M: 8, K: 4, N: 2, d: 2, snr: 20 }, 20);
  const { metrics } = await run('wmmse-bisection', instance, { iterations: 6 }, ['power']);
  for (let iteration = 1; iteration <= 6; iteration++) {
    for (const power of metrics.get(`power ${iteration}`)!) {
      expect(power).toBeGreaterThan(100 - 1.01e-4);
      expect(power).toBeLessThan(100 * (1 + 1e-12));
    }
  }
});

/** Channels at which the forms of the iteration could part. */
interface Special {
  readonly axes: Record<string, number | string>;
  /** Rewrites the channels of a trial, user by user. */
  readonly change?: (users: Float64Array[]) => void;
  /** How far V may be from the textbook's, of its norm; default 1e-12. */
  readonly tolerance?: number;
}

const special: Record<string, Special> = {
  'as drawn': { axes: { M: 8, K: 4, N: 2, d: 2 } },
  'more antennas at the users than at the station': { axes: { M: 6, K: 2, N: 5, d: 3 } },
  'fewer streams than antennas of a user': { axes: { M: 8, K: 3, N: 3, d: 1, snr: 20 } },
  'equal channels of two users': {
    axes: { M: 8, K: 3, N: 2, d: 2 },
    change: ([first, second]) => second.set(first),
  },
  'a user without a channel': {
    axes: { M: 8, K: 3, N: 2, d: 2, snr: 20 },
    change: ([first]) => first.fill(0),
  },
  'users with channels of rank one': {
    axes: { M: 8, K: 3, N: 2, d: 2 },
    change: (users) => {
      for (const user of users) user.copyWithin(user.length / 2, 0, user.length / 2);
    },
  },
  'more streams than antennas': { axes: { M: 4, K: 3, N: 2, d: 2 } },
  'a weak user': {
    axes: { M: 8, K: 3, N: 2, d: 2, snr: 30 },
    change: ([first]) => {
      for (let i = 0; i < first.length; i++) first[i] *= 1e-3;
    },
    // 60 dB between the users cost the textbook and the program a digit each.
    tolerance: 1e-11,
  },
  priorities: { axes: { M: 9, K: 4, N: 2, d: 2, alpha: '1 0.01 3 0.5' } },
};

function specialInstance(name: string, trials: number): Instance {
  const { axes, change } = special[name];
  const drawn = draw(axes, trials);
  const H = drawn.H.slice();
  const { M, K, N } = drawn;
  const perUser = 2 * N * M;
  for (let trial = 0; trial < trials; trial++) {
    change?.(Array.from({ length: K }, (_, k) => H.subarray((trial * K + k) * perUser, (trial * K + k + 1) * perUser)));
  }
  return { ...drawn, H };
}

describe.each(Object.keys(special))('in the space of the streams, %s:', (name) => {
  const trials = 5;
  const instance = specialInstance(name, trials);
  const rootP = Math.sqrt(instance.P);
  const { tolerance = 1e-12 } = special[name];

  test.each(['strongest-rows', 'random'])('four iterations from %s are those of the textbook', async (start) => {
    const { V, metrics, violations } = await run('r-wmmse', instance, { iterations: 4, start }, ['wsr-nats']);
    expect(violations).toEqual([]);
    const first = await firstPoint(instance, start);
    for (let trial = 0; trial < trials; trial++) {
      const given = caseOf(instance, trial);
      let expected = beamsOf(instance, first, trial);
      for (let iteration = 1; iteration <= 4; iteration++) {
        expected = toPower(wmmseIteration(given, expected), given.P);
        expect(distance(beamsOf(instance, V.get(iteration)!, trial), expected) / rootP).toBeLessThan(tolerance);
        const rate = weightedSumRate(given, expected);
        expect(Math.abs(metrics.get(`wsr-nats ${iteration}`)![trial] / rate - 1)).toBeLessThan(1e-12);
      }
    }
  });

  test('bisection finds within the power what the textbook does', async () => {
    const { V, violations } = await run('wmmse-bisection', instance, { iterations: 3, powerTolerance: 1e-11 });
    expect(violations).toEqual([]);
    for (let trial = 0; trial < trials; trial++) {
      const given = caseOf(instance, trial);
      let expected = strongestRowsStart(given, instance.d);
      for (let iteration = 1; iteration <= 3; iteration++) {
        expected = bisectionIteration(given, expected).V;
        expect(distance(beamsOf(instance, V.get(iteration)!, trial), expected) / rootP).toBeLessThan(1e-9);
      }
    }
  });
});

/** V at which a run begins. */
async function firstPoint(instance: Instance, start: string): Promise<Float64Array> {
  const { M, K, d, range } = instance;
  const lanes = engine('f64');
  const V0 = new Float64Array(range.count * 2 * M * K * d);
  lanes.scope(() => {
    const V = lanes.complex(M, K * d);
    for (const group of lanes.groups(range.count)) {
      startAt(start as Start, V, instance, group, 'natural');
      store(V, V0, group);
    }
  });
  return V0;
}

test('an iteration costs the same for any number of antennas, and is counted so', async () => {
  const { flops } = await solverNamed('wmmse');
  // For the user gram, factor, G, E, factor, U and Y; G Y, S, D and L^-1 D; the factor, Z and T.
  const count = 8 + 4 / 3 + 4 + 8 + 4 / 3 + 4 + 4 + (8 + 8 + 4 + 4) + (4 / 3 + 4 + 8);
  for (const M of [1, 2, 128]) expect(flops!({ M, K: 1, N: 1, d: 1 }, {})).toBeCloseTo(count, 9);
});
