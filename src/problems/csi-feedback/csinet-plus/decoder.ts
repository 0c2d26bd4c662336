import { gemm, scope, type Tensor } from '../../../graph/index.ts';
import { type Normalize, normalizationArrays } from '../batch-normalization.ts';
import { convolution, convolutionArrays, identityKernels } from '../convolution.ts';
import { type Sizes, sampleSize } from '../feedback-network.ts';
import {
  type Beginning,
  constantly,
  glorotUniform,
  type LearnedArrays,
  prefixed,
  type Tensors,
} from '../learned-arrays.ts';
import { leak } from '../rectifier.ts';

/** Convolutions of a RefineNet+ unit: channels in, channels out, width of the kernels. */
const refining = [
  [2, 8, 7],
  [8, 16, 5],
  [16, 2, 3],
] as const;
const units = ['refine1', 'refine2', 'refine3', 'refine4', 'refine5'] as const;

/** Convolutions that a normalization follows, whose biases it takes away again. */
export const normalizedConvolutions = units.flatMap((unit) => refining.map((_, i) => `${unit}/conv${i}`));

/** Arrays of the decoder of codewords of M entries, which begins as its dense layer alone where the beginning of that is given. */
export function decoderArrays(sizes: Sizes, dense?: Beginning): LearnedArrays {
  const n = sampleSize(sizes);
  const unit: LearnedArrays = Object.assign(
    {},
    ...refining.map(([inputs, outputs, width], i) => ({
      ...prefixed(`conv${i}`, convolutionArrays(inputs, outputs, width)),
      ...prefixed(`norm${i}`, normalizationArrays(outputs, dense && i === refining.length - 1 ? 0 : 1)),
    })),
  );
  return {
    'dense/W': { shape: [n, sizes.M], begin: dense ?? glorotUniform(sizes.M, n) },
    'dense/b': { shape: [n], begin: constantly(0) },
    ...prefixed('first', convolutionArrays(2, 2, 7, dense && identityKernels(7))),
    ...Object.assign({}, ...units.map((name) => prefixed(name, unit))),
  };
}

/**
 * The decoder of CsiNet+, Guo, Wen, Jin and Li, IEEE TWC 19(4), 2020: a dense layer, a 7 x 7 convolution and five RefineNet+ units (7 x 7 to 8,
 * 5 x 5 to 16, 3 x 3 to 2 channels, added to their input). The published sigmoid and hyperbolic tangents are for data in (0, 1); with ours,
 * around zero, the convolution is the estimate as it is, and the tangent bends at sqrt(n), which no entry of a sample exceeds.
 * 22 million products a sample for n = 2048.
 */
export function decoded(s: Tensor, a: Tensors, prefix: string, sizes: Sizes, normalize: Normalize): Tensor {
  const { Na, Nt } = sizes;
  const largest = Math.sqrt(sampleSize(sizes));
  const dense = gemm(s, a[`${prefix}/dense/W`], { transposeB: true, c: a[`${prefix}/dense/b`] });
  const image = convolution(dense.reshape([-1, 2, Na, Nt]), a, `${prefix}/first`);
  return units.reduce(
    (x, unit) =>
      scope(unit, () => {
        const at = `${prefix}/${unit}`;
        const step = (y: Tensor, i: number) => normalize(convolution(y, a, `${at}/conv${i}`), a, `${at}/norm${i}`);
        const update = step(step(step(x, 0).leakyRelu(leak), 1).leakyRelu(leak), 2);
        return x.add(
          update
            .mul(1 / largest)
            .tanh()
            .mul(largest),
        );
      }),
    image,
  );
}
