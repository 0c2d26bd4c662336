import type { ParameterKind } from './network.ts';

/**
 * One step of the training rule of IAIDNN, downhill on the loss and in place: every complex matrix moves against its own
 * gradient, divided by that one's spectral norm, by 0.1 / t^0.6 (X) or 0.1 / t^0.5 (Z and O), where t is `step` + 1.
 * Matrices lie one after the other, kind by kind, row by row, entries as re, im.
 */
export function normalizedStep(
  kinds: readonly ParameterKind[],
  step: number,
  gradient: Float64Array,
  parameters: Float64Array,
): void {
  let first = 0;
  for (const { rows, cols, count, role } of kinds) {
    const length = 0.1 / (step + 1) ** (role === 'X' ? 0.6 : 0.5);
    const size = 2 * rows * cols;
    for (let matrix = 0; matrix < count; matrix++, first += size) {
      const own = gradient.subarray(first, first + size);
      const norm = spectralNorm(own, cols);
      if (norm === 0) continue;
      for (let i = 0; i < size; i++) parameters[first + i] -= (length / norm) * own[i];
    }
  }
}

/** Relative error of the squared norm; squarings of the matrix that are made for it at most. */
const tolerance = 1e-10;
const maxSquarings = 40;

/**
 * Largest singular value of a complex matrix with `cols` columns, given row by row as re, im: the root of the largest eigenvalue
 * of A = G G^H or G^H G, whichever is smaller, which is the limit of (tr A^(2^k))^(1 / 2^k). Squaring gets there in a few steps
 * also where two singular values are nearly equal.
 */
export function spectralNorm(G: Float64Array, cols: number): number {
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
    largest *= sum ** (2 ** -k);
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
function hermitianProduct(A: Float64Array, X: Float64Array, n: number, length: number, stride: number, step: number) {
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
