import type { Kernels, Precision } from './module.ts';
import type { Program } from './program.ts';

/** A place in an engine's memory, to release back to. */
export type Mark = number;

/** Trials `first` to `first + count - 1` of a batch, at most as many as there are lanes. */
export interface Group {
  readonly first: number;
  readonly count: number;
}

/** The engine that views address the memory of; `engine` gives this thread's. */
export interface Lanes {
  readonly precision: Precision;
  /** Realizations a row: 8 (f64) or 16 (f32), or half of that. */
  readonly width: number;
  /** Bytes of one real: 8 or 4. */
  readonly realBytes: number;
  /** Bytes of one row: the real or imaginary part of one entry in all lanes. */
  readonly rowBytes: number;
  /** The operations as the WebAssembly module exports them, on raw addresses; while recording, their stand-ins. */
  readonly kernels: Kernels;
  /** All memory as reals of this precision. Fetch anew after an allocation: memory may have moved. */
  readonly reals: Float64Array | Float32Array;
  /** All memory as 32-bit words: the masks. */
  readonly words: Int32Array;
  /** Zero matrices of `rows` x `cols` complex entries a lane; `count` of them as one view. */
  complex(rows: number, cols: number, count?: number): ComplexMatrix;
  /** Zero matrices of `rows` x `cols` real entries a lane; `count` of them as one view. */
  real(rows: number, cols: number, count?: number): RealMatrix;
  /** A per-lane real scalar, or one for each of `count` users. */
  scalar(count?: number): RealMatrix;
  /** The scalar that is `value` in every lane. Not to be written to: equal values share one place. */
  constant(value: number): RealMatrix;
  /** A mask that says no in every lane. */
  mask(): Mask;
  /** Room for the Cholesky factors of `count` n x n matrices a lane. */
  factor(n: number, count?: number): Factor;
  /** The present end of the allocated memory. */
  mark(): Mark;
  /** Gives back everything allocated since `mark`; views of it must not be used any more. */
  release(mark: Mark): void;
  /** Runs `body` and gives back what it allocated, also where it throws. */
  scope<Result>(body: () => Result): Result;
  /**
   * Records the operations of `body` instead of running them. Everything else in it happens at once: allocations, `load`
   * and `store`, `fill` and the other accesses from TypeScript.
   */
  record(body: () => void): Program;
  /**
   * Records the operations of `body` and writes a WebAssembly module for exactly these sizes and places, which does the same
   * arithmetic in the same order as the general kernels. It pays for small matrices in what runs hundreds of times: writing and
   * compiling takes some milliseconds, where the thread has no module for the same operations yet.
   */
  specialise(body: () => void): Program;
  /** The groups of at most {@link width} trials that a batch of `trials` is worked off in. */
  groups(trials: number): Generator<Group>;
}

/**
 * A block of `rows` x `cols` per-lane entries in an engine's memory, or `count` such blocks at equal distances (one for
 * each user, say). Views own nothing: a sub-matrix addresses its parent's memory, nothing is copied, and all views end
 * when the memory they were allocated in is released.
 */
abstract class View<Self> {
  readonly lanes: Lanes;
  /** Byte address of the first entry of the first block. */
  readonly address: number;
  readonly rows: number;
  readonly cols: number;
  /** Bytes from an entry to the one below it. */
  readonly rowStride: number;
  readonly count: number;
  /** Bytes from a block to the next one; 0 where there is only one, so that it serves every block of the other operands. */
  readonly countStride: number;

  constructor(lanes: Lanes, place: Place) {
    this.lanes = lanes;
    this.address = place.address;
    this.rows = place.rows;
    this.cols = place.cols;
    this.rowStride = place.rowStride;
    this.count = place.count;
    this.countStride = place.count === 1 ? 0 : place.countStride;
  }

  /** Bytes from an entry to the one on its right. */
  abstract get colStride(): number;
  protected abstract view(place: Place): Self;

  /** The sub-matrix of `rows` x `cols` entries whose first entry is (`row`, `col`), in every block. */
  block(row: number, col: number, rows: number, cols: number): Self {
    if (row < 0 || col < 0 || rows < 1 || cols < 1 || row + rows > this.rows || col + cols > this.cols) {
      throw new RangeError(`no ${rows} x ${cols} block at (${row}, ${col}) of a ${this.shape} matrix`);
    }
    const address = this.address + row * this.rowStride + col * this.colStride;
    const { rowStride, count, countStride } = this;
    return this.view({ address, rows, cols, rowStride, count, countStride });
  }

  /** Rows `first` to `first + rows - 1`. */
  rowRange(first: number, rows: number): Self {
    return this.block(first, 0, rows, this.cols);
  }

  /** Columns `first` to `first + cols - 1`. */
  columnRange(first: number, cols: number): Self {
    return this.block(0, first, this.rows, cols);
  }

