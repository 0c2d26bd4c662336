import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamsFor } from '../../../src/random/streams.ts';
import { estimate } from '../../../src/study/statistics/estimate.ts';
import {
  difference,
  logRatio,
  pairedEstimate,
  type Sample,
  squaredDeviations,
  unpairedEstimate,
} from '../../../src/study/statistics/paired.ts';

const mean = (...values: number[]): Sample => ({ kind: 'mean', values: Float64Array.from(values) });
const nmse = (...values: number[]): Sample => ({ kind: 'ratio-db', values: Float64Array.from(values) });

const pairedDifference = (a: Sample, b: Sample) => pairedEstimate([a, b], difference)!;
const pairedRatio = (a: Sample, b: Sample) => pairedEstimate([a, b], logRatio)!;

describe('paired difference', () => {
  it('is the mean of the differences with their own t interval, where they are not skewed', () => {
    const difference = pairedDifference(mean(5, 9, 2.5, 7), mean(4, 7, 1.5, 5));
    const ofDifferences = estimate('mean', Float64Array.of(1, 2, 1, 2));
    expect(difference.n).toBe(4);
    expect(difference.mean).toBeCloseTo(ofDifferences.mean, 12);
    expect(difference.stderr).toBeCloseTo(ofDifferences.stderr!, 12);
    expect(difference.ci95Low).toBeCloseTo(ofDifferences.ci95Low!, 12);
  });

  it('that is rarely large covers its mean as often as it says, where the t interval does not', () => {
    const stream = streamsFor({ seed: 3, experiment: 'paired', scenario: 'skewed' }).of('noise', 0);
    const repetitions = 1500;
    let [covered, student] = [0, 0];
    for (let i = 0; i < repetitions; i++) {
      // One trial in ten differs, by 3 on average.
      const gains = Float64Array.from({ length: 60 }, () =>
        stream.uniform() < 0.1 ? 3 + stream.normal() : 0.3 * stream.normal(),
      );
      const own = pairedDifference({ kind: 'mean', values: gains }, mean(...new Float64Array(60)));
      const t = estimate('mean', gains);
      if (own.ci95Low! <= 0.3 && 0.3 <= own.ci95High!) covered++;
      if (t.ci95Low! <= 0.3 && 0.3 <= t.ci95High!) student++;
    }
    // Standard error of the share is 0.006.
    expect(covered / repetitions).toBeGreaterThan(0.935);
    expect(student / repetitions).toBeLessThan(0.935);
  });

  it('of NMSEs is in dB, and the spread that both share cancels', () => {
    // Errors of b are ten times those of a, trial by trial.
    const difference = pairedDifference(nmse(1, 10, 3, 20, 2, 5), nmse(10, 10, 30, 20, 20, 5));
    expect(difference.mean).toBeCloseTo(-10, 12);
    expect(difference.stderr).toBeCloseTo(0, 12);
  });

  it('of NMSEs with one trial counted twice moves as its standard error says', () => {
    // Jackknife: the standard error from leaving out each trial in turn agrees to first order.
    const a = [1, 9, 2, 11, 4, 10, 3, 12, 2, 9, 5, 14, 1, 8, 2, 10];
    const b = [2, 9, 2, 11, 5, 10, 5, 12, 3, 9, 5, 14, 3, 8, 2, 10];
    const without = (values: number[], t: number) => values.filter((_, i) => i >> 1 !== t);
    const n = a.length / 2;
    const left = Array.from(
      { length: n },
      (_, t) => pairedDifference(nmse(...without(a, t)), nmse(...without(b, t))).mean,
    );
    const centre = left.reduce((s, v) => s + v, 0) / n;
    const jackknife = Math.sqrt(((n - 1) / n) * left.reduce((s, v) => s + (v - centre) ** 2, 0));
    const { stderr } = pairedDifference(nmse(...a), nmse(...b));
    expect(Math.abs(stderr! / jackknife - 1)).toBeLessThan(0.1);
  });

  it.each(['mean-db', 'batch-mean-db'] as const)(
    'of one sample of kind %s has the interval of its estimate',
    (kind) => {
      const values = Float64Array.from({ length: 250 }, (_, i) => 1 + ((i * 37) % 101) / 50);
      const alone = pairedEstimate([{ kind, values }], ([a]) => ({ value: a, weights: [1], scale: 'linear' }))!;
      const direct = estimate(kind, values);
      expect(alone.mean).toBeCloseTo(direct.mean, 12);
      expect(alone.stderr).toBeCloseTo(direct.stderr!, 12);
      // Ten times the error everywhere: 10 dB more, without any spread.
      const tenfold = pairedDifference({ kind, values: values.map((value) => 10 * value) }, { kind, values });
      expect(tenfold.mean).toBeCloseTo(10, 12);
      expect(tenfold.stderr).toBeCloseTo(0, 12);
    },
  );

  it('of samples of different lengths is over the trials that both have', () => {
    expect(pairedDifference(mean(5, 9, 2), mean(4, 7, 1.5, 5, 8))).toEqual(
      pairedDifference(mean(5, 9, 2), mean(4, 7, 1.5)),
    );
    expect(pairedDifference(nmse(1, 2, 3, 4), nmse(1, 3))).toMatchObject({ n: 1, stderr: null });
  });

  it('is narrower than the unpaired one where both go up and down together', () => {
    const [a, b] = [mean(1, 5, 9, 3, 7), mean(1.1, 5.2, 8.8, 3.1, 7)];
    const unpaired = unpairedEstimate([estimate('mean', a.values), estimate('mean', b.values)], difference)!;
    expect(pairedDifference(a, b).stderr).toBeLessThan(unpaired.stderr! / 10);
    // Variances add: 10 / 5 and about the same.
    expect(unpaired.stderr).toBeCloseTo(Math.sqrt(10 / 5 + estimate('mean', b.values).stderr! ** 2), 12);
    expect(unpaired.mean).toBeCloseTo(pairedDifference(a, b).mean, 12);
  });
});

