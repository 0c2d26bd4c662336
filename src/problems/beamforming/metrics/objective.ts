import { SolutionError } from '../../../contracts/problem.ts';
import { type Measurement, metricOf, type OfV, type Room } from '../../../downlink/measuring.ts';
import { identity, perUser } from '../../../downlink/receiver.ts';
import type { Solution } from '../../../downlink/solution.ts';
import { copyAcross } from '../../../lanes/across.ts';
import {
  addScaled,
  type ComplexMatrix,
  cholesky,
  copy,
  divide,
  gram,
  innerProduct,
  logDet,
  mirror,
  multiply,
  squaredNorm,
  subtract,
  sum,
  times,
} from '../../../lanes/index.ts';
import { messages } from '../../../messages.ts';

/**
 * The objective f of eq. (6), sum_k alpha_k (Tr(W_k E_k) - log det W_k) in nats, with E_k of eq. (7):
 * E_k = D_k D_k^H + c U_k^H U_k, where D_k = U_k^H H_k [V_1 ... V_K] - [0 .. I .. 0] and c = sigma^2 / P sum_m Tr(V_m V_m^H).
 * NaN where a W_k is not positive definite.
 */
function prepare({ instance, lanes, H, V }: Room & OfV): Measurement {
  const { K, N, d, P, sigma2, alpha } = instance;
  const U = lanes.complex(K * N, d);
  const W = lanes.complex(K * d, d);
  const users = U.rowBlocks(N);
  const weights = W.rowBlocks(d);
  const T = lanes.complex(K * N, K * d);
  const D = lanes.complex(K * d, K * d);
  const I = identity(lanes, d);
  const E = lanes.complex(d, d, K);
  const UU = lanes.complex(d, d, K);
  const LW = lanes.factor(d, K);
  const noise = lanes.scalar();
  const terms = lanes.scalar(K);
  const logs = lanes.scalar(K);
  const priorities = perUser(lanes, alpha, (priority) => priority);
  const result = lanes.scalar();
  return (solution) => {
    takeReceivers(solution, U, W);
    multiply(T, H, V);
    multiply(D.rowBlocks(d), users.adjoint, T.rowBlocks(N));
    subtract(D.diagonalBlocks(d, d), D.diagonalBlocks(d, d), I);
    squaredNorm(noise, V);
    divide(noise, noise, lanes.constant(P / sigma2));
    gram(E, D.rowBlocks(d));
    gram(UU, users.adjoint);
    addScaled(E, noise, UU);
    mirror(E);
    innerProduct(terms, weights, E);
    copy(LW.matrix, weights);
    cholesky(LW, LW.matrix);
    logDet(logs, LW);
    subtract(terms, terms, logs);
    times(terms, terms, priorities);
    sum(result, terms);
    return result;
  };
}

function takeReceivers(solution: Solution, U: ComplexMatrix, W: ComplexMatrix): void {
  if (solution.U === undefined || solution.W === undefined) {
    throw new SolutionError(messages.notReported('objective', 'receivers U and weights W'));
  }
  copyAcross(U, solution.U);
  copyAcross(W, solution.W);
}

/** f of eq. (6), in nats. */
export const objective = metricOf({ name: 'objective', title: 'Objective f(U, W, V)', unit: 'nat', of: 'V', prepare });
