import { packedLength } from '../shared-products.ts';
import { ComplexMatrix, type Lanes, RealMatrix } from '../views.ts';
import type { Root } from './root.ts';
import { type AnyValue, ComplexValue, type Operation, RealValue, SharedValue, type Tape } from './values.ts';

/** See {@link Tape}. */
export class RecordingTape implements Tape {
  readonly lanes: Lanes;
  readonly operations: Operation[] = [];
  readonly parameters: AnyValue[] = [];

  constructor(lanes: Lanes) {
    this.lanes = lanes;
  }

  complexInput(rows: number, cols: number, count = 1): ComplexValue {
    return this.#complex(rows, cols, count, 'input');
  }

  realInput(rows: number, cols: number, count = 1): RealValue {
    return this.#real(rows, cols, count, 'input');
  }

  complexParameter(rows: number, cols: number): ComplexValue {
    const parameter = this.#complex(rows, cols, 1, 'parameter');
    this.parameters.push(parameter);
    return parameter;
  }

  realParameter(rows: number, cols: number): RealValue {
    const parameter = this.#real(rows, cols, 1, 'parameter');
    this.parameters.push(parameter);
    return parameter;
  }

  sharedParameter(rows: number, cols: number): SharedValue {
    const { matrix } = this.#real(1, packedLength(this.lanes.width, rows, cols), 1, 'parameter').root;
    const packed = new RealValue(this, { matrix, kind: 'parameter', shared: rows * cols }, matrix as RealMatrix);
    this.parameters.push(packed);
    return new SharedValue(rows, cols, packed);
  }

  constant(value: number): RealValue {
    return this.#real(1, 1, 1, 'constant', (matrix) => (matrix as RealMatrix).fill(value));
  }

  realConstant(rows: number, cols: number, count: number, fill: (matrix: RealMatrix) => void): RealValue {
    return this.#real(rows, cols, count, 'constant', (matrix) => fill(matrix as RealMatrix));
  }

  complexConstant(rows: number, cols: number, fill: (matrix: ComplexMatrix) => void): ComplexValue {
    return this.#complex(rows, cols, 1, 'constant', (matrix) => fill(matrix as ComplexMatrix));
  }

  complex(rows: number, cols: number, count = 1): ComplexValue {
    return this.#complex(rows, cols, count, 'computed');
  }

  real(rows: number, cols: number, count = 1): RealValue {
    return this.#real(rows, cols, count, 'computed');
  }

  push(operation: Operation): void {
    this.operations.push(operation);
  }

  #complex(rows: number, cols: number, count: number, kind: Root['kind'], fill?: Root['fill']): ComplexValue {
    const matrix = new ComplexMatrix(this.lanes, place(rows, cols, count, 2 * this.lanes.rowBytes));
    return new ComplexValue(this, fill ? { matrix, kind, fill } : { matrix, kind }, matrix);
  }

  #real(rows: number, cols: number, count: number, kind: Root['kind'], fill?: Root['fill']): RealValue {
    const matrix = new RealMatrix(this.lanes, place(rows, cols, count, this.lanes.rowBytes));
    return new RealValue(this, fill ? { matrix, kind, fill } : { matrix, kind }, matrix);
  }
}

function place(rows: number, cols: number, count: number, colStride: number) {
  const rowStride = cols * colStride;
  return { address: 0, rows, cols, rowStride, count, countStride: rows * rowStride };
}
