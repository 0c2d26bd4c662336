import { add } from './elementwise.ts';
import { multiplyReal } from './real.ts';
import { sigmoid, tanh, times } from './scalars.ts';
import { multiplyShared } from './shared.ts';
import { type RealValue, SharedValue } from './values.ts';

/*
 * Layers of real networks whose weights may differ from lane to lane, or lie in memory once for all. Samples (users, say) are the
 * columns of X.
 */

/** Weights of a layer, as they lie in memory. */
export type LayerWeights = RealValue | SharedValue;

/** W X. */
export function weighted(W: LayerWeights, X: RealValue): RealValue {
  return W instanceof SharedValue ? multiplyShared(W, X) : multiplyReal(W, X);
}

/** W X + b: b (n x 1) is added to every column. */
export function linear(W: LayerWeights, b: RealValue, X: RealValue): RealValue {
  const product = weighted(W, X);
  const Y = X.tape.real(product.rows, product.cols);
  add(product.columnBlocks(1), b, Y.columnBlocks(1));
  return Y;
}

/** What an LSTM cell hands from one step to the next: outputs h and memories c, n x samples. */
export interface LstmState {
  readonly h: RealValue;
  readonly c: RealValue;
}

/** Weights of an LSTM cell with n units: rows for the gates i, f, g, o (n each), of `input` (4n x m), `recurrent` (4n x n) and `bias` (4n x 1). */
export interface LstmWeights {
  readonly input: RealValue;
  readonly recurrent: RealValue;
  readonly bias: RealValue;
}

/** One step of an LSTM cell: c' = sigmoid(f) c + sigmoid(i) tanh(g), h' = sigmoid(o) tanh(c'). */
export function lstmCell({ input, recurrent, bias }: LstmWeights, X: RealValue, { h, c }: LstmState): LstmState {
  const n = h.rows;
  const gates = add(linear(input, bias, X), multiplyReal(recurrent, h));
  const gate = (index: number) => gates.rowRange(index * n, n);
  const [i, f, o] = [sigmoid(gate(0)), sigmoid(gate(1)), sigmoid(gate(3))];
  const next = add(times(f, c), times(i, tanh(gate(2))));
  return { h: times(o, tanh(next)), c: next };
}
