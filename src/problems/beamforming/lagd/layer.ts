import type { Lanes, RealMatrix } from '../../../lanes/index.ts';

/** A matrix inside a network, and the gradient of the rate with respect to it where somebody asks for it. */
export interface Signal {
  readonly value: RealMatrix;
  readonly gradient?: RealMatrix;
}

/** A signal with its gradient. */
export type DifferentiatedSignal = Required<Signal>;

/**
 * A part of a network. Written by hand in both directions, because a network is run with an own theta in every lane, hundreds of
 * times on one small input: all of it fits the second-level cache, and nothing is kept that the next run does not need.
 */
export interface Layer {
  /** Real operations of one forward and one backward pass of one lane. */
  readonly flops: number;
  /** Computes the output. */
  forward(): void;
  /** Computes, from the gradient of the output, those of the parameters and of the input; after `forward`. */
  backward(): void;
}

export function signal(lanes: Lanes, rows: number, cols: number): DifferentiatedSignal {
  return { value: lanes.real(rows, cols), gradient: lanes.real(rows, cols) };
}