describe('paired ratio', () => {
  it('is exact where one is a multiple of the other', () => {
    const ratio = pairedRatio(mean(2, 4, 8), mean(4, 8, 16));
    expect(ratio.mean).toBe(0.5);
    expect(ratio.stderr).toBeCloseTo(0, 12);
    expect(ratio.ci95High).toBeCloseTo(0.5, 12);
  });

  it('has the standard error of the delta method', () => {
    // a = 1, 3 against b = 2, 2: ratio 1, a - b = -1, 1, so the standard error is sqrt(2 / 1 / 2) / 2.
    expect(pairedRatio(mean(1, 3), mean(2, 2)).stderr).toBeCloseTo(0.5, 12);
  });

  it('turns over with its arguments', () => {
    const positive = fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 })), {
      minLength: 3,
    });
    fc.assert(
      fc.property(positive, (pairs) => {
        const a = mean(...pairs.map(([x]) => x));
        const b = mean(...pairs.map(([, y]) => y));
        const [ab, ba] = [pairedRatio(a, b), pairedRatio(b, a)];
        expect(ab.mean * ba.mean).toBeCloseTo(1, 10);
        expect(ab.ci95Low! * ba.ci95High!).toBeCloseTo(1, 8);
      }),
    );
  });

  it('has no value where a mean is not positive', () => {
    expect(pairedRatio(mean(-1, 1), mean(2, 2))).toBeUndefined();
    expect(
      unpairedEstimate([estimate('mean', Float64Array.of(1, -2)), estimate('mean', Float64Array.of(1, 2))], logRatio),
    ).toBeUndefined();
  });
});

describe('a ratio of variances', () => {
  it('moves with each trial as its standard error says', () => {
    // The jackknife leaves out each trial in turn, and with it what that trial does to both means.
    const values = (phase: number, scale: number) =>
      Array.from({ length: 60 }, (_, t) => 30 + scale * Math.sin(phase * t * t) + Math.sin(3 * t));
    const [a, b] = [values(1, 2), values(2, 3)];
    const ratio = (x: number[], y: number[]) =>
      pairedRatio(squaredDeviations(mean(...x)), squaredDeviations(mean(...y)));
    const left = a.map((_, t) => ratio(a.toSpliced(t, 1), b.toSpliced(t, 1)).mean);
    const centre = left.reduce((s, v) => s + v, 0) / left.length;
    const jackknife = Math.sqrt(((a.length - 1) / a.length) * left.reduce((s, v) => s + (v - centre) ** 2, 0));
    const whole = ratio(a, b);
    const variance = (x: number[]) => estimate('mean', Float64Array.from(x)).stderr! ** 2;
    expect(whole.mean).toBeCloseTo(variance(a) / variance(b), 12);
    expect(Math.abs(whole.stderr! / jackknife - 1)).toBeLessThan(0.1);
  });
});

it('a trial that one of the samples has no solution for is left out of all', () => {
  const [a, b] = [Float64Array.of(1, 2, Number.NaN, 4, 7), Float64Array.of(3, Number.NaN, 5, 6, 8)];
  const both = [Float64Array.of(1, 4, 7), Float64Array.of(3, 6, 8)];
  const of = (samples: Float64Array[]) => samples.map((values) => ({ kind: 'mean' as const, values }));
  expect(pairedEstimate(of([a, b]), difference)).toEqual(pairedEstimate(of(both), difference));
});
