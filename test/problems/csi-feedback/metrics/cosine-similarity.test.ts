import { expect, test } from 'vitest';
import type { Instance } from '../../../../src/problems/csi-feedback/instance.ts';
import { cosineSimilarity } from '../../../../src/problems/csi-feedback/metrics/cosine-similarity.ts';
import { instance } from '../drawing.ts';

function rho(given: Instance, X: Float64Array): number[] {
  const out = new Float64Array(given.range.count);
  cosineSimilarity.measure(given, { X }, given.range, out);
  return Array.from(out);
}

test('is 1 for a multiple by a complex number, whatever its phase, and 0 for nothing', () => {
  const given = instance({ Nc: 64, Na: 8, Nt: 4 }, 2);
  const turned = Float64Array.from(given.X, (x, i) => {
    const plane = Math.floor(i / 32) % 2;
    return plane === 0 ? 0.6 * x - 0.8 * given.X[i + 32] : 0.6 * x + 0.8 * given.X[i - 32];
  });
  for (const value of rho(given, turned)) expect(value).toBeCloseTo(1, 6);
  expect(rho(given, new Float64Array(given.X.length))).toEqual([0, 0]);
});

test('is the mean over subcarriers of the normalized inner products', () => {
  // Two delays, two angles, two subcarriers: x = [[1, 0], [0, 1]], so h_0 = (1, 1), h_1 = (1, -1); the estimate keeps the first row.
  const given = {
    ...{ Nt: 2, Na: 2, Nc: 2, range: { first: 0, count: 1 } },
    X: Float32Array.of(1, 0, 0, 1, 0, 0, 0, 0),
  } as unknown as Instance;
  expect(rho(given, Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0))[0]).toBeCloseTo(Math.SQRT1_2, 12);
  // (1 + 2j, 0) at the second delay: h_0 . (1 + 2j, 0), cosine 1 / sqrt 2 again.
  expect(rho(given, Float64Array.of(0, 0, 1, 0, 0, 0, 2, 0))[0]).toBeCloseTo(Math.SQRT1_2, 12);
});
