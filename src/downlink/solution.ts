import type { ComplexMatrix, RealMatrix } from '../lanes/index.ts';

/** Beamformers of the trials that it is reported for: lane i of every matrix carries the i-th of them. */
export interface Solution {
  /** [V_1 ... V_K], M x K d. May be formed only when it is asked for. */
  readonly V: ComplexMatrix;
  /** What the users receive of it, from a solver that computes with that: whoever needs no more spares it forming V. */
  readonly received?: Received;
  /** Receivers U_1 ... U_K stacked, K N x d, of a solver that has them. */
  readonly U?: ComplexMatrix;
  /** Weights W_1 ... W_K stacked, K d x d, of a solver that has them. */
  readonly W?: ComplexMatrix;
}

export interface Received {
  /** T = H V, K N x K d. */
  readonly T: ComplexMatrix;
  /** ||V||_F^2. */
  readonly power: RealMatrix;
}
