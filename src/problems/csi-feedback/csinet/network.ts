import { gemm, scope, type Tensor } from '../../../graph/index.ts';
import { byBatch, byStatistics, type Normalize, normalizationArrays } from '../batch-normalization.ts';
import { convolution, convolutionArrays, identityKernels } from '../convolution.ts';
import { type FeedbackNetwork, meanSquare, type Sizes, sampleSize } from '../feedback-network.ts';
import {
  type Beginning,
  constantly,
  glorotUniform,
  type LearnedArrays,
  prefixed,
  type Tensors,
} from '../learned-arrays.ts';
import { leak, rectified } from '../rectifier.ts';

/** How CsiNet is built where our data differ from the paper's. */
export interface CsiNetSettings {
  /**
   * `linear`: the last convolution is the estimate; the data are zero where there is no signal. Rectifiers between sample and estimate
   * bend at -sqrt(2 Na Nt), where data in (0, 1) have their zero, so that they pass what is a sample. `sigmoid`, as published, for
   * data that are moved to (0, 1) by 1/2 + x / (2 sqrt(2 Na Nt)), which no entry of a sample leaves; all rectifiers bend at zero.
   */
  readonly output: 'linear' | 'sigmoid';
}

/**
 * How the dense layers begin where the others begin by passing what they are given: first and last convolution as identities, the updates of
 * the units as zero. Where left out, all begin in Glorot's range.
 */
export interface DenseBeginnings {
  /** [M, n] */
  readonly encoder: Beginning;
  /** [n, M] */
  readonly decoder: Beginning;
}

/** Channels between the three convolutions of a RefineNet unit. */
const refining = [2, 8, 16, 2] as const;
const units = ['refine1', 'refine2'] as const;

/**
 * CsiNet, Wen, Shih and Jin, IEEE WCL 7(5), 2018: at the user a 3 x 3 convolution and a dense layer; at the base station a dense layer, two
 * RefineNet units (3 x 3 to 8, 16 and 2 channels, added to their input) and a 3 x 3 convolution. Biases before a normalization,
 * which takes them away again, are not learned. 7.6 n + 2 M n products a sample for n = 2 Na Nt.
 */
export function csiNet(sizes: Sizes, { output }: CsiNetSettings, dense?: DenseBeginnings): FeedbackNetwork {
  const arrays = csiNetArrays(sizes, dense);
  const bend = output === 'linear' ? -Math.sqrt(sampleSize(sizes)) : 0;
  const encode = (x: Tensor, a: Tensors, normalize: Normalize) =>
    scope('encoder', () => encoder(x, a, bend, normalize));
  const decode = (s: Tensor, a: Tensors, normalize: Normalize) =>
    scope('decoder', () => finished(refined(s, a, sizes, bend, normalize), sizes, output));
  return {
    sizes,
    arrays,
    rateFactors: Object.fromEntries(normalizedConvolutions.map((name) => [`${name}/b`, 0])),
    codewordArrays: ['encoder', 'decoder'].flatMap((half) => [`${half}/W`, `${half}/b`]),
    encode: (x, a) => encode(x, a, byStatistics),
    decode: (s, a) => [decode(s, a, byStatistics)],
    loss(x, a) {
      const normalize = byBatch();
      return meanSquare(x, decode(encode(x, a, normalize), a, normalize));
    },
    statistics(x, a) {
      const statistics: Record<string, Tensor> = {};
      const normalize = byBatch(statistics);
      decode(encode(x, a, normalize), a, normalize);
      return statistics;
    },
  };
}

/** Convolutions that a batch normalization follows. */
const normalizedConvolutions = ['encoder/conv', ...units.flatMap((unit) => [0, 1, 2].map((i) => `${unit}/conv${i}`))];

function csiNetArrays(sizes: Sizes, dense?: DenseBeginnings): LearnedArrays {
  const n = sampleSize(sizes);
  const begin = glorotUniform(n, sizes.M);
  const passing = convolutionArrays(2, 2, 3, dense && identityKernels(3));
  const unit: LearnedArrays = Object.assign(
    {},
    ...[0, 1, 2].map((i) => ({
      ...prefixed(`conv${i}`, convolutionArrays(refining[i], refining[i + 1], 3)),
      ...prefixed(`norm${i}`, normalizationArrays(refining[i + 1], dense && i === 2 ? 0 : 1)),
    })),
  );
  return {
    ...prefixed('encoder/conv', passing),
    ...prefixed('encoder/norm', normalizationArrays(2)),
    'encoder/W': { shape: [sizes.M, n], begin: dense?.encoder ?? begin },
    'encoder/b': { shape: [sizes.M], begin: constantly(0) },
    'decoder/W': { shape: [n, sizes.M], begin: dense?.decoder ?? begin },
    'decoder/b': { shape: [n], begin: constantly(0) },
    ...prefixed('refine1', unit),
    ...prefixed('refine2', unit),
    ...prefixed('last', passing),
  };
}

function encoder(x: Tensor, a: Tensors, bend: number, normalize: Normalize): Tensor {
  const image = rectified(normalize(convolution(x, a, 'encoder/conv'), a, 'encoder/norm'), bend);
  return gemm(image.reshape([x.shape[0], -1]), a['encoder/W'], { transposeB: true, c: a['encoder/b'] });
}

function refined(s: Tensor, a: Tensors, { Na, Nt }: Sizes, bend: number, normalize: Normalize): Tensor {
  const image = gemm(s, a['decoder/W'], { transposeB: true, c: a['decoder/b'] }).reshape([-1, 2, Na, Nt]);
  return convolution(
    units.reduce((y, unit) => refineNet(y, a, unit, bend, normalize), image),
    a,
    'last',
  );
}

function refineNet(x: Tensor, a: Tensors, unit: string, bend: number, normalize: Normalize): Tensor {
  const step = (y: Tensor, i: number) => normalize(convolution(y, a, `${unit}/conv${i}`), a, `${unit}/norm${i}`);
  return scope(unit, () => rectified(x.add(step(step(step(x, 0).leakyRelu(leak), 1).leakyRelu(leak), 2)), bend));
}

function finished(y: Tensor, sizes: Sizes, output: CsiNetSettings['output']): Tensor {
  if (output === 'linear') return y;
  const largest = Math.sqrt(sampleSize(sizes));
  return y
    .sigmoid()
    .sub(0.5)
    .mul(2 * largest);
}
