import { assertCount, assertOperand } from './shapes.ts';
import type { ComplexMatrix, RealMatrix } from './views.ts';

/*
 * The same numbers in another arrangement, block by block. `added` says whether they are added to what is there.
 */

/** Y = X^T. */
export function transpose(Y: RealMatrix, X: RealMatrix, added = false): void {
  assertOperand(Y.lanes, X, Y.cols, Y.rows);
  assertCount(X, Y.count);
  // biome-ignore format: one operand a line
  Y.lanes.kernels.rearrange(added ? 1 : 0, Y.count, Y.rows, Y.cols,
    Y.address, Y.rowStride, Y.colStride, Y.countStride,
    X.address, X.colStride, X.rowStride, X.countStride);
}

/** The real parts of Z (n x m) above its imaginary parts: X (2n x m). */
export function stackParts(X: RealMatrix, Z: ComplexMatrix, added = false): void {
  const { rows, cols } = Z;
  assertOperand(Z.lanes, X, 2 * rows, cols);
  assertCount(Z, X.count);
  for (const [part, half] of [X.rowRange(0, rows), X.rowRange(rows, rows)].entries()) {
    // biome-ignore format: one operand a line
    X.lanes.kernels.rearrange(added ? 1 : 0, X.count, rows, cols,
      half.address, half.rowStride, half.colStride, half.countStride,
      Z.address + part * Z.lanes.rowBytes, Z.rowStride, Z.colStride, Z.countStride);
  }
}

/** Back from {@link stackParts}: Z (n x m) from its real parts above its imaginary ones, X (2n x m). */
export function unstackParts(Z: ComplexMatrix, X: RealMatrix, added = false): void {
  const { rows, cols } = Z;
  assertOperand(Z.lanes, X, 2 * rows, cols);
  assertCount(X, Z.count);
  for (const [part, half] of [X.rowRange(0, rows), X.rowRange(rows, rows)].entries()) {
    // biome-ignore format: one operand a line
    X.lanes.kernels.rearrange(added ? 1 : 0, Z.count, rows, cols,
      Z.address + part * Z.lanes.rowBytes, Z.rowStride, Z.colStride, Z.countStride,
      half.address, half.rowStride, half.colStride, half.countStride);
  }
}
