import type { RealMatrix } from '../arrays/complex-matrix.ts';
import type { Shape } from '../graph/shape.ts';

/** An array of numbers and what it looks like; a scalar has shape []. */
export interface NamedArray {
  readonly shape: Shape;
  readonly values: Float64Array;
}

export type NamedArrays = Readonly<Record<string, NamedArray>>;

export function matrixArray({ rows, columns, data }: RealMatrix): NamedArray {
  return { shape: [rows, columns], values: data };
}
