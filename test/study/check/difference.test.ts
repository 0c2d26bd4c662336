import { describe, expect, it } from 'vitest';
import { halfWidth, pValue, spread } from '../../../src/study/check/difference.ts';
import { toleranceOf } from '../../../src/study/check/tolerance.ts';
import { tInterval } from '../../../src/study/statistics/estimate.ts';

const share = (k: number, n: number) => ({ n, mean: k / n, stderr: null, ci95Low: null, ci95High: null });

describe('halfWidth', () => {
  it('is as many standard errors of the difference as the risk asks for', () => {
    const two = { kind: 'mean' as const, stored: tInterval(1e6, 5, 0.03), fresh: tInterval(1e6, 5, 0.04) };
    expect(halfWidth(two, 0.05)).toBeCloseTo(1.959964 * 0.05, 6);
    expect(halfWidth(two, 0.001)).toBeCloseTo(3.290527 * 0.05, 6);
  });

  it('of a single trial is infinite, of constants zero', () => {
    const one = tInterval(1, 5, 0);
    expect(halfWidth({ kind: 'mean', stored: tInterval(100, 5, 1), fresh: one }, 0.05)).toBe(Number.POSITIVE_INFINITY);
    expect(halfWidth({ kind: 'mean', stored: tInterval(9, 5, 0), fresh: tInterval(9, 5, 0) }, 0.05)).toBe(0);
  });

  it('takes from a few trials no spread below that of many, as the p-value does', () => {
    const stored = tInterval(1000, 74, 12);
    const spreadOfStored = 12 * Math.sqrt(1000);
    expect(halfWidth({ kind: 'mean', stored, fresh: tInterval(8, 9, 0.5) }, 0.05)).toBeGreaterThan(
      (1.96 * spreadOfStored) / Math.sqrt(8),
    );
  });

  it('of proportions is that of Agresti and Caffo: about one success and one failure more on each side at 95 %', () => {
    // With z^2 / 4 = 0.9604: 0.9604 / 21.9207 of 20 and 10.9604 / 41.9207 of 40.
    const [p, q] = [0.960365 / 21.92073, 10.960365 / 41.92073];
    const stderr = Math.sqrt((p * (1 - p)) / 21.92073 + (q * (1 - q)) / 41.92073);
    const two = { kind: 'proportion' as const, stored: share(0, 20), fresh: share(10, 40) };
    expect(halfWidth(two, 0.05)).toBeCloseTo(1.959964 * stderr, 5);
  });
});

describe('pValue', () => {
  it('of constants is one or zero', () => {
    const constant = (mean: number) => tInterval(10, mean, 0);
    expect(pValue({ kind: 'mean', stored: constant(7), fresh: constant(7) })).toBe(1);
    expect(pValue({ kind: 'mean', stored: constant(7), fresh: constant(6) })).toBe(0);
  });

  it('of a mean takes from a few trials no spread below that of many', () => {
    // Iterations of a thousand channels, 74 on average because of the few that take thousands; none of these among the 8.
    const stored = tInterval(1000, 74, 12);
    expect(pValue({ kind: 'mean', stored, fresh: tInterval(8, 9, 0.5) })).toBeGreaterThan(0.5);
    expect(pValue({ kind: 'mean', stored, fresh: tInterval(800, 9, 0.5) })).toBeLessThan(0.001);
  });

  it('of proportions does not need their standard errors', () => {
    expect(pValue({ kind: 'proportion', stored: share(3, 4), fresh: share(1, 4) })).toBeCloseTo(34 / 70, 12);
  });
});

describe('toleranceOf', () => {
  const tolerance = toleranceOf(0.005);

  it('is a share of a mean, 0.1 dB, a share of the scale of proportions', () => {
    expect(tolerance('mean', tInterval(10_000, -20, 0.001))).toBeCloseTo(0.1, 12);
    expect(tolerance('ratio-db', tInterval(10_000, -20, 0.001))).toBeCloseTo(0.1, 12);
    expect(tolerance('proportion', share(0, 1000))).toBeCloseTo(0.005, 12);
  });

  it('is a tenth of the standard deviation of a trial where that is more', () => {
    expect(spread('mean', tInterval(10_000, 0, 0.02))).toBeCloseTo(2, 12);
    expect(tolerance('mean', tInterval(10_000, 0, 0.02))).toBeCloseTo(0.2, 12);
    expect(tolerance('ratio-db', tInterval(10_000, -20, 0.02))).toBeCloseTo(0.2, 12);
    expect(tolerance('proportion', share(50, 100))).toBeCloseTo(0.05, 12);
  });
});
