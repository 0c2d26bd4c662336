import { checkedWidth, checkScalar } from './entries.ts';
import { assertCount, assertOperand } from './shapes.ts';
import type { ComplexMatrix, RealMatrix } from './views.ts';

/*
 * The way back through single operations: what the gradient dZ of a result contributes to the gradient G of an operand.
 * `added` says whether the contribution is added to G or written over it.
 */

/** Through z = f(x), entry by entry, by the kind of f; `from` is z, but x for the modulus, both logarithms and GELU. */
export function unaryGradient(kind: number, G: RealMatrix, added: boolean, dZ: RealMatrix, from: RealMatrix): void {
  const width = checkedWidth(G, dZ);
  checkedWidth(G, from);
  // biome-ignore format: one operand a line
  G.lanes.kernels.unaryGradient(kind, added ? 1 : 0, G.count, G.rows, width,
    G.address, G.rowStride, G.countStride,
    dZ.address, dZ.rowStride, dZ.countStride,
    from.address, from.rowStride, from.countStride);
}

/** Through s = spectralBound(X); 0 where X is. */
export function spectralBoundGradient(
  G: ComplexMatrix,
  added: boolean,
  ds: RealMatrix,
  s: RealMatrix,
  X: ComplexMatrix,
): void {
  assertOperand(G.lanes, X, G.rows, G.rows);
  assertCount(X, G.count);
  checkScalar(G, ds);
  checkScalar(G, s);
  // biome-ignore format: one operand a line
  G.lanes.kernels.spectralBoundGradient(added ? 1 : 0, G.count, G.rows,
    G.address, G.rowStride, G.countStride,
    ds.address, ds.countStride,
    s.address, s.countStride,
    X.address, X.rowStride, X.countStride);
}
