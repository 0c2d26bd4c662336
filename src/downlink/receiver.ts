import {
  addDiagonal,
  type ComplexMatrix,
  cholesky,
  type Factor,
  gram,
  gramNegative,
  type Lanes,
  type RealMatrix,
  scale,
  solveTriangular,
  solveTriangularRight,
  squaredNorm,
} from '../lanes/index.ts';
import type { Downlink, Shape } from './downlink.ts';
import { WeightedRate } from './weighted-rate.ts';

/**
 * The receivers and weights that are optimal for given beamformers, eqs. (9a), (9b) of Pellaco and Jalden, from what the users receive, in
 * the form in which a WMMSE iteration needs them: T_km = H_b(m)k V_m, with H_bk the channel from station b to user k, and b(m) the
 * station that serves user m. Neither U nor W is formed:
 *
 *     Q_k = sum_m T_km T_km^H + c I = L_Q L_Q^H,   G_k = L_Q^-1 T_kk,   E_k = I - G_k^H G_k = alpha_k L_k L_k^H,
 *     U_k = L_Q^-H G_k,   W_k = E_k^-1,   Y_k = U_k L_k^-H,
 *
 * so that with X_bk = H_bk^H Y_k and X_b = [X_b1 ... X_bK] what station b does costs X_b X_b^H = sum_k alpha_k H_bk^H U_k W_k U_k^H H_bk,
 * and for each user of its own alpha_k H_bk^H U_k W_k = X_bk L_k^-1.
 * Cost for every user, in real operations: {@link receiverOperations}.
 */
export class MmseReceiver {
  readonly #received: ComplexMatrix;
  readonly #wanted: ComplexMatrix;
  readonly #LQ: Factor;
  readonly #G: ComplexMatrix;
  readonly #one: RealMatrix;
  /** Absent where all priorities are 1. */
  readonly #inverseAlpha: RealMatrix | undefined;
  /** L_1 ... L_K, the Cholesky factors of E_k / alpha_k, d x d. */
  readonly L: Factor;
  /** Y_1 ... Y_K, N x d. */
  readonly Y: ComplexMatrix;
  /** The same stacked, K N x d. */
  readonly stackedY: ComplexMatrix;
  /** The weighted sum rate of the V last weighed, at noise power c. */
  readonly rate: WeightedRate;

  /** For T (K N x K d), which is read at every {@link weigh}. */
  constructor({ K, N, d, alpha }: Downlink, T: ComplexMatrix) {
    const { lanes } = T;
    this.#received = T.rowBlocks(N);
    this.#wanted = T.diagonalBlocks(N, d);
    this.#LQ = lanes.factor(N, K);
    this.#G = lanes.complex(N, d, K);
    this.L = lanes.factor(d, K);
    this.stackedY = lanes.complex(K * N, d);
    this.Y = this.stackedY.rowBlocks(N);
    this.#one = lanes.constant(1);
    this.#inverseAlpha = alpha.every((value) => value === 1) ? undefined : perUser(lanes, alpha, (value) => 1 / value);
    this.rate = new WeightedRate(this.L, alpha);
  }

  /** Q_k, G_k and L_k for the present T, with c = `noise` for every user: all that the rate needs. */
  weigh(noise: RealMatrix): void {
    const Q = this.#LQ.matrix;
    const E = this.L.matrix;
    gram(Q, this.#received);
    addDiagonal(Q, noise);
    cholesky(this.#LQ, Q);
    solveTriangular(this.#G, this.#LQ, this.#wanted);
    gramNegative(E, this.#G.adjoint);
    addDiagonal(E, this.#one);
    if (this.#inverseAlpha !== undefined) scale(E, this.#inverseAlpha, E);
    cholesky(this.L, E);
  }

  /** Y_k for what was last weighed. */
  filter(): void {
    solveTriangular(this.Y, this.#LQ.adjoint, this.#G); // U_k
    solveTriangularRight(this.Y, this.Y, this.L.adjoint);
  }

  /** For every station s_b = sum_k alpha_k Tr(U_k W_k U_k^H) = sum_k ||Y_k||_F^2 over its users. */
  weightedTraces(s: RealMatrix): void {
    squaredNorm(s, this.stackedY.rowBlocks(this.stackedY.rows / s.count));
  }
}

/** Real operations for one user: Q_k, its factor, G_k, E_k, its factor, U_k and Y_k. Hermitian matrices are counted once. */
export function receiverOperations({ K, N, d }: Shape): number {
  return half(N, K * d) + factor(N) + 8 * N * N * d + half(d, N) + factor(d) + 4 * N * d * d;
}

/** Real operations of the lower triangle of an n x n product with inner dimension `inner`. */
export function half(n: number, inner: number): number {
  return 4 * n * (n + 1) * inner;
}

/** Real operations of the Cholesky factorization of an n x n matrix. */
export function factor(n: number): number {
  return (4 / 3) * n ** 3;
}

/** The n x n identity in every lane. */
export function identity(lanes: Lanes, n: number): ComplexMatrix {
  const I = lanes.complex(n, n);
  addDiagonal(I, lanes.constant(1));
  return I;
}

/** One scalar for each user: `of` his priority, the same in every lane. */
export function perUser(lanes: Lanes, alpha: Float64Array, of: (priority: number) => number): RealMatrix {
  const scalars = lanes.scalar(alpha.length);
  alpha.forEach((priority, k) => {
    scalars.at(k).fill(of(priority));
  });
  return scalars;
}
