import {
  addDiagonal,
  type ComplexMatrix,
  multiply,
  multiplySubtract,
  type RealMatrix,
  scale,
  solveTriangular,
  solveTriangularRight,
  zero,
} from '../lanes/index.ts';
import type { Downlink, Shape } from './downlink.ts';
import { perUser } from './receiver.ts';
import { rateOperations, SumRate } from './sum-rate.ts';

/**
 * The gradient of the weighted sum rate F (see {@link SumRate}) with respect to V, d/d Re V + j d/d Im V, so that
 * F(V + dV) - F(V) = Re Tr(gradient^H dV) to first order. With b_k = sqrt(2 alpha_k), in nats,
 *
 *     Y_k = b_k J_k^-1 T_kk L_S^-H,   X_k = H_k^H Y_k   (S_k = L_S L_S^H),
 *     gradient_m = b_m X_m L_S^-1 - sum_{k != m} X_k (Y_k^H T_km),
 *
 * with the channels H_k from the station that serves user m.
 * A stream's own term is written without J_k^-1 - Q_k^-1, a difference of nearly equal matrices at high SNR, so single precision
 * will do.
 */
export class SumRateGradient {
  /** F(V) of the last evaluation. */
  readonly value: RealMatrix;
  readonly #rate: SumRate;
  readonly #received: ComplexMatrix;
  readonly #Y: ComplexMatrix;
  readonly #X: ComplexMatrix;
  /** For every station its channels to all users, and X_1 ... X_K. */
  readonly #beams: readonly { readonly users: ComplexMatrix; readonly X: ComplexMatrix }[];
  /** Y_k^H T_km in block (k, m), -b_k L_S^-1 on the diagonal: the gradient is -X C. */
  readonly #C: ComplexMatrix;
  readonly #streams: number;
  readonly #minusBI: ComplexMatrix;
  readonly #b: RealMatrix;

  constructor(instance: Downlink, H: ComplexMatrix, V: ComplexMatrix, unit: number) {
    const { B, K, N, d, alpha } = instance;
    const { lanes } = H;
    const root = (priority: number) => Math.sqrt((2 * priority) / unit);
    this.#rate = new SumRate(instance, H, V, unit);
    this.value = this.#rate.value;
    this.#received = this.#rate.received.interference.rowBlocks(N);
    this.#Y = lanes.complex(N, d, K);
    this.#X = lanes.complex(V.rows, K * d, B);
    this.#beams = Array.from({ length: B }, (_, b) => ({
      users: H.at(b).rowBlocks(N),
      X: this.#X.at(b).columnBlocks(d),
    }));
    this.#C = lanes.complex(K * d, K * d);
    this.#streams = (K / B) * d;
    this.#b = perUser(lanes, alpha, root);
    this.#minusBI = lanes.complex(d, d, K);
    addDiagonal(
      this.#minusBI,
      perUser(lanes, alpha, (priority) => -root(priority)),
    );
  }

  /** Writes the gradient at the present V, an M x K d matrix other than V, and the value; gives the value. */
  evaluate(gradient: ComplexMatrix): RealMatrix {
    this.#rate.evaluate();
    const { LJ, LS, G } = this.#rate.received;
    const d = LS.matrix.rows;
    solveTriangular(this.#Y, LJ.adjoint, G);
    solveTriangularRight(this.#Y, this.#Y, LS.adjoint);
    scale(this.#Y, this.#b, this.#Y);
    for (const { users, X } of this.#beams) multiply(X, users.adjoint, this.#Y);
    multiply(this.#C.rowBlocks(d), this.#Y.adjoint, this.#received);
    solveTriangular(this.#C.diagonalBlocks(d, d), LS, this.#minusBI);
    zero(gradient);
    multiplySubtract(gradient.columnBlocks(this.#streams), this.#X, this.#C.columnBlocks(this.#streams));
    return this.value;
  }
}

/** Real operations of an evaluation: the rate, for each user Y_k, X_k and his rows of C, and X C. */
export function gradientOperations(shape: Shape): number {
  const { M, K, N, d } = shape;
  const streams = K * d;
  const user = 4 * N * N * d + 4 * N * d * d + 8 * M * N * d + 8 * N * d * streams + 4 * d ** 3;
  return rateOperations(shape) + K * user + 8 * M * streams * streams;
}
