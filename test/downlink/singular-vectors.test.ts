import { SVD } from 'ml-matrix';
import { expect, test } from 'vitest';
import { innerProduct, SingularVectors, squaredNorm } from '../../src/downlink/singular-vectors.ts';
import { streamsFor } from '../../src/random/streams.ts';
import { complex } from '../problems/beamforming/oracle.ts';

const streams = streamsFor({ seed: 1, experiment: 'test', scenario: 'test' });

function drawn(n: number, M: number, trial: number): Float64Array {
  const A = new Float64Array(2 * n * M);
  streams.of('channel', trial).complexNormal(A);
  return A;
}

/** Every singular value once, from the real form [[Re, -Im], [Im, Re]]. */
function oracle(A: Float64Array, n: number, M: number): number[] {
  const real = complex(n, M, (row, col) => [A[2 * (row * M + col)], A[2 * (row * M + col) + 1]]);
  return new SVD(real, { autoTranspose: true }).diagonal.sort((a, b) => b - a).filter((_, i) => i % 2 === 0);
}

test.each([
  [1, 4],
  [2, 8],
  [4, 4],
  [3, 2],
])('of a %d x %d matrix: A v_i has length sigma_i, v_i are orthonormal, values are those of ml-matrix', (n, M) => {
  for (let trial = 0; trial < 20; trial++) {
    const A = drawn(n, M, trial);
    const singular = new SingularVectors(A, M);
    const rank = Math.min(n, M);
    const expected = oracle(A, n, M);
    for (let i = 0; i < rank; i++) {
      expect(singular.values[i]).toBeCloseTo(expected[i], 10);
      const v = singular.vector(i);
      // Inner products of A's conjugated rows with v: sum_m conj(conj(a_m)) v_m, so conjugate the row first.
      const received = Array.from({ length: n }, (_, row) => {
        const a = A.slice(2 * row * M, 2 * (row + 1) * M).map((value, k) => (k % 2 === 0 ? value : -value));
        return innerProduct(v, a);
      });
      expect(Math.sqrt(received.reduce((sum, [re, im]) => sum + re * re + im * im, 0))).toBeCloseTo(
        singular.values[i],
        12,
      );
      for (let j = 0; j <= i; j++) {
        const [re, im] = innerProduct(v, singular.vector(j));
        expect(re).toBeCloseTo(i === j ? 1 : 0, 12);
        expect(im).toBeCloseTo(0, 12);
      }
    }
    for (const value of singular.values.slice(rank)) expect(value).toBeLessThan(1e-14 * expected[0]);
  }
});

test('small singular values keep their digits: rows e_1 and e_1 + 1e-9 e_2', () => {
  const { values } = new SingularVectors(Float64Array.of(1, 0, 0, 0, 1, 0, 1e-9, 0), 2);
  expect(values[0]).toBeCloseTo(Math.SQRT2, 12);
  expect(values[1] / (1e-9 / Math.SQRT2)).toBeCloseTo(1, 6);
});

test('a matrix of zeros has none, one with NaN only such', () => {
  expect(new SingularVectors(new Float64Array(8), 2).values).toEqual([0, 0]);
  expect(new SingularVectors(Float64Array.of(Number.NaN, 0, 0, 0), 2).values).toEqual([Number.NaN]);
  expect(squaredNorm(Float64Array.of(3, 4))).toBe(25);
});
