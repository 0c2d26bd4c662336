import { gemm, type Tensor } from '../../graph/index.ts';
import { type Beginning, constantly, heUniform, type LearnedArrays, type Tensors, within } from './learned-arrays.ts';

/** A dense layer, y = x W^T + b for rows x: W [outputs, inputs], b [outputs]. */
export function denseArrays(
  inputs: number,
  outputs: number,
  begin: Beginning = heUniform(inputs),
  bias: Beginning = constantly(0),
): LearnedArrays {
  return { W: { shape: [outputs, inputs], begin }, b: { shape: [outputs], begin: bias } };
}

/** The layer of the arrays under `name/`, applied to every row of x [rows, inputs]. 2 inputs outputs operations a row. */
export function dense(x: Tensor, arrays: Tensors, name: string): Tensor {
  const { W, b } = within(name, arrays);
  return gemm(x, W, { transposeB: true, c: b });
}
