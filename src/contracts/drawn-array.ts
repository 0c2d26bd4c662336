import type { DenseArray } from '../arrays/dense-array.ts';

/** An array of drawn trials. */
export interface DrawnArray extends DenseArray {
  readonly name: string;
  /** Whether its first axis are the trials; otherwise all of them share it. */
  readonly perTrial: boolean;
}
