import { SolutionError } from '../../../contracts/problem.ts';
import { gemm, scope, type Tensor } from '../../../graph/index.ts';
import { sizeOf } from '../../../graph/shape.ts';
import { messages } from '../../../messages.ts';
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
import { rectified } from '../rectifier.ts';
import { transposed } from '../shaped-rows.ts';
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

const front = ['front1', 'front2'] as const;

/**
 * CsiNet+ for compression 1/4, 1/8, 1/16 and 1/32 at once: two 7 x 7 convolutions, then dense layers to the codewords; a decoder for each rate.
 * The loss is the sum of the errors at all rates. `sizes.M` says at which rate the network encodes and decodes. The rectifiers of the
 * encoder bend at -sqrt(n), where data in (0, 1), for which they are published, have their zero, so that they pass what is a sample.
 * @param principal principal components of samples as rows, the largest first, [longest codeword, n]: the network begins as the linear
 * scheme that they are at every rate. Where left out, all begins in Glorot's range.
 */
export function multiRate(sizes: Sizes, { manner }: MultiRateSettings, principal?: Float32Array): FeedbackNetwork {
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
      ...encoderArrays(sizes, lengths, manner, principal),
      ...Object.assign({}, ...lengths.map((M, i) => prefixed(decoderName(i), decoderAt({ ...sizes, M }, principal)))),
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

function decoderAt(sizes: Sizes, principal?: Float32Array): LearnedArrays {
  const rows = principal?.subarray(0, sizes.M * sampleSize(sizes));
  return decoderArrays(sizes, rows && ((out) => out.set(transposed(rows, sizes.M))));
}

function encoderArrays(
  sizes: Sizes,
  lengths: readonly number[],
  manner: MultiRateSettings['manner'],
  principal?: Float32Array,
): LearnedArrays {
  const n = sampleSize(sizes);
  const widths = manner === 'serial' ? [n, ...lengths] : [n, lengths[0]];
  const dense = widths.slice(1).map((outputs, i): LearnedArrays => {
    const inputs = widths[i];
    const begin = principal && (i === 0 ? (out: Float32Array) => out.set(principal) : firstOf(inputs));
    return {
      [`dense${i}/W`]: { shape: [outputs, inputs], begin: begin ?? glorotUniform(inputs, outputs) },
      [`dense${i}/b`]: { shape: [outputs], begin: constantly(0) },
    };
  });
  return Object.assign(
    {},
    ...front.map((name) => ({
      ...prefixed(`${name}/conv`, convolutionArrays(2, 2, 7, principal && identityKernels(7))),
      ...prefixed(`${name}/norm`, normalizationArrays(2)),
    })),
    ...dense,
  );
}

/** A matrix that passes the first of its `inputs`, as many as it has rows. */
function firstOf(inputs: number): Beginning {
  return (out) => {
    out.fill(0);
    for (let i = 0; i < out.length / inputs; i++) out[i * inputs + i] = 1;
  };
}

/** The sample after the two convolutions, [batch, n]. */
function flat(x: Tensor, a: Tensors, normalize: Normalize): Tensor {
  const bend = -Math.sqrt(sizeOf(x.shape.slice(1)));
  const image = front.reduce(
    (y, name) => rectified(normalize(convolution(y, a, `${name}/conv`), a, `${name}/norm`), bend),
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
