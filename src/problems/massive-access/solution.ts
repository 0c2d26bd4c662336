/** An estimate for the trials that it is reported for, in the layout of the instance. */
export interface Solution {
  /** Estimate of X, trial by trial: M x 2N. */
  readonly X: Float32Array | Float64Array;
  /** Decisions on a_n, trial by trial, of a solver that makes its own: N ones and zeros. */
  readonly active?: Uint8Array;
}
