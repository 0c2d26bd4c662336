import { checkedWidth, checkScalar } from '../entries.ts';
import type { ComplexMatrix, RealMatrix } from '../views.ts';

/*
 * Gradient steps with momentum, eqs. (41), (42) of Pellaco and Jalden: with the previous point P, the momentum theta, the
 * gradient G and the whole step size gamma, X becomes X + theta (X - P) - gamma G.
 */

/** The step in place: X becomes the new point and P the old X. */
export function momentumStep<M extends ComplexMatrix | RealMatrix>(
  X: M,
  P: M,
  theta: RealMatrix,
  gamma: RealMatrix,
  G: M,
): void {
  const width = checkedWidth(X, P);
  checkedWidth(X, G);
  checkScalar(X, theta);
  checkScalar(X, gamma);
  if (P.count !== X.count) throw new RangeError(`expected ${X.count} previous points, not ${P.shape}`);
  // biome-ignore format: one operand a line
  X.lanes.kernels.momentumStep(X.count, X.rows, width,
    theta.address, theta.countStride, gamma.address, gamma.countStride,
    X.address, X.rowStride, X.countStride,
    P.address, P.rowStride, P.countStride,
    G.address, G.rowStride, G.countStride);
}

/** The step to a place of its own: Y = X + theta (X - P) - gamma G. */
export function momentumPoint<M extends ComplexMatrix | RealMatrix>(
  Y: M,
  X: M,
  P: M,
  theta: RealMatrix,
  gamma: RealMatrix,
  G: M,
): void {
  const width = checkedWidth(Y, X);
  checkedWidth(Y, P);
  checkedWidth(Y, G);
  checkScalar(Y, theta);
  checkScalar(Y, gamma);
  // biome-ignore format: one operand a line
  Y.lanes.kernels.momentumPoint(Y.count, Y.rows, width,
    theta.address, theta.countStride, gamma.address, gamma.countStride,
    Y.address, Y.rowStride, Y.countStride,
    X.address, X.rowStride, X.countStride,
    P.address, P.rowStride, P.countStride,
    G.address, G.rowStride, G.countStride);
}

/** Y = X + xi (X - P): where the gradient is taken. */
export function extrapolate<M extends ComplexMatrix | RealMatrix>(Y: M, X: M, P: M, xi: RealMatrix): void {
  const width = checkedWidth(Y, X);
  checkedWidth(Y, P);
  checkScalar(Y, xi);
  // biome-ignore format: one operand a line
  Y.lanes.kernels.extrapolate(Y.count, Y.rows, width, xi.address, xi.countStride,
    Y.address, Y.rowStride, Y.countStride,
    X.address, X.rowStride, X.countStride,
    P.address, P.rowStride, P.countStride);
}
