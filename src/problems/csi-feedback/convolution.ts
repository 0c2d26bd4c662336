import { conv2d, type Tensor } from '../../graph/index.ts';
import { constantly, glorotUniform, type LearnedArrays, type Tensors, within } from './learned-arrays.ts';

/** A convolution of an image of `inputs` channels with square kernels, and its bias: as Keras begins them. */
export function convolutionArrays(inputs: number, outputs: number, width: number): LearnedArrays {
  const kernels = width ** 2;
  return {
    W: { shape: [outputs, inputs, width, width], begin: glorotUniform(inputs * kernels, outputs * kernels) },
    b: { shape: [outputs], begin: constantly(0) },
  };
}

/** The convolution of the arrays under `name/`, with zeros around the image. */
export function convolution(x: Tensor, arrays: Tensors, name: string): Tensor {
  const { W, b } = within(name, arrays);
  return conv2d(x, W, { padding: 'same', bias: b });
}
