import { describe, expect, test } from 'vitest';
import { adjoint, distance, norm2 } from '../../beamforming/oracle.ts';
import * as single from '../../beamforming/solving.ts';
import { cellsOf, sumRate, toPower, wmmseIteration } from '../oracle.ts';
import { beamsOf, draw, run } from '../solving.ts';

const scenarios = [
  { B: 2, U: 4, Nt: 8 },
  { B: 3, U: 2, Nt: 6, isd: 0.5, alpha: '1 2 0.5 1 1 3' },
  { B: 8, U: 1, Nt: 8, isd: 0.5 },
  { B: 2, U: 2, Nt: 12, isd: 0.4 },
  { B: 2, U: 3, Nt: 5, Nr: 1, P: 1, snr: 5 },
];
const exact = { start: 'mrt', powerTolerance: 1e-11 };

describe.each(scenarios)('WMMSE at %o', (axes) => {
  test.each(['smaller', 'antennas'])('four iterations are those of the textbook, %s system', async (system) => {
    const trials = 2;
    const instance = draw(axes, trials);
    const { V, metrics, violations } = await run('wmmse', instance, { ...exact, iterations: 4, system }, ['wsr']);
    expect(violations).toEqual([]);
    for (let trial = 0; trial < trials; trial++) {
      const cells = cellsOf(instance, trial);
      let expected = toPower(
        cells,
        cells.of.map((b, k) => adjoint(cells.H[b][k])),
      );
      for (let iteration = 1; iteration <= 4; iteration++) {
        expected = wmmseIteration(cells, expected).V;
        const found = beamsOf(instance, V.get(iteration)!, trial);
        expect(distance(found, expected) / Math.sqrt(instance.P)).toBeLessThan(1e-8);
        expect(metrics.get(`wsr ${iteration}`)![trial]).toBeCloseTo(sumRate(cells, expected), 8);
      }
    }
  });

  test('the rate never falls, and ends at a stationary point', async () => {
    const instance = draw(axes, 12, 50);
    const { metrics } = await run('wmmse', instance, { ...exact, iterations: 40 }, ['wsr']);
    for (let iteration = 2; iteration <= 40; iteration++) {
      for (let trial = 0; trial < 12; trial++) {
        const before = metrics.get(`wsr ${iteration - 1}`)![trial];
        expect(metrics.get(`wsr ${iteration}`)![trial]).toBeGreaterThanOrEqual(before - 1e-9 * (1 + before));
      }
    }
    const end = await run('wmmse', instance, { ...exact, tolerance: 1e-13, maxIterations: 20_000 }, ['kkt', 'wsr']);
    for (let trial = 0; trial < 12; trial++) {
      expect(end.metrics.get('kkt null')![trial]).toBeLessThan(1e-4);
      expect(end.metrics.get('wsr null')![trial]).toBeGreaterThanOrEqual(metrics.get('wsr 40')![trial] - 1e-9);
    }
    expect(metrics.get('wsr 1')!.some((rate, trial) => rate < metrics.get('wsr 40')![trial] - 0.01)).toBe(true);
  });
});

test('it stops at the first iteration that adds at most 0.01 bit, or after 50', async () => {
  const instance = draw({ B: 2, U: 4 }, 30);
  const all = await run('wmmse', instance, { iterations: 50 }, ['wsr']);
  const { metrics, diagnostics } = await run('wmmse', instance, {}, ['wsr']);
  const stops = Array.from({ length: 30 }, (_, trial) => {
    const rate = (iteration: number) => all.metrics.get(`wsr ${iteration}`)![trial];
    let stop = 2;
    while (stop < 50 && rate(stop) - rate(stop - 1) > 0.01) stop++;
    expect(metrics.get('wsr null')![trial]).toBeCloseTo(rate(stop), 9);
    return stop;
  });
  expect(diagnostics.get('iterations')).toEqual(stops);
  expect(diagnostics.get('capped')).toEqual(
    stops.map((_, trial) => {
      const rate = (iteration: number) => all.metrics.get(`wsr ${iteration}`)![trial];
      return stops[trial] === 50 && rate(50) - rate(49) > 0.01 ? 1 : 0;
    }),
  );
});

describe('one cell', () => {
  const cell = draw({ B: 1, U: 4, Nt: 8, snr: 3 }, 10);
  const same = { ...single.draw({ M: 8, K: 4, N: 2, d: 2 }, 10), H: cell.H, P: cell.P };

  test.each([
    ['wmmse', { ...exact, iterations: 5 }, 'wmmse-bisection', { iterations: 5, powerTolerance: 1e-11 }, 5],
    ['mrt', { allocation: 'equal power' }, 'mrt', {}, null],
    ['zero-forcing', { allocation: 'equal power' }, 'zero-forcing', {}, null],
    ['regularized-zero-forcing', { allocation: 'equal power' }, 'regularized-zero-forcing', {}, null],
    [
      'regularized-zero-forcing',
      { allocation: 'equal power', users: 'own cell' },
      'regularized-zero-forcing',
      {},
      null,
    ],
  ])('%s %o is %s %o of beamforming', async (name, parameters, other, otherParameters, iteration) => {
    const found = (await run(name, cell, parameters)).V.get(iteration)!;
    const expected = (await single.run(other, same, otherParameters)).V.get(iteration)!;
    found.forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThan(1e-9);
    });
  });
});

test('a station that would only disturb keeps its power back, with multiplier 0', async () => {
  const instance = draw({ B: 2, U: 1, Nt: 2, isd: 0.31, P: 100, snr: 10 }, 32);
  const parameters = { start: 'mrt', tolerance: 1e-12, maxIterations: 3000 };
  const { V, metrics } = await run('wmmse', instance, parameters, ['kkt']);
  let unspent = 0;
  for (let trial = 0; trial < 32; trial++) {
    if (!beamsOf(instance, V.get(null)!, trial).some((beam) => norm2(beam) < 99)) continue;
    unspent++;
    expect(metrics.get('kkt null')![trial]).toBeLessThan(1e-3);
  }
  expect(unspent).toBeGreaterThan(0);
});
