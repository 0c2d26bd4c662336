import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Moments } from '../../../src/study/statistics/moments.ts';

it('agrees with the two-pass formulas on integers, where those are exact', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(pairs, (rows) => {
      const moments = new Moments(2);
      moments.add(Float64Array.from(rows.flat()));
      const sum = (f: (row: [number, number]) => number) => rows.reduce((total, row) => total + f(row), 0);
      const n = rows.length;
      const [a, b] = [sum(([x]) => x) / n, sum(([, y]) => y) / n];
      expect(moments.n).toBe(n);
      expect(moments.means[0]).toBeCloseTo(a, 10);
      expect(moments.means[1]).toBeCloseTo(b, 10);
      expect(moments.squares[0]).toBeCloseTo(
        sum(([x]) => (x - a) ** 2),
        7,
      );
      expect(moments.squares[1]).toBeCloseTo(
        sum(([, y]) => (y - b) ** 2),
        7,
      );
      expect(moments.products).toBeCloseTo(
        sum(([x, y]) => (x - a) * (y - b)),
        7,
      );
    }),
  );
});

it('loses nothing beside a large mean', () => {
  const moments = new Moments(1);
  moments.add(Float64Array.of(1e12 + 1, 1e12 + 2, 1e12 + 3));
  expect(moments.squares[0]).toBeCloseTo(2, 3);
});
