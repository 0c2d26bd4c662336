import { checkedWidth } from './entries.ts';
import { assertCount, assertOperand } from './shapes.ts';
import type { ComplexMatrix } from './views.ts';

/*
 * Rows divided by the diagonal entries of a square matrix: the product with diag(A)^-1.
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
  assertOperand(Y.lanes, A, Y.rows, Y.rows);
  assertCount(A, Y.count);
  // biome-ignore format: one operand a line
  Y.lanes.kernels.divideByDiagonal(kind, added ? 1 : 0, Y.count, Y.rows, Y.cols,
    Y.address, Y.rowStride, Y.countStride,
    X.address, X.rowStride, X.countStride,
    A.address, A.rowStride, A.countStride);
}

/** The way back to A: adds -sum_j dY_ij conj(Y_ij) / conj(A_ii) to the diagonal of G. */
export function pullDivisor(G: ComplexMatrix, dY: ComplexMatrix, Y: ComplexMatrix, A: ComplexMatrix): void {
  assertOperand(G.lanes, G, Y.rows, Y.rows);
  assertOperand(G.lanes, A, Y.rows, Y.rows);
  checkedWidth(dY, Y);
  assertCount(G, Y.count);
  assertCount(A, Y.count);
  assertCount(dY, Y.count);
  // biome-ignore format: one operand a line
  G.lanes.kernels.diagonalGradient(Y.count, Y.rows, Y.cols,
    G.address, G.rowStride, G.countStride,
    dY.address, dY.rowStride, dY.countStride,
    Y.address, Y.rowStride, Y.countStride,
    A.address, A.rowStride, A.countStride);
}
