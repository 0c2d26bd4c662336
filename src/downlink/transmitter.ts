import {
  addDiagonal,
  type ComplexMatrix,
  cholesky,
  copy,
  type Factor,
  gram,
  multiply,
  type RealMatrix,
  solve,
  solveTriangular,
  solveTriangularRight,
  squaredNorm,
  subtract,
  times,
  zero,
} from '../lanes/index.ts';
import { identity, type MmseReceiver } from './receiver.ts';

/** Which of two equivalent systems of equations is solved: the smaller one, or the one with as many as there are antennas. */
export type System = 'smaller' | 'antennas';

/**
 * The transmit side of a WMMSE iteration at one station: V(r) = (X X^H + r I)^-1 [... alpha_k H_k^H U_k W_k ...] for a ridge r >= 0,
 * one in every lane, with X = [X_1 ... X_K] of the receiver for this station, and columns for the users k that it serves, s streams in
 * all. The right-hand side is X D with L_k^-1 in the rows and columns of these users in D. Of two equivalent systems the smaller is
 * solved, by Cholesky's factorization:
 *
 *     K d >= M:  (X X^H + r I) Z = X D,  V = Z   (M x M);        K d < M:  (X^H X + r I) Z = D,  V = X Z   (K d x K d).
 *
 * The second is regular even for r = 0 as long as X has full column rank, and then gives the V of least power.
 * Cost in real operations, with n = min(M, K d): 4 n M K d + 4/3 n^3 + 8 n^2 s, and 8 M K d s more for K d < M.
 */
export class Transmitter {
  readonly #X: ComplexMatrix;
  readonly #narrow: boolean;
  /** X_k and L_k of the users that the station serves. */
  readonly #beams: ComplexMatrix;
  readonly #weights: Factor;
  /** The system's matrix, its lower triangle; `#added` is on its diagonal. */
  readonly #S: ComplexMatrix;
  readonly #added: RealMatrix;
  readonly #change: RealMatrix;
  readonly #L: Factor;
  readonly #rhs: ComplexMatrix;
  readonly #blocks: ComplexMatrix;
  readonly #identity: ComplexMatrix;
  readonly #Z: ComplexMatrix;
  readonly #LZ: ComplexMatrix;

  constructor(receiver: MmseReceiver, station: number, system: System) {
    const { L, users } = receiver;
    const X = receiver.X.at(station);
    const { lanes, rows: M, cols: streams } = X;
    const d = L.matrix.rows;
    const own = { first: station * users * d, streams: users * d };
    this.#X = X;
    this.#narrow = system === 'smaller' && streams < M;
    const n = this.#narrow ? streams : M;
    this.#beams = X.columnRange(own.first, own.streams).columnBlocks(d);
    this.#weights = L.blockRange(station * users, users);
    this.#S = lanes.complex(n, n);
    this.#added = lanes.scalar();
    this.#change = lanes.scalar();
    this.#L = lanes.factor(n);
    this.#rhs = lanes.complex(n, own.streams);
    this.#blocks = this.#narrow
      ? this.#rhs.rowRange(own.first, own.streams).diagonalBlocks(d, d)
      : this.#rhs.columnBlocks(d);
    this.#identity = identity(lanes, d);
    this.#Z = lanes.complex(n, own.streams);
    this.#LZ = lanes.complex(n, own.streams);
  }

  /** Takes in what the receiver last computed. */
  prepare(): void {
    if (this.#narrow) {
      gram(this.#S, this.#X.adjoint);
      solveTriangular(this.#blocks, this.#weights, this.#identity);
    } else {
      gram(this.#S, this.#X);
      solveTriangularRight(this.#blocks, this.#beams, this.#weights);
    }
    zero(this.#added);
  }

  /** V = V(ridge), M x s. */
  solve(V: ComplexMatrix, ridge: RealMatrix): void {
    subtract(this.#change, ridge, this.#added);
    addDiagonal(this.#S, this.#change);
    copy(this.#added, ridge);
    cholesky(this.#L, this.#S);
    if (this.#narrow) {
      solve(this.#Z, this.#L, this.#rhs);
      multiply(V, this.#X, this.#Z);
    } else {
      solve(V, this.#L, this.#rhs);
    }
  }

  /** q = -1/2 d ||V(r)||_F^2 / dr = Tr(V^H (X X^H + r I)^-1 V), for the V and the ridge last solved. Costs a triangular solve. */
  slope(q: RealMatrix, V: ComplexMatrix): void {
    solveTriangular(this.#LZ, this.#L, this.#narrow ? this.#Z : V);
    squaredNorm(q, this.#LZ);
    if (!this.#narrow) return;
    times(q, q, this.#added);
    squaredNorm(this.#change, this.#Z);
    subtract(q, this.#change, q);
  }
}
