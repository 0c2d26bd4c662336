import {
  add,
  addDiagonal,
  type ComplexMatrix,
  cholesky,
  copy,
  type Factor,
  gram,
  logDet,
  multiply,
  type RealMatrix,
  solveTriangular,
  sum,
  times,
  zero,
} from '../lanes/index.ts';
import type { Downlink, Shape } from './downlink.ts';
import { identity, perUser } from './receiver.ts';

/**
 * The weighted sum rate of eqs. (3), (4) of Pellaco and Jalden, or eq. (1) of Song et al. for several stations, for the present channels
 * H (B times K N x M) and beamformers V (M x K d): with T_km what user k receives of user m's streams, from the station that serves m,
 *
 *     F(V) = sum_k alpha_k log det(I + T_kk T_kk^H J_k^-1),   J_k = sum_{m != k} T_km T_km^H + sigma^2 I,
 *
 * with the determinant taken of S_k = I + G_k^H G_k, G_k = L_J^-1 T_kk, J_k = L_J L_J^H: d x d, and accurate for rates near
 * zero. Logarithms to the base e give nats, divided by `unit` nats; what {@link SumRateGradient} needs besides is kept.
 */
export class SumRate {
  readonly H: ComplexMatrix;
  readonly V: ComplexMatrix;
  /** T without the blocks T_kk, which are 0 here: what every user receives of the others' streams, K N x K d. */
  readonly interference: ComplexMatrix;
  /** Cholesky factors of J_1 ... J_K. */
  readonly LJ: Factor;
  /** G_1 ... G_K, N x d. */
  readonly G: ComplexMatrix;
  /** Cholesky factors of S_1 ... S_K. */
  readonly LS: Factor;
  /** F(V) of the last evaluation. */
  readonly value: RealMatrix;
  readonly #T: ComplexMatrix;
  readonly #stations: { readonly V: ComplexMatrix; readonly T: ComplexMatrix };
  readonly #wanted: ComplexMatrix;
  readonly #own: ComplexMatrix;
  readonly #received: ComplexMatrix;
  readonly #I: ComplexMatrix;
  readonly #noise: RealMatrix;
  readonly #priorities: RealMatrix;
  readonly #rates: RealMatrix;

  constructor({ B, K, N, d, alpha, sigma2 }: Downlink, H: ComplexMatrix, V: ComplexMatrix, unit: number) {
    const { lanes } = H;
    this.H = H;
    this.V = V;
    this.interference = lanes.complex(K * N, K * d);
    this.LJ = lanes.factor(N, K);
    this.G = lanes.complex(N, d, K);
    this.LS = lanes.factor(d, K);
    this.#T = lanes.complex(K * N, K * d);
    const streams = (K / B) * d;
    this.#stations = { V: V.columnBlocks(streams), T: this.#T.columnBlocks(streams) };
    this.#wanted = this.#T.diagonalBlocks(N, d);
    this.#own = this.interference.diagonalBlocks(N, d);
    this.#received = this.interference.rowBlocks(N);
    this.#I = identity(lanes, d);
    this.#noise = lanes.constant(sigma2);
    this.#priorities = perUser(lanes, alpha, (priority) => priority / unit);
    this.#rates = lanes.scalar(K);
    this.value = lanes.scalar();
  }

  /** Writes and gives the value for the present V. */
  evaluate(): RealMatrix {
    const J = this.LJ.matrix;
    const S = this.LS.matrix;
    multiply(this.#stations.T, this.H, this.#stations.V);
    copy(this.interference, this.#T);
    zero(this.#own);
    gram(J, this.#received);
    addDiagonal(J, this.#noise);
    cholesky(this.LJ, J);
    solveTriangular(this.G, this.LJ, this.#wanted);
    gram(S, this.G.adjoint);
    add(S, S, this.#I);
    cholesky(this.LS, S);
    logDet(this.#rates, this.LS);
    times(this.#rates, this.#rates, this.#priorities);
    sum(this.value, this.#rates);
    return this.value;
  }
}

/** Real operations of an evaluation, Hermitian matrices counted once: H V, then for each user J_k, its factor, G_k, S_k, its factor. */
export function rateOperations({ M, K, N, d }: Shape): number {
  const streams = K * d;
  const factor = (n: number) => (4 / 3) * n ** 3;
  const half = (n: number, inner: number) => 4 * n * (n + 1) * inner;
  return K * (8 * N * M * streams + half(N, streams) + factor(N) + 4 * N * N * d + half(d, N) + factor(d));
}
