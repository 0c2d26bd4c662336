import { gemm, scope, type Tensor } from '../../graph/index.ts';

/**
 * One step of iterative group shrinkage: eta_theta(X + (Y - X S^T) W), the row-wise form of eq. (24). Rows of a matrix are
 * trials and antennas; a group is the column of one trial.
 *
 * 2 x 8 L N M operations a trial.
 * @param X [trials M, 2N]; undefined for zeros, which saves one of the two products
 * @param Y [trials M, 2L]
 * @param S [2L, 2N]
 * @param W [2L, 2N]: S / C in ISTA, learned in the unrolled networks
 * @param theta scalar
 */
export function shrinkageStep(
  X: Tensor | undefined,
  Y: Tensor,
  S: Tensor,
  W: Tensor,
  theta: Tensor,
  M: number,
): Tensor {
  const step = X ? gemm(gemm(X, S, { transposeB: true, alpha: -1, c: Y }), W, { c: X }) : gemm(Y, W);
  return groupShrinkage(step, theta, M);
}

/** Multidimensional shrinkage, eq. (8): the M rows of every trial form the groups. */
export function groupShrinkage(X: Tensor, theta: Tensor, M: number): Tensor {
  const [rows, columns] = X.shape;
  return scope('shrink', () =>
    X.reshape([rows / M, M, columns])
      .groupSoftThreshold(theta, 1)
      .reshape([rows, columns]),
  );
}
