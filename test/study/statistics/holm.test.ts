import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holm } from '../../../src/study/statistics/holm.ts';

it('multiplies the smallest by n, the next by n - 1, and never steps back', () => {
  // Sorted: 0.005 * 4, 0.01 * 3, 0.03 * 2, 0.04 * 1 -> 0.02, 0.03, 0.06, max(0.06, 0.04).
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((value, i) => {
    expect(adjusted[i]).toBeCloseTo(value, 14);
  });
});

it('is capped at one', () => {
  expect(holm([0.6, 0.7])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

it('lies between the p-value and Bonferroni, in the same order', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (p) => {
      const adjusted = holm(p);
      for (const [i, value] of adjusted.entries()) {
        expect(value).toBeGreaterThanOrEqual(p[i]);
        expect(value).toBeLessThanOrEqual(Math.min(1, p.length * p[i]));
        for (const [j, other] of adjusted.entries()) if (p[i] < p[j]) expect(value).toBeLessThanOrEqual(other);
      }
    }),
  );
});
