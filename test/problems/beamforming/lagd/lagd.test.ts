import { describe, expect, test } from 'vitest';
import { draw, run, solverNamed } from '../solving.ts';

const axes = { M: 4, K: 4, N: 1, d: 1, snr: 30 };
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const small = { units: 6, iterations: 40 };

describe.each(['fnn', 'lstm', 'cnn'])('LAGD with network %s', (network) => {
  const instance = draw(axes, 13);

  test('raises the rate far above that of its start', async () => {
    const { metrics, violations } = await run('lagd', instance, { network, units: network === 'cnn' ? 1 : 20 }, [
      'wsr',
    ]);
    const start = await run('gradient-ascent', instance, { rule: 'fixed', step: 1e-12, iterations: 1 }, ['wsr']);
    expect(violations).toEqual([]);
    expect(mean(metrics.get('wsr null')!)).toBeGreaterThan(3 * mean(start.metrics.get('wsr null')!));
  });

  test('gives the same bytes again, in any block', async () => {
    const whole = await run('lagd', instance, { network, ...small }, ['wsr']);
    const again = await run('lagd', instance, { network, ...small }, ['wsr']);
    const part = await run('lagd', draw(axes, 3, 7), { network, ...small }, ['wsr']);
    expect(again.V.get(null)).toEqual(whole.V.get(null));
    expect(part.V.get(null)).toEqual(whole.V.get(null)!.slice(7 * 32, 10 * 32));
  });

  test('of several restarts the best is reported, never worse than the single run', async () => {
    const start = { network, ...small, start: 'random' };
    const rates = await Promise.all(
      [1, 2, 5].map(async (restarts) => (await run('lagd', instance, { ...start, restarts }, ['wsr'])).metrics),
    );
    const [one, two, five] = rates.map((metrics) => metrics.get('wsr null')!);
    one.forEach((rate, trial) => {
      expect(two[trial]).toBeGreaterThanOrEqual(rate);
      expect(five[trial]).toBeGreaterThanOrEqual(two[trial]);
    });
    expect(mean(five)).toBeGreaterThan(mean(one));
  });
});

describe('what is reported', () => {
  const instance = draw(axes, 9);

  test('best is the largest rate of all iterations, final the last', async () => {
    const parameters = { ...small, learningRate: 0.1, variant: 'iterated' };
    const every = await run('lagd', instance, { ...parameters, report: 'every' }, ['wsr']);
    const best = await run('lagd', instance, { ...parameters, report: 'best' }, ['wsr']);
    const final = await run('lagd', instance, { ...parameters, report: 'final' }, ['wsr']);
    expect([...every.metrics.keys()]).toHaveLength(small.iterations);
    let below = 0;
    for (let trial = 0; trial < 9; trial++) {
      const rates = [...every.metrics.values()].map((values) => values[trial]);
      expect(best.metrics.get('wsr null')![trial]).toBeCloseTo(Math.max(...rates), 4);
      expect(final.metrics.get('wsr null')![trial]).toBe(rates.at(-1));
      if (rates.at(-1)! < Math.max(...rates) - 0.1) below++;
    }
    expect(below).toBeGreaterThan(0);
  });

  test('single and double precision agree while they can', async () => {
    const double = await run('lagd', instance, { iterations: 10, precision: 'f64' }, ['wsr']);
    const single = await run('lagd', instance, { iterations: 10, precision: 'f32' }, ['wsr']);
    double.metrics.get('wsr null')!.forEach((rate, trial) => {
      expect(single.metrics.get('wsr null')![trial]).toBeCloseTo(rate, 3);
    });
  });

  test('the noise power that the network sees changes the run, not what V is measured by', async () => {
    const one = await run('lagd', instance, { ...small, sigma2: 1 }, ['wsr', 'power']);
    const other = await run('lagd', instance, { ...small, sigma2: 0.1 }, ['wsr', 'power']);
    for (const { metrics } of [one, other]) {
      for (const power of metrics.get('power null')!) expect(power).toBeLessThanOrEqual(1000 * (1 + 1e-12));
    }
    expect(mean(one.metrics.get('wsr null')!)).not.toBeCloseTo(mean(other.metrics.get('wsr null')!), 2);
  });
});

test('operations are counted, and the weights that are learned', async () => {
  const solver = await solverNamed('lagd');
  const parameters = solver.parameters.parse({ units: 20, iterations: 7 });
  // Two products a layer of 4 rows forward and back, the input's gradient in the second alone, biases, and Adam.
  const products = 4 * 2 * (8 * 20) * 2 + 4 * 2 * (20 * 8) * 3;
  const network = products + 2 * 4 * (20 + 8) + 12 * 348;
  // H V; for each user J, two factors of size 1, and what belongs to one stream; X C.
  const rate = 4 * (8 * 4 * 4 + 8 * 4 + 4 / 3 + 4 + 8 + 4 / 3);
  const gradient = rate + 4 * (4 + 4 + 8 * 4 + 8 * 4 + 4) + 8 * 4 * 16;
  const expected = network + gradient + 24 * 16;
  const scenario = { M: 4, K: 4, N: 1, d: 1, snr: 30, offset: 0, alpha: '1' };
  expect(solver.flops!(scenario, parameters)).toBeCloseTo(expected, 6);
  const { diagnostics } = await run('lagd', draw(axes, 3), parameters);
  expect(diagnostics.get('weights')).toEqual([348, 348, 348]);
  expect(diagnostics.get('operations')![2]).toBeCloseTo(7 * expected, 5);
});

test('several antennas and streams a user are no exception', async () => {
  const instance = draw({ M: 6, K: 2, N: 3, d: 2, snr: 20, alpha: '1 0.5' }, 5);
  const { metrics, violations } = await run('lagd', instance, { iterations: 300 }, ['wsr']);
  const converged = await run('wmmse', instance, {}, ['wsr']);
  expect(violations).toEqual([]);
  expect(mean(metrics.get('wsr null')!) / mean(converged.metrics.get('wsr null')!)).toBeGreaterThan(0.9);
});

test.each([
  [{ kernel: 2 }, 'kernel', 'accepted: an odd number'],
  [{ units: 0 }, 'units', 'expected number to be >=1'],
  [{ network: 'rnn' }, 'network', 'Invalid option'],
  [{ restarts: 0 }, 'restarts', 'expected number to be >=1'],
])('%o is refused', async (given, key, message) => {
  const { parameters } = await solverNamed('lagd');
  const [issue] = parameters.safeParse(given).error!.issues;
  expect(issue.path).toEqual([key]);
  expect(issue.message).toContain(message);
});
