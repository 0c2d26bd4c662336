import type { Tensor } from '../../graph/index.ts';
import type { LearnedArrays, Tensors } from './learned-arrays.ts';

/** The sizes that a network is made for. */
export interface Sizes {
  /** Delays, the rows of H''. */
  readonly Na: number;
  /** Angles, the columns of H''. */
  readonly Nt: number;
  /** Entries of a codeword. */
  readonly M: number;
}

/**
 * A learned feedback scheme as a graph: what the user computes, eq. (3), what the base station computes, eq. (4), and what both are
 * trained for. Samples are [batch, 2, Na, Nt], codewords [batch, M].
 */
export interface FeedbackNetwork {
  readonly sizes: Sizes;
  /** What is learned, by the names under which weights are stored. */
  readonly arrays: LearnedArrays;
  /** Factors of the learning rate; with 0 an array stays as it begins. Default 1. */
  readonly rateFactors: Readonly<Record<string, number>>;
  /** Arrays to and from the codeword: they begin anew where the others come from the network of another rate or environment. */
  readonly codewordArrays: readonly string[];
  /** Arrays that are drawn and not learned: weights come without them, and who uses those draws his own. */
  readonly drawnArrays?: readonly string[];
  encode(x: Tensor, arrays: Tensors): Tensor;
  /** The estimate after every iteration; a single one where there are no iterations. */
  decode(s: Tensor, arrays: Tensors): Tensor[];
  /** What training makes small, per sample: a scalar. */
  loss(x: Tensor, arrays: Tensors): Tensor;
  /**
   * Further arrays that `encode` and `decode` need, as a function of a batch: statistics, whose means over many training samples
   * stand beside the learned arrays once training ends.
   */
  statistics?(x: Tensor, arrays: Tensors): Readonly<Record<string, Tensor>>;
}

/** Numbers of a sample, 2 Na Nt. */
export function sampleSize({ Na, Nt }: Pick<Sizes, 'Na' | 'Nt'>): number {
  return 2 * Na * Nt;
}

/** Mean over the batch of ||x - estimate||^2 / (2 Na Nt): the NMSE of eq. (24), for samples of ||x||^2 = 2 Na Nt. */
export function meanSquare(x: Tensor, estimate: Tensor): Tensor {
  return x.sub(estimate).square().mean();
}

/** Rows of H'', each with its real and then its imaginary parts: [batch Na, 2 Nt]. */
export function rowsOf(x: Tensor, { Na, Nt }: Pick<Sizes, 'Na' | 'Nt'>): Tensor {
  return x
    .reshape([-1, 2, Na, Nt])
    .transpose([0, 2, 1, 3])
    .reshape([-1, 2 * Nt]);
}

/** [batch, 2, Na, Nt] of rows [batch Na, 2 Nt]. */
export function samplesOf(rows: Tensor, { Na, Nt }: Pick<Sizes, 'Na' | 'Nt'>): Tensor {
  return rows.reshape([-1, Na, 2, Nt]).transpose([0, 2, 1, 3]);
}
