import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamsFor } from '../../../src/random/streams.ts';
import { Estimator, estimate, StatisticsError } from '../../../src/study/statistics/estimate.ts';

/** `k` ones and `n - k` zeros. */
function zerosAndOnes(k: number, n: number): Float64Array {
  return new Float64Array(n).fill(1, 0, k);
}

describe('mean', () => {
  it('is that of a hand-worked sample, with its t interval', () => {
    const { n, mean, stderr, ci95Low, ci95High } = estimate('mean', Float64Array.of(2.1, 3.4, 1.9, 4.4, 2.8));
    expect(n).toBe(5);
    // Squared deviations from 2.92: 0.6724 + 0.2304 + 1.0404 + 2.1904 + 0.0144 = 4.148; t(0.975, 4) = 2.776445.
    expect(mean).toBeCloseTo(2.92, 14);
    expect(stderr).toBeCloseTo(Math.sqrt(4.148 / 4 / 5), 14);
    expect(ci95Low).toBeCloseTo(1.6555738553163872, 10);
    expect(ci95High).toBeCloseTo(4.184426144683614, 10);
  });

  it('has no interval from one trial', () => {
    expect(estimate('mean', Float64Array.of(3))).toEqual({
      n: 1,
      mean: 3,
      stderr: null,
      ci95Low: null,
      ci95High: null,
    });
  });

  it('of equal trials has an interval of no width', () => {
    expect(estimate('mean', Float64Array.of(0.1, 0.1, 0.1))).toMatchObject({ stderr: 0, ci95Low: 0.1, ci95High: 0.1 });
  });

  it('keeps its standard error when a large constant is added', () => {
    const values = Float64Array.of(4, 7, 13, 16);
    expect(
      estimate(
        'mean',
        values.map((v) => v + 1e9),
      ).stderr,
    ).toBeCloseTo(Math.sqrt(30 / 4), 9);
  });

  it('covers the truth about as often as it says', () => {
    let state = 12345;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    let covered = 0;
    for (let repeat = 0; repeat < 4000; repeat++) {
      const { ci95Low, ci95High } = estimate('mean', Float64Array.from({ length: 20 }, uniform));
      if (ci95Low! <= 0.5 && 0.5 <= ci95High!) covered++;
    }
    // Standard error of the share is 0.0034.
    expect(Math.abs(covered / 4000 - 0.95)).toBeLessThan(0.014);
  });
});

describe('proportion', () => {
  it('has the interval of the published case: 100 errors in a million trials', () => {
    const { mean, ci95Low, ci95High } = estimate('proportion', zerosAndOnes(100, 1e6));
    expect(mean).toBe(1e-4);
    expect(ci95Low).toBeCloseTo(0.0814e-3, 7);
    expect(ci95High).toBeCloseTo(0.1216e-3, 7);
  });

  it.each([
    [7, 50, 0.05819170033997344, 0.26739600249700846],
    [0, 20, 0, 0.16843347098308548],
    [20, 20, 0.8315665290169145, 1],
  ])('%i of %i has the exact interval', (k, n, low, high) => {
    const { ci95Low, ci95High } = estimate('proportion', zerosAndOnes(k, n));
    expect(ci95Low).toBeCloseTo(low, 10);
    expect(ci95High).toBeCloseTo(high, 10);
  });

  it('has ends at which the observed count is just as unlikely as the level says', () => {
    const { ci95Low, ci95High } = estimate('proportion', zerosAndOnes(2, 9));
    const atMost2 = (p: number) => [0, 1, 2].reduce((s, k) => s + [1, 9, 36][k] * p ** k * (1 - p) ** (9 - k), 0);
    const atLeast2 = (p: number) => 1 - (1 - p) ** 9 - 9 * p * (1 - p) ** 8;
    expect(atMost2(ci95High!)).toBeCloseTo(0.025, 10);
    expect(atLeast2(ci95Low!)).toBeCloseTo(0.025, 10);
  });

  it('refuses what is neither 0 nor 1', () => {
    expect(() => estimate('proportion', Float64Array.of(0, 1, 0.5))).toThrow('value 0.5 of trial 2 is not 0 or 1');
  });
});

describe('ratio in dB', () => {
  it('is ten times the decimal logarithm of the ratio of means, not the mean of logarithms', () => {
    // Errors 1 and 3, signals 10 and 30: 4 / 40.
    expect(estimate('ratio-db', Float64Array.of(1, 10, 3, 30)).mean).toBeCloseTo(-10, 12);
  });

  it('has no spread where every trial has the same ratio', () => {
    const { stderr } = estimate('ratio-db', Float64Array.of(1, 10, 3, 30, 7, 70));
    expect(stderr).toBeCloseTo(0, 7);
  });

  it('has the standard error of the delta method', () => {
    // a = 1, 2, 3, 4 (mean 2.5), b = 2 always: relative deviations (a - 2.5) / 2.5, their sum of squares 5 / 6.25.
    const { stderr } = estimate('ratio-db', Float64Array.of(1, 2, 2, 2, 3, 2, 4, 2));
    expect(stderr).toBeCloseTo((10 / Math.LN10) * Math.sqrt(0.8 / 3 / 4), 12);
  });

  it('refuses an error or signal of zero', () => {
    expect(() => estimate('ratio-db', Float64Array.of(0, 1, 0, 1))).toThrow(StatisticsError);
    expect(() => estimate('ratio-db', Float64Array.of(1, 0, 1, 0))).toThrow(StatisticsError);
  });
});

