import { checkedWidth } from './entries.ts';
import { assertCount, assertOperand } from './shapes.ts';
import type { ComplexMatrix } from './views.ts';

/*
 * Rows divided by the diagonal entries of a square matrix: the product with diag(A)^-1. A is that matrix or, as a single column,
 * its diagonal.
 */

/** Y_ij = X_ij / A_ii. Y may be X. */
export function divideByDiagonal(Y: ComplexMatrix, X: ComplexMatrix, A: ComplexMatrix): void {
  divideRows(divisors.plain, Y, false, X, A);
}

/** The way back to X: dY_ij / conj(A_ii), added to G or written over it. */
export function pullDividend(G: ComplexMatrix, added: boolean, dY: ComplexMatrix, A: ComplexMatrix): void {
  divideRows(divisors.conjugate, G, added, dY, A);
}

/** What the kernel knows the divisors by. */
const divisors = { plain: 0, conjugate: 1 } as const;

function divideRows(kind: number, Y: ComplexMatrix, added: boolean, X: ComplexMatrix, A: ComplexMatrix): void {
  checkedWidth(Y, X);
  assertDiagonal(A, Y);
  // biome-ignore format: one operand a line
  Y.lanes.kernels.divideByDiagonal(kind, added ? 1 : 0, Y.count, Y.rows, Y.cols,
    Y.address, Y.rowStride, Y.countStride,
    X.address, X.rowStride, X.countStride,
    A.address, nextOf(A), A.countStride);
}

/** The way back to A: adds -sum_j dY_ij conj(Y_ij) / conj(A_ii) to the diagonal of G. */
export function pullDivisor(G: ComplexMatrix, dY: ComplexMatrix, Y: ComplexMatrix, A: ComplexMatrix): void {
  assertDiagonal(G, Y);
  assertDiagonal(A, Y);
  checkedWidth(dY, Y);
  assertCount(dY, Y.count);
  // biome-ignore format: one operand a line
  G.lanes.kernels.diagonalGradient(Y.count, Y.rows, Y.cols,
    G.address, nextOf(G), G.countStride,
    dY.address, dY.rowStride, dY.countStride,
    Y.address, Y.rowStride, Y.countStride,
    A.address, nextOf(A), A.countStride);
}

/** Bytes from a diagonal entry to the next. */
function nextOf({ rowStride, colStride, cols }: ComplexMatrix): number {
  return cols === 1 ? rowStride : rowStride + colStride;
}

function assertDiagonal(A: ComplexMatrix, { lanes, rows, count }: ComplexMatrix): void {
  assertOperand(lanes, A, rows, A.cols === 1 ? 1 : rows);
  assertCount(A, count);
}
