import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fisherTwoSided } from '../../../src/study/statistics/fisher.ts';

/** 2 min(P(X <= x), P(X >= x)) by adding up the whole hypergeometric distribution in exact integers. */
function byEnumeration(k1: number, n1: number, k2: number, n2: number): number {
  const k = k1 + k2;
  const ways = (x: number) => binomial(n1, x) * binomial(n2, k - x);
  const sum = (from: number, to: number) => {
    let total = 0n;
    for (let x = from; x <= to; x++) total += ways(x);
    return total;
  };
  const all = binomial(n1 + n2, k);
  const [smaller] = [sum(0, k1), sum(k1, n1)].sort((a, b) => (a < b ? -1 : 1));
  return Math.min(1, 2 * (Number((smaller * 10n ** 20n) / all) / 1e20));
}

function binomial(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

describe('fisherTwoSided', () => {
  it("is that of Fisher's lady: 3 of 4 cups against 1 of 4", () => {
    // One-sided 17 / 70.
    expect(fisherTwoSided(3, 4, 1, 4)).toBeCloseTo(34 / 70, 13);
    expect(fisherTwoSided(4, 4, 0, 4)).toBeCloseTo(2 / 70, 13);
  });

  it('agrees with enumeration, whichever sample comes first', () => {
    const sample = fc
      .integer({ min: 1, max: 60 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(sample, sample, ([k1, n1], [k2, n2]) => {
        const p = fisherTwoSided(k1, n1, k2, n2);
        expect(p).toBeCloseTo(byEnumeration(k1, n1, k2, n2), 10);
        expect(fisherTwoSided(k2, n2, k1, n1)).toBeCloseTo(p, 10);
      }),
    );
  });

  it('is one where both proportions are equal, and small without underflow where they are far apart', () => {
    expect(fisherTwoSided(0, 100_000, 0, 64)).toBe(1);
    expect(fisherTwoSided(50, 100, 500, 1000)).toBe(1);
    // All 60 successes fall on one of two samples of 10^5.
    const allOnOne = Array.from({ length: 60 }, (_, i) => (1e5 - i) / (2e5 - i)).reduce((a, b) => a * b);
    expect(fisherTwoSided(0, 100_000, 60, 100_000) / (2 * allOnOne)).toBeCloseTo(1, 8);
    expect(fisherTwoSided(100_000, 100_000, 0, 100_000)).toBe(0);
  });
});
