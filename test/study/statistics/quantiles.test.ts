import { describe, expect, it } from 'vitest';
import {
  betaQuantile,
  normalQuantile,
  normalTwoSided,
  tQuantile,
  tTwoSided,
} from '../../../src/study/statistics/quantiles.ts';

describe('quantiles', () => {
  // Percentage points as printed in the tables of statistics books, three decimals.
  it.each([
    [1, 0.975, 12.706],
    [2, 0.975, 4.303],
    [5, 0.975, 2.571],
    [10, 0.975, 2.228],
    [30, 0.975, 2.042],
    [120, 0.975, 1.98],
    [5, 0.95, 2.015],
    [10, 0.995, 3.169],
  ])('Student t with %i degrees of freedom, p = %f, is %f', (df, p, printed) => {
    expect(tQuantile(p, df)).toBeCloseTo(printed, 3);
  });

  it('Student t tends to the normal distribution', () => {
    expect(tQuantile(0.975, 1e8)).toBeCloseTo(normalQuantile(0.975), 7);
  });

  it.each([
    [0.975, 1.95996398],
    [0.995, 2.5758293],
    [0.5, 0],
  ])('standard normal, p = %f, is %f', (p, value) => {
    expect(normalQuantile(p)).toBeCloseTo(value, 7);
  });

  it('beta: the distribution function of Beta(2, 3) at its 0.025 quantile is 0.025', () => {
    const x = betaQuantile(0.025, 2, 3);
    expect(6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4).toBeCloseTo(0.025, 12);
  });

  it('two-sided p-values fit the quantiles', () => {
    expect(tTwoSided(tQuantile(0.975, 7), 7)).toBeCloseTo(0.05, 10);
    expect(tTwoSided(-tQuantile(0.975, 7), 7)).toBeCloseTo(0.05, 10);
    expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 12);
    expect(tTwoSided(0, 7)).toBe(1);
  });
});
