import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
import { matrixArray } from '../../../unrolling/named-arrays.ts';
import { analyticWeights } from '../analytic-weights.ts';
import { largestSquaredSingularValue } from '../preambles/spectrum.ts';
import { shrinkageStep } from '../shrinkage-step.ts';
import { initialThreshold, type LayerArrays, type UnrolledNetwork } from '../unrolled/network.ts';
import { unrolledSolver } from '../unrolled/solver.ts';
import { alistaNetwork } from './alista-gs.ts';

/**
 * LISTA-GSCP, eq. (13): X <- eta_theta(X + W^T (Y - S X)) with W and theta learned in every layer. It begins with W = S / C, Table I.
 * 4NL + 1 numbers and 16 L N M operations a layer.
 */
export const listaGscpNetwork: UnrolledNetwork = {
  name: 'lista-gscp',
  summary: 'Unrolled network of eq. (13), a matrix (W1 and W2 coupled) and a threshold learned in every layer',
  flops: ({ L, N, M }) => 16 * L * N * M,
  fixed: (S) => ({ S: matrixArray(S) }),
  initial(S) {
    const C = largestSquaredSingularValue(S);
    return { W: matrixArray({ ...S, data: S.data.map((s) => s / C) }), theta: initialThreshold };
  },
  layer: ({ X, Y, fixed: { S }, learned: { W, theta }, grouping }) => shrinkageStep(X, Y, S, W, theta.abs(), grouping),
  nested: () => ({ network: alistaNetwork, widen: ofAlista }),
};

/** gamma W, for W of problem (14). */
function ofAlista({ gamma, theta }: LayerArrays, S: RealMatrix): LayerArrays {
  return { W: analyticWeights(S).data.map((w) => gamma[0] * w), theta };
}

export const listaGscp = unrolledSolver(listaGscpNetwork);
