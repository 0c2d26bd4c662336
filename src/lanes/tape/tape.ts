import type { Lanes } from '../engine.ts';
import { ComplexMatrix, RealMatrix } from '../views.ts';
import type { Emitter } from './emitter.ts';
import { type AnyValue, ComplexValue, RealValue, type Root } from './values.ts';

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
export class Tape {
  readonly lanes: Lanes;
  readonly operations: Operation[] = [];
  /** In the order of their making, which is their order in a flat vector of parameters. */
  readonly parameters: AnyValue[] = [];

  constructor(lanes: Lanes) {
    this.lanes = lanes;
  }

  /** A complex matrix (`count` of them) that is loaded before every run. */
  complexInput(rows: number, cols: number, count = 1): ComplexValue {
    return this.#complex(rows, cols, count, 'input');
  }

  /** A real matrix (`count` of them) that is loaded before every run. */
  realInput(rows: number, cols: number, count = 1): RealValue {
    return this.#real(rows, cols, count, 'input');
  }

  /** A complex matrix of parameters, the same in all lanes. */
  complexParameter(rows: number, cols: number): ComplexValue {
    const parameter = this.#complex(rows, cols, 1, 'parameter');
    this.parameters.push(parameter);
    return parameter;
  }

  /** A real matrix of parameters, the same in all lanes. */
  realParameter(rows: number, cols: number): RealValue {
    const parameter = this.#real(rows, cols, 1, 'parameter');
    this.parameters.push(parameter);
    return parameter;
  }

  /** The scalar that is `value` in every lane. */
  constant(value: number): RealValue {
    return this.#real(1, 1, 1, 'constant', (matrix) => (matrix as RealMatrix).fill(value));
  }

  /** Real matrices, `count` of them, that `fill` writes once. */
  realConstant(rows: number, cols: number, count: number, fill: (matrix: RealMatrix) => void): RealValue {
    return this.#real(rows, cols, count, 'constant', (matrix) => fill(matrix as RealMatrix));
  }

  /** A complex matrix that `fill` writes once. */
  complexConstant(rows: number, cols: number, fill: (matrix: ComplexMatrix) => void): ComplexValue {
    return this.#complex(rows, cols, 1, 'constant', (matrix) => fill(matrix as ComplexMatrix));
  }

  /**
   * Room for results that operations are to write side by side: what is given to them as `into`. Every part of it must be
   * written by one operation, and before it is read.
   */
  complex(rows: number, cols: number, count = 1): ComplexValue {
    return this.#complex(rows, cols, count, 'computed');
  }

  /** The same for real results. */
  real(rows: number, cols: number, count = 1): RealValue {
    return this.#real(rows, cols, count, 'computed');
  }

  /** Appends an operation. */
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
