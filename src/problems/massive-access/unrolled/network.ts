import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
import type { Vector } from '../../../contracts/training.ts';
import type { Tensor } from '../../../graph/index.ts';
import type { NamedArray, NamedArrays } from '../../../unrolling/named-arrays.ts';
import type { Grouping } from '../shrinkage-step.ts';

/** What a layer is computed from. Rows of matrices are trials and antennas. */
export interface LayerInputs {
  /** Estimate of the layer before, [trials M, 2N]; undefined for the zeros that the first layer is given. */
  readonly X: Tensor | undefined;
  /** [trials M, 2L] */
  readonly Y: Tensor;
  /** Arrays that are not learned, by their names. */
  readonly fixed: Readonly<Record<string, Tensor>>;
  /** Learned arrays of this layer, by their names. */
  readonly learned: Readonly<Record<string, Tensor>>;
  readonly grouping: Grouping;
}

export interface Sizes {
  readonly L: number;
  readonly N: number;
  readonly M: number;
}

/** Learned arrays of a layer, flat, by their names. */
export type LayerArrays = Readonly<Record<string, Vector>>;

/** A trained network that another one contains, or that is a good guess of it. */
export interface Nested {
  readonly network: UnrolledNetwork;
  /** Axes in which the scenario that it is trained for differs. */
  readonly scenario?: Readonly<Record<string, string | number>>;
  /** The layer that begins with what this layer of the nested network has learned. */
  widen(layer: LayerArrays, S: RealMatrix, sizes: Sizes): LayerArrays;
}

/** An iteration unrolled into layers, each with learned arrays of its own in place of the constants of the iteration. */
export interface UnrolledNetwork {
  /** Name of the solver. */
  readonly name: string;
  readonly summary: string;
  /** Real operations of one layer on one trial. */
  flops(sizes: Sizes): number;
  /** Arrays that are the same in all layers and not learned, from the real form S of the preambles. */
  fixed(S: RealMatrix): NamedArrays;
  /** Learned arrays of a layer as Table I begins them. Matrices before scalars. */
  initial(S: RealMatrix): NamedArrays;
  /** The network that it can begin from in place of Table I. */
  nested(): Nested;
  /** The next estimate, [trials M, 2N]. Of a threshold the magnitude counts, so that none is negative, (8). */
  layer(inputs: LayerInputs): Tensor;
}

/** Initial threshold of every layer of every network, Section III-C. */
export const initialThreshold: NamedArray = { shape: [], values: Float64Array.of(0.1) };
