import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
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

/** An iteration unrolled into layers, each with learned arrays of its own in place of the constants of the iteration. */
export interface UnrolledNetwork {
  /** Name of the solver. */
  readonly name: string;
  readonly summary: string;
  /** Real operations of one layer on one trial. */
  flops(sizes: { readonly L: number; readonly N: number; readonly M: number }): number;
  /** Arrays that are the same in all layers and not learned, from the real form S of the preambles. */
  fixed(S: RealMatrix): NamedArrays;
  /** Learned arrays of a layer as Table I begins them. Matrices before scalars. */
  initial(S: RealMatrix): NamedArrays;
  /** The next estimate, [trials M, 2N]. */
  layer(inputs: LayerInputs): Tensor;
}

/** Initial threshold of every layer of every network, Section III-C. */
export const initialThreshold: NamedArray = { shape: [], values: Float64Array.of(0.1) };
