import { assertCount, assertOperand } from './shapes.ts';
import { ComplexMatrix, type RealMatrix } from './views.ts';

/*
 * How the entry-by-entry operations reach their kernels, which are blind to complex numbers and see rows of reals.
 */

/** What the kernels know the operations by. */
export const binaries = { plus: 0, minus: 1, times: 2, over: 3, smaller: 4, larger: 5 } as const;
export const unaries = {
  copy: 0,
  sqrt: 1,
  abs: 2,
  negate: 3,
  log: 4,
  exp: 5,
  sigmoid: 6,
  tanh: 7,
  gelu: 8,
  signedLog: 9,
} as const;

/** Z = X op Y. */
export function binary<M extends ComplexMatrix | RealMatrix>(kind: number, Z: M, X: M, Y: M): void {
  const width = checkedWidth(Z, X);
  checkedWidth(Z, Y);
  // biome-ignore format: one operand a line
  Z.lanes.kernels.binary(kind, Z.count, Z.rows, width,
    Z.address, Z.rowStride, Z.countStride,
    X.address, X.rowStride, X.countStride,
    Y.address, Y.rowStride, Y.countStride);
}

/** Z = f(X). */
export function unary<M extends ComplexMatrix | RealMatrix>(kind: number, Z: M, X: M): void {
  const width = checkedWidth(Z, X);
  // biome-ignore format: one operand a line
  Z.lanes.kernels.unary(kind, Z.count, Z.rows, width,
    Z.address, Z.rowStride, Z.countStride,
    X.address, X.rowStride, X.countStride);
}

/** Reals a row of entries of the matrix: what the elementwise kernels, blind to complex numbers, count in. */
export function widthOf(X: ComplexMatrix | RealMatrix): number {
  return X instanceof ComplexMatrix ? 2 * X.cols : X.cols;
}

/** Checks an operand against the result and gives the width of their rows. */
export function checkedWidth(result: ComplexMatrix | RealMatrix, operand: ComplexMatrix | RealMatrix): number {
  assertOperand(result.lanes, operand, result.rows, result.cols);
  assertCount(operand, result.count);
  const width = widthOf(result);
  if (widthOf(operand) !== width) throw new TypeError('complex and real matrices in one operation');
  return width;
}

/** Checks per-lane scalars against the result: one for all its blocks, or one for each. */
export function checkScalar(result: ComplexMatrix | RealMatrix, s: RealMatrix): void {
  assertOperand(result.lanes, s, 1, 1);
  assertCount(s, result.count);
}
