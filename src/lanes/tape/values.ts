import type { ComplexMatrix, Lanes, RealMatrix } from '../views.ts';
import type { Emitter } from './emitter.ts';
import type { Root } from './root.ts';

/** One recorded operation. */
export interface Operation {
  readonly inputs: readonly AnyValue[];
  readonly outputs: readonly AnyValue[];
  /** Emits the lane operations that compute the outputs. */
  forward(emitter: Emitter): void;
  /** Emits those that add to the inputs' gradients what the outputs' gradients give. */
  backward(emitter: Emitter): void;
}

/**
 * A record of operations on values, from which `compile` makes a program: forward only, or with gradients. A network is
 * written once, as a function that calls this module's operations on a tape's inputs and parameters, and recorded for
 * the engine it is to run on.
 */
export interface Tape {
  readonly lanes: Lanes;
  readonly operations: readonly Operation[];
  /** In the order of their making, which is their order in a flat vector of parameters. */
  readonly parameters: readonly AnyValue[];
  /** A complex matrix (`count` of them) that is loaded before every run. */
  complexInput(rows: number, cols: number, count?: number): ComplexValue;
  /** A real matrix (`count` of them) that is loaded before every run. */
  realInput(rows: number, cols: number, count?: number): RealValue;
  /** A complex matrix of parameters, the same in all lanes. */
  complexParameter(rows: number, cols: number): ComplexValue;
  /** A real matrix of parameters, the same in all lanes. */
  realParameter(rows: number, cols: number): RealValue;
  /** The same in one copy for all lanes, a factor of `multiplyShared` only: for large ones, of which one copy a lane leaves the cache. */
  sharedParameter(rows: number, cols: number): SharedValue;
  /** The scalar that is `value` in every lane. */
  constant(value: number): RealValue;
  /** Real matrices, `count` of them, that `fill` writes once. */
  realConstant(rows: number, cols: number, count: number, fill: (matrix: RealMatrix) => void): RealValue;
  /** A complex matrix that `fill` writes once. */
  complexConstant(rows: number, cols: number, fill: (matrix: ComplexMatrix) => void): ComplexValue;
  /**
   * Room for results that operations are to write side by side: what is given to them as `into`. Every part of it must be
   * written by one operation, and before it is read.
   */
  complex(rows: number, cols: number, count?: number): ComplexValue;
  /** The same for real results. */
  real(rows: number, cols: number, count?: number): RealValue;
  /** Appends an operation. */
  push(operation: Operation): void;
}

/**
 * A matrix of each lane that a recording computes with: a whole root or a block of it, or several blocks at equal
 * distances. The views of lane matrices exist here too, with the same meaning.
 */
abstract class Value<M extends ComplexMatrix | RealMatrix, Self> {
  readonly tape: Tape;
  readonly root: Root;
  /** The part of the root, as if that lay at address 0. */
  readonly matrix: M;

  constructor(tape: Tape, root: Root, matrix: M) {
    this.tape = tape;
    this.root = root;
    this.matrix = matrix;
  }

  protected abstract part(matrix: M): Self;

  get rows(): number {
    return this.matrix.rows;
  }

  get cols(): number {
    return this.matrix.cols;
  }

  get count(): number {
    return this.matrix.count;
  }

  /** The sub-matrix of `rows` x `cols` entries whose first entry is (`row`, `col`), in every block. */
  block(row: number, col: number, rows: number, cols: number): Self {
    return this.part(this.matrix.block(row, col, rows, cols) as M);
  }

  /** Rows `first` to `first + rows - 1`. */
  rowRange(first: number, rows: number): Self {
    return this.part(this.matrix.rowRange(first, rows) as M);
  }

  /** Columns `first` to `first + cols - 1`. */
  columnRange(first: number, cols: number): Self {
    return this.part(this.matrix.columnRange(first, cols) as M);
  }

  /** One block of several. */
  at(index: number): Self {
    return this.part(this.matrix.at(index) as M);
  }

  /** The matrix cut into blocks of `rows` rows. */
  rowBlocks(rows: number): Self {
    return this.part(this.matrix.rowBlocks(rows) as M);
  }

  /** The matrix cut into blocks of `cols` columns. */
  columnBlocks(cols: number): Self {
    return this.part(this.matrix.columnBlocks(cols) as M);
  }

  /** The blocks on the diagonal. */
  diagonalBlocks(rows: number, cols: number): Self {
    return this.part(this.matrix.diagonalBlocks(rows, cols) as M);
  }
}

/** Complex matrices of a recording. */
export class ComplexValue extends Value<ComplexMatrix, ComplexValue> {
  /** The conjugate transpose as a factor of products. */
  get adjoint(): AdjointValue {
    return new AdjointValue(this);
  }

  protected part(matrix: ComplexMatrix): ComplexValue {
    return new ComplexValue(this.tape, this.root, matrix);
  }
}

/** The conjugate transpose of a value, as a factor. */
export class AdjointValue {
  readonly of: ComplexValue;

  constructor(of: ComplexValue) {
    this.of = of;
  }
}

/** Real matrices of a recording; 1 x 1 matrices are its scalars. */
export class RealValue extends Value<RealMatrix, RealValue> {
  /** The transpose as a factor of products. */
  get transpose(): TransposeValue {
    return new TransposeValue(this);
  }

  /** Entries `first` to `first + rows cols - 1` of a row, as a matrix, row by row: how weights are cut out of one vector. */
  segment(first: number, rows: number, cols: number): RealValue {
    return this.part(this.matrix.segment(first, rows, cols));
  }

  protected part(matrix: RealMatrix): RealValue {
    return new RealValue(this.tape, this.root, matrix);
  }
}

/** The transpose of a real value, as a factor. */
export class TransposeValue {
  readonly of: RealValue;

  constructor(of: RealValue) {
    this.of = of;
  }
}

/** Weights that all lanes share. */
export class SharedValue {
  readonly rows: number;
  readonly cols: number;
  /** See `SharedMatrix`. */
  readonly packed: RealValue;

  constructor(rows: number, cols: number, packed: RealValue) {
    this.rows = rows;
    this.cols = cols;
    this.packed = packed;
  }
}

export type AnyValue = ComplexValue | RealValue;
