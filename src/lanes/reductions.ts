import { widthOf } from './entries.ts';
import { assertCount, assertOperand } from './shapes.ts';
import type { ComplexMatrix, RealMatrix } from './views.ts';

/*
 * From matrices to per-lane real scalars, one for each block: the result holds as many blocks as the operand.
 */

/** s = Re Tr X for square X. */
export function trace(s: RealMatrix, X: ComplexMatrix): void {
  assertOperand(X.lanes, X, X.rows, X.rows);
  checkResult(s, X);
  X.lanes.kernels.trace(X.count, X.rows, s.address, s.countStride, X.address, X.rowStride, X.countStride);
}

/** s = ||X||_F^2 = Tr(X^H X). */
export function squaredNorm(s: RealMatrix, X: ComplexMatrix | RealMatrix): void {
  innerProduct(s, X, X);
}

/** s = Re Tr(X^H Y), the Euclidean inner product of the real and imaginary parts. */
export function innerProduct<M extends ComplexMatrix | RealMatrix>(s: RealMatrix, X: M, Y: M): void {
  assertOperand(X.lanes, Y, X.rows, X.cols);
  assertCount(Y, X.count);
  checkResult(s, X);
  if (widthOf(X) !== widthOf(Y)) throw new TypeError('complex and real matrices in one operation');
  // biome-ignore format: one operand a line
  X.lanes.kernels.innerProduct(X.count, X.rows, widthOf(X), s.address, s.countStride,
    X.address, X.rowStride, X.countStride,
    Y.address, Y.rowStride, Y.countStride);
}

/**
 * s = max_i sqrt(sum_j |X_ij| c_j) with c_j = sum_i |X_ij|, for square X: an upper bound on the spectral norm and so on
 * the spectral radius, eq. (40) of Pellaco and Jalden.
 */
export function spectralBound(s: RealMatrix, X: ComplexMatrix): void {
  const { lanes, rows, count } = X;
  assertOperand(lanes, X, rows, rows);
  checkResult(s, X);
  if (rows > largestBound) throw new RangeError(`the spectral bound is made for at most ${largestBound} rows`);
  lanes.kernels.spectralBound(count, rows, s.address, s.countStride, X.address, X.rowStride, X.countStride);
}

/** Rows the kernel keeps column sums for. */
const largestBound = 256;

/** s = sum of all entries of all blocks of x. */
export function sum(s: RealMatrix, x: RealMatrix): void {
  assertOperand(x.lanes, s, 1, 1);
  assertCount(s, 1);
  x.lanes.kernels.sum(x.count, x.rows, x.cols, s.address, x.address, x.rowStride, x.countStride);
}

function checkResult(s: RealMatrix, X: ComplexMatrix | RealMatrix): void {
  assertOperand(X.lanes, s, 1, 1);
  if (s.count !== X.count) throw new RangeError(`expected ${X.count} scalars, not ${s.count}`);
}
