import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
import { gemm } from '../../../graph/index.ts';
import type { NamedArrays } from '../../../unrolling/named-arrays.ts';
import { largestSquaredSingularValue, toMatrix } from '../preambles/spectrum.ts';
import { groupShrinkage } from '../shrinkage-step.ts';
import { initialThreshold, type UnrolledNetwork } from '../unrolled/network.ts';
import { unrolledSolver } from '../unrolled/solver.ts';

/**
 * LISTA-GS, eq. (10): X <- eta_theta(W1 Y + W2 X) with W1, W2 and theta learned in every layer. It begins as ISTA-GS but for its
 * threshold, Table I: W1 = S^T / C, W2 = I - S^T S / C. 4N^2 + 4NL + 1 numbers and 8 N (N + L) M operations a layer.
 */
export const listaGsNetwork: UnrolledNetwork = {
  name: 'lista-gs',
  summary: 'Unrolled network of eq. (10), two matrices and a threshold learned in every layer',
  flops: ({ L, N, M }) => 8 * N * (N + L) * M,
  fixed: () => ({}),
  initial: (S) => ({ ...initialMatrices(S), theta: initialThreshold }),
  layer({ X, Y, learned: { W1, W2, theta }, grouping }) {
    const moved = gemm(Y, W1, { transposeB: true });
    return groupShrinkage(X ? gemm(X, W2, { transposeB: true, c: moved }) : moved, theta, grouping);
  },
};

function initialMatrices(S: RealMatrix): NamedArrays {
  const { rows, columns } = S;
  const T = toMatrix(S).transpose();
  const W1 = T.div(largestSquaredSingularValue(S));
  const coupled = W1.mmul(toMatrix(S));
  const W2 = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) W2[i * columns + j] = (i === j ? 1 : 0) - coupled.get(i, j);
  }
  return {
    W1: { shape: [columns, rows], values: Float64Array.from(W1.to1DArray()) },
    W2: { shape: [columns, columns], values: W2 },
  };
}

export const listaGs = unrolledSolver(listaGsNetwork);
