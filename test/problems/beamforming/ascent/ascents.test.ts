import { describe, expect, test } from 'vitest';
import { caseOf, weightedSumRate } from '../oracle.ts';
import { beamsOf, draw, run } from '../solving.ts';

const axes = { M: 4, K: 3, N: 2, d: 1, snr: 15, alpha: '1 2 0.5' };
const instance = draw(axes, 9);
const { M, K, d, P } = instance;
const perTrial = 2 * M * K * d;
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Gradient in bits of the rate of `of` V by central differences of the textbook formula. */
function gradientAt(trial: number, V: Float64Array, of = (X: Float64Array) => X): Float64Array {
  const rate = (at: Float64Array) => weightedSumRate(caseOf(instance, trial), beamsOf(instance, of(at), 0)) / Math.LN2;
  const step = 1e-5 * Math.sqrt(P);
  return V.map((value, i) => (rate(V.with(i, value + step)) - rate(V.with(i, value - step))) / (2 * step));
}

function projected(V: Float64Array): Float64Array {
  const norm = Math.hypot(...V);
  return norm ** 2 <= P ? V : V.map((value) => (value * Math.sqrt(P)) / norm);
}

/** V of a trial after every iteration, from the first on. */
async function trajectory(solver: string, parameters: Record<string, unknown>, trial: number) {
  const { V } = await run(solver, instance, { ...parameters, report: 'every' });
  return [...V.values()].map((all) => all.slice(trial * perTrial, (trial + 1) * perTrial));
}

const near = (found: Float64Array, expected: Float64Array) =>
  Math.max(...found.map((value, i) => Math.abs(value - expected[i]))) / Math.sqrt(P);

describe('gradient ascent', () => {
  test.each([
    ['fixed', 0.2, () => 0.2],
    ['proportional', 0.05, (g: Float64Array) => (0.05 * Math.sqrt(P)) / Math.hypot(...g)],
  ] as const)('moves by the rule %s', async (rule, step, gamma) => {
    for (const trial of [0, 8]) {
      const Vs = await trajectory('gradient-ascent', { rule, step, iterations: 4 }, trial);
      for (let i = 1; i < Vs.length; i++) {
        const g = gradientAt(trial, Vs[i - 1]);
        const expected = projected(Vs[i - 1].map((value, j) => value + gamma(g) * g[j]));
        expect(near(Vs[i], expected)).toBeLessThan(1e-7);
      }
    }
  });

  test('with backtracking moves along the projection arc by powers of two, and gains enough', async () => {
    for (const trial of [0, 5]) {
      const Vs = await trajectory('gradient-ascent', { rule: 'backtracking', step: 1, iterations: 5 }, trial);
      let last = P / 2;
      for (let i = 1; i < Vs.length; i++) {
        const rate = (V: Float64Array) => weightedSumRate(caseOf(instance, trial), beamsOf(instance, V, 0)) / Math.LN2;
        const g = gradientAt(trial, Vs[i - 1]);
        const at = (gamma: number) => projected(Vs[i - 1].map((value, j) => value + gamma * g[j]));
        const enough = (W: Float64Array) =>
          rate(W) >= rate(Vs[i - 1]) + 1e-4 * W.reduce((sum, value, j) => sum + g[j] * (value - Vs[i - 1][j]), 0);
        const tries = Array.from({ length: 30 }, (_, halving) => (i === 1 ? P / 2 : 2 * last) * 2 ** -halving);
        const chosen =
          i === 1
            ? tries.findIndex((gamma) => near(at(gamma), Vs[i]) < 1e-6)
            : tries.findIndex((gamma) => enough(at(gamma)));
        expect(near(at(tries[chosen]), Vs[i])).toBeLessThan(1e-6);
        expect(enough(Vs[i])).toBe(true);
        last = tries[chosen];
      }
    }
  });

  test('with backtracking never loses, and ends at a stationary point', async () => {
    const { metrics } = await run(
      'gradient-ascent',
      instance,
      { rule: 'backtracking', step: 1, report: 'every', iterations: 1500 },
      ['wsr', 'kkt'],
    );
    for (let trial = 0; trial < 9; trial++) {
      for (let i = 2; i <= 1500; i++) {
        const [before, now] = [i - 1, i].map((iteration) => metrics.get(`wsr ${iteration}`)![trial]);
        expect(now).toBeGreaterThanOrEqual(before - 1e-11);
      }
      expect(metrics.get('kkt 1500')![trial]).toBeLessThan(0.02);
    }
  });
});

describe('Adam on V', () => {
  test.each([
    ['after the step', projected, (V: Float64Array) => gradientAt(4, V)],
    ['in the rate', (X: Float64Array) => X, (X: Float64Array) => gradientAt(4, X, projected)],
  ] as const)(
    'takes the steps of Adam in every real and imaginary part, projection %s',
    async (projection, kept, slope) => {
      const Vs = await trajectory('adam', { rule: 'fixed', step: 0.03, iterations: 6, projection }, 4);
      const first = await trajectory('gradient-ascent', { rule: 'fixed', step: 1e-300, iterations: 1 }, 4);
      // A little inside the ball, where the projection has a derivative.
      let X: Float64Array = first[0].map((value) => (projection === 'in the rate' ? value * (1 - 1e-9) : value));
      const m = new Float64Array(perTrial);
      const v = new Float64Array(perTrial);
      for (const [i, found] of Vs.entries()) {
        const g = i === 0 ? gradientAt(4, X) : slope(X);
        const moved = X.map((value, j) => {
          m[j] = 0.9 * m[j] + 0.1 * g[j];
          v[j] = 0.999 * v[j] + 0.001 * g[j] ** 2;
          return value + (0.03 * m[j]) / (1 - 0.9 ** (i + 1)) / (Math.sqrt(v[j] / (1 - 0.999 ** (i + 1))) + 1e-8);
        });
        X = kept(moved);
        expect(near(found, projected(X))).toBeLessThan(1e-6);
      }
    },
  );

  test('scales with the ball: a hundredfold power behind a tenth of the channel changes nothing but the unit of V', async () => {
    const weak = draw({ ...axes, snr: 35 }, 9);
    const same = { ...weak, H: instance.H.map((value) => value / 10) };
    const one = await run('adam', instance, { iterations: 30 }, ['wsr']);
    const other = await run('adam', same, { iterations: 30 }, ['wsr']);
    other.metrics.get('wsr null')!.forEach((rate, trial) => {
      expect(rate).toBeCloseTo(one.metrics.get('wsr null')![trial], 4);
    });
  });
});

test.each(['gradient-ascent', 'adam'])('%s: restarts and the best on the way never make it worse', async (solver) => {
  const parameters = { start: 'random', iterations: 60 };
  const [single, several] = await Promise.all(
    [1, 4].map(
      async (restarts) => (await run(solver, instance, { ...parameters, restarts }, ['wsr'])).metrics.get('wsr null')!,
    ),
  );
  const best = (await run(solver, instance, { ...parameters, report: 'best' }, ['wsr'])).metrics.get('wsr null')!;
  single.forEach((rate, trial) => {
    expect(several[trial]).toBeGreaterThanOrEqual(rate - 1e-12);
    expect(best[trial]).toBeGreaterThanOrEqual(rate - 1e-12);
  });
  expect(mean(several)).toBeGreaterThan(mean(single));
});
