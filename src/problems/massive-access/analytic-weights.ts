import { CholeskyDecomposition } from 'ml-matrix';
import type { RealMatrix } from '../../arrays/complex-matrix.ts';
import { toMatrix } from './preambles/spectrum.ts';

const known = new WeakMap<RealMatrix, RealMatrix>();

/**
 * The weights of ALISTA-GS, W of problem (14): the columns w_i with w_i^T s_i = 1 for which ||W^T S||_F is smallest. Each column is a
 * problem of its own, solved by w_i = G^-1 s_i / (s_i^T G^-1 s_i) with G = S S^T. Computed once for a matrix.
 * @param S real form of the preambles, 2L x 2N, with G invertible
 * @returns W, 2L x 2N
 */
export function analyticWeights(S: RealMatrix): RealMatrix {
  const W = known.get(S) ?? compute(S);
  known.set(S, W);
  return W;
}

function compute(S: RealMatrix): RealMatrix {
  const matrix = toMatrix(S);
  const W = new CholeskyDecomposition(matrix.mmul(matrix.transpose())).solve(matrix);
  const products = new Float64Array(S.columns);
  for (let i = 0; i < S.rows; i++) {
    for (let j = 0; j < S.columns; j++) products[j] += W.get(i, j) * matrix.get(i, j);
  }
  const data = new Float64Array(S.data.length);
  for (let i = 0; i < S.rows; i++) {
    for (let j = 0; j < S.columns; j++) data[i * S.columns + j] = W.get(i, j) / products[j];
  }
  return { rows: S.rows, columns: S.columns, data };
}
