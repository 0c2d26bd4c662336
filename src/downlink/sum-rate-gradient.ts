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
import type { Cell, Shape } from './cell.ts';
import { perUser } from './receiver.ts';
import { rateOperations, SumRate } from './sum-rate.ts';

/**
 * The gradient of the weighted sum rate F (see {@link SumRate}) with respect to V, d/d Re V + j d/d Im V, so that
 * F(V + dV) - F(V) = Re Tr(gradient^H dV) to first order. With b_k = sqrt(2 alpha_k), in nats,
 *
 *     Y_k = b_k J_k^-1 H_k V_k L_S^-H,   X_k = H_k^H Y_k   (S_k = L_S L_S^H),
 *     gradient_m = b_m X_m L_S^-1 - sum_{k != m} X_k (Y_k^H H_k V_m).
 *
 * A stream's own term is written without J_k^-1 - Q_k^-1, a difference of nearly equal matrices at high SNR, so single precision
 * will do.
 */
export class SumRateGradient {
  /** F(V) of the last evaluation. */
  readonly value: RealMatrix;
  readonly #rate: SumRate;
  readonly #users: ComplexMatrix;
  readonly #received: ComplexMatrix;
  readonly #Y: ComplexMatrix;
  readonly #X: ComplexMatrix;
  readonly #beams: ComplexMatrix;
  /** Y_k^H H_k V_m in block (k, m), -b_k L_S^-1 on the diagonal: the gradient is -X C. */
  readonly #C: ComplexMatrix;
  readonly #minusBI: ComplexMatrix;
  readonly #b: RealMatrix;

  constructor(cell: Cell, H: ComplexMatrix, V: ComplexMatrix, unit: number) {
    const { K, N, d, alpha } = cell;
    const { lanes } = H;
    const root = (priority: number) => Math.sqrt((2 * priority) / unit);
    this.#rate = new SumRate(cell, H, V, unit);
    this.value = this.#rate.value;
    this.#users = H.rowBlocks(N);
    this.#received = this.#rate.interference.rowBlocks(N);
    this.#Y = lanes.complex(N, d, K);
    this.#X = lanes.complex(V.rows, K * d);
    this.#beams = this.#X.columnBlocks(d);
    this.#C = lanes.complex(K * d, K * d);
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
    const { LJ, LS, G } = this.#rate;
    const d = LS.matrix.rows;
    solveTriangular(this.#Y, LJ.adjoint, G);
    solveTriangularRight(this.#Y, this.#Y, LS.adjoint);
    scale(this.#Y, this.#b, this.#Y);
    multiply(this.#beams, this.#users.adjoint, this.#Y);
    multiply(this.#C.rowBlocks(d), this.#Y.adjoint, this.#received);
    solveTriangular(this.#C.diagonalBlocks(d, d), LS, this.#minusBI);
    zero(gradient);
    multiplySubtract(gradient, this.#X, this.#C);
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
