import { describe, expect, test } from 'vitest';
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
      while (rate(stop) - rate(stop - 1) > 1e-4) stop++;
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

test('wmmse in single precision follows the one in double precision', async () => {
  const instance = draw({ M: 8, K: 4, N: 2, d: 2 }, 37);
  const double = await run('wmmse', instance, { iterations: 5 }, ['wsr']);
  const single = await run('wmmse', instance, { iterations: 5, precision: 'f32' }, ['wsr']);
  expect(single.violations).toEqual([]);
  for (let iteration = 1; iteration <= 5; iteration++) {
    for (let trial = 0; trial < 37; trial++) {
      const [a, b] = [double, single].map(({ metrics }) => metrics.get(`wsr ${iteration}`)![trial]);
      expect(Math.abs(a - b) / a).toBeLessThan(1e-4);
      expect(a).not.toBe(b);
    }
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

test.each([
  // T, and for each user gram, factor, G, E, factor, U, Y and X; then R, its factor, solution and right-hand side.
  [{ M: 1, K: 1, N: 1, d: 1 }, 8 + (8 + 4 / 3 + 8 + 8 + 4 / 3 + 4 + 8) + (8 + 4 / 3 + 8) + 4],
  [{ M: 2, K: 1, N: 1, d: 1 }, 16 + (8 + 4 / 3 + 8 + 8 + 4 / 3 + 4 + 16) + (16 + 4 / 3 + 8) + 16],
])('operations of a wmmse iteration at %o', async (axes, count) => {
  const { flops } = await solverNamed('wmmse');
  expect(flops!(axes, {})).toBeCloseTo(count, 9);
});