describe('mean in dB', () => {
  it('is the logarithm of the mean, with the standard error of the delta method', () => {
    const { mean, stderr } = estimate('mean-db', Float64Array.of(0.05, 0.15, 0.1, 0.1));
    expect(mean).toBeCloseTo(-10, 12);
    expect(stderr).toBeCloseTo((10 / Math.LN10) * Math.sqrt(0.5 / 3 / 4), 12);
  });

  it('refuses a mean of zero', () => {
    expect(() => estimate('mean-db', Float64Array.of(0, 0))).toThrow(StatisticsError);
  });
});

describe('mean over batches of dB', () => {
  const errors = Float64Array.from({ length: 500 }, (_, i) => (i < 200 ? 0.1 : i < 400 ? 0.01 : 0.001));

  it('averages the decibels of batches of 200 trials, the last one as it is', () => {
    expect(estimate('batch-mean-db', errors).mean).toBeCloseTo(-20, 12);
    expect(estimate('batch-mean-db', errors.subarray(0, 400)).mean).toBeCloseTo(-15, 12);
    expect(estimate('mean-db', errors.subarray(0, 400)).mean).toBeCloseTo(10 * Math.log10(0.055), 12);
    expect(estimate('batch-mean-db', errors).n).toBe(500);
  });

  it('is the mean in dB, with the same interval, as long as there is one batch', () => {
    const few = Float64Array.of(0.05, 0.15, 0.1, 0.3);
    const [batch, all] = [estimate('batch-mean-db', few), estimate('mean-db', few)];
    expect(batch.mean).toBeCloseTo(all.mean, 12);
    expect(batch.ci95Low).toBeCloseTo(all.ci95Low!, 12);
  });

  it('has the standard error that repeated samples show', () => {
    const repeated = Array.from({ length: 300 }, (_, i) => {
      const stream = streamsFor({ seed: 1, experiment: 'batches', scenario: '' }).of('noise', i);
      return estimate(
        'batch-mean-db',
        Float64Array.from({ length: 450 }, () => stream.normal() ** 2),
      );
    });
    const spread = Math.sqrt(
      estimate(
        'mean',
        Float64Array.from(repeated, ({ mean }) => mean),
      ).stderr! **
        2 *
        300,
    );
    const stated = estimate(
      'mean',
      Float64Array.from(repeated, ({ stderr }) => stderr!),
    ).mean;
    expect(stated / spread).toBeGreaterThan(0.85);
    expect(stated / spread).toBeLessThan(1.15);
  });

  it('refuses a batch without error', () => {
    expect(() => estimate('batch-mean-db', new Float64Array(3))).toThrow(StatisticsError);
  });
});

const kinds = fc.constantFrom(...(['mean', 'ratio-db', 'mean-db', 'batch-mean-db'] as const));
const positive = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 4, maxLength: 60 });

describe('every estimate', () => {
  it('does not depend on where one block ends and the next begins', () => {
    fc.assert(
      fc.property(kinds, positive, fc.nat(30), (kind, list, cut) => {
        const values = Float64Array.from(list.slice(0, list.length & ~1));
        const at = Math.min(2 * cut, values.length);
        const estimator = new Estimator(kind);
        estimator.add(values.subarray(0, at));
        estimator.add(values.subarray(at));
        expect(estimator.estimate()).toEqual(estimate(kind, values));
      }),
    );
  });

  it('refuses a value that is not finite, and no values at all', () => {
    expect(() => estimate('mean', Float64Array.of(1, Number.POSITIVE_INFINITY))).toThrow(
      'value Infinity of trial 1 is not a finite number',
    );
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => estimate('ratio-db', Float64Array.of(1, 1, 1, wrong))).toThrow('of trial 1');
    }
    expect(() => estimate('mean', new Float64Array(0))).toThrow(StatisticsError);
  });
});

describe('trials without a solution', () => {
  it('count in no mean: the others are estimated as if they were alone, and the share is known', () => {
    const estimator = new Estimator('mean');
    estimator.add(Float64Array.of(2.1, 3.4));
    estimator.add(Float64Array.of(Number.NaN, 1.9, Number.NaN));
    estimator.add(Float64Array.of(4.4, 2.8));
    expect(estimator.estimate()).toEqual(estimate('mean', Float64Array.of(2.1, 3.4, 1.9, 4.4, 2.8)));
    expect(estimator.lost).toEqual({ count: 2, of: 7, first: 2 });
    const pairs = new Estimator('ratio-db');
    pairs.add(Float64Array.of(1, 2, Number.NaN, Number.NaN, 3, 4));
    expect(pairs.estimate()).toEqual(estimate('ratio-db', Float64Array.of(1, 2, 3, 4)));
    expect(pairs.lost).toEqual({ count: 1, of: 3, first: 1 });
    expect(new Estimator('mean').lost).toBeUndefined();
  });

  it('leave nothing where they are all', () => {
    expect(() => estimate('mean', Float64Array.of(Number.NaN))).toThrow('no trial has a solution');
  });
});