  /** One block of several: that of user `index`. */
  at(index: number): Self {
    if (index < 0 || index >= this.count) throw new RangeError(`no block ${index} among ${this.count}`);
    return this.view({ ...this, address: this.address + index * this.countStride, count: 1 });
  }

  /** Blocks `first` to `first + count - 1` of several: those of the users of one station. */
  blockRange(first: number, count: number): Self {
    if (first < 0 || count < 1 || first + count > this.count) {
      throw new RangeError(`no blocks ${first} to ${first + count - 1} among ${this.count}`);
    }
    return this.view({ ...this, address: this.address + first * this.countStride, count });
  }

  /** The matrix cut into blocks of `rows` rows: H stacked (KN x M) becomes H_1 ... H_K. */
  rowBlocks(rows: number): Self {
    return this.cut(rows, this.cols, this.rows / rows, rows * this.rowStride);
  }

  /** The matrix cut into blocks of `cols` columns: V side by side (M x Kd) becomes V_1 ... V_K. */
  columnBlocks(cols: number): Self {
    return this.cut(this.rows, cols, this.cols / cols, cols * this.colStride);
  }

  /** The blocks on the diagonal: T = H V (KN x Kd) becomes H_1 V_1 ... H_K V_K, for N = `rows` and d = `cols`. */
  diagonalBlocks(rows: number, cols: number): Self {
    if (this.rows * cols !== this.cols * rows) {
      throw new RangeError(`a ${this.shape} matrix has no diagonal of ${rows} x ${cols} blocks`);
    }
    return this.cut(rows, cols, this.rows / rows, rows * this.rowStride + cols * this.colStride);
  }

  /** The same view of memory that lies `bytes` further on. */
  movedBy(bytes: number): Self {
    const { address, rows, cols, rowStride, count, countStride } = this;
    return this.view({ address: address + bytes, rows, cols, rowStride, count, countStride });
  }

  /** For messages: `8 x 2`, or `4 blocks of 8 x 2`. */
  get shape(): string {
    return `${this.count === 1 ? '' : `${this.count} blocks of `}${this.rows} x ${this.cols}`;
  }

  private cut(rows: number, cols: number, count: number, countStride: number): Self {
    if (this.count !== 1 || !Number.isInteger(count)) {
      throw new RangeError(`a ${this.shape} matrix cannot be cut into ${rows} x ${cols} blocks`);
    }
    return this.view({ ...this, rows, cols, count, countStride });
  }
}

/** Where a view lies and what it covers. */
export interface Place {
  readonly address: number;
  readonly rows: number;
  readonly cols: number;
  readonly rowStride: number;
  readonly count: number;
  readonly countStride: number;
}

/** Complex matrices, one a lane: [row][col][re|im][lane]. */
export class ComplexMatrix extends View<ComplexMatrix> {
  #adjoint: Adjoint | undefined;

  get colStride(): number {
    return 2 * this.lanes.rowBytes;
  }

  /** A^H as an operand of products and solves; never formed in memory. */
  get adjoint(): Adjoint {
    return (this.#adjoint ??= new Adjoint(this));
  }

  /** The real parts of the diagonal of a square matrix, as a column. */
  get diagonal(): RealMatrix {
    if (this.rows !== this.cols) throw new RangeError(`a ${this.shape} matrix has no diagonal`);
    return new RealMatrix(this.lanes, { ...this, cols: 1, rowStride: this.rowStride + this.colStride });
  }

  protected view(place: Place): ComplexMatrix {
    return new ComplexMatrix(this.lanes, place);
  }
}

/** The conjugate transpose of a matrix, as an operand. */
export class Adjoint {
  readonly of: ComplexMatrix;

  constructor(of: ComplexMatrix) {
    this.of = of;
  }
}

/** Real matrices, one a lane: [row][col][lane]. A 1 x 1 matrix is a per-lane scalar. */
export class RealMatrix extends View<RealMatrix> {
  #transpose: Transpose | undefined;

  get colStride(): number {
    return this.lanes.rowBytes;
  }

