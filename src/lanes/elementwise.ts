import { binaries, binary, checkedWidth, checkScalar, unaries, unary, widthOf } from './entries.ts';
import type { ComplexMatrix, Mask, RealMatrix } from './views.ts';

/*
 * Entry by entry, block by block. All matrices of a call have the same shape and kind (complex or real); an operand may
 * hold a single block that serves every block of the result, scalars likewise. The result may be one of the operands.
 */

/** Y = X. */
export function copy<M extends ComplexMatrix | RealMatrix>(Y: M, X: M): void {
  unary(unaries.copy, Y, X);
}

/** Y = X in the lanes of the mask; the others keep their Y. This is how a converged lane is frozen. */
export function copyWhere<M extends ComplexMatrix | RealMatrix>(mask: Mask, Y: M, X: M): void {
  const width = checkedWidth(Y, X);
  // biome-ignore format: one operand a line
  Y.lanes.kernels.copyWhere(Y.count, Y.rows, width, mask.address,
    Y.address, Y.rowStride, Y.countStride,
    X.address, X.rowStride, X.countStride);
}

/** Z = X + Y. */
export function add<M extends ComplexMatrix | RealMatrix>(Z: M, X: M, Y: M): void {
  binary(binaries.plus, Z, X, Y);
}

/** Z = X - Y. */
export function subtract<M extends ComplexMatrix | RealMatrix>(Z: M, X: M, Y: M): void {
  binary(binaries.minus, Z, X, Y);
}

/** Y = s X for per-lane real scalars s, one for all blocks or one for each. */
export function scale<M extends ComplexMatrix | RealMatrix>(Y: M, s: RealMatrix, X: M): void {
  const width = checkedWidth(Y, X);
  checkScalar(Y, s);
  // biome-ignore format: one operand a line
  Y.lanes.kernels.scale(Y.count, Y.rows, width, s.address, s.countStride,
    Y.address, Y.rowStride, Y.countStride,
    X.address, X.rowStride, X.countStride);
}

/** Y += s X for per-lane real scalars s, one for all blocks or one for each. */
export function addScaled<M extends ComplexMatrix | RealMatrix>(Y: M, s: RealMatrix, X: M): void {
  const width = checkedWidth(Y, X);
  checkScalar(Y, s);
  // biome-ignore format: one operand a line
  Y.lanes.kernels.addScaled(Y.count, Y.rows, width, s.address, s.countStride,
    Y.address, Y.rowStride, Y.countStride,
    X.address, X.rowStride, X.countStride);
}

/** Every entry 0. */
export function zero(X: ComplexMatrix | RealMatrix): void {
  X.lanes.kernels.zero(X.count, X.rows, widthOf(X), X.address, X.rowStride, X.countStride);
}
