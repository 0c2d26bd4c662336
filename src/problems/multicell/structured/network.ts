import type { Weights } from '../../../contracts/training.ts';
import type { ComplexValue, RealValue } from '../../../lanes/tape/index.ts';
import { placed, type Vector } from '../../../optimizers/memory.ts';
import { streamsFor } from '../../../random/streams.ts';
import type { NetworkArray } from './layers.ts';

/** A network recorded for training and for inference. */
export interface RecordedNetwork {
  /** The channels, B times K N x M, in units of the noise. */
  readonly H: ComplexValue;
  /** The initial V, M x K N, every station at power P. */
  readonly V0: ComplexValue;
  /** V after each phase, every station at power P. */
  readonly V: readonly ComplexValue[];
  /** Minus the weighted sum rate of the last V in bits. */
  readonly loss: RealValue;
  readonly arrays: readonly NetworkArray[];
}

/** The weights from which training starts, in the order of the network's flat vector. */
export function untrained(arrays: readonly NetworkArray[], seed: number): Float64Array {
  const stream = streamsFor({ seed, experiment: 'multicell', scenario: 'initial weights' }).of('network', 0);
  return Float64Array.from(
    arrays.flatMap(({ shape, bound }) => {
      const length = shape.reduce((size, side) => size * side, 1);
      return Array.from({ length }, () => bound * (2 * stream.uniform() - 1));
    }),
  );
}

/** Trained weights in the order of the network's flat vector. */
export function flatOf(arrays: readonly NetworkArray[], weights: Weights): Float64Array {
  return Float64Array.from(arrays.flatMap(({ name }) => [...weights[name].values]));
}

/** A flat vector as the arrays by their names. */
export function weightsOf(arrays: readonly NetworkArray[], flat: Vector): Weights {
  return Object.fromEntries(
    placed(arrays).map(({ name, shape, from, to }) => [
      name,
      { shape, values: Float64Array.from(flat.subarray(from, to)) },
    ]),
  );
}
