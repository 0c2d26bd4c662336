import { describe, expect, test } from 'vitest';
import type { Figure, FigureRow } from '../../src/figures/figure.ts';
import type { FigureSpecInput } from '../../src/figures/figure-spec.ts';
import { distinctCells, lastIterations, selectRows } from '../../src/figures/select.ts';
import { vegaLiteSpec } from '../../src/figures/vega-lite-spec.ts';
import { UserError } from '../../src/messages.ts';
import { figure, row } from './samples.ts';

const series = [
  { solver: 'a', label: 'A' },
  { solver: 'b', label: 'B' },
];

function bySnr(rows: readonly FigureRow[], more: Partial<FigureSpecInput> = {}): Figure {
  return figure({ encoding: { x: { field: 'snr' } }, ...more }, series, rows);
}

const grid = ['a', 'b'].flatMap((solver) =>
  [2, 4].flatMap((K) => [0, 10].map((snr) => row(solver, 'wsr', { K, snr }, snr + K))),
);

describe('rows of a figure', () => {
  test('pass its filters', () => {
    const keep = (filter: object) =>
      selectRows(bySnr(grid, { transform: [{ filter: { field: 'K', ...filter } }] }), grid).map(({ K }) => K);
    expect(keep({ equal: 4 })).toEqual([4, 4, 4, 4]);
    expect(keep({ oneOf: [2, 4] })).toHaveLength(8);
    expect(keep({ range: [3, 9] })).toEqual([4, 4, 4, 4]);
    expect(() => keep({ equal: '4' })).toThrow('no rows');
  });

  test('belong to its series and metric', () => {
    const rows = [...grid, row('c', 'wsr', { K: 2, snr: 0 }, 1)];
    expect(selectRows(bySnr(rows), rows).every(({ solver }) => solver !== 'c')).toBe(true);
  });

  test('are of the last iteration where none is shown; a solution at convergence is last', () => {
    const rows = [
      ...[1, 2, 3].map((iteration) => row('a', 'wsr', { snr: 0, iteration }, iteration)),
      ...[1, null].map((iteration) => row('b', 'wsr', { snr: 0, iteration }, 9)),
    ];
    expect(lastIterations(rows).map(({ iteration }) => iteration)).toEqual([3, null]);
  });
});

describe('mistakes are named', () => {
  const message = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      return (error as UserError).message;
    }
    throw new Error('nothing was refused');
  };
  const draw = (rows: readonly FigureRow[], more?: Partial<FigureSpecInput>) => () => vegaLiteSpec(bySnr(rows, more));

  test('an unknown column', () => {
    expect(message(draw(grid, { encoding: { x: { field: 'srn' } } }))).toBe(
      'figure paper/fig1: unknown column "srn"; did you mean "snr"?',
    );
    expect(message(draw(grid, { transform: [{ filter: { field: 'k', equal: 2 } }] }))).toContain('did you mean "K"?');
  });

  test('an unknown metric, or none named among several', () => {
    const two = [...grid, row('a', 'power', { K: 2, snr: 0 }, 1)];
    expect(message(draw(two))).toContain('several metrics (wsr, power); name one in encoding.y.metric');
    expect(message(draw(two, { encoding: { x: { field: 'snr' }, y: { metric: 'wrs' } } }))).toContain(
      'did you mean "wsr"',
    );
    expect(message(draw(two, { encoding: { x: { field: 'snr' }, y: { metric: ['wsr', 'power'] } } }))).toContain(
      'need a channel with "field: metric"',
    );
  });

  test('several points at one place', () => {
    expect(message(draw(grid))).toBe(
      'figure paper/fig1: several points of a fall on one place; they differ in K; show it by strokeDash or facet, or ' +
        'choose with transform: filter',
    );
  });

  test('a label used twice', () => {
    const twice = figure(
      { encoding: { x: { field: 'snr' } }, transform: [{ filter: { field: 'K', equal: 2 } }] },
      series.map((entry) => ({ ...entry, label: 'same' })),
      grid,
    );
    expect(message(() => vegaLiteSpec(twice))).toBe(
      'figure paper/fig1: two solvers share the label "same"; give each its own',
    );
  });

  test('no rows, no trials, nothing above zero on a log axis', () => {
    expect(message(draw([]))).toContain('no rows');
    expect(message(draw(grid, { mark: 'box' }))).toContain('needs the values of single trials');
    const zero = [row('a', 'errors', { snr: 0 }, 0), row('a', 'errors', { snr: 10 }, 0)];
    const log = { encoding: { x: { field: 'snr' }, y: { scale: { type: 'log' as const } } } };
    expect(message(draw(zero, log))).toContain('nothing above zero to draw on the logarithmic y axis');
  });
});

test('distinct values: numbers ascending, then text as it comes', () => {
  const rows = [10, 'b', 2, 'a', 10, null].map((value) => row('a', 'm', { value }, 0));
  expect(distinctCells(rows, 'value')).toEqual([2, 10, 'b', 'a', null]);
});
