/** Samples as the base station reconstructs them, for the trials that they are reported for, in the layout of the instance. */
export interface Solution {
  /** [count, 2, Na, Nt]. */
  readonly X: Float32Array | Float64Array;
}
