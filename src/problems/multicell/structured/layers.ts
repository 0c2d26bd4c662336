import type { LearnedArray } from '../../../contracts/training.ts';
import { linear, multiplyReal, type RealValue, type Tape } from '../../../lanes/tape/index.ts';

/** An array of a network that starts with entries uniform in (-bound, bound). */
export interface NetworkArray extends LearnedArray {
  readonly bound: number;
}

/** Makes the fully connected layers of a network, in the order of its flat vector of parameters. Users are columns. */
export class Layers {
  readonly arrays: NetworkArray[] = [];
  readonly #tape: Tape;

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  /** W X + b with `outputs` rows; both start as PyTorch's do, uniform within 1 over the root of the number of inputs. */
  dense(name: string, X: RealValue, outputs: number): RealValue {
    const bound = 1 / Math.sqrt(X.rows);
    return linear(
      this.#real(`${name}.weight`, outputs, X.rows, bound),
      this.#real(`${name}.bias`, outputs, 1, bound),
      X,
    );
  }

  /** The same with a tenth of the weights, and b = 0: a layer that does little at first. */
  last(name: string, X: RealValue, outputs: number): RealValue {
    const bound = 0.1 / Math.sqrt(X.rows);
    return linear(this.#real(`${name}.weight`, outputs, X.rows, bound), this.#real(`${name}.bias`, outputs, 1, 0), X);
  }

  #real(name: string, rows: number, cols: number, bound: number): RealValue {
    this.arrays.push({ name, shape: cols === 1 ? [rows] : [rows, cols], bound });
    return this.#tape.realParameter(rows, cols);
  }
}

/** Of every column the mean over the others; 0 where there are none. */
export function meanOverOthers(X: RealValue): RealValue {
  const { tape, cols: K } = X;
  const weight = K > 1 ? 1 / (K - 1) : 0;
  const others = tape.realConstant(K, K, 1, (matrix) => {
    matrix.fill(weight);
    for (let k = 0; k < K; k++) matrix.block(k, k, 1, 1).fill(0);
  });
  return multiplyReal(X, others);
}
