import { describe, expect, test } from 'vitest';
import { quantile } from '../../../src/figures/marks/quantiles.ts';

describe('quantiles', () => {
  // Type 7 of Hyndman and Fan by hand: position 1 + (n - 1) p, interpolated.
  test.each([
    [[1, 2, 3, 4], 0.25, 1.75],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[15, 20, 35, 40, 50], 0.4, 29],
    [[7], 0.95, 7],
    [[1, 9], 0, 1],
    [[1, 9], 1, 9],
  ])('of %j at %d', (sorted, p, expected) => {
    expect(quantile(sorted, p)).toBeCloseTo(expected, 12);
  });
});
