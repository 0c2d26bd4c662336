import {
  add,
  addDiagonal,
  type ComplexMatrix,
  cholesky,
  copy,
  type Factor,
  gram,
  gramSubtract,
  type Lanes,
  logDet,
  multiply,
  type RealMatrix,
  scale,
  solveTriangular,
  solveTriangularRight,
  squaredNorm,
  sum,
  times,
} from '../lanes/index.ts';
import type { Downlink } from './downlink.ts';

/**
 * The receivers and weights that are optimal for given beamformers, eqs. (9a), (9b) of Pellaco and Jalden, in the form in which
 * a WMMSE iteration and the gradient of the weighted sum rate need them. With H_bk the channel from station b to user k, and b(m)
 * the station that serves user m, T_km = H_b(m)k V_m. Neither U nor W is formed:
 *
 *     Q_k = sum_m T_km T_km^H + c I = L_Q L_Q^H,   G_k = L_Q^-1 T_kk,   E_k = I - G_k^H G_k = alpha_k L_k L_k^H,
 *     U_k = L_Q^-H G_k,   W_k = E_k^-1,   Y_k = U_k L_k^-H,   X_bk = H_bk^H Y_k,
 *
 * so that with X_b = [X_b1 ... X_bK] what station b does costs X_b X_b^H = sum_k alpha_k H_bk^H U_k W_k U_k^H H_bk, and for each user
 * of its own alpha_k H_bk^H U_k W_k = X_bk L_k^-1.
 * Cost for every user, in real operations: 8 N M K d + 4 N^2 K d + 4/3 N^3 + 8 N^2 d + 4 N d^2 + 4/3 d^3 + 4 N d^2 + 8 B M N d.
 */
export class MmseReceiver {
  /** H_b (K N x M) of every station, its beamformers V (M x K d / B), and what all users receive of them. */
  readonly #H: ComplexMatrix;
  readonly #V: ComplexMatrix;
  readonly #T: ComplexMatrix;
  readonly #received: ComplexMatrix;
  readonly #wanted: ComplexMatrix;
  readonly #LQ: Factor;
  readonly #identity: ComplexMatrix;
  /** For every station its channels H_b1 ... H_bK, and X_b1 ... X_bK. */
  readonly #beams: readonly { readonly users: ComplexMatrix; readonly X: ComplexMatrix }[];
  readonly #rates: RealMatrix;
  readonly #minusAlpha: RealMatrix;
  readonly #inverseAlpha: RealMatrix;
  readonly #rateOffset: RealMatrix;
  /** L_1 ... L_K, the Cholesky factors of E_k / alpha_k, d x d. */
  readonly L: Factor;
  /** Y_1 ... Y_K, N x d, and stacked, K N x d. */
  readonly #Y: ComplexMatrix;
  readonly #stackedY: ComplexMatrix;
  /** [X_b1 ... X_bK] of every station, M x K d. */
  readonly X: ComplexMatrix;
  /** Users of a station. */
  readonly users: number;

  /** For the channels H (B times K N x M) and beamformers V (M x K d), which are read at every {@link receive}. */
  constructor({ B, K, N, d, alpha }: Downlink, H: ComplexMatrix, V: ComplexMatrix) {
    const { lanes } = H;
    const T = lanes.complex(K * N, K * d);
    this.users = K / B;
    this.#H = H;
    this.#V = V.columnBlocks(this.users * d);
    this.#T = T.columnBlocks(this.users * d);
    this.#received = T.rowBlocks(N);
    this.#wanted = T.diagonalBlocks(N, d);
    this.#LQ = lanes.factor(N, K);
    this.#identity = identity(lanes, d);
    this.L = lanes.factor(d, K);
    this.#stackedY = lanes.complex(K * N, d);
    this.#Y = this.#stackedY.rowBlocks(N);
    this.X = lanes.complex(V.rows, K * d, B);
    this.#beams = Array.from({ length: B }, (_, b) => ({
      users: H.at(b).rowBlocks(N),
      X: this.X.at(b).columnBlocks(d),
    }));
    this.#rates = lanes.scalar(K);
    this.#inverseAlpha = perUser(lanes, alpha, (value) => 1 / value);
    this.#rateOffset = lanes.constant(-alpha.reduce((total, value) => total + value * d * Math.log(value), 0));
    this.#minusAlpha = perUser(lanes, alpha, (value) => -value);
  }

  /** Everything above for the present H and V, with c = `noise` in every user's Q_k. */
  receive(noise: RealMatrix): void {
    const Q = this.#LQ.matrix;
    const E = this.L.matrix;
    multiply(this.#T, this.#H, this.#V);
    gram(Q, this.#received);
    addDiagonal(Q, noise);
    cholesky(this.#LQ, Q);
    solveTriangular(this.#Y, this.#LQ, this.#wanted); // G_k
    copy(E, this.#identity);
    gramSubtract(E, this.#Y.adjoint);
    scale(E, this.#inverseAlpha, E);
    cholesky(this.L, E);
    solveTriangular(this.#Y, this.#LQ.adjoint, this.#Y); // U_k
    solveTriangularRight(this.#Y, this.#Y, this.L.adjoint);
    for (const { users, X } of this.#beams) multiply(X, users.adjoint, this.#Y);
  }

  /** For every station s_b = sum_k alpha_k Tr(U_k W_k U_k^H) = sum_k ||Y_k||_F^2 over its users. */
  weightedTraces(s: RealMatrix): void {
    squaredNorm(s, this.#stackedY.rowBlocks(this.#stackedY.rows / s.count));
  }

  /** s = sum_k alpha_k log det W_k in nats: the weighted sum rate of the V last received, at noise power c. */
  weightedRate(s: RealMatrix): void {
    logDet(this.#rates, this.L);
    times(this.#rates, this.#rates, this.#minusAlpha);
    sum(s, this.#rates);
    add(s, s, this.#rateOffset);
  }
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
