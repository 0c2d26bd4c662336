import type { ComplexMatrix, RealMatrix } from '../views.ts';
import type { Tape } from './tape.ts';

/** What a value's memory holds: a whole matrix, given from outside or computed by operations. */
export interface Root {
  /** Shape and strides, as if it lay at address 0. */
  readonly matrix: ComplexMatrix | RealMatrix;
  /**
   * - `input`: loaded before a run, may differ from lane to lane.
   * - `parameter`: the same in every lane; gradients are summed over lanes and runs.
   * - `constant`: written once.
   * - `computed`: the result of operations; its memory is used again where nobody needs it any more.
   */
  readonly kind: 'input' | 'parameter' | 'constant' | 'computed';
  /** Writes the constant. */
  readonly fill?: (matrix: ComplexMatrix | RealMatrix) => void;
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

export type AnyValue = ComplexValue | RealValue;
