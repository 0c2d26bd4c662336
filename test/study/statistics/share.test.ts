import { describe, expect, it } from 'vitest';
import { streamsFor } from '../../../src/random/streams.ts';
import { estimate } from '../../../src/study/statistics/estimate.ts';
import { shareInterval } from '../../../src/study/statistics/share.ts';

const countsOf = (values: ArrayLike<number>) => {
  const counts = new Map<number, number>();
  for (const x of Array.from(values)) counts.set(x, (counts.get(x) ?? 0) + 1);
  return counts;
};

describe('the interval of a mean of shares', () => {
  it.each([
    [0, 5],
    [0, 128],
    [1, 10],
    [3, 40],
    [20, 40],
    [40, 40],
    [127, 128],
  ])('is that of Clopper and Pearson for %i ones of %i, to a hundredth of its width', (k, n) => {
    const values = new Float64Array(n).fill(1, 0, k);
    const exact = estimate('proportion', values);
    const [low, high] = shareInterval(countsOf(values), 0.025);
    const width = exact.ci95High! - exact.ci95Low!;
    expect(Math.abs(low - exact.ci95Low!)).toBeLessThan(0.01 * width);
    expect(Math.abs(high - exact.ci95High!)).toBeLessThan(0.01 * width);
  });

  it('of no error at all ends where chance would hardly hide an error in every trial, 1 - 0.025^(1/n)', () => {
    const { mean, ci95Low, ci95High } = estimate('share', new Float64Array(5));
    expect([mean, ci95Low]).toEqual([0, 0]);
    expect(ci95High).toBeCloseTo(1 - 0.025 ** (1 / 5), 2);
  });

  it('narrows as Student does where there are many trials', () => {
    const stream = streamsFor({ seed: 1, experiment: 'share', scenario: 'uniform' }).of('noise', 0);
    const values = Float64Array.from({ length: 4000 }, () => 0.3 + 0.2 * stream.uniform());
    const [low, high] = shareInterval(countsOf(values), 0.025);
    const student = estimate('mean', values);
    expect(low).toBeLessThan(student.ci95Low!);
    expect(high).toBeGreaterThan(student.ci95High!);
    expect(high - low).toBeLessThan(0.01);
  });

  it('covers the mean of shares that come in clusters, where most trials have no error', () => {
    const stream = streamsFor({ seed: 2, experiment: 'share', scenario: 'clusters' }).of('noise', 0);
    // Of 40 trials one in ten has errors, and then a fifth of its 50 decisions is wrong.
    const [often, share] = [0.1, 0.2];
    let [covered, student] = [0, 0];
    const repetitions = 400;
    for (let i = 0; i < repetitions; i++) {
      const values = Float64Array.from({ length: 40 }, () => (stream.uniform() < often ? share : 0));
      const { ci95Low, ci95High } = estimate('share', values);
      if (ci95Low! <= often * share && often * share <= ci95High!) covered++;
      const t = estimate('mean', values);
      if (t.ci95Low! <= often * share && often * share <= t.ci95High!) student++;
      expect(ci95Low).toBeGreaterThanOrEqual(0);
    }
    expect(covered / repetitions).toBeGreaterThan(0.95);
    expect(student / repetitions).toBeLessThan(0.95);
  });

  it('refuses what is no share', () => {
    expect(() => estimate('share', Float64Array.of(0.5, 1.2))).toThrow(/from 0 to 1/);
  });
});
