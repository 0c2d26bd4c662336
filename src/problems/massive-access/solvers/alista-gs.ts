import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
import { gemm } from '../../../graph/index.ts';
import { matrixArray } from '../../../unrolling/named-arrays.ts';
import { analyticWeights } from '../analytic-weights.ts';
import { groupShrinkage, residual } from '../shrinkage-step.ts';
import { initialThreshold, type LayerArrays, type Sizes, type UnrolledNetwork } from '../unrolled/network.ts';
import { unrolledSolver } from '../unrolled/solver.ts';

/**
 * ALISTA-GS, eq. (15): X <- eta_theta(X + gamma W^T (Y - S X)) with gamma and theta learned in every layer, beginning at 1 and 0.1,
 * and W computed beforehand from problem (14). 2 numbers and 16 L N M operations a layer.
 */
export const alistaNetwork: UnrolledNetwork = {
  name: 'alista-gs',
  summary:
    'Unrolled network of eq. (15), a step size and a threshold learned in every layer, its matrix from problem (14)',
  flops: ({ L, N, M }) => 16 * L * N * M,
  fixed: (S) => ({ S: matrixArray(S), W: matrixArray(analyticWeights(S)) }),
  initial: () => ({ gamma: { shape: [], values: Float64Array.of(1) }, theta: initialThreshold }),
  nested: () => ({ network: alistaNetwork, scenario: carried, widen: carriedLayer }),
  layer({ X, Y, fixed: { S, W }, learned: { gamma, theta }, grouping }) {
    // The product is scaled, not W: the gradient of gamma then costs no product of matrices.
    const move = gemm(X ? residual(X, Y, S) : Y, W).mul(gamma);
    return groupShrinkage(X ? X.add(move) : move, theta.abs(), grouping);
  },
};

/** The paper's first scenario, Fig. 5, whose network begins those of all others. */
const carried = { L: 100, N: 200, M: 30, preamble: 'gaussian', kappa: 'drawn', columns: 'unit', snr: 15 } as const;

/**
 * The norm of a row of M entries, to which a threshold is compared, grows with the square root of M. What is not zero among the
 * eigenvalues of W^T S is about N / L (exactly so on average), and layers with gamma N / L > 2 would let the error grow.
 */
function carriedLayer({ gamma, theta }: LayerArrays, _: RealMatrix, { L, N, M }: Sizes): LayerArrays {
  return {
    gamma: Float64Array.of((gamma[0] * (carried.N / carried.L)) / (N / L)),
    theta: Float64Array.of(theta[0] * Math.sqrt(M / carried.M)),
  };
}

export const alistaGs = unrolledSolver(alistaNetwork);
