import { concat, gemm, type LstmState, lstm, scope, type Tensor } from '../../../graph/index.ts';
import type { Shape } from '../../../graph/shape.ts';
import {
  constantly,
  heUniform,
  type LearnedArrays,
  prefixed,
  type Tensors,
  uniformly,
  within,
} from '../learned-arrays.ts';

/** Entries of a state: what the paper's operation counts and its "20 input size" say; "hidden size two" is a misprint. */
const hidden = 20;

/** What enters for a coordinate: its estimate and its entry of the gradient. */
const features = 2;

/** Both enter at a tenth, where the gates are still linear. */
const inputScale = 0.1;

/** The parameters of one iteration of eq. (19), each in the shape of the estimate. */
export interface Steps {
  /** Preconditioner, in (0, 2). */
  readonly p: Tensor;
  /** Accelerator, in (0, 2). */
  readonly a: Tensor;
  /** Balance between x and y, in (0, 2). */
  readonly b: Tensor;
  readonly b1: Tensor;
  readonly b2: Tensor;
}

/**
 * Arrays of the coordinate-wise LSTM, eq. (20): two layers of 20, a dense layer of 20 with rectifiers, and five outputs; 5805 numbers,
 * with two biases a gate as PyTorch has them. The outputs begin as constants, p = 1, a = b = 0.095 and b1 = b2 = 0: gradient descent
 * with a little momentum.
 */
export function coordinateLstmArrays(): LearnedArrays {
  const layer = (inputs: number): LearnedArrays => {
    const begin = uniformly(1 / Math.sqrt(hidden));
    return {
      input: { shape: [4 * hidden, inputs], begin },
      hidden: { shape: [4 * hidden, hidden], begin },
      inputBias: { shape: [4 * hidden, 1], begin },
      hiddenBias: { shape: [4 * hidden, 1], begin },
    };
  };
  return {
    ...prefixed('lstm1', layer(features)),
    ...prefixed('lstm2', layer(hidden)),
    'mlp/W': { shape: [hidden, hidden], begin: heUniform(hidden) },
    'mlp/b': { shape: [hidden, 1], begin: constantly(0) },
    'outputs/W': { shape: [5, hidden], begin: constantly(0) },
    'outputs/b': { shape: [5, 1], begin: (out) => out.set([0, momentumLogit, momentumLogit, 0, 0]) },
  };
}

/** Where 2 sigmoid(.) is 0.095. */
const momentumLogit = -3;

/** The LSTM with its state: every call is one iteration. */
export type CoordinateLstm = (x: Tensor, gradient: Tensor) => Steps;

/**
 * Starts the LSTM with a state of zeros. Estimate and gradient, both of any one shape, enter as numbers: no gradient passes through them
 * (as in the code of MS4L2O). 6100 products a coordinate and iteration.
 */
export function coordinateLstm(arrays: Tensors): CoordinateLstm {
  const cell = (name: string) => {
    const { input, hidden, inputBias, hiddenBias } = within(name, arrays);
    return lstm({ input, hidden, bias: inputBias.add(hiddenBias) });
  };
  const [first, second] = [cell('lstm1'), cell('lstm2')];
  let state: { first: LstmState; second: LstmState } | undefined;
  return (x, gradient) =>
    scope('lstm', () => {
      const row = (tensor: Tensor) => tensor.stopGradient().mul(inputScale).reshape([1, -1]);
      const one = first(concat([row(x), row(gradient)], 0), state?.first);
      state = { first: one, second: second(one.h, state?.second) };
      return steps(outputs(state.second.h, arrays), x.shape);
    });
}

/** The five outputs of every coordinate, [5, columns], from the state of the second layer. */
function outputs(h: Tensor, arrays: Tensors): Tensor {
  const inner = gemm(arrays['mlp/W'], h, { c: arrays['mlp/b'] }).relu();
  return gemm(arrays['outputs/W'], inner, { c: arrays['outputs/b'] });
}

function steps(rows: Tensor, shape: Shape): Steps {
  const [p, a, b, b1, b2] = rows.split(0, [1, 1, 1, 1, 1]).map((row) => row.reshape(shape));
  const positive = (output: Tensor) => output.sigmoid().mul(2);
  return { p: positive(p), a: positive(a), b: positive(b), b1, b2 };
}
