import type { ComplexMatrix, RealMatrix } from '../views.ts';

/** What a value's memory holds: a whole matrix, given from outside or computed by operations. */
export interface Root {
  /** Shape and strides, as if it lay at address 0. */
  readonly matrix: ComplexMatrix | RealMatrix;
  /**
   * - `input`: loaded before a run, may differ from lane to lane.
   * - `parameter`: the same in every lane; gradients are summed over lanes and runs.
   * - `constant`: written once.
   * - `computed`: the result of operations; its memory is used again where nobody needs it any more.
   */
  readonly kind: 'input' | 'parameter' | 'constant' | 'computed';
  /** Of a parameter that all lanes share: the numbers that lie in it one behind the other. */
  readonly shared?: number;
  /** Writes the constant. */
  readonly fill?: (matrix: ComplexMatrix | RealMatrix) => void;
}
