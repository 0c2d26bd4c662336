import {
  add,
  type ComplexMatrix,
  cholesky,
  copy,
  copyWhere,
  type Factor,
  innerProduct,
  lessThan,
  type Mask,
  multiply,
  type RealMatrix,
  scale,
  solveTriangular,
  squaredNorm,
  subtract,
  sum,
  times,
} from '../lanes/index.ts';
import type { Shape } from './downlink.ts';
import { factor, identity, type MmseReceiver, receiverOperations } from './receiver.ts';
import type { Transmitter, Users } from './transmitter.ts';

/** A difference below this part of its terms has lost seven bits; it is then computed anew. */
const cancelled = 2 ** -7;

/**
 * The transmit side in the space of the streams, for V in the range of H^H, where every iteration leads. With G = H H^H,
 * Y = diag(Y_1, ..., Y_K) and X = H^H Y,
 *
 *     V = X Z,   (S + r I) Z = D,   S = X^H X = Y^H G Y,   T = H V = G Y Z,   ||V||_F^2 = Tr(Z^H S Z) = Re Tr(Z^H D) - r ||Z||_F^2,
 *
 * so an iteration goes from T to T and costs the same for any number of antennas; V is formed where somebody asks for it. After Zhao, Lu,
 * Shi and Luo, "Rethinking WMMSE" (2023). The system is regular even for r = 0 as long as X has full column rank, and then gives the V of
 * least power. Cost of an iteration of one station in real operations: {@link gramOperations}.
 */
export class GramTransmitter implements Transmitter {
  /** Z. */
  readonly part: ComplexMatrix;
  readonly #receiver: MmseReceiver;
  readonly #G: ComplexMatrix;
  readonly #GY: ComplexMatrix;
  /** S, its lower triangle, and on the diagonal S + r I. */
  readonly #S: ComplexMatrix;
  readonly #diagonal: RealMatrix;
  /** r. */
  readonly #ridge: RealMatrix;
  readonly #L: Factor;
  readonly #users: Users;
  readonly #D: ComplexMatrix;
  /** The blocks of D that are not 0, and those of Z in the same places. */
  readonly #own: { readonly D: ComplexMatrix; readonly Z: ComplexMatrix; readonly L: Factor };
  readonly #identity: ComplexMatrix;
  /** L^-1 D, block lower triangular like D. */
  readonly #F: ComplexMatrix;
  readonly #LZ: ComplexMatrix;
  readonly #terms: RealMatrix;
  readonly #subtrahend: RealMatrix;
  readonly #bound: RealMatrix;
  readonly #cancelled: Mask;

