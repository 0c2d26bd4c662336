import {
  add,
  addDiagonal,
  type ComplexMatrix,
  cholesky,
  copy,
  type Factor,
  gram,
  gramNegative,
  type Lanes,
  log,
  type RealMatrix,
  scale,
  solveTriangular,
  solveTriangularRight,
  squaredNorm,
  sum,
  times,
} from '../lanes/index.ts';
import type { Downlink, Shape } from './downlink.ts';

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
  readonly #rate: WeightedLogarithms;
  /** L_1 ... L_K, the Cholesky factors of E_k / alpha_k, d x d. */
  readonly L: Factor;
  /** Y_1 ... Y_K, N x d. */
  readonly Y: ComplexMatrix;
  /** The same stacked, K N x d. */
  readonly stackedY: ComplexMatrix;

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
    this.#rate = new WeightedLogarithms(this.L, alpha);
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

  /** s = sum_k alpha_k log det W_k in nats: the weighted sum rate of the V last weighed, at noise power c. */
  weightedRate(s: RealMatrix): void {
    this.#rate.evaluate(s);
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

/**
 * sum_k alpha_k log det W_k from the reciprocal diagonal entries of L_k, whose product is (alpha_k^d det W_k)^(1/2). A logarithm costs
 * as much as twenty multiplications, so it is taken of products of several entries: few enough that none leaves the range.
 */
class WeightedLogarithms {
  readonly #groups: readonly (readonly RealMatrix[])[];
  readonly #products: RealMatrix;
  readonly #weights: RealMatrix;
  readonly #offset: RealMatrix;

  constructor(L: Factor, alpha: Float64Array) {
    const { lanes, rows: d } = L.matrix;
    const entries = Array.from(alpha, (_, k) =>
      Array.from({ length: d }, (_, i) => L.reciprocals.at(k).rowRange(i, 1)),
    );
    const alike = alpha.every((priority) => priority === alpha[0]);
    const together = alike
      ? [{ weight: alpha[0], of: entries.flat() }]
      : entries.map((of, k) => ({ weight: alpha[k], of }));
    const most = lanes.precision === 'f64' ? 8 : 4;
    const groups = together.flatMap(({ weight, of }) =>
      Array.from({ length: Math.ceil(of.length / most) }, (_, i) => ({
        weight,
        of: of.slice(i * most, (i + 1) * most),
      })),
    );
    this.#groups = groups.map(({ of }) => of);
    this.#products = lanes.scalar(groups.length);
    this.#weights = lanes.scalar(groups.length);
    groups.forEach(({ weight }, i) => {
      this.#weights.at(i).fill(2 * weight);
    });
    this.#offset = lanes.constant(-alpha.reduce((total, value) => total + value * d * Math.log(value), 0));
  }

  evaluate(s: RealMatrix): void {
    this.#groups.forEach(([first, ...others], i) => {
      const product = this.#products.at(i);
      copy(product, first);
      for (const entry of others) times(product, product, entry);
    });
    log(this.#products, this.#products);
    times(this.#products, this.#products, this.#weights);
    sum(s, this.#products);
    add(s, s, this.#offset);
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
