import type { LearnedArray } from '../../../contracts/training.ts';
import {
  type ComplexValue,
  type LayerWeights,
  linear,
  multiplyReal,
  type RealValue,
  type Tape,
  weighted,
} from '../../../lanes/tape/index.ts';

/** An array of a network that starts with entries uniform in (-bound, bound). */
export interface NetworkArray extends LearnedArray {
  readonly bound: number;
}

/** How weights of fully connected layers lie in memory: one copy a lane, which suits small ones, or one for all lanes. */
export type WeightStorage = 'copied' | 'shared';

/** Makes the fully connected layers of a network, in the order of its flat vector of parameters. Users are columns. */
export class Layers {
  readonly arrays: NetworkArray[] = [];
  readonly #tape: Tape;
  readonly #storage: WeightStorage;

  constructor(tape: Tape, storage: WeightStorage) {
    this.#tape = tape;
    this.#storage = storage;
  }

  /** W X + b with `outputs` rows; both start as PyTorch's do, uniform within 1 over the root of the number of inputs. */
  dense(name: string, X: RealValue, outputs: number): RealValue {
    const bound = 1 / Math.sqrt(X.rows);
    return linear(this.#weight(name, outputs, X.rows, bound), this.#real(`${name}.bias`, outputs, 1, bound), X);
  }

  /** The same with a tenth of the weights, and b = 0: a layer that does little at first. */
  last(name: string, X: RealValue, outputs: number): RealValue {
    const bound = 0.1 / Math.sqrt(X.rows);
    return linear(this.#weight(name, outputs, X.rows, bound), this.#real(`${name}.bias`, outputs, 1, 0), X);
  }

  /** W X without b. */
  weighted(name: string, X: RealValue, outputs: number): RealValue {
    return weighted(this.#weight(name, outputs, X.rows, 1 / Math.sqrt(X.rows)), X);
  }

  /** A complex matrix, real and imaginary parts of its entries uniform, whose rows have a mean square norm of 1 at first. */
  isometry(name: string, rows: number, cols: number): ComplexValue {
    this.arrays.push({ name, shape: [rows, cols, 2], bound: Math.sqrt(1.5 / cols) });
    return this.#tape.complexParameter(rows, cols);
  }

  #weight(name: string, rows: number, cols: number, bound: number): LayerWeights {
    if (this.#storage === 'copied') return this.#real(`${name}.weight`, rows, cols, bound);
    this.arrays.push({ name: `${name}.weight`, shape: [rows, cols], bound });
    return this.#tape.sharedParameter(rows, cols);
  }

  #real(name: string, rows: number, cols: number, bound: number): RealValue {
    this.arrays.push({ name, shape: cols === 1 ? [rows] : [rows, cols], bound });
    return this.#tape.realParameter(rows, cols);
  }
}

/** Of every column the mean over the others; 0 where there are none. */
export function meanOverOthers(X: RealValue): RealValue {
  return overOthers(X, X.cols > 1 ? 1 / (X.cols - 1) : 0);
}

/** Of every column the sum of the others. */
export function sumOfOthers(X: RealValue): RealValue {
  return overOthers(X, 1);
}

function overOthers(X: RealValue, weight: number): RealValue {
  const { tape, cols: K } = X;
  const others = tape.realConstant(K, K, 1, (matrix) => {
    matrix.fill(weight);
    for (let k = 0; k < K; k++) matrix.block(k, k, 1, 1).fill(0);
  });
  return multiplyReal(X, others);
}

/** Of K^2 columns, (k, j) in place k K + j, the sums over j other than k times a weight: K columns. */
export function overPairs(X: RealValue, K: number, weight: number): RealValue {
  const pooled = X.tape.real(X.rows, K);
  const others = Array.from({ length: K }, (_, k) =>
    X.tape.realConstant(K, 1, 1, (matrix) => {
      matrix.fill(weight);
      matrix.block(k, 0, 1, 1).fill(0);
    }),
  );
  for (let k = 0; k < K; k++) multiplyReal(X.columnRange(k * K, K), others[k], pooled.columnRange(k, 1));
  return pooled;
}