  /** A^T as an operand of products; never formed in memory. */
  get transpose(): Transpose {
    return (this.#transpose ??= new Transpose(this));
  }

  /** Entries `first` to `first + rows cols - 1` of a row, as a matrix, row by row. */
  segment(first: number, rows: number, cols: number): RealMatrix {
    if (this.rows !== 1 || this.count !== 1 || first < 0 || first + rows * cols > this.cols) {
      throw new RangeError(`no ${rows} x ${cols} segment at ${first} of a ${this.shape} matrix`);
    }
    const address = this.address + first * this.colStride;
    return this.view({ ...this, address, rows, cols, rowStride: cols * this.colStride });
  }

  /** A matrix of one row as one of `rows` equal rows, to be read only. */
  repeated(rows: number): RealMatrix {
    if (this.rows !== 1) throw new RangeError(`a ${this.shape} matrix has no row to repeat`);
    return new RealMatrix(this.lanes, { ...this, rows, rowStride: 0 });
  }

  /** The entries of a single row, one behind the other, as a matrix of `rows` x `cols`. */
  shaped(rows: number, cols: number, first = 0): RealMatrix {
    if (this.rows !== 1 || this.count !== 1 || first + rows * cols > this.cols) {
      throw new RangeError(`no ${rows} x ${cols} matrix at ${first} of a ${this.shape} one`);
    }
    const { rowBytes } = this.lanes;
    const rowStride = cols * rowBytes;
    const address = this.address + first * rowBytes;
    return new RealMatrix(this.lanes, { address, rows, cols, rowStride, count: 1, countStride: rows * rowStride });
  }

  protected view(place: Place): RealMatrix {
    return new RealMatrix(this.lanes, place);
  }

  /** The entry of one lane. */
  get(lane: number, row = 0, col = 0, block = 0): number {
    return this.lanes.reals[this.index(lane, row, col, block)];
  }

  /** Sets the entry of one lane. */
  set(value: number, lane: number, row = 0, col = 0, block = 0): void {
    this.lanes.reals[this.index(lane, row, col, block)] = value;
  }

  /** Sets every entry in every lane. */
  fill(value: number): void {
    const { lanes, rows, cols, count } = this;
    for (let block = 0; block < count; block++) {
      for (let row = 0; row < rows; row++) {
        const first = this.index(0, row, 0, block);
        lanes.reals.fill(value, first, first + cols * lanes.width);
      }
    }
  }

  private index(lane: number, row: number, col: number, block: number): number {
    const address = this.address + block * this.countStride + row * this.rowStride + col * this.colStride;
    return address / this.lanes.realBytes + lane;
  }
}

/** The transpose of a real matrix, as an operand. */
export class Transpose {
  readonly of: RealMatrix;

  constructor(of: RealMatrix) {
    this.of = of;
  }
}

/** One yes or no a lane, as the kernels' comparisons give it and {@link copyWhere} takes it. */
export class Mask {
  readonly lanes: Lanes;
  readonly address: number;

  constructor(lanes: Lanes, address: number) {
    this.lanes = lanes;
    this.address = address;
  }

  get(lane: number): boolean {
    return this.lanes.words[this.index(lane)] !== 0;
  }

  set(lane: number, value: boolean): void {
    const { words, realBytes } = this.lanes;
    const first = this.index(lane);
    for (let i = first; i < first + realBytes / 4; i++) words[i] = value ? -1 : 0;
  }

  /** Sets every lane. */
  fill(value: boolean): void {
    for (let lane = 0; lane < this.lanes.width; lane++) this.set(lane, value);
  }

  /** Whether any lane says yes. */
  any(): boolean {
    const { words } = this.lanes;
    const first = this.address / 4;
    const end = first + this.lanes.rowBytes / 4;
    for (let i = first; i < end; i++) if (words[i] !== 0) return true;
    return false;
  }

  /** How many of the first `lanes` lanes (those that hold a realization) say yes. */
  countTrue(lanes: number): number {
    let count = 0;
    for (let lane = 0; lane < lanes; lane++) if (this.get(lane)) count++;
    return count;
  }

  private index(lane: number): number {
    return (this.address + lane * this.lanes.realBytes) / 4;
  }
}

/**
 * The Cholesky factor of Hermitian positive definite matrices: A = L L^H, L lower triangular, kept with reciprocal
 * diagonal entries. Written by `cholesky`, read by the solves, `inverse` and `logDet`.
 */
export class Factor {
  readonly matrix: ComplexMatrix;
  #adjoint: AdjointFactor | undefined;

  constructor(matrix: ComplexMatrix) {
    this.matrix = matrix;
  }

  /** L^H as an operand of the triangular solves. */
  get adjoint(): AdjointFactor {
    return (this.#adjoint ??= new AdjointFactor(this));
  }

  /** The factor of one block of several. */
  at(index: number): Factor {
    return new Factor(this.matrix.at(index));
  }

  /** The factors of blocks `first` to `first + count - 1` of several. */
  blockRange(first: number, count: number): Factor {
    return new Factor(this.matrix.blockRange(first, count));
  }

  /** The factor without its first `count` rows and columns: that of what is left when they are eliminated. */
  without(count: number): Factor {
    const size = this.matrix.rows - count;
    return new Factor(this.matrix.block(count, count, size, size));
  }

  /** 1 / L_11, 1 / L_22 ..., as a column. */
  get reciprocals(): RealMatrix {
    return this.matrix.diagonal;
  }
}

/** The conjugate transpose of a Cholesky factor, as an operand. */
export class AdjointFactor {
  readonly of: Factor;

  constructor(of: Factor) {
    this.of = of;
  }
}
