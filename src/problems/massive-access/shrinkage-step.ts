import { z } from 'zod';
import { gemm, scope, type Tensor } from '../../graph/index.ts';

/**
 * What a group of the shrinkage is: a row of the real form, as in the paper, or both rows of a device together, which are either
 * zero or not at the same time (its Remark 1).
 */
export type Groups = 'real' | 'complex';

/** Parameter of every solver that shrinks groups. */
export const groupsParameter = z
  .enum(['real', 'complex'])
  .default('real')
  .describe(
    'Groups: the 2N rows of the real form, as in eq. (8), or the two rows of a device together, as in Remark 1.',
  );

/** A matrix of trials: M rows a trial, with the real and then the imaginary parts of all devices, or of all symbols. */
export interface Grouping {
  readonly M: number;
  readonly groups: Groups;
}

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
  grouping: Grouping,
): Tensor {
  return groupShrinkage(X ? gemm(residual(X, Y, S), W, { c: X }) : gemm(Y, W), theta, grouping);
}

/** Y - X S^T */
export function residual(X: Tensor, Y: Tensor, S: Tensor): Tensor {
  return gemm(X, S, { transposeB: true, alpha: -1, c: Y });
}

/** Multidimensional shrinkage, eq. (8): the columns of every trial, or pairs of them, are the groups. */
export function groupShrinkage(X: Tensor, theta: Tensor, { M, groups }: Grouping): Tensor {
  const [rows, columns] = X.shape;
  // The two halves of a row lie one after the other in memory, so that both are rows of half the length.
  const halves = groups === 'real' ? 1 : 2;
  return scope('shrink', () =>
    X.reshape([rows / M, halves * M, columns / halves])
      .groupSoftThreshold(theta, 1)
      .reshape([rows, columns]),
  );
}
