import { describe, expect, test } from 'vitest';
import type { Instance } from '../../src/problems/beamforming/instance.ts';
import { streamsFrom } from '../../src/random/streams.ts';
import { draw, run, solverNamed } from '../problems/beamforming/solving.ts';

const axes = { M: 4, K: 4, N: 1, d: 1, snr: 30 };
const parameters = { iterations: 8, start: 'random' };

/** The run that restart `r` of a trial is: the same channels, with the starts of that repetition. */
function restart(instance: Instance, repetition: number): Instance {
  const { streams } = instance;
  return { ...instance, streams: streamsFrom((purpose, trial) => streams.of(purpose, trial, repetition)) };
}

describe.each(['wmmse', 'wmmse-bisection'])('best of several runs of %s', (solver) => {
  const instance = draw(axes, 21, 5);

  test('is the best of the runs one by one, at their last iteration', async () => {
    const best = await run(solver, instance, { ...parameters, restarts: 4 }, ['wsr']);
    const single = await Promise.all(
      [0, 1, 2, 3].map((repetition) => run(solver, restart(instance, repetition), parameters, ['wsr'])),
    );
    const rates = single.map(({ metrics }) => metrics.get('wsr 8')!);
    expect([...best.metrics.keys()]).toEqual(['wsr null']);
    expect(best.violations).toEqual([]);
    for (let trial = 0; trial < 21; trial++) {
      const each = rates.map((values) => values[trial]);
      expect(best.metrics.get('wsr null')![trial]).toBeCloseTo(Math.max(...each), 10);
      expect(new Set(each).size).toBe(4);
    }
  });

  test('never falls below the single run, and grows with their number', async () => {
    const rates: Float64Array[] = [];
    for (const restarts of [1, 2, 7]) {
      const { metrics } = await run(solver, instance, { ...parameters, restarts }, ['wsr']);
      rates.push(metrics.get(restarts === 1 ? 'wsr 8' : 'wsr null')!);
    }
    rates[0].forEach((single, trial) => {
      expect(rates[1][trial]).toBeGreaterThanOrEqual(single - 1e-12);
      expect(rates[2][trial]).toBeGreaterThanOrEqual(rates[1][trial] - 1e-12);
    });
    expect(rates[2].some((rate, trial) => rate > rates[0][trial] + 0.1)).toBe(true);
  });

  test('gives each trial the diagnostics of its best run', async () => {
    const options = { start: 'random', tolerance: 1e-3 };
    const best = await run(solver, instance, { ...options, restarts: 3 }, ['wsr']);
    const single = await Promise.all(
      [0, 1, 2].map((repetition) => run(solver, restart(instance, repetition), options, ['wsr'])),
    );
    for (let trial = 0; trial < 21; trial++) {
      const rates = single.map(({ metrics }) => metrics.get('wsr null')![trial]);
      const chosen = rates.indexOf(Math.max(...rates));
      expect(best.diagnostics.get('iterations')![trial]).toBe(single[chosen].diagnostics.get('iterations')![trial]);
    }
  });

  test('does not depend on how the trials are cut into blocks', async () => {
    const whole = await run(solver, instance, { ...parameters, restarts: 3 }, ['wsr']);
    const part = await run(solver, draw(axes, 6, 11), { ...parameters, restarts: 3 }, ['wsr']);
    expect([...part.metrics.get('wsr null')!]).toEqual([...whole.metrics.get('wsr null')!.subarray(6, 12)]);
  });

  test('is refused from a start that is always the same', async () => {
    const { parameters: schema } = await solverNamed(solver);
    const parsed = schema.safeParse({ start: 'mrt', restarts: 2 });
    expect(parsed.error?.issues).toMatchObject([{ path: ['restarts'], message: expect.stringContaining('"random"') }]);
  });
});
