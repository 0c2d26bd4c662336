import { describe, expect, it } from 'vitest';
import { curvesAlong, missingValues, type Pair, pairsOf, whereAlong } from '../../../src/study/claims/points.ts';
import type { Where } from '../../../src/study/claims/schema.ts';
import { curve, row } from './curves.ts';

const rows = [
  ...curve('net', [1, 2, 3]),
  ...curve('wmmse', [1, 1.5]),
  row('limit', { snr: 10 }, null, 4),
  ...curve('net', [5, 6], 0.1, { snr: 20 }),
  row('limit', { snr: 20 }, null, 7),
];

const shown = (pairs: readonly Pair[]) => pairs.map(({ of, to }) => [of.scenario.snr, of.mean, to?.mean]);
const pairs = (of: string, to: string | undefined, where: Where = {}) => shown(pairsOf(rows, 'rate', of, to, where));

describe('points', () => {
  it('are the last of both curves unless the iteration is given', () => {
    expect(pairs('net', 'wmmse')).toEqual([[10, 3, 1.5]]);
    expect(pairs('net', undefined)).toEqual([
      [10, 3, undefined],
      [20, 6, undefined],
    ]);
    expect(pairs('limit', 'net', { iteration: 'last' })).toEqual([
      [10, 4, 3],
      [20, 7, 6],
    ]);
  });

  it('at given iterations are compared at equal ones', () => {
    expect(pairs('net', 'wmmse', { iteration: '1:1:3' })).toEqual([
      [10, 1, 1],
      [10, 2, 1.5],
    ]);
    expect(pairs('net', undefined, { iteration: [1, 3] })).toEqual([
      [10, 1, undefined],
      [10, 3, undefined],
      [20, 5, undefined],
    ]);
  });

  it('of a curve without iterations belong to every one of the other, from either side', () => {
    expect(pairs('net', 'limit', { iteration: 2 })).toEqual([
      [10, 2, 4],
      [20, 6, 7],
    ]);
    expect(pairs('limit', 'net', { iteration: 2, snr: 10 })).toEqual([[10, 4, 2]]);
  });

  it('are those that the conditions admit', () => {
    expect(pairs('net', undefined, { snr: { from: 15 } })).toEqual([[20, 6, undefined]]);
    expect(pairs('net', undefined, { snr: { from: 10, to: 10 } })).toEqual([[10, 3, undefined]]);
    expect(pairs('net', undefined, { snr: '0:10:20' })).toHaveLength(2);
    expect(pairs('net', undefined, { snr: 'loud' })).toEqual([]);
    expect(pairsOf(rows, 'other', 'net', undefined, {})).toEqual([]);
  });

  it('that are listed and not there are named', () => {
    const where = { snr: [10, 30], iteration: [1, 9] };
    expect(missingValues(pairsOf(rows, 'rate', 'net', 'limit', where), where)).toEqual(['snr = 30', 'iteration = 9']);
    expect(missingValues([], { snr: { from: 0 }, iteration: 'last' })).toEqual([]);
  });
});

describe('curves', () => {
  const means = (axis: string, where: Where) =>
    curvesAlong(axis, pairsOf(rows, 'rate', 'net', undefined, whereAlong(axis, where)), where).map(({ points }) =>
      points.map(({ of }) => of.mean),
    );

  it('along the iterations are one for each scenario', () => {
    expect(means('iteration', {})).toEqual([
      [1, 2, 3],
      [5, 6],
    ]);
  });

  it('along an axis are one for each iteration that is asked for', () => {
    expect(means('snr', {})).toEqual([[3, 6]]);
    expect(means('snr', { iteration: [1, 2] })).toEqual([
      [1, 5],
      [2, 6],
    ]);
  });
});
