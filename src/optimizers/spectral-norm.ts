import { power } from '../random/elementary.ts';
import type { PlacedArray, Span } from './memory.ts';

/** A matrix in a flat vector. */
export interface PlacedMatrix extends Span {
  readonly cols: number;
}

/** The matrices that an array is a stack of; see {@link NormalizedOptimizer}. */
export function matricesIn({ name, shape, from, to }: PlacedArray, entries: 'real' | 'complex'): PlacedMatrix[] {
  const axes = entries === 'real' ? shape : shape.slice(0, -1);
  if (axes.length < 2)
    throw new Error(`${name} is no matrix of ${entries} entries: its shape is [${shape.join(', ')}]`);
  const [rows, cols] = axes.slice(-2);
  const size = rows * cols * (entries === 'real' ? 1 : 2);
  return Array.from({ length: (to - from) / size }, (_, i) => ({
    ...{ from: from + i * size, to: from + (i + 1) * size, cols },
  }));
}

/** Relative error of the squared norm; squarings of the matrix that are made for it at most. */
const tolerance = 1e-10;
const maxSquarings = 40;

/**
 * Largest singular value of a matrix with `cols` columns, given row by row, complex entries as re, im: the root of the largest
 * eigenvalue of A = G G^H or G^H G, whichever is smaller, which is the limit of (tr A^(2^k))^(1 / 2^k). Squaring gets there in a few steps
 * also where two singular values are nearly equal.
 */
export function spectralNorm(given: Float32Array | Float64Array, cols: number, entries: 'real' | 'complex'): number {
  const G =
    entries === 'real' ? Float64Array.from({ length: 2 * given.length }, (_, i) => (i % 2 ? 0 : given[i / 2])) : given;
  const rows = G.length / (2 * cols);
  const n = Math.min(rows, cols);
  let A: Float64Array = new Float64Array(2 * n * n);
  let next: Float64Array = new Float64Array(2 * n * n);
  if (rows <= cols) hermitianProduct(A, G, n, cols, 2 * cols, 2);
  else hermitianProduct(A, G, n, rows, 2, 2 * cols);
  let largest = 1;
  for (let k = 0; k < maxSquarings; k++) {
    const sum = trace(A, n);
    if (sum === 0) return 0;
    largest *= power(sum, 2 ** -k);
    for (let i = 0; i < A.length; i++) A[i] /= sum;
    hermitianProduct(next, A, n, n, 2 * n, 2);
    // The eigenvalues of A now sum to 1, so the largest lies between tr A^2 and 1.
    if ((1 - trace(next, n)) * 2 ** -k < tolerance) break;
    [A, next] = [next, A];
  }
  return Math.sqrt(largest);
}

/**
 * A_ij = sum_l x_il conj(x_jl), n x n, where x_il lies at i `stride` + l `step` of X: X X^H by rows; for columns its transpose, which
 * has the same eigenvalues.
 */
function hermitianProduct(
  A: Float64Array,
  X: Float32Array | Float64Array,
  n: number,
  length: number,
  stride: number,
  step: number,
) {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let re = 0;
      let im = 0;
      let p = i * stride;
      let q = j * stride;
      for (let l = 0; l < length; l++) {
        re += X[p] * X[q] + X[p + 1] * X[q + 1];
        im += X[p + 1] * X[q] - X[p] * X[q + 1];
        p += step;
        q += step;
      }
      A[2 * (i * n + j)] = A[2 * (j * n + i)] = re;
      A[2 * (i * n + j) + 1] = im;
      A[2 * (j * n + i) + 1] = -im;
    }
  }
}

function trace(A: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += A[2 * i * (n + 1)];
  return sum;
}
