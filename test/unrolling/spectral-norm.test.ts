import { Matrix, SVD } from 'ml-matrix';
import { expect, test } from 'vitest';
import { spectralNorm } from '../../src/unrolling/spectral-norm.ts';

test('is the largest singular value', () => {
  const D = Matrix.from1DArray(
    30,
    30,
    Array.from({ length: 900 }, (_, i) => Math.sin(i * i + 1)),
  );
  expect(spectralNorm(Float64Array.from(D.to1DArray()), 30)).toBeCloseTo(new SVD(D).norm2, 6);
});

test('of [[3, 0], [4, 5]] it is sqrt(45), of zeros it is zero', () => {
  expect(spectralNorm(Float64Array.of(3, 0, 4, 5), 2)).toBeCloseTo(Math.sqrt(45), 9);
  expect(spectralNorm(new Float64Array(4), 2)).toBe(0);
});
