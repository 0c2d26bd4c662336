import { expect, test } from 'vitest';
import { slope, timesRows } from '../../../src/study/times/rows.ts';
import type { Timed } from '../../../src/study/times/timed.ts';

/** What rows are made of, of a solver that counts as many operations as the square of N. */
function timed(name: string, N: number, times: readonly number[], together = 1): Timed {
  const flops = name === 'counted' ? () => N ** 2 : undefined;
  const series = { name, solver: { name, ...(flops && { flops }) } } as unknown as Timed['series'];
  const point = points.get(N) ?? { scenario: { N, snr: 5 }, hash: String(N), drawHash: '' };
  points.set(N, point);
  return { what: 'solving', series, point, run: { parameters: {}, hash: name }, together, times };
}

const points = new Map<number, Timed['point']>();

const find = (rows: ReturnType<typeof timesRows>, solver: string, metric: string, N?: number) =>
  rows.filter((row) => row.solver === solver && row.metric === metric && (N === undefined || row.scenario.N === N));

test('ratios are taken round by round, at the same point and number of trials', () => {
  const slow = [10, 20, 30, 40, 50, 60, 70];
  const rows = timesRows(
    'a/b',
    [
      timed('base', 2, slow),
      timed('base', 2, [1, 1, 1, 1, 1, 1, 1], 100),
      timed(
        'fast',
        2,
        slow.map((time) => time / 4),
      ),
      timed('fast', 4, slow),
    ],
    { reference: 'base' },
  );
  expect(find(rows, 'fast', 'running-time over base')).toEqual([
    {
      ...{ experiment: 'a/b', solver: 'fast', metric: 'running-time over base', iteration: null },
      ...{ scenario: { N: 2, snr: 5, together: 1 }, n: 7, mean: 0.25, stderr: null, ci95Low: 0.25, ci95High: 0.25 },
    },
  ]);
  expect(find(rows, 'base', 'running-time', 2)).toMatchObject([{ mean: 40, ci95Low: 10, ci95High: 70 }, { mean: 1 }]);
});

test('of trainings times of a sample and their ratios, apart from those of trials', () => {
  const training = (name: string, times: readonly number[], batch: number): Timed => ({
    ...timed(name, 2, times, batch),
    what: 'training',
  });
  const rows = timesRows(
    'a/b',
    [
      timed('base', 2, [1, 1, 1, 1, 1, 1]),
      training('base', [10, 20, 30, 40, 50, 60], 8),
      training('small', [5, 10, 15, 20, 25, 30], 50),
    ],
    { reference: 'base' },
  );
  expect(find(rows, 'base', 'running-time')).toMatchObject([{ mean: 1 }]);
  expect(find(rows, 'small', 'training-time')).toMatchObject([{ mean: 17.5, scenario: { together: 50 } }]);
  expect(find(rows, 'small', 'training-time over base')).toMatchObject([{ mean: 0.5, ci95Low: 0.5, ci95High: 0.5 }]);
});

test('exponents are fitted to the times of each round and to counted operations, from a value of the axis on', () => {
  const cubes = (N: number) => [1, 2, 3, 4, 5, 6].map((factor) => factor * N ** 3);
  const sizes = [2, 4, 8, 16].map((N) => timed('counted', N, N === 2 ? [1, 1, 1, 1, 1, 1] : cubes(N)));
  const rows = timesRows('a/b', sizes, { reference: 'counted', exponent: { along: 'N', from: 4 } });
  const [time] = find(rows, 'counted', 'exponent of running-time over N');
  expect(time.scenario).toEqual({ snr: 5, together: 1 });
  for (const end of [time.mean, time.ci95Low!, time.ci95High!]) expect(end).toBeCloseTo(3, 10);
  const [operations] = find(rows, 'counted', 'exponent of operations over N');
  expect(operations).toMatchObject({ n: 1, ci95Low: null });
  expect(operations.mean).toBeCloseTo(2, 10);
  expect(find(rows, 'counted', 'operations', 8)).toMatchObject([{ mean: 64 }]);
});

test('the exponent is the slope of least squares on logarithms', () => {
  // Points (0, 0), (1, 2), (2, 1) after logarithms to base 2: slope 1/2.
  expect(slope([1, 2, 4], [1, 4, 2])).toBeCloseTo(0.5, 12);
});
