import { Matrix } from 'ml-matrix';
import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
import { gemm } from '../../../graph/index.ts';
import type { NamedArrays } from '../../../unrolling/named-arrays.ts';
import { largestSquaredSingularValue, toMatrix } from '../preambles/spectrum.ts';
import { groupShrinkage } from '../shrinkage-step.ts';
import { initialThreshold, type LayerArrays, type UnrolledNetwork } from '../unrolled/network.ts';
import { unrolledSolver } from '../unrolled/solver.ts';
import { listaGscpNetwork } from './lista-gscp.ts';

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
  nested: () => ({ network: listaGscpNetwork, widen: ofGscp }),
  layer({ X, Y, learned: { W1, W2, theta }, grouping }) {
    const moved = gemm(Y, W1, { transposeB: true });
    return groupShrinkage(X ? gemm(X, W2, { transposeB: true, c: moved }) : moved, theta.abs(), grouping);
  },
};

function initialMatrices(S: RealMatrix): NamedArrays {
  const { rows, columns } = S;
  const { W1, W2 } = coupled(toMatrix(S).div(largestSquaredSingularValue(S)), S);
  return { W1: { shape: [columns, rows], values: W1 }, W2: { shape: [columns, columns], values: W2 } };
}

function ofGscp({ W, theta }: LayerArrays, S: RealMatrix): LayerArrays {
  return { ...coupled(Matrix.from1DArray(S.rows, S.columns, W), S), theta };
}

/** W1 = W^T and W2 = I - W^T S, with which a layer is one of LISTA-GSCP. */
function coupled(W: Matrix, S: RealMatrix): { W1: Float64Array; W2: Float64Array } {
  const W1 = W.transpose();
  const W2 = Matrix.eye(S.columns).sub(W1.mmul(toMatrix(S)));
  return { W1: Float64Array.from(W1.to1DArray()), W2: Float64Array.from(W2.to1DArray()) };
}

export const listaGs = unrolledSolver(listaGsNetwork);