  /** For G (K N x K N), which is read at every {@link prepare}. */
  constructor(receiver: MmseReceiver, G: ComplexMatrix, users: Users) {
    const { lanes } = G;
    const { rows: d, count: K } = receiver.L.matrix;
    const all = K * d;
    const streams = users.count * d;
    this.#receiver = receiver;
    this.#users = users;
    this.#G = G;
    this.#GY = lanes.complex(G.rows, all);
    this.#S = lanes.complex(all, all);
    this.#diagonal = lanes.real(all, 1);
    this.#ridge = lanes.scalar();
    this.#L = lanes.factor(all);
    this.#D = lanes.complex(all, streams);
    this.#F = lanes.complex(all, streams);
    this.part = lanes.complex(all, streams);
    const [D, Z] = [this.#D, this.part].map((X) => X.rowRange(users.first * d, streams).diagonalBlocks(d, d));
    this.#own = { D, Z, L: receiver.L.blockRange(users.first, users.count) };
    this.#identity = identity(lanes, d);
    this.#LZ = lanes.complex(all, streams);
    this.#terms = lanes.scalar(users.count);
    this.#subtrahend = lanes.scalar();
    this.#bound = lanes.scalar();
    this.#cancelled = lanes.mask();
  }

  prepare(): void {
    const { Y } = this.#receiver;
    const { rows: N, cols: d, count: K } = Y;
    multiply(this.#GY.columnBlocks(d), this.#G.columnBlocks(N), Y);
    for (let k = 0; k < K; k++) {
      const width = (k + 1) * d;
      multiply(this.#S.block(k * d, 0, d, width), Y.at(k).adjoint, this.#GY.block(k * N, 0, N, width));
    }
    solveTriangular(this.#own.D, this.#own.L, this.#identity);
    copy(this.#diagonal, this.#S.diagonal);
  }

  solve(ridge: RealMatrix): void {
    const { cols: d } = this.#receiver.Y;
    copy(this.#ridge, ridge);
    add(this.#S.diagonal, this.#diagonal, ridge.repeated(this.#S.rows));
    cholesky(this.#L, this.#S);
    for (let user = 0; user < this.#users.count; user++) {
      // What lies above a user's own rows is 0.
      const first = (this.#users.first + user) * d;
      const [F, D] = [this.#F, this.#D].map((X) => X.block(first, user * d, X.rows - first, d));
      solveTriangular(F, this.#L.without(first), D);
    }
    solveTriangular(this.part, this.#L.adjoint, this.#F);
  }

  power(p: RealMatrix): void {
    const { lanes } = p;
    innerProduct(this.#terms, this.#own.D, this.#own.Z);
    sum(p, this.#terms);
    squaredNorm(this.#subtrahend, this.part);
    times(this.#subtrahend, this.#subtrahend, this.#ridge);
    subtract(p, p, this.#subtrahend);
    times(this.#bound, this.#subtrahend, lanes.constant(cancelled));
    lessThan(this.#cancelled, p, this.#bound);
  }

  /** Re Tr((Y Z)^H G Y Z), whose terms do not cancel, where the difference in {@link power} has. */
  correctPower(p: RealMatrix): void {
    if (!this.#cancelled.any()) return;
    const { lanes } = p;
    const { Y } = this.#receiver;
    lanes.scope(() => {
      const [YZ, T] = [0, 1].map(() => lanes.complex(this.#G.rows, this.part.cols));
      const exact = lanes.scalar();
      multiply(YZ.rowBlocks(Y.rows), Y, this.part.rowBlocks(Y.cols));
      multiply(T, this.#G, YZ);
      innerProduct(exact, YZ, T);
      copyWhere(this.#cancelled, p, exact);
    });
  }

  slope(q: RealMatrix): void {
    // Tr(Z^H S (S + r I)^-1 Z) = ||Z||^2 - r ||L^-1 Z||^2
    solveTriangular(this.#LZ, this.#L, this.part);
    squaredNorm(q, this.#LZ);
    times(q, q, this.#ridge);
    squaredNorm(this.#subtrahend, this.part);
    subtract(q, this.#subtrahend, q);
  }

  scale(s: RealMatrix): void {
    scale(this.part, s, this.part);
  }

  receive(T: ComplexMatrix): void {
    multiply(T, this.#GY, this.part);
  }

  form(V: ComplexMatrix, H: ComplexMatrix): void {
    const { Y } = this.#receiver;
    const { lanes } = V;
    lanes.scope(() => {
      const X = lanes.complex(V.rows, this.part.rows);
      multiply(X.columnBlocks(Y.cols), H.rowBlocks(Y.rows).adjoint, Y);
      multiply(V, X, this.part);
    });
  }
}

/** Real operations of a WMMSE iteration in this form: for each user the receiver, G Y_k, his rows of S and of D, and L^-1 D_k; then the factor, Z and T. */
export function gramOperations(shape: Shape): number {
  const { K, N, d } = shape;
  const streams = K * d;
  const users = Array.from({ length: K }, (_, k) => {
    const rows = streams - k * d;
    return receiverOperations(shape) + 8 * K * N * N * d + 8 * d * N * (k + 1) * d + 4 * d ** 3 + 4 * rows ** 2 * d;
  });
  return users.reduce((total, each) => total + each, 0) + factor(streams) + 4 * streams ** 3 + 8 * K * N * streams ** 2;
}
