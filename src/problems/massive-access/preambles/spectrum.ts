import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { RealMatrix } from '../../../arrays/complex-matrix.ts';

/** For decompositions, which are made once for a scenario. */
export function toMatrix({ rows, columns, data }: RealMatrix): Matrix {
  return Matrix.from1DArray(rows, columns, data);
}

const known = new WeakMap<RealMatrix, number>();

/** C, the largest eigenvalue of S^T S; computed once for a matrix: a second for 2L = 500. */
export function largestSquaredSingularValue(S: RealMatrix): number {
  const C = known.get(S) ?? compute(S);
  known.set(S, C);
  return C;
}

function compute(S: RealMatrix): number {
  const matrix = toMatrix(S);
  const gram = S.rows <= S.columns ? matrix.mmul(matrix.transpose()) : matrix.transpose().mmul(matrix);
  return Math.max(...new EigenvalueDecomposition(gram, { assumeSymmetric: true }).realEigenvalues);
}
