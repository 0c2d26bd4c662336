import { SolutionError } from '../../../contracts/problem.ts';
import { gemm, scope, type Tensor } from '../../../graph/index.ts';
import { messages } from '../../../messages.ts';
import { byBatch, byStatistics, type Normalize, normalizationArrays } from '../batch-normalization.ts';
import { convolution, convolutionArrays } from '../convolution.ts';
import { type FeedbackNetwork, meanSquare, type Sizes, sampleSize } from '../feedback-network.ts';
import { constantly, glorotUniform, type LearnedArrays, prefixed, type Tensors } from '../learned-arrays.ts';
import { decoded, decoderArrays, normalizedConvolutions } from './decoder.ts';

/** How the codewords of several rates come out of one encoder. */
export interface MultiRateSettings {
  /**
   * `serial`, SM-CsiNet+: each codeword is a dense layer of the next longer one. `parallel`, PM-CsiNet+: each codeword is the beginning of the
   * next longer one.
   */
  readonly manner: 'serial' | 'parallel';
}

/** Compression ratios that one encoder serves: 1 over these, the largest codeword first. */
export const servedRatios = [4, 8, 16, 32] as const;

const leak = 0.3;
const front = ['front1', 'front2'] as const;

/**
 * CsiNet+ for compression 1/4, 1/8, 1/16 and 1/32 at once: two 7 x 7 convolutions, then dense layers to the codewords; a decoder for each rate.
 * The loss is the sum of the errors at all rates. `sizes.M` says at which rate the network encodes and decodes.
 */
export function multiRate(sizes: Sizes, { manner }: MultiRateSettings): FeedbackNetwork {
  const lengths = servedRatios.map((ratio) => sampleSize(sizes) / ratio);
  const own = lengths.indexOf(sizes.M);
  const codewords = (x: Tensor, a: Tensors, normalize: Normalize) =>
    scope('encoder', () => (manner === 'serial' ? serial : parallel)(flat(x, a, normalize), a, lengths));
  const decodedAt = (i: number, s: Tensor, a: Tensors, normalize: Normalize) =>
    scope(decoderName(i), () => decoded(s, a, decoderName(i), { ...sizes, M: lengths[i] }, normalize));
  const errors = (x: Tensor, a: Tensors, normalize: Normalize) =>
    codewords(x, a, normalize).map((s, i) => meanSquare(x, decodedAt(i, s, a, normalize)));
  return {
    sizes,
    arrays: {
      ...encoderArrays(sizes, lengths, manner),
      ...Object.assign({}, ...lengths.map((M, i) => prefixed(decoderName(i), decoderArrays({ ...sizes, M })))),
    },
    rateFactors: Object.fromEntries(
      [
        ...front.map((name) => `${name}/conv`),
        ...lengths.flatMap((_, i) => normalizedConvolutions.map((name) => `${decoderName(i)}/${name}`)),
      ].map((name) => [`${name}/b`, 0]),
    ),
    codewordArrays: [],
    encode(x, a) {
      if (own === -1) throw new SolutionError(messages.rateNotServed(sizes.M, lengths));
      return codewords(x, a, byStatistics)[own];
    },
    decode: (s, a) => [decodedAt(own, s, a, byStatistics)],
    loss: (x, a) => errors(x, a, byBatch()).reduce((sum, error) => sum.add(error)),
    statistics(x, a) {
      const statistics: Record<string, Tensor> = {};
      errors(x, a, byBatch(statistics));
      return statistics;
    },
  };
}

function decoderName(i: number): string {
  return `decoder${servedRatios[i]}`;
}

function encoderArrays(sizes: Sizes, lengths: readonly number[], manner: MultiRateSettings['manner']): LearnedArrays {
  const n = sampleSize(sizes);
  const widths = manner === 'serial' ? [n, ...lengths] : [n, lengths[0]];
  const dense = widths.slice(1).map((outputs, i): LearnedArrays => {
    const inputs = widths[i];
    return {
      [`dense${i}/W`]: { shape: [outputs, inputs], begin: glorotUniform(inputs, outputs) },
      [`dense${i}/b`]: { shape: [outputs], begin: constantly(0) },
    };
  });
  return Object.assign(
    {},
    ...front.map((name) => ({
      ...prefixed(`${name}/conv`, convolutionArrays(2, 2, 7)),
      ...prefixed(`${name}/norm`, normalizationArrays(2)),
    })),
    ...dense,
  );
}

/** The sample after the two convolutions, [batch, n]. */
function flat(x: Tensor, a: Tensors, normalize: Normalize): Tensor {
  const image = front.reduce(
    (y, name) => normalize(convolution(y, a, `${name}/conv`), a, `${name}/norm`).leakyRelu(leak),
    x,
  );
  return image.reshape([x.shape[0], -1]);
}

function dense(x: Tensor, a: Tensors, i: number): Tensor {
  return gemm(x, a[`dense${i}/W`], { transposeB: true, c: a[`dense${i}/b`] });
}

function serial(x: Tensor, a: Tensors, lengths: readonly number[]): Tensor[] {
  const codewords: Tensor[] = [];
  for (const i of lengths.keys()) codewords.push(dense(codewords.at(-1) ?? x, a, i));
  return codewords;
}

function parallel(x: Tensor, a: Tensors, lengths: readonly number[]): Tensor[] {
  const longest = dense(x, a, 0);
  return lengths.map((length) => longest.slice(1, 0, length));
}
