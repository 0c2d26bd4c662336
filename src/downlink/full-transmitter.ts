import {
  add,
  type ComplexMatrix,
  cholesky,
  copy,
  type Factor,
  gram,
  multiply,
  type RealMatrix,
  scale,
  solve,
  solveTriangular,
  solveTriangularRight,
  squaredNorm,
} from '../lanes/index.ts';
import type { Shape } from './downlink.ts';
import { factor, half, type MmseReceiver, receiverOperations } from './receiver.ts';
import type { Transmitter, Users } from './transmitter.ts';

/**
 * The transmit side in the space of the transmit antennas, (X X^H + r I) V = X D by Cholesky's factorization of an M x M matrix: of two forms
 * the better one where there are more streams than antennas. With fewer, the system is singular for r = 0; see {@link GramTransmitter}.
 * Cost of an iteration of one station in real operations: {@link fullOperations}.
 */
export class FullTransmitter implements Transmitter {
  /** V. */
  readonly part: ComplexMatrix;
  readonly #receiver: MmseReceiver;
  readonly #H: ComplexMatrix;
  readonly #X: ComplexMatrix;
  /** X_k and L_k of the users that the station serves. */
  readonly #own: { readonly X: ComplexMatrix; readonly L: Factor };
  /** X X^H, its lower triangle, and on the diagonal X X^H + r I. */
  readonly #S: ComplexMatrix;
  readonly #diagonal: RealMatrix;
  readonly #L: Factor;
  readonly #rhs: ComplexMatrix;
  readonly #LV: ComplexMatrix;

  /** For H (K N x M), which is read at every step. */
  constructor(receiver: MmseReceiver, H: ComplexMatrix, { first, count }: Users) {
    const { lanes, cols: M } = H;
    const { rows: d, count: K } = receiver.L.matrix;
    const streams = count * d;
    this.#receiver = receiver;
    this.#H = H;
    this.part = lanes.complex(M, streams);
    this.#X = lanes.complex(M, K * d);
    this.#own = {
      X: this.#X.columnRange(first * d, streams).columnBlocks(d),
      L: receiver.L.blockRange(first, count),
    };
    this.#S = lanes.complex(M, M);
    this.#diagonal = lanes.real(M, 1);
    this.#L = lanes.factor(M);
    this.#rhs = lanes.complex(M, streams);
    this.#LV = lanes.complex(M, streams);
  }

  prepare(): void {
    const { Y } = this.#receiver;
    const { X, L } = this.#own;
    multiply(this.#X.columnBlocks(Y.cols), this.#H.rowBlocks(Y.rows).adjoint, Y);
    gram(this.#S, this.#X);
    solveTriangularRight(this.#rhs.columnBlocks(Y.cols), X, L);
    copy(this.#diagonal, this.#S.diagonal);
  }

  solve(ridge: RealMatrix): void {
    add(this.#S.diagonal, this.#diagonal, ridge.repeated(this.#S.rows));
    cholesky(this.#L, this.#S);
    solve(this.part, this.#L, this.#rhs);
  }

  power(p: RealMatrix): void {
    squaredNorm(p, this.part);
  }

  /** A sum of squares needs no correction. */
  correctPower(): void {}

  slope(q: RealMatrix): void {
    solveTriangular(this.#LV, this.#L, this.part);
    squaredNorm(q, this.#LV);
  }

  scale(s: RealMatrix): void {
    scale(this.part, s, this.part);
  }

  receive(T: ComplexMatrix): void {
    multiply(T, this.#H, this.part);
  }

  form(V: ComplexMatrix): void {
    copy(V, this.part);
  }
}

/** Real operations of a WMMSE iteration in this form: for each user the receiver and X_k; then X X^H, its factor, X D, V and H V. */
export function fullOperations(shape: Shape): number {
  const { M, K, N, d } = shape;
  const streams = K * d;
  const users = K * (receiverOperations(shape) + 8 * M * N * d);
  return users + half(M, streams) + factor(M) + 4 * M * d * streams + 8 * M * M * streams + 8 * K * N * M * streams;
}
