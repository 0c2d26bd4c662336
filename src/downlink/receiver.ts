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
import type { Cell } from './cell.ts';

/**
 * The receivers and weights that are optimal for given beamformers, eqs. (9a), (9b) of Pellaco and Jalden, in the form in which
 * a WMMSE iteration and the gradient of the weighted sum rate need them. Neither U nor W is formed:
 *
 *     Q_k = sum_m H_k V_m V_m^H H_k^H + c I = L_Q L_Q^H,   G_k = L_Q^-1 H_k V_k,   E_k = I - G_k^H G_k = alpha_k L_k L_k^H,
 *     U_k = L_Q^-H G_k,   W_k = E_k^-1,   Y_k = U_k L_k^-H,   X_k = H_k^H Y_k,
 *
 * so that sum_k alpha_k H_k^H U_k W_k U_k^H H_k = X X^H and alpha_k H_k^H U_k W_k = X_k L_k^-1.
 * Cost for every user, in real operations: 8 N M K d + 4 N^2 K d + 4/3 N^3 + 8 N^2 d + 4 N d^2 + 4/3 d^3 + 4 N d^2 + 8 M N d.
 */
export class MmseReceiver {
  readonly #H: ComplexMatrix;
  readonly #V: ComplexMatrix;
  readonly #users: ComplexMatrix;
  readonly #T: ComplexMatrix;
  readonly #received: ComplexMatrix;
  readonly #wanted: ComplexMatrix;
  readonly #LQ: Factor;
  readonly #identity: ComplexMatrix;
  readonly #beams: ComplexMatrix;
  readonly #rates: RealMatrix;
  readonly #minusAlpha: RealMatrix;
  readonly #inverseAlpha: RealMatrix;
  readonly #rateOffset: RealMatrix;
  /** L_1 ... L_K, the Cholesky factors of E_k / alpha_k, d x d. */
  readonly L: Factor;
  /** Y_1 ... Y_K, N x d, and stacked, K N x d. */
  readonly #Y: ComplexMatrix;
  readonly #stackedY: ComplexMatrix;
  /** [X_1 ... X_K], M x K d. */
  readonly X: ComplexMatrix;

  /** For the channels H (K N x M) and beamformers V (M x K d), which are read at every {@link receive}. */
  constructor({ K, N, d, alpha }: Cell, H: ComplexMatrix, V: ComplexMatrix) {
    const { lanes } = H;
    this.#H = H;
    this.#V = V;
    this.#users = H.rowBlocks(N);
    this.#T = lanes.complex(K * N, K * d);
    this.#received = this.#T.rowBlocks(N);
    this.#wanted = this.#T.diagonalBlocks(N, d);
    this.#LQ = lanes.factor(N, K);
    this.#identity = identity(lanes, d);
    this.L = lanes.factor(d, K);
    this.#stackedY = lanes.complex(K * N, d);
    this.#Y = this.#stackedY.rowBlocks(N);
    this.X = lanes.complex(V.rows, K * d);
    this.#beams = this.X.columnBlocks(d);
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
    multiply(this.#beams, this.#users.adjoint, this.#Y);
  }

  /** s = sum_k alpha_k Tr(U_k W_k U_k^H) = sum_k ||Y_k||_F^2. */
  weightedTrace(s: RealMatrix): void {
    squaredNorm(s, this.#stackedY);
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
