import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CodewordQuantizer, lloydMax, nearestLevel } from '../../../src/problems/csi-feedback/quantizer.ts';
import { normalQuantile } from '../../../src/study/statistics/quantiles.ts';

/** The normal distribution as its quantiles at the middles of equal shares. */
const n = 200_000;
const normal = Float64Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n));

function error(levels: Float64Array, samples: Float64Array): number {
  return samples.reduce((sum, x) => sum + (x - levels[nearestLevel(levels, x)]) ** 2, 0) / samples.length;
}

describe('the Lloyd-Max quantizer', () => {
  // Mean squared errors and outer levels for N(0, 1), as Max tabulated them.
  test.each([
    [1, 0.36338, 0.798],
    [2, 0.117482, 1.51],
    [3, 0.034548, 2.152],
    [4, 0.009501, 2.733],
    [5, 0.002505, 3.261],
    [6, 0.000644, 3.744],
  ])('of %i bits has the error %d and the outer level %d for a normal distribution', (bits, expected, outer) => {
    const levels = lloydMax(normal, bits);
    expect(levels.length).toBe(2 ** bits);
    expect(Math.abs(error(levels, normal) / expected - 1)).toBeLessThan(0.005);
    expect(levels[levels.length - 1]).toBeCloseTo(outer, bits < 5 ? 2 : 1);
    expect(levels[0]).toBeCloseTo(-levels[levels.length - 1], 3);
  });

  test('satisfies both of its conditions, whatever the samples', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 4 }),
        (list, bits) => {
          const samples = Float64Array.from(list);
          const levels = lloydMax(samples, bits);
          expect(levels.every((level, k) => k === 0 || level >= levels[k - 1])).toBe(true);
          // Every sample is nearest to its level, and no quantizer of fewer bits is better.
          for (const x of samples) {
            const chosen = Math.abs(x - levels[nearestLevel(levels, x)]);
            for (const level of levels) expect(chosen).toBeLessThanOrEqual(Math.abs(x - level) + 1e-9);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('of few different samples has a level for each', () => {
    expect(Array.from(lloydMax([5, 1, 5, 1, 1], 3))).toEqual([1, 5]);
  });
});

test('codewords are quantized entry by entry, or all with the same levels', () => {
  // The second entry is ten times the first.
  const codewords = Float64Array.from({ length: 2 * n }, (_, i) => normal[i >> 1] * (i % 2 === 0 ? 1 : 10));
  const sent = Float32Array.from({ length: 2000 }, (_, i) => normal[(i >> 1) * 200 + 100] * (i % 2 === 0 ? 1 : 10));
  const errorOf = (codebook: 'each entry' | 'all entries', entry: number) => {
    const received = new CodewordQuantizer(codewords, 2, 3, codebook).quantize(sent);
    const scale = entry === 0 ? 1 : 100;
    return sent.reduce((sum, x, i) => sum + (i % 2 === entry ? (received[i] - x) ** 2 : 0), 0) / 1000 / scale;
  };
  expect(Math.abs(errorOf('each entry', 0) / 0.034548 - 1)).toBeLessThan(0.05);
  expect(Math.abs(errorOf('each entry', 1) / 0.034548 - 1)).toBeLessThan(0.05);
  expect(errorOf('all entries', 0)).toBeGreaterThan(0.2);
});
