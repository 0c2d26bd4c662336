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

/**
 * The transmit side of a WMMSE iteration: V(r) = (X X^H + r I)^-1 [alpha_1 H_1^H U_1 W_1 ... alpha_K H_K^H U_K W_K] for a ridge
 * r >= 0, one in every lane, with X of the receiver. The right-hand side is X D with D = diag(L_1^-1, ..., L_K^-1). Of two
 * equivalent systems the smaller is solved, by Cholesky's factorization:
 *
 *     K d >= M:  (X X^H + r I) Z = X D,  V = Z   (M x M);        K d < M:  (X^H X + r I) Z = D,  V = X Z   (K d x K d).
 *
 * The second is regular even for r = 0 as long as X has full column rank, and then gives the V of least power.
 * Cost in real operations, with n = min(M, K d): 4 n M K d + 4/3 n^3 + 8 n^2 K d, and 8 M (K d)^2 more for K d < M.
 */
export class Transmitter {
  readonly #receiver: MmseReceiver;
  readonly #narrow: boolean;
  readonly #beams: ComplexMatrix;
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

  constructor(receiver: MmseReceiver) {
    const { X, L } = receiver;
    const { lanes, rows: M, cols: streams } = X;
    const d = L.matrix.rows;
    const n = Math.min(M, streams);
    this.#receiver = receiver;
    this.#narrow = streams < M;
    this.#beams = X.columnBlocks(d);
    this.#S = lanes.complex(n, n);
    this.#added = lanes.scalar();
    this.#change = lanes.scalar();
    this.#L = lanes.factor(n);
    this.#rhs = lanes.complex(n, streams);
    this.#blocks = this.#narrow ? this.#rhs.diagonalBlocks(d, d) : this.#rhs.columnBlocks(d);
    this.#identity = identity(lanes, d);
    this.#Z = lanes.complex(n, streams);
    this.#LZ = lanes.complex(n, streams);
  }

  /** Takes in what the receiver last computed. */
  prepare(): void {
    const { X, L } = this.#receiver;
    if (this.#narrow) {
      gram(this.#S, X.adjoint);
      solveTriangular(this.#blocks, L, this.#identity);
    } else {
      gram(this.#S, X);
      solveTriangularRight(this.#blocks, this.#beams, L);
    }
    zero(this.#added);
  }

  /** V = V(ridge). */
  solve(V: ComplexMatrix, ridge: RealMatrix): void {
    subtract(this.#change, ridge, this.#added);
    addDiagonal(this.#S, this.#change);
    copy(this.#added, ridge);
    cholesky(this.#L, this.#S);
    if (this.#narrow) {
      solve(this.#Z, this.#L, this.#rhs);
      multiply(V, this.#receiver.X, this.#Z);
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
