import { conv2d, type Tensor } from '../../graph/index.ts';
import {
  type Beginning,
  constantly,
  glorotUniform,
  type LearnedArrays,
  type Tensors,
  within,
} from './learned-arrays.ts';

/** A convolution of an image of `inputs` channels with square kernels, and its bias: as Keras begins them where nothing else is given. */
export function convolutionArrays(inputs: number, outputs: number, width: number, begin?: Beginning): LearnedArrays {
  const kernels = width ** 2;
  const glorot = glorotUniform(inputs * kernels, outputs * kernels);
  return {
    W: { shape: [outputs, inputs, width, width], begin: begin ?? glorot },
    b: { shape: [outputs], begin: constantly(0) },
  };
}

/** Square kernels of two channels, of an odd width, that leave an image as it is. */
export function identityKernels(width: number): Beginning {
  return (out) => {
    out.fill(0);
    for (const channel of [0, 1]) out[width ** 2 * (2 * channel + channel) + (width ** 2 - 1) / 2] = 1;
  };
}

/** The convolution of the arrays under `name/`, with zeros around the image. */
export function convolution(x: Tensor, arrays: Tensors, name: string): Tensor {
  const { W, b } = within(name, arrays);
  return conv2d(x, W, { padding: 'same', bias: b });
}
