import { checkScalar } from './entries.ts';
import { assertOperand } from './shapes.ts';
import type { ComplexMatrix, RealMatrix } from './views.ts';

/*
 * Square matrices: diagonals and mirror images.
 */

/** X = s I for square X and per-lane real scalars s, one for all blocks or one for each. */
export function scaledIdentity(X: ComplexMatrix, s: RealMatrix): void {
  assertOperand(X.lanes, X, X.rows, X.rows);
  checkScalar(X, s);
  X.lanes.kernels.scaledIdentity(X.count, X.rows, s.address, s.countStride, X.address, X.rowStride, X.countStride);
}

/** X += s I for square X and per-lane real scalars s, one for all blocks or one for each. */
export function addDiagonal(X: ComplexMatrix, s: RealMatrix): void {
  assertOperand(X.lanes, X, X.rows, X.rows);
  checkScalar(X, s);
  X.lanes.kernels.addDiagonal(X.count, X.rows, s.address, s.countStride, X.address, X.rowStride, X.countStride);
}

/** X = (X + X^H) / 2 for square X: the nearest Hermitian matrix. */
export function hermitianPart(X: ComplexMatrix): void {
  assertOperand(X.lanes, X, X.rows, X.rows);
  X.lanes.kernels.addAdjoint(sums.half, X.count, X.rows, X.address, X.rowStride, X.countStride);
}

/** X = X + X^H for square X. */
export function addAdjoint(X: ComplexMatrix): void {
  assertOperand(X.lanes, X, X.rows, X.rows);
  X.lanes.kernels.addAdjoint(sums.whole, X.count, X.rows, X.address, X.rowStride, X.countStride);
}

/** What the kernel knows the sums with the adjoint by. */
const sums = { whole: 0, half: 1 } as const;

/** Makes X Hermitian from its lower triangle: the upper one becomes its conjugate mirror image, the diagonal real. */
export function mirror(X: ComplexMatrix): void {
  assertOperand(X.lanes, X, X.rows, X.rows);
  X.lanes.kernels.mirror(X.count, X.rows, X.address, X.rowStride, X.countStride);
}
