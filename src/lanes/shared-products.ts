import { assertOperand } from './shapes.ts';
import type { RealMatrix } from './views.ts';

/*
 * Products with real matrices that all lanes share, as weights of a network are. Their entries lie one behind the other, row by row,
 * once for all lanes, so that large ones stay in the cache. A product of an m x k and a k x n matrix costs 2 m k n real operations a lane.
 */

/** A real matrix that all lanes share. */
export interface SharedMatrix {
  readonly rows: number;
  readonly cols: number;
  /** One row of lanes that its entries fill, one behind the other; what is left of it at the end stays unused. */
  readonly packed: RealMatrix;
}

/** Entries of lanes, each with one real of every lane, that a shared matrix fills. */
export function packedLength(width: number, rows: number, cols: number): number {
  return Math.ceil((rows * cols) / width);
}

/** C = W X, or C += W X. */
export function multiplyShared(C: RealMatrix, W: SharedMatrix, X: RealMatrix, added = false): void {
  product(C, W, X, { form: 0, inner: W.cols, added });
}

/** C = W^T X, or C += W^T X. */
export function multiplySharedTranspose(C: RealMatrix, W: SharedMatrix, X: RealMatrix, added = false): void {
  product(C, W, X, { form: 1, inner: W.rows, added });
}

function product(
  C: RealMatrix,
  W: SharedMatrix,
  X: RealMatrix,
  { form, inner, added }: { readonly form: 0 | 1; readonly inner: number; readonly added: boolean },
): void {
  const { lanes, cols } = C;
  const rows = form === 0 ? W.rows : W.cols;
  assertPacked(lanes.width, W);
  assertOperand(lanes, W.packed, 1, W.packed.cols);
  assertOperand(lanes, X, inner, cols);
  assertOperand(lanes, C, rows, cols);
  assertSingle(C, X);
  // biome-ignore format: one operand a line
  lanes.kernels.sharedProduct(form, added ? 1 : 0, rows, inner, cols,
    C.address, C.rowStride,
    W.packed.address, W.cols,
    X.address, X.rowStride);
}

/** G_ik += sum of D_ij X_kj over columns j and lanes: the gradient with respect to W where D is that with respect to W X. */
export function addSharedGradient(G: SharedMatrix, D: RealMatrix, X: RealMatrix): void {
  const { lanes, cols } = D;
  assertPacked(lanes.width, G);
  assertOperand(lanes, G.packed, 1, G.packed.cols);
  assertOperand(lanes, D, G.rows, cols);
  assertOperand(lanes, X, G.cols, cols);
  assertSingle(D, X);
  // biome-ignore format: one operand a line
  lanes.kernels.sharedGradient(G.rows, G.cols, cols, G.packed.address,
    D.address, D.rowStride,
    X.address, X.rowStride);
}

function assertPacked(width: number, { rows, cols, packed }: SharedMatrix): void {
  if (packed.count !== 1 || packed.cols < packedLength(width, rows, cols)) {
    throw new RangeError(`a ${packed.shape} matrix has no room for the ${rows} x ${cols} entries that lanes share`);
  }
}

function assertSingle(...operands: readonly RealMatrix[]): void {
  for (const { count, shape } of operands) {
    if (count !== 1) throw new RangeError(`a matrix that lanes share multiplies a single one, not ${shape}`);
  }
}
