import {
  add,
  addDiagonal,
  cholesky,
  copy,
  gram,
  logDet,
  multiply,
  type RealMatrix,
  solveTriangular,
  sum,
  times,
  zero,
} from '../../../lanes/index.ts';
import { identity, perUser } from '../receiver.ts';
import { type Measure, metricOf, type Room } from './measuring.ts';

/**
 * Weighted sum rate of eqs. (3), (4) of Pellaco and Jalden,
 *
 *     sum_k alpha_k log det(I + H_k V_k V_k^H H_k^H J_k^-1),   J_k = sum_{m != k} H_k V_m V_m^H H_k^H + sigma^2 I,
 *
 * with the determinant taken of I + G_k^H G_k, G_k = L^-1 H_k V_k, J_k = L L^H: d x d, and accurate for rates near zero.
 * Logarithms to the base e give nats, divided by `unit` nats.
 */
function weightedSumRate({ instance, lanes, H, V }: Room, unit: number): () => RealMatrix {
  const { K, N, d, alpha, sigma2 } = instance;
  const T = lanes.complex(K * N, K * d);
  const interference = lanes.complex(K * N, K * d);
  const LJ = lanes.factor(N, K);
  const J = LJ.matrix;
  const G = lanes.complex(N, d, K);
  const LS = lanes.factor(d, K);
  const S = LS.matrix;
  const I = identity(lanes, d);
  const weights = perUser(lanes, alpha, (priority) => priority / unit);
  const rates = lanes.scalar(K);
  const result = lanes.scalar();
  const noise = lanes.constant(sigma2);
  const wanted = T.diagonalBlocks(N, d);
  const own = interference.diagonalBlocks(N, d);
  const received = interference.rowBlocks(N);
  return () => {
    multiply(T, H, V);
    copy(interference, T);
    zero(own);
    gram(J, received);
    addDiagonal(J, noise);
    cholesky(LJ, J);
    solveTriangular(G, LJ, wanted);
    gram(S, G.adjoint);
    add(S, S, I);
    cholesky(LS, S);
    logDet(rates, LS);
    times(rates, rates, weights);
    sum(result, rates);
    return result;
  };
}

/** Weighted sum rate in bits per channel use. */
export const wsrMeasure: Measure = {
  name: 'wsr',
  title: 'Weighted sum rate',
  unit: 'bit/s/Hz',
  prepare: (room) => weightedSumRate(room, Math.LN2),
};

export const wsr = metricOf(wsrMeasure);

/** Weighted sum rate in nats per channel use. */
export const wsrNats = metricOf({
  name: 'wsr-nats',
  title: 'Weighted sum rate',
  unit: 'nat/s/Hz',
  prepare: (room) => weightedSumRate(room, 1),
});
