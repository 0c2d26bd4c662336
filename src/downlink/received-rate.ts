import {
  add,
  addDiagonal,
  type ComplexMatrix,
  cholesky,
  copy,
  type Factor,
  gram,
  logDet,
  type RealMatrix,
  solveTriangular,
  sum,
  times,
  zero,
} from '../lanes/index.ts';
import type { Downlink } from './downlink.ts';
import { identity, perUser } from './receiver.ts';

/**
 * The weighted sum rate of eqs. (3), (4) of Pellaco and Jalden, or eq. (1) of Song et al. for several stations, from what the users receive:
 * with T_km what user k receives of user m's streams, from the station that serves m,
 *
 *     F = sum_k alpha_k log det(I + T_kk T_kk^H J_k^-1),   J_k = sum_{m != k} T_km T_km^H + sigma^2 I,
 *
 * with the determinant taken of S_k = I + G_k^H G_k, G_k = L_J^-1 T_kk, J_k = L_J L_J^H: d x d, and accurate for rates near
 * zero. Logarithms to the base e give nats, divided by `unit` nats; what the gradient needs besides is kept.
 */
export class ReceivedRate {
  /** T without the blocks T_kk, which are 0 here: what every user receives of the others' streams, K N x K d. */
  readonly interference: ComplexMatrix;
  /** Cholesky factors of J_1 ... J_K. */
  readonly LJ: Factor;
  /** G_1 ... G_K, N x d. */
  readonly G: ComplexMatrix;
  /** Cholesky factors of S_1 ... S_K. */
  readonly LS: Factor;
  /** F of the last evaluation. */
  readonly value: RealMatrix;
  readonly #T: ComplexMatrix;
  readonly #wanted: ComplexMatrix;
  readonly #own: ComplexMatrix;
  readonly #others: ComplexMatrix;
  readonly #I: ComplexMatrix;
  readonly #noise: RealMatrix;
  readonly #priorities: RealMatrix;
  readonly #rates: RealMatrix;

  /** For T (K N x K d), which is read at every {@link evaluate}. */
  constructor({ K, N, d, alpha, sigma2 }: Downlink, T: ComplexMatrix, unit: number) {
    const { lanes } = T;
    this.interference = lanes.complex(K * N, K * d);
    this.LJ = lanes.factor(N, K);
    this.G = lanes.complex(N, d, K);
    this.LS = lanes.factor(d, K);
    this.#T = T;
    this.#wanted = T.diagonalBlocks(N, d);
    this.#own = this.interference.diagonalBlocks(N, d);
    this.#others = this.interference.rowBlocks(N);
    this.#I = identity(lanes, d);
    this.#noise = lanes.constant(sigma2);
    this.#priorities = perUser(lanes, alpha, (priority) => priority / unit);
    this.#rates = lanes.scalar(K);
    this.value = lanes.scalar();
  }

  /** Writes the value for the present T. */
  evaluate(): void {
    const J = this.LJ.matrix;
    const S = this.LS.matrix;
    copy(this.interference, this.#T);
    zero(this.#own);
    gram(J, this.#others);
    addDiagonal(J, this.#noise);
    cholesky(this.LJ, J);
    solveTriangular(this.G, this.LJ, this.#wanted);
    gram(S, this.G.adjoint);
    add(S, S, this.#I);
    cholesky(this.LS, S);
    logDet(this.#rates, this.LS);
    times(this.#rates, this.#rates, this.#priorities);
    sum(this.value, this.#rates);
  }
}
