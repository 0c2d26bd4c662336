import { Matrix } from 'ml-matrix';
import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
import type { Observer } from '../../../contracts/problem.ts';
import type { Vector, Weights } from '../../../contracts/training.ts';
import { layerArrays } from '../../../unrolling/layout.ts';
import type { NamedArrays } from '../../../unrolling/named-arrays.ts';
import { spectralNorm } from '../../../unrolling/spectral-norm.ts';
import type { Instance } from '../instance.ts';
import { toMatrix } from '../preambles/spectrum.ts';
import type { Solution } from '../solution.ts';

/**
 * Reports what there is to say of the weights, the same for all trials: the number of learned `parameters`, and for every layer the
 * `threshold` theta and, where both matrices are learned, the `coupling` ||W2 - (I - W1 S)||_2 of Theorem 1.
 */
export function inspectWeights(
  { real, range }: Instance,
  initial: NamedArrays,
  weights: Weights | undefined,
  layers: number,
  observer: Observer<Solution>,
): void {
  const report = (name: string, value: number, iteration: number | null) =>
    observer.diagnostic(name, 'mean', range, new Float64Array(range.count).fill(value), iteration);
  const learned = Object.values(initial).reduce((sum, { values }) => sum + values.length, 0);
  report('parameters', layers * learned, null);
  for (let layer = 0; layer < layers; layer++) {
    const { theta, W1, W2 } = layerArrays(initial, weights, layer);
    report('threshold', theta[0], layer + 1);
    if (W2 !== undefined) report('coupling', couplingError(real, W1, W2), layer + 1);
  }
}

/** ||W2 - (I - W1 S)||_2, the largest singular value. */
function couplingError(S: RealMatrix, W1: Vector, W2: Vector): number {
  const size = S.columns;
  const difference = Matrix.from1DArray(size, size, W2)
    .sub(Matrix.eye(size))
    .add(Matrix.from1DArray(size, S.rows, W1).mmul(toMatrix(S)));
  return spectralNorm(Float64Array.from(difference.to1DArray()), size);
}
