import type { ComplexMatrix } from '../lanes/index.ts';

/**
 * Beamformers of the trials that it is reported for: lane i of every matrix carries the i-th of them. In double precision, in
 * lanes of the usual width.
 */
export interface Solution {
  /** [V_1 ... V_K], M x K d. */
  readonly V: ComplexMatrix;
  /** Receivers U_1 ... U_K stacked, K N x d, of a solver that has them. */
  readonly U?: ComplexMatrix;
  /** Weights W_1 ... W_K stacked, K d x d, of a solver that has them. */
  readonly W?: ComplexMatrix;
}
