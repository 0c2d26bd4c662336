import type { Tensor } from '../tensor.ts';
import { gemm } from './product.ts';

/** Weights of one gate, for `hidden` state entries and `features` inputs. */
export interface Gate {
  /** [hidden, features] */
  readonly input: Tensor;
  /** [hidden, hidden] */
  readonly hidden: Tensor;
  /** [hidden, 1] */
  readonly bias: Tensor;
}

/** The four gates of a long short-term memory cell. */
export interface LstmWeights {
  readonly input: Gate;
  readonly forget: Gate;
  readonly cell: Gate;
  readonly output: Gate;
}

/** State of `columns` independent cells, both [hidden, columns]. */
export interface LstmState {
  readonly h: Tensor;
  readonly c: Tensor;
}

/**
 * One step of a long short-term memory cell without peepholes:
 *     i, f, o = sigmoid(W x + U h + b) with weights of their own, g = tanh(W x + U h + b),
 *     c' = f c + i g, h' = o tanh(c').
 * Columns are independent, weights stand on the left: rows of the state stay contiguous, and no gate is cut out of a
 * larger product. 8 hidden (features + hidden) operations a column.
 * @param x [features, columns]
 */
export function lstmCell(x: Tensor, state: LstmState, weights: LstmWeights): LstmState {
  const gate = ({ input, hidden, bias }: Gate) => gemm(input, x, { c: gemm(hidden, state.h, { c: bias }) });
  const i = gate(weights.input).sigmoid();
  const f = gate(weights.forget).sigmoid();
  const g = gate(weights.cell).tanh();
  const o = gate(weights.output).sigmoid();
  const c = f.mul(state.c).add(i.mul(g));
  return { h: o.mul(c.tanh()), c };
}
